// What other programs of the machine cost: the engine's module in node trains on two threads while nothing, one or two programs
// beside it compute without end, in turns. Wants a built engine (tools/serve --build-only) and a machine that does nothing else.
//   node bench/beside.mjs [--quick] [--threads N] [--same-session] [NETWORK...]
// --same-session: programs that the scheduler weighs as it weighs the engine's threads. Without it each has a session of its own, which
// Linux with sched_autogroup_enabled gives as much as all threads of the engine together.
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { summary } from "./lib/statistics.mjs";
import { table } from "./lib/table.mjs";
import { stretch, trainingEngine } from "./lib/training-engine.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean" }, threads: { type: "string", default: "2" }, "same-session": { type: "boolean" } },
});
const kThreads = Number(values.threads);
const kStretch = 2; // seconds
const kBefore = 3; // ... that are not counted: the engine learns that neighbours came or went
const kRounds = values.quick ? 3 : 9;
const kNeighbours = [0, 1, 2];
const networks = positionals.length > 0 ? positionals : ["784,512,128,10", "784,128,32,2"];

function neighbours(count) {
  const list = Array.from({ length: count }, () => spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore", detached: !values["same-session"] }));
  return () => list.forEach((child) => child.kill("SIGKILL"));
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const rows = [];
for (const encoder of networks) {
  const engine = await trainingEngine("relaxed-threads", encoder, { threads: kThreads }, { batch: "128" });
  stretch(engine, 1);
  const all = kNeighbours.map(() => []);
  for (let round = 0; round < kRounds; ++round) {
    for (const count of kNeighbours) {
      const end = neighbours(count);
      await pause(300);
      stretch(engine, kBefore);
      const { steps, seconds, processor } = stretch(engine, kStretch);
      all[count].push({ step: (1000 * seconds) / steps, busy: processor / seconds });
      end();
      await pause(100);
    }
  }
  for (const count of kNeighbours) {
    const of = (list, digits) => (({ median, low, high }) => `${median.toFixed(digits)} (${low.toFixed(digits)}-${high.toFixed(digits)})`)(summary(list));
    rows.push([
      encoder, String(count), of(all[count].map(({ step }) => step), 2),
      of(all[count].map(({ step }, round) => step / all[0][round].step), 2), of(all[count].map(({ busy }) => busy), 2),
    ]);
  }
  engine.close();
}
console.log(table(["network", "programs beside it", "ms a step", "times that alone", "processors used"], rows));
process.exit(0);
