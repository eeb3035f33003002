// What the studio costs, in a real browser with a software graphics card:
//   node bench/studio.mjs [frames] [paint] [idle] [heap]      (all four without a name; the site must be built)
// frames: work of a frame while training with 55,000 points on the map, without the graphics card's part, as time passed
//         and, with the handing over to the card, as processor time (all processors train, so a frame is often interrupted)
// paint:  frames from a pointer's move on the pad to the reconstruction that knows of it
// idle:   frames drawn in ten idle seconds
// heap:   memory after 20 and after 200 changes of the network
import { openStudio } from "../tests/browser/lib/studio.mjs";
import { pause, until } from "../tests/browser/lib/wait.mjs";

const round = (value, digits = 2) => Number(value.toFixed(digits));

/** Counts frames by their clearing of the canvas, and notes the frame in which the pad's reading was uploaded. */
const countFrames = (page) =>
  page.evaluateOnNewDocument(() => {
    window.frames_ = { drawn: 0, readings: [], moves: [] };
    const gl = WebGL2RenderingContext.prototype;
    const { clear, texImage2D } = gl;
    gl.clear = function (bits) {
      if (this.canvas.id === "canvas") ++window.frames_.drawn;
      return clear.call(this, bits);
    };
    gl.texImage2D = function (...args) {
      // Clean, seen and rebuilt side by side; uploaded before its frame is cleared.
      if (args[3] === 84 && args[4] === 28) window.frames_.readings.push(window.frames_.drawn + 1);
      return texImage2D.apply(this, args);
    };
    window.addEventListener("pointermove", () => window.frames_.moves.push(window.frames_.drawn), true);
  });

/** Nothing is rasterised: with a software graphics card that would take the processors from what is measured. */
const drawNothing = (page) =>
  page.evaluateOnNewDocument(() => {
    for (const name of ["drawElements", "drawArrays"]) WebGL2RenderingContext.prototype[name] = () => {};
  });

/** Milliseconds of processor time of the page's thread for each frame in which something was drawn. */
async function processorTimes(page, milliseconds) {
  await page.tracing.start({ categories: ["devtools.timeline"] });
  await pause(milliseconds);
  const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
  const frames = traceEvents.filter(({ name, dur }) => name === "FireAnimationFrame" && dur > 500);
  return frames.map(({ tdur }) => tdur / 1000).sort((a, b) => a - b);
}

async function open(query, before = countFrames) {
  const studio = await openStudio({ query, before, whole: true, v8: [] });
  await studio.ready();
  await studio.images();
  return studio;
}

async function framesOf(threads) {
  const studio = await open(`preset=best-2d${threads ? `&threads=${threads}` : ""}`, drawNothing);
  const points = (await studio.call("state")).dataset.training;
  const list = await studio.item("combobox", "Images on the map", ({ disabled }) => !disabled);
  await studio.set("combobox", "Images on the map", list.options[1]);
  await studio.call("reset");
  await studio.press("button", /^Train/);
  const shown = async () => (await studio.byId("map/surface"))?.value.startsWith(points.toLocaleString("en"));
  await until("the training images are on the map", shown);
  const measure = async (seconds) => {
    await pause(3000);
    await studio.call("stats", { restart: true });
    await pause(seconds * 1000);
    const { frames: told } = await studio.call("stats");
    const times = await processorTimes(studio.page, seconds * 1000);
    const processor = { frames: times.length, median: round(times[times.length >> 1]), p95: round(times[Math.floor(0.95 * times.length)]) };
    const of = ({ median, p95, most }) => ({ median: round(median), p95: round(p95), most: round(most) });
    return { frames: told.frames, seconds, work: of(told.work), messages: of(told.messages), submit: of(told.submit), processor };
  };
  const map = await measure(16);
  await studio.set("radiogroup", "View", "Sweep");
  const sweep = await measure(12);
  const told = await studio.call("stats");
  await studio.close();
  return { points, threads: told.threads, imagesPerSecond: Math.round(told.imagesPerSecond), map, sweep };
}

/** With the engine on all processors, as it comes, and with one left to the page, as a machine of more has it. */
async function frames() {
  return [await framesOf(0), await framesOf(1)];
}

async function paint() {
  const studio = await open("preset=classroom");
  await pause(3000);
  const pad = await studio.byId("paint/pad");
  const { mouse } = studio.page;
  await mouse.move(pad.x + pad.w * 0.2, pad.y + pad.h * 0.2);
  await mouse.down();
  await studio.page.evaluate(() => Object.assign(window.frames_, { moves: [], readings: [] }));
  for (let i = 1; i <= 60; ++i) {
    await mouse.move(pad.x + pad.w * (0.2 + 0.01 * i), pad.y + pad.h * (0.5 + 0.3 * Math.sin(i / 6)));
    await pause(25);
  }
  await mouse.up();
  const { moves, readings } = await studio.page.evaluate(() => window.frames_);
  await studio.close();
  const delays = moves.map((drawn) => readings.find((frame) => frame > drawn) - drawn).filter(Number.isFinite);
  return { moves: moves.length, answered: delays.length, mean: round(delays.reduce((a, b) => a + b, 0) / delays.length), most: Math.max(...delays) };
}

async function idle() {
  const studio = await open("preset=classroom");
  const drawn = () => studio.page.evaluate(() => window.frames_.drawn);
  let before = -1;
  while (before !== (before = await drawn())) await pause(2000);
  await pause(10_000);
  const frames = (await drawn()) - before;
  await studio.close();
  return { seconds: 10, frames };
}

async function heap() {
  const studio = await open("preset=classroom&images=2000");
  const cdp = await studio.page.createCDPSession();
  const networks = [[784, 128, 32, 2], [784, 64, 2], [784, 32, 3], [784, 128, 64, 32, 2], [784, 16, 1], [784, 64, 10]];
  let changes = 0;
  const change = async (until) => {
    for (; changes < until; ++changes) {
      await studio.call("configure", { encoder: networks[changes % networks.length], seed: changes + 1 });
      await studio.call("train", { steps: 3 });
    }
    await pause(1500);
  };
  const memory = async () => {
    await cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = await cdp.send("Runtime.getHeapUsage");
    const all = await studio.page.evaluate(async () =>
      performance.measureUserAgentSpecificMemory ? (await performance.measureUserAgentSpecificMemory()).bytes : NaN,
    );
    const { memoryUsed } = await studio.call("stats");
    const elements = await studio.page.evaluate(() => document.getElementsByTagName("*").length);
    return { studio: round(memoryUsed / 1e6), script: round(usedSize / 1e6), page: round(all / 1e6), elements };
  };
  const report = {};
  for (const count of [20, 200]) {
    await change(count);
    report[`after ${count} changes, MB`] = await memory();
  }
  await studio.close();
  return report;
}

const measures = { frames, paint, idle, heap };
const wanted = process.argv.slice(2);
for (const [name, measure] of Object.entries(measures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(name, JSON.stringify(await measure(), null, 2));
}
