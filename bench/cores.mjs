// What a training step would take on more processors than this machine has. Natively a step is traced: what it shares out, and what
// each part costs when one thread does them all (ThreadPool::trace), cut as it would be for so many threads. The model then gives each
// part to whoever is free first, and adds what is not shared, what a run costs besides its parts, and as a floor what memory must move.
// It is held against what is measured on one thread and on two; printed for 4, 8 and 16, even and with half of the cores at a third
// of the speed. Wants build/native (tools/test makes it) and a machine that does nothing else.
//   node bench/cores.mjs
import { join, resolve } from "node:path";
import { openProcess } from "./lib/native.mjs";
import { quantile } from "./lib/statistics.mjs";
import { markdownHead, markdownLine } from "./lib/table.mjs";

const kProgram = join(resolve(import.meta.dirname, ".."), "build/native/hourglass-bench");
const kSteps = [
  "quick-2d 784,128,32,2, batch 64", "small 784,128,32,2, batch 128", "best-2d 784,128,32,2, batch 256", "quick-10d 784,512,128,10, batch 64",
  "large 784,512,128,10, batch 128", "quick-30d 784,1000,500,250,30, batch 64",
];
const kCores = [1, 2, 4, 8, 16];
const kRounds = 15;
const kSlow = 1 / 3;
/** A further thread is worth using where it saves at least so much of a step. */
const kPays = 0.03;

const median = (values) => quantile(values, 0.5);

/** The trace of a step as `threads` would share it: {serial, runs}, medians of all rounds, part by part. */
async function traced(bench, step) {
  const all = [];
  for (let i = 0; i < kRounds; ++i) all.push(await bench.ask(`trace step/${step}`));
  if (all[0].error) throw new Error(all[0].error);
  const same = all.filter(({ runs }) => runs.length === all[0].runs.length);
  const runs = all[0].runs.map((parts, r) => parts.map((_, p) => median(same.map((one) => one.runs[r][p]))));
  const shared = ({ runs }) => runs.flat().reduce((sum, seconds) => sum + seconds, 0);
  return { serial: median(same.map((one) => one.seconds - shared(one))), runs };
}

/** Seconds of a run: each part to the core that is free first. `speeds` of the cores, 1 being the one that was traced. */
function shareOut(parts, speeds) {
  const free = speeds.map(() => 0);
  for (const seconds of parts) {
    const first = free.indexOf(Math.min(...free));
    free[first] += seconds / speeds[first];
  }
  return Math.max(...free);
}

/** `barrier(cores)`: seconds that a run costs besides its parts. */
const predicted = ({ serial, runs }, speeds, barrier, floor) =>
  Math.max(serial / speeds[0] + runs.reduce((sum, parts) => sum + shareOut(parts, speeds) + barrier(speeds.length), 0), floor);

const benches = Object.fromEntries(kCores.map((cores) => [cores, openProcess(kProgram, [String(cores)])]));
const measured = async (cores, step) => {
  const all = [];
  for (let i = 0; i < kRounds; ++i) all.push((await benches[cores].ask(`sample step/${step}`)).seconds);
  return median(all);
};
const barriers = [], streams = [];
for (let i = 0; i < kRounds; ++i) barriers.push((await benches[2].ask("barrier")).seconds), streams.push((await benches[2].ask("stream")).bytes);
const second = median(barriers), bandwidth = median(streams);
// Each thread more is one more that takes a part, and one more to wait for.
const barrier = (cores) => (cores - 1) * second;
console.log(`A run that does nothing takes ${(1e6 * second).toFixed(1)} us on two threads; memory moves ${(1e-9 * bandwidth).toFixed(1)} GB/s.\n`);

const kTitles = ["step, ms", "runs", "not shared", "1: measured", "model", "2: measured", "model", "4", "8", "16", "memory's floor", "pays up to", "8, half slow"];
console.log(markdownHead(kTitles));
const even = (cores) => Array.from({ length: cores }, () => 1);
const mixed = (cores) => Array.from({ length: cores }, (_, i) => (i < cores / 2 ? 1 : kSlow));
const ms = (seconds) => (1e3 * seconds).toFixed(2);
for (const step of kSteps) {
  const widths = step.split(" ")[1].replace(/,$/, "").split(",").map(Number);
  const weights = widths.slice(1).reduce((sum, width, i) => sum + width * widths[i], 0);
  // The update reads weight, gradient and two moments, and writes all but the gradient; the weights are read twice more.
  const floor = (4 * 9 * weights) / bandwidth;
  const traces = {};
  for (const cores of kCores) traces[cores] = await traced(benches[cores], step);
  const model = (cores, speeds = even(cores)) => predicted(traces[cores], speeds, barrier, cores === 1 ? 0 : floor);
  const times = kCores.map((cores) => model(cores));
  const pays = kCores.filter((_, i) => i === 0 || times[i] < (1 - kPays) * Math.min(...times.slice(0, i))).at(-1);
  console.log(
    markdownLine([
      step, traces[2].runs.length, ms(traces[2].serial), ms(await measured(1, step)), ms(times[0]), ms(await measured(2, step)), ms(times[1]),
      ...times.slice(2).map(ms), ms(floor), pays, ms(model(8, mixed(8))),
    ]),
  );
}
for (const bench of Object.values(benches)) bench.close();
