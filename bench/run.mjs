// Measures what tools/bench has built: in workers of one browser and natively, interleaved, beside the peak and the peers.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join, resolve } from "node:path";
import { openBrowser } from "./lib/browser.mjs";
import { Arena, contenders } from "./lib/contenders.mjs";
import { figureHead, figureLine } from "./lib/figure.mjs";
import { measureFigures } from "./lib/figure-runs.mjs";
import { held } from "./lib/goals.mjs";
import { optionsOrExit } from "./lib/options.mjs";
import { measurePage, pageText } from "./lib/page.mjs";
import { plan } from "./lib/plan.mjs";
import { goalsText, record, sectionText } from "./lib/report.mjs";
import { measure } from "./lib/rounds.mjs";
import { summarise } from "./lib/statistics.mjs";

const root = resolve(import.meta.dirname, "..");
const options = optionsOrExit(process.argv.slice(2));
const file = options.json || join(root, "build/bench/figures.json");

function write(figures) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(figures, null, 1));
  console.log(`All rounds: ${file}`);
}

/** What is under way, on a terminal. */
const underWay = (text) => process.stdout.isTTY && process.stdout.write(`\r${text}\x1b[K`);

async function wholeRuns() {
  const runs = await measurePage(options);
  console.log(pageText(runs));
  return runs;
}

/** Each line as it comes, since the whole takes a quarter of an hour. */
async function timeToTheFigure() {
  const rows = [];
  console.log(figureHead());
  for await (const row of measureFigures(options, underWay)) {
    underWay("");
    console.log(figureLine(row));
    rows.push(row);
  }
  console.log();
  return rows;
}

// What trains whole runs on the built page takes minutes: only when asked for.
const measureOnThePage = { page: wholeRuns, figure: timeToTheFigure }[options.only];
if (measureOnThePage) {
  write({ quick: options.quick, [options.only]: await measureOnThePage() });
  process.exit();
}

const browser = await openBrowser(root);
const arena = new Arena({ root, browser });
try {
  const machine = { processor: cpus()[0].model, processors: cpus().length, browser: browser.version, node: process.version };
  console.log(`${machine.processor}, ${machine.processors} processors, ${machine.browser}\n`);
  const sections = plan(await arena.list(), options);
  if (sections.length === 0) {
    console.error(`tools/bench: nothing has "${options.only}" in its name`);
    process.exitCode = 2;
  }
  for (const section of sections) {
    await measure(section, arena, (done) => underWay(`${section.title}: round ${done} of ${section.rounds}`));
    for (const row of section.rows) row.figures = summarise(row.rounds);
    underWay("");
    console.log(sectionText(section));
  }
  for (const [key, why] of arena.absent) console.log(`Left out: ${contenders[key].label}: ${why}`);
  const goals = held(sections);
  if (goals.length > 0) console.log(goalsText(goals));
  if (sections.length > 0) {
    write(record({ machine, options, sections, goals, absent: arena.absent }));
  }
} finally {
  await arena.close();
  await browser.close();
}
