// What keeping costs of training: the engine's module in node trains with and without a shelf in turn, and each round's ratio is
// of two stretches next to each other. Wants a built engine (tools/serve --build-only).
//   node bench/keeping.mjs [--quick]
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Engine, load } from "../tests/engine/module/engine.mjs";
import { summary } from "./lib/statistics.mjs";
import { table } from "./lib/table.mjs";

const kQuick = process.argv.includes("--quick");
// Short and many: what else the machine does changes from one minute to the next.
const kStretch = 4; // seconds; several records are written in each
const kRounds = kQuick ? 3 : 27;
const golden = resolve(import.meta.dirname, "../tests/golden");
const networks = ["784,128,64,32,2", "784,512,128,10", "784,1000,500,250,30"];

async function open(encoder, keep) {
  const engine = await Engine.open("relaxed", keep ? { keep: () => {} } : {});
  const { settings } = JSON.parse(readFileSync(resolve(golden, "second-post.json"), "utf8"));
  const file = readFileSync(resolve(golden, "strokes-images-idx3-ubyte"));
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  engine.send(...load(settings.data, ["strokes-images-idx3-ubyte"], [bytes], { ...settings, encoder, epochs: "100000" }));
  await engine.settle();
  engine.send({ is: "train", ticket: 1, epochs: 0, steps: 0 });
  return engine;
}

/** Training steps a second of the processor: a shared machine's clock says little. */
function stretch(engine) {
  const steps = () => engine.last("progress").step;
  const spent = () => process.cpuUsage().user + process.cpuUsage().system;
  engine.work();
  const [from, begin, used] = [steps(), performance.now(), spent()];
  while (performance.now() < begin + 1000 * kStretch) engine.work();
  const seconds = (spent() - used) / 1e6;
  engine.events.splice(0, engine.events.length - 1, engine.last("progress"));
  return (steps() - from) / seconds;
}

const rows = [];
for (const encoder of networks) {
  const [plain, keeping] = [await open(encoder, false), await open(encoder, true)];
  const ratios = [];
  for (let round = 0; round < kRounds; ++round) {
    const [keeps, without] = round % 2 ? [stretch(keeping), stretch(plain)] : [stretch(plain), stretch(keeping)].reverse();
    ratios.push(keeps / without);
  }
  const { median, low, high } = summary(ratios);
  rows.push([encoder, `${median.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`]);
  plain.close();
  keeping.close();
}
console.log(table(["network", "speed with a shelf / without"], rows));
