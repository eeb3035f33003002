// Prints what the last run of other-browsers.test.mjs saw as the table of docs/browsers.md.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./studio.mjs";

const { walks, said } = JSON.parse(readFileSync(join(build, "logs/browsers-said.json"), "utf8"));
const names = Object.keys(said);
const row = (cells) => `| ${cells.join(" | ")} |`;
console.log([row(["the page ...", ...names]), row(["---", ...names.map(() => "---")])].join("\n"));
for (const walk of walks) console.log(row([walk, ...names.map((name) => said[name][walk] ?? "failed")]));
