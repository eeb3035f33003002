// Prints what the last run saw in bad cases as the table of docs/bad-cases.md.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./studio.mjs";

const cell = (text) => text.replaceAll("|", "\\|");
const cases = ["broken", "accidents", "shelf"].flatMap((file) => JSON.parse(readFileSync(join(build, `logs/bad-cases-${file}.json`), "utf8")));
const lines = cases.map(
  ({ what, said, ways }) => `| ${cell(what)} | ${cell(said) || "nothing: it is mended without a word"} | ${cell(ways.join(", ")) || "-"} |`,
);
console.log(["| what happens | what the page says | what can be pressed |", "| --- | --- | --- |", ...lines].join("\n"));
