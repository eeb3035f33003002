// An engine's module in node that trains without end on the strokes of tests/golden, for benches that need no page.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Engine, load } from "../../tests/engine/module/engine.mjs";

const golden = resolve(import.meta.dirname, "../../tests/golden");

/** Trains a network of these widths ("784,128,2"); `options` as Engine.open takes them, `settings` beside those of the second post. */
export async function trainingEngine(variant, encoder, options = {}, settings = {}) {
  const engine = await Engine.open(variant, options);
  const post = JSON.parse(readFileSync(resolve(golden, "second-post.json"), "utf8")).settings;
  const file = readFileSync(resolve(golden, "strokes-images-idx3-ubyte"));
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  engine.send(...load(post.data, ["strokes-images-idx3-ubyte"], [bytes], { ...post, encoder, epochs: "100000", ...settings }));
  await engine.settle();
  engine.send({ is: "train", ticket: 1, epochs: 0, steps: 0 });
  return engine;
}

/** Works for so long; answers {steps, seconds, processor}: seconds by the clock, and of the processor, all threads together. */
export function stretch(engine, seconds) {
  const spent = () => process.cpuUsage().user + process.cpuUsage().system;
  const step = () => engine.last("progress").step;
  engine.work();
  const [from, begin, used] = [step(), performance.now(), spent()];
  while (performance.now() < begin + 1000 * seconds) engine.work();
  const told = { steps: step() - from, seconds: (performance.now() - begin) / 1000, processor: (spent() - used) / 1e6 };
  engine.events.splice(0, engine.events.length - 1, engine.last("progress"));
  return told;
}
