// How soon the page is alive (the start model is on the map and the pad answers) and Train can be pressed: over a line of 10 Mbit/s whose
// answers come 40 ms late, with nothing kept; from what the service worker keeps, at the second visit; both again with a processor four
// times as slow; and without any of these. Each run has a browser of its own.
import { launchChromium, site } from "../../tests/browser/lib/studio.mjs";
import { serve } from "../../tests/browser/lib/server.mjs";
import { pause, until } from "../../tests/browser/lib/wait.mjs";
import { kMarks, watchOpening } from "./opening-marks.mjs";
import { packed, slowLine } from "./slow-line.mjs";
import { summary } from "./statistics.mjs";
import { table } from "./table.mjs";

const kLine = { megabits: 10, latency: 40 };
const kCases = [
  { name: "first visit, 10 Mbit/s, 40 ms", line: kLine },
  { name: "second visit, the same line", line: kLine, second: true },
  { name: "first visit, processor a quarter", line: kLine, slowdown: 4 },
  { name: "second visit, processor a quarter", line: kLine, second: true, slowdown: 4 },
  { name: "first visit, fast line", line: { megabits: 0, latency: 0 } },
];

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

/**
 * Rows {name, contender, figures, rounds}: a case, whose site it is ("" ours, "beside" the one in the folder `beside`), seconds from the
 * beginning of the navigation to each mark of kMarks, and the runs {marks, sent}, both in milliseconds. `only`: cases with that in their name; `pack`: gzip or br.
 */
export async function measureOpening({ runs, only = "", pack = "gzip", beside }, onRun = () => {}) {
  const sites = [{ contender: "", folder: site }, ...(beside ? [{ contender: "beside", folder: beside }] : [])];
  for (const one of sites) one.files = await packed(one.folder, pack);
  const rows = kCases
    .filter(({ name }) => name.includes(only))
    .flatMap((one) => sites.map((from) => ({ name: one.name, contender: from.contender, rounds: [], run: () => run(one, from) })));
  for (let round = 0; round < runs; ++round) {
    for (const row of round % 2 ? [...rows].reverse() : rows) {
      row.rounds.push(await row.run());
      const { pad, train } = row.rounds.at(-1).marks;
      onRun(`${[row.contender, row.name].filter(Boolean).join(": ")}: alive after ${seconds(pad)} s, Train after ${seconds(train)} s`);
    }
  }
  const figures = (rounds) => Object.fromEntries(Object.keys(kMarks).map((mark) => [mark, summary(rounds.map(({ marks }) => marks[mark] / 1000))]));
  return rows.map(({ name, contender, rounds }) => ({ name, contender, figures: figures(rounds), rounds }));
}

const seconds = (milliseconds) => (milliseconds / 1000).toFixed(2);
const words = ({ median, low, high }) => `${median.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;

export function openingText(rows) {
  const lines = rows.map(({ name, contender, figures }) => [[contender, name].filter(Boolean).join(": "), ...Object.keys(kMarks).map((mark) => words(figures[mark]))]);
  return table(["", ...Object.values(kMarks)], lines);
}

/** Of a row's run in the middle: what was sent before Train could be pressed, and a little of what came then. */
export function waterfall({ rounds }) {
  const { marks, sent } = rounds.toSorted((a, b) => a.marks.train - b.marks.train)[rounds.length >> 1];
  const rows = sent
    .filter(({ asked: at }) => at < marks.train + 500)
    .map(({ path, asked: at, begun, ended, bytes, status }) => [path, seconds(at), seconds(begun), seconds(ended), bytes.toLocaleString("en"), String(status)]);
  const marked = Object.entries(kMarks).map(([key, name]) => [`-- ${name}`, seconds(marks[key]), "", "", "", ""]);
  const all = [...rows, ...marked].sort((a, b) => Number(a[1]) - Number(b[1]));
  return table(["", "asked at", "begun", "ended", "bytes", "status"], all);
}
