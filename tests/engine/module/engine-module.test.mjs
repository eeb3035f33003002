// The engine's four WebAssembly modules in node: they must say and compute what the native engine does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Engine, load, english } from "./engine.mjs";

const golden = resolve(import.meta.dirname, "../../golden");
const variants = { baseline: [1], relaxed: [1], "baseline-threads": [2], "relaxed-threads": [1, 2, 3] };

function bytes(path) {
  const file = readFileSync(path);
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
}

const strokes = ["strokes-images-idx3-ubyte"];
const loadStrokes = (settings) => load(settings.data, strokes, strokes.map((name) => bytes(resolve(golden, name))), settings);

const settingsOf = (run) => JSON.parse(readFileSync(resolve(golden, `${run}.json`), "utf8"));

async function trained(variant, threads, settings) {
  const engine = await Engine.open(variant, { threads });
  engine.send(...loadStrokes(settings));
  await engine.settle();
  assert.equal(engine.last("failed"), undefined);
  engine.send({ is: "train", ticket: 7, epochs: 0, steps: 0 });
  await engine.settle();
  assert.ok(engine.all("done").some((event) => event.ticket === 7));
  engine.close();
  return engine;
}

const whole = (engine) => engine.all("history_added").map(({ point }) => point).filter(({ epoch }) => Number.isInteger(epoch));

for (const [variant, threadCounts] of Object.entries(variants)) {
  for (const threads of threadCounts) {
    test(`${variant} on ${threads} gives the golden figures`, async () => {
      for (const run of ["second-post", "first-post", "free-weights", "momentum"]) {
        const { settings, points, tolerance } = settingsOf(run);
        const engine = await trained(variant, threads, settings);
        assert.equal(engine.last("engine_ready").variant, variant);
        assert.equal(engine.last("engine_ready").threads, threads);
        const measured = whole(engine);
        assert.equal(measured.length, points.length);
        for (const [i, point] of points.entries()) {
          for (const figure of ["train_loss", "heldout_sse"]) {
            const error = Math.abs(measured[i][figure] / point[figure] - 1);
            assert.ok(error <= tolerance, `${run}, epoch ${point.epoch}: ${figure} ${measured[i][figure]}, not ${point[figure]}`);
          }
        }
      }
    });
  }
}

test("the number of threads does not change a single bit of the weights", async () => {
  const { settings } = settingsOf("second-post");
  const weights = [];
  for (const threads of [1, 2, 3]) {
    const engine = await trained("relaxed-threads", threads, settings);
    weights.push(Buffer.from(engine.last("snapshot").attachments[0]));
  }
  assert.ok(weights[0].length > 100_000);
  assert.ok(weights[0].equals(weights[1]) && weights[0].equals(weights[2]));
});

test("a file given by handle is read piece by piece, and one that vanished is named", async () => {
  const engine = await Engine.open("baseline");
  const files = strokes.map((name) => readFileSync(resolve(golden, name)));
  const [command] = load("strokes", strokes, files);
  const byHandle = { ...command, files: [], handles: files.map((file, i) => ({ id: i + 1, size: file.length })) };
  files.forEach((file, i) => engine.files.set(i + 1, file));
  engine.send(byHandle);
  await engine.settle();
  assert.equal(engine.last("dataset_ready").training + engine.last("dataset_ready").held_out, 600);
  engine.files.delete(1);
  engine.send({ ...byHandle, ticket: 2 });
  await engine.settle();
  assert.equal(engine.last("failed").ticket, 2);
  assert.match(english(engine.last("failed").message), /strokes-images.* cannot be read any more/);
});

test("a set as large as MNIST takes little more memory than its images", async () => {
  const idx = (type, shape) => {
    const file = Buffer.alloc(4 + 4 * shape.length + shape.reduce((product, size) => product * size));
    file.set([0, 0, 8, shape.length]);
    shape.forEach((size, i) => file.writeUInt32BE(size, 4 + 4 * i));
    for (let i = 4 + 4 * shape.length; i < file.length; ++i) file[i] = type === "labels" ? i % 10 : (i * 2654435761) >>> 24;
    return gzipSync(file, { level: 1 });
  };
  const counts = { train: 60_000, t10k: 10_000 };
  const files = Object.entries(counts).flatMap(([part, count]) => [
    [`${part}-images-idx3-ubyte.gz`, idx("images", [count, 28, 28])],
    [`${part}-labels-idx1-ubyte.gz`, idx("labels", [count])],
  ]);
  const memory = new WebAssembly.Memory({ initial: 512, maximum: 16384, shared: true });
  const engine = await Engine.open("relaxed-threads", { memory });
  const before = memory.buffer.byteLength;
  files.forEach(([, file], i) => engine.files.set(i + 1, file));
  const [command] = load("mnist", files.map(([name]) => name), []);
  engine.send({ ...command, handles: files.map(([, file], i) => ({ id: i + 1, size: file.length })) });
  await engine.settle();
  const { training, validation, held_out } = engine.last("dataset_ready");
  assert.deepEqual([training, validation, held_out], [55_000, 5_000, 10_000]);
  const images = 70_000 * 784;
  // The memory grows by a fifth at a time.
  assert.ok(memory.buffer.byteLength < before + 1.6 * images, `${memory.buffer.byteLength / 1e6} MB, ${before / 1e6} before`);
});

