// How soon the page is alive (the start model is on the map and the pad answers) and Train can be pressed: over a line of 10 Mbit/s whose
// answers come 40 ms late, with nothing kept; from what the service worker keeps, at the second visit; the first again with a
// processor four times as slow; and without any of these. Each run has a browser of its own. Wants the built page (tools/serve --build-only).
//   node bench/opening.mjs [--runs 7] [--only TEXT] [--pack gzip|br] [--waterfall] [--beside FOLDER]
// --beside: another built site, whose runs take turns with these. --waterfall: what was sent when, in the run in the middle.
import { parseArgs } from "node:util";
import { launchChromium, site } from "../tests/browser/lib/studio.mjs";
import { serve } from "../tests/browser/lib/server.mjs";
import { pause, until } from "../tests/browser/lib/wait.mjs";
import { kMarks, watchOpening } from "./lib/opening-marks.mjs";
import { kPacks, packed, slowLine } from "./lib/slow-line.mjs";
import { summary } from "./lib/statistics.mjs";
import { table } from "./lib/table.mjs";

const { values: asked } = parseArgs({
  options: { runs: { type: "string", default: "7" }, only: { type: "string", default: "" }, pack: { type: "string", default: "gzip" }, waterfall: { type: "boolean", default: false }, beside: { type: "string" } },
});

const kLine = { megabits: 10, latency: 40 };
const kCases = [
  { name: "first visit, 10 Mbit/s, 40 ms", line: kLine },
  { name: "second visit, the same line", line: kLine, second: true },
  { name: "first visit, processor a quarter", line: kLine, slowdown: 4 },
  { name: "second visit, processor a quarter", line: kLine, second: true, slowdown: 4 },
  { name: "first visit, fast line", line: { megabits: 0, latency: 0 } },
].filter(({ name }) => name.includes(asked.only));

/** Opens the page and waits until all marks are there; answers them, and when the page began. */
async function visit(browser, url, slowdown) {
  const page = await browser.newPage();
  try {
    await page.setViewport({ width: 1440, height: 900 });
    await page.evaluateOnNewDocument(watchOpening);
    if (slowdown) await page.emulateCPUThrottling(slowdown);
    await page.goto(url, { waitUntil: "load", timeout: 0 });
    const all = Object.keys(kMarks).length;
    const marks = await until("the page has opened", () => page.evaluate((count) => (Object.keys(window.opening).length >= count ? window.opening : null), all));
    return { marks, began: await page.evaluate(() => performance.timeOrigin), page };
  } catch (error) {
    throw new Error(`${error.message}; there is ${JSON.stringify(await page.evaluate(() => window.opening))}`, { cause: error });
  }
}

/** Until the service worker keeps what the page used: it runs, and nobody has asked for anything for a while. */
async function kept(page, line) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await line.quiet(1500);
}

async function run({ line: speed, second, slowdown }, { folder, files }) {
  const line = slowLine(files, speed);
  const server = await serve(folder, { send: line.send });
  const browser = await launchChromium({ whole: true, v8: [], traffic: false });
  try {
    await pause(1000); // what a browser does when it begins
    if (second) {
      const first = await visit(browser, server.url);
      await kept(first.page, line);
      await first.page.close();
      line.requests.length = 0;
    }
    const { marks, began } = await visit(browser, server.url, slowdown);
    await line.quiet(300);
    return { marks, sent: line.requests.map((one) => ({ ...one, asked: one.asked - began, begun: one.begun - began, ended: one.ended - began })) };
  } finally {
    await browser.close();
    await server.close();
  }
}

const seconds = (milliseconds) => (milliseconds / 1000).toFixed(2);
const words = ({ median, low, high }) => `${seconds(median)} (${seconds(low)}-${seconds(high)})`;

/** What was sent before Train could be pressed, and a little of what came then. */
function waterfall({ marks, sent }) {
  const rows = sent
    .filter(({ asked: at }) => at < marks.train + 500)
    .map(({ path, asked: at, begun, ended, bytes, status }) => [path, seconds(at), seconds(begun), seconds(ended), bytes.toLocaleString("en"), String(status)]);
  const marked = Object.entries(kMarks).map(([key, name]) => [`-- ${name}`, seconds(marks[key]), "", "", "", ""]);
  const all = [...rows, ...marked].sort((a, b) => Number(a[1]) - Number(b[1]));
  return table(["", "asked at", "begun", "ended", "bytes", "status"], all);
}

if (!kPacks[asked.pack]) throw new Error(`bench/opening.mjs: --pack is one of ${Object.keys(kPacks).join(", ")}`);
const sites = [{ name: "", folder: site }, ...(asked.beside ? [{ name: "beside: ", folder: asked.beside }] : [])];
for (const one of sites) one.files = await packed(one.folder, asked.pack);
const told = new Map();
for (let round = 0; round < Number(asked.runs); ++round)
  for (const one of kCases)
    for (const from of round % 2 ? [...sites].reverse() : sites) {
      const key = from.name + one.name;
      told.set(key, [...(told.get(key) ?? []), await run(one, from)]);
      console.error(`${key}: alive after ${seconds(told.get(key).at(-1).marks.pad)} s, Train after ${seconds(told.get(key).at(-1).marks.train)} s`);
    }

const rows = [...told].map(([key, runs]) => [key, ...Object.keys(kMarks).map((mark) => words(summary(runs.map(({ marks }) => marks[mark]))))]);
console.log(`Seconds after the navigation began: medians and quartiles of ${asked.runs} runs, files packed with ${asked.pack}.`);
console.log(table(["", ...Object.values(kMarks)], rows));
if (asked.waterfall)
  for (const [key, runs] of told) {
    const middle = runs.toSorted((a, b) => a.marks.train - b.marks.train)[runs.length >> 1];
    console.log(`\n${key}\n${waterfall(middle)}`);
  }
