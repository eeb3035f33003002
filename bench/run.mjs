// Measures what tools/bench has built: in workers of one browser and natively, interleaved, beside the peak and the peers; then the engine
// beside other programs, and the built page.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join, resolve } from "node:path";
import { openBrowser } from "./lib/browser.mjs";
import { Arena, contenders } from "./lib/contenders.mjs";
import { held } from "./lib/goals.mjs";
import { kLonger } from "./lib/longer.mjs";
import { optionsOrExit } from "./lib/options.mjs";
import { plan } from "./lib/plan.mjs";
import { goalsText, record, sectionText } from "./lib/report.mjs";
import { measure } from "./lib/rounds.mjs";
import { summarise } from "./lib/statistics.mjs";

const root = resolve(import.meta.dirname, "..");
const options = optionsOrExit(process.argv.slice(2));
const file = options.json || join(root, "build/bench/figures.json");
const machine = { processor: cpus()[0].model, processors: cpus().length, node: process.version };

/** What is under way, on a terminal. */
const underWay = (text) => process.stdout.isTTY && process.stdout.write(`\r${text}\x1b[K`);
const say = (text) => (underWay(""), console.log(text));

/** The sections of the measuring program, {key, title, rows}, and who could not take part. */
async function ofTheProgram() {
  const browser = await openBrowser(root);
  const arena = new Arena({ root, browser });
  try {
    machine.browser = browser.version;
    say(`${machine.processor}, ${machine.processors} processors, ${machine.browser}\n`);
    const sections = plan(await arena.list(), options);
    for (const section of sections) {
      await measure(section, arena, (done) => underWay(`${section.title}: round ${done} of ${section.rounds}`));
      for (const row of section.rows) row.figures = summarise(row.rounds);
      say(sectionText(section));
    }
    for (const [key, why] of arena.absent) say(`Left out: ${contenders[key].label}: ${why}`);
    return { sections, absent: arena.absent };
  } finally {
    await arena.close();
    await browser.close();
  }
}

const longer = Object.keys(kLonger).filter((key) => !options.only || options.only === key);
const { sections, absent } = Object.hasOwn(kLonger, options.only) ? { sections: [], absent: new Map() } : await ofTheProgram();
for (const key of longer) {
  const { title, measure: run } = kLonger[key];
  say(title);
  sections.push({ key, title, rows: await run(options, underWay, say) });
}
const goals = held(sections);
if (goals.length > 0) console.log(goalsText(goals));
if (sections.length > 0) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(record({ machine, options, sections, goals, absent }), null, 1));
  console.log(`All rounds: ${file}`);
} else {
  console.error(`tools/bench: nothing has "${options.only}" in its name`);
}
process.exit(sections.length > 0 ? 0 : 2); // the engine's threads would wait for more