test("a run that has learnt something is handed over to be kept, and goes on from what was", async () => {
  const { settings } = settingsOf("second-post");
  const kept = [];
  const engine = await Engine.open("baseline", { keep: (...parts) => kept.push(parts) });
  engine.send(...loadStrokes(settings));
  await engine.settle();
  engine.send({ is: "train", ticket: 7, epochs: 1, steps: 0 });
  await engine.settle();
  // Also in the midst of training, where a second of it passes before the epoch is over.
  assert.ok(kept.length >= 1);
  const [name, card, model] = kept.at(-1);
  const text = (buffer) => new TextDecoder().decode(buffer);
  assert.equal(text(name), engine.last("run_started").kept);
  const { epoch, history, points } = JSON.parse(text(card));
  assert.deepEqual([epoch, history.at(-1).epoch], [1, 1]);
  assert.ok(points.length > 100);
  engine.send({ is: "import_model", ticket: 8, file: 0, kept: text(name), waits: false, shelve: true }, [model]);
  await engine.settle();
  assert.ok(engine.all("done").some(({ ticket }) => ticket === 8), JSON.stringify(engine.last("failed")));
  assert.equal(engine.last("run_started").kept, text(name));
  assert.equal(engine.last("progress").epoch, 1);
});

test("a message that is none is refused and the engine lives", async () => {
  const engine = await Engine.open("baseline");
  engine.send({ is: "train", ticket: 1 });
  assert.match(english(engine.last("failed").message), /'epochs'/);
  engine.send([1, 2, 3]);
  assert.equal(engine.all("failed").length, 2);
  // A list that claims 2^62 items: the library's own reader would end the program.
  engine.channel.incoming = [new Uint8Array([0xa1, 0x62, 0x69, 0x73, 0x9b, 0x40, 0, 0, 0, 0, 0, 0, 0]).buffer];
  engine.module._engine_receive(engine.bridge);
  assert.equal(engine.all("failed").length, 3);
  engine.send({ is: "reset", ticket: 5 });
  assert.equal(engine.last("done").ticket, 5);
});

test("commands are heard while training goes on: a slice of work is 30 ms and what is left of a step", async (t) => {
  // A clock that ticks a millisecond at each look, so that nothing depends on how busy the machine is.
  let clock = 0;
  const { now } = performance;
  performance.now = () => ++clock;
  t.after(() => (performance.now = now));
  const { settings } = settingsOf("second-post");
  const engine = await Engine.open("baseline");
  engine.send(...loadStrokes({ ...settings, epochs: "1000" }));
  await engine.settle();
  engine.send({ is: "train", ticket: 1, epochs: 0, steps: 0 });
  const slices = [];
  for (let i = 0; i < 20; ++i) {
    const begin = clock;
    assert.ok(engine.work());
    slices.push(clock - begin);
  }
  engine.send({ is: "pause", ticket: 2 });
  assert.equal(engine.work(), false);
  assert.equal(engine.last("progress").state, 3);
  assert.ok(Math.min(...slices) >= 30 && Math.max(...slices) < 50, `slices of ${slices} ms`);
});

test("threads that wait for each other seldom ask for the time, which a browser gives as an object", async (t) => {
  const { now } = performance;
  let asked = 0;
  performance.now = () => {
    ++asked;
    return now.call(performance);
  };
  t.after(() => (performance.now = now));
  const { settings } = settingsOf("second-post");
  const engine = await Engine.open("relaxed-threads", { threads: 2 });
  engine.send(...loadStrokes({ ...settings, batch: "128", epochs: "100000" }));
  await engine.settle();
  engine.send({ is: "train", ticket: 1, epochs: 0, steps: 0 });
  const step = () => engine.last("progress").step;
  // The quietest stretch counts: other programs make threads wait.
  const perStep = [];
  while (perStep.length < 8) {
    const [from, before] = [step(), asked];
    while (step() === from) assert.ok(engine.work());
    perStep.push((asked - before) / (step() - from));
  }
  engine.close();
  t.diagnostic(`${perStep.map((count) => count.toFixed(0)).join(", ")} times a step`);
  assert.ok(Math.min(...perStep) < 40, `${perStep} times a step`);
});
