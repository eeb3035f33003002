// How soon the page opens (bench/lib/opening.mjs). Wants the built page (tools/serve --build-only).
//   node bench/opening.mjs [--runs 7] [--only TEXT] [--pack gzip|br] [--waterfall] [--beside FOLDER]
// --beside: another built site, whose runs take turns with these. --waterfall: what was sent when, in the run in the middle.
import { parseArgs } from "node:util";
import { measureOpening, openingText, waterfall } from "./lib/opening.mjs";
import { kPacks } from "./lib/slow-line.mjs";

const { values: asked } = parseArgs({
  options: { runs: { type: "string", default: "7" }, only: { type: "string", default: "" }, pack: { type: "string", default: "gzip" }, waterfall: { type: "boolean", default: false }, beside: { type: "string" } },
});
if (!kPacks[asked.pack]) throw new Error(`bench/opening.mjs: --pack is one of ${Object.keys(kPacks).join(", ")}`);
const rows = await measureOpening({ ...asked, runs: Number(asked.runs) }, console.error);
console.log(`Seconds after the navigation began: medians and quartiles of ${asked.runs} runs, files packed with ${asked.pack}.`);
console.log(openingText(rows));
if (asked.waterfall) for (const row of rows) console.log(`\n${row.name}\n${waterfall(row)}`);
