// Models of other programs on the command line: taken in by every command that takes a model, told on standard error, or
// answered with what they are and how their weights come here.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.HOURGLASS ?? join(root, "build/native/hourglass");
const images = join(root, "tests/golden/strokes-images-idx3-ubyte");
const folder = mkdtempSync(join(tmpdir(), "hourglass-models-"));
after(() => rmSync(folder, { recursive: true }));

function run(...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

const ours = join(folder, "ours.safetensors");
const kSettings = ["--hidden", "tanh", "--output", "sigmoid", "--tied", "off", "--shared-biases", "off"];
const trained = run("train", "--encoder", "784,24,3", "--data", images, "--epochs", "2", "--batch", "32", "--threads", "1", "--save", ours, ...kSettings);

/** The weights of our file as PyTorch's Linear layers hold them: (out, in), layers 0, 2... */
function asPytorch() {
  const bytes = readFileSync(ours);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  const data = bytes.subarray(8 + length);
  const file = {}, pieces = [];
  let end = 0;
  for (const [name, { shape, data_offsets: place }] of Object.entries(header)) {
    const match = /^(encoder|decoder)\.(\d)\.(weight|bias)$/.exec(name);
    if (!match) continue;
    const values = new Float32Array(data.buffer.slice(data.byteOffset + place[0], data.byteOffset + place[1]));
    const [rows, cols] = shape;
    const turned = match[3] === "bias" ? values : values.map((_, i) => values[(i % rows) * cols + Math.floor(i / rows)]);
    const piece = Buffer.from(turned.buffer);
    file[`${match[1]}.${2 * Number(match[2])}.${match[3]}`] = { dtype: "F32", shape: [...shape].reverse(), data_offsets: [end, (end += piece.length)] };
    pieces.push(piece);
  }
  const text = Buffer.from(JSON.stringify({ __metadata__: { format: "pt" }, ...file }));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(text.length));
  const path = join(folder, "theirs.safetensors");
  writeFileSync(path, Buffer.concat([prefix, text, ...pieces]));
  return path;
}

test("PyTorch's arrays give the figures of the network that they are", () => {
  assert.equal(trained.status, 0, trained.err);
  const theirs = asPytorch();
  const figures = (...args) => {
    const { status, out, err } = run("eval", "--data", images, "--threads", "1", "--json", ...args);
    assert.equal(status, 0, err);
    return { report: JSON.parse(out), err };
  };
  const mine = figures("--model", ours);
  const taken = figures("--model", theirs, "--hidden", "tanh");
  assert.deepEqual(taken.report, mine.report);
  assert.match(taken.err, /note: .*weights "encoder\.0\.weight" as \(out, in\)/);
  assert.match(taken.err, /note: Hidden layers: tanh\./);
  assert.notDeepEqual(figures("--model", theirs, "--hidden", "relu").report, mine.report);
});

test("what ONNX says comes back, and no flag may say it otherwise", () => {
  const onnx = join(folder, "ours.onnx"), back = join(folder, "back.onnx");
  assert.equal(run("export", "--model", ours, "--to", "onnx", "--out", onnx).status, 0);
  const info = run("info", onnx, "--json");
  assert.equal(info.status, 0, info.err);
  const told = JSON.parse(info.out);
  assert.deepEqual(told.network.encoder, [784, 24, 3]);
  assert.equal(told.network.hidden, "tanh");
  assert.deepEqual(told.guessed, []);
  assert.equal(run("export", "--model", onnx, "--to", "onnx", "--out", back).status, 0);
  const refused = run("info", onnx, "--hidden", "relu");
  assert.equal(refused.status, 1);
  assert.match(refused.err, /says itself/);
});

test("another program's network is swept, encoded and trained on", () => {
  const theirs = asPytorch(), saved = join(folder, "further.safetensors");
  const ok = (...args) => {
    const { status, err } = run(...args);
    assert.equal(status, 0, err);
  };
  ok("sweep", "--model", theirs, "--hidden", "tanh", "--out", join(folder, "sweep.png"));
  ok("encode", "--model", theirs, "--data", images, "--out", join(folder, "codes.csv"));
  ok("train", "--resume", theirs, "--hidden", "tanh", "--data", images, "--epochs", "1", "--batch", "32", "--threads", "1", "--save", saved);
  const info = JSON.parse(run("info", saved, "--json").out);
  assert.equal(info.foreign, false);
  assert.ok(info.steps > 0);
});

test("a model that cannot be opened is answered with its way out, where a model is asked for and among data", () => {
  const hdf5 = join(folder, "model.h5");
  writeFileSync(hdf5, Buffer.concat([Buffer.from("89484446 0d0a1a0a".replace(" ", ""), "hex"), Buffer.alloc(600)]));
  for (const args of [["info", hdf5], ["sweep", "--model", hdf5, "--out", join(folder, "x.png")], ["data", hdf5]]) {
    const { status, err } = run(...args);
    assert.equal(status, 1);
    assert.match(err, /HDF5/);
    assert.match(err, /numpy\.savez\("model\.npz"/);
  }
  const among = run("data", ours);
  assert.equal(among.status, 1);
  assert.match(among.err, /holds a model \(safetensors\)/);
  const newer = join(folder, "newer.safetensors");
  writeFileSync(newer, Buffer.from(readFileSync(ours).toString("latin1").replace("hourglass 1", "hourglass 9"), "latin1"));
  assert.match(run("info", newer).err, /newer Hourglass/);
});
