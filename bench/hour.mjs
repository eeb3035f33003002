// What a run without end takes more of as it goes on: full MNIST on the page, visible, with nothing beside it. Wants the built page
// (tools/serve --build-only).
//   node bench/hour.mjs [--minutes 60] [--preset post-b-mnist]
import { parseArgs } from "node:util";
import { collect, memory } from "./lib/memory.mjs";
import { openPreset } from "./lib/preset-page.mjs";
import { summary } from "./lib/statistics.mjs";
import { table } from "./lib/table.mjs";

const kMostParts = 6;
const kEvery = 15_000; // milliseconds
/** The browser gives back what was freed some seconds later. */
const kGivesBack = 10_000;

const { values: asked } = parseArgs({ options: { minutes: { type: "string", default: "60" }, preset: { type: "string", default: "post-b-mnist" } } });
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const mb = (value) => value.toFixed(0);

const studio = await openPreset(`preset=${asked.preset}&epochs=100000`);

async function withoutGarbage() {
  await collect(studio.page);
  await pause(kGivesBack);
  return memory(studio.browser);
}

const opened = await withoutGarbage();
studio.call("train").catch(() => {});
const looks = [];
const end = Date.now() + 60_000 * Number(asked.minutes);
while (Date.now() < end) {
  await pause(kEvery);
  const { epoch } = await studio.call("state");
  looks.push({ epoch, megabytes: await memory(studio.browser) });
  if (looks.length % 20 === 0) console.error(`epoch ${epoch.toFixed(0)}: ${mb(looks.at(-1).megabytes)} MB`);
}
const last = await withoutGarbage();

const parts = Math.min(kMostParts, looks.length);
const rows = Array.from({ length: parts }, (_, part) => {
  const these = looks.slice(Math.floor((part * looks.length) / parts), Math.floor(((part + 1) * looks.length) / parts));
  const { median } = summary(these.map(({ megabytes }) => megabytes));
  return [`${part + 1} of ${parts}`, these.at(-1).epoch.toFixed(0), mb(median), mb(Math.max(...these.map(({ megabytes }) => megabytes)))];
});
console.log(table([`${asked.minutes} minutes of ${asked.preset}`, "epochs", "MB", "at most"], rows));
console.log(`Without what the collector has yet to look for: ${mb(opened)} MB before the first step, ${mb(last)} after the last.`);
await studio.close();
