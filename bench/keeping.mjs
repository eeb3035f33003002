// What keeping costs of training: the engine's module in node trains with and without a shelf in turn, and each round's ratio is
// of two stretches next to each other. Wants a built engine (tools/serve --build-only).
//   node bench/keeping.mjs [--quick]
import { summary } from "./lib/statistics.mjs";
import { table } from "./lib/table.mjs";
import { stretch, trainingEngine } from "./lib/training-engine.mjs";

const kQuick = process.argv.includes("--quick");
// Short and many: what else the machine does changes from one minute to the next.
const kStretch = 4; // seconds; several records are written in each
const kRounds = kQuick ? 3 : 27;
const networks = ["784,128,64,32,2", "784,512,128,10", "784,1000,500,250,30"];

const open = (encoder, keep) => trainingEngine("relaxed", encoder, keep ? { keep: () => {} } : {});

/** Training steps a second of the processor: a shared machine's clock says little. */
function pace(engine) {
  const { steps, processor } = stretch(engine, kStretch);
  return steps / processor;
}

const rows = [];
for (const encoder of networks) {
  const [plain, keeping] = [await open(encoder, false), await open(encoder, true)];
  const ratios = [];
  for (let round = 0; round < kRounds; ++round) {
    const [keeps, without] = round % 2 ? [pace(keeping), pace(plain)] : [pace(plain), pace(keeping)].reverse();
    ratios.push(keeps / without);
  }
  const { median, low, high } = summary(ratios);
  rows.push([encoder, `${median.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`]);
  plain.close();
  keeping.close();
}
console.log(table(["network", "speed with a shelf / without"], rows));
