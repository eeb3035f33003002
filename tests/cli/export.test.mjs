// What is exported is what others read: ONNX's own checker takes it, and ONNX Runtime computes with it what we compute.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.HOURGLASS ?? join(root, "build/native/hourglass");
const images = join(root, "tests/golden/strokes-images-idx3-ubyte");
const folder = mkdtempSync(join(tmpdir(), "hourglass-export-"));
after(() => rmSync(folder, { recursive: true }));
const ort = createRequire(join(root, "web/package.json"))("onnxruntime-web");
ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

function run(...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

function trained(name, ...settings) {
  const model = join(folder, `${name}.safetensors`);
  const { status, err } = run("train", "--encoder", "784,24,3", "--data", images, "--batch", "32", "--epochs", "2", "--threads", "1", "--save", model, ...settings);
  assert.equal(status, 0, err);
  return model;
}

function exported(model, part) {
  const file = join(folder, `${part}.onnx`);
  const { status, err } = run("export", "--model", model, "--to", "onnx", "--part", part, "--out", file);
  assert.equal(status, 0, err);
  return file;
}

/** Every image of the golden set, as (n, 784) from 0 to 1. */
function pixels() {
  const bytes = readFileSync(images);
  return Float32Array.from(bytes.subarray(16), (byte) => byte / 255);
}

/** The codes of all images as the command line finds them. */
function codes(model) {
  const file = join(folder, "codes.csv");
  const { status, err } = run("encode", "--model", model, "--part", "all", "--out", file);
  assert.equal(status, 0, err);
  const rows = readFileSync(file, "utf8").trim().split("\n").slice(1).map((line) => line.split(","));
  const ours = [];
  for (const [place, , ...code] of rows) ours[Number(place)] = code.map(Number);
  return ours;
}

const kSettings = [
  ["relu, tied", []],
  ["tanh, free, pixels about 0", ["--hidden", "tanh", "--tied", "off", "--pixels", "-0.5:0.5"]],
  ["sigmoid throughout, cross-entropy", ["--hidden", "sigmoid", "--code", "sigmoid", "--output", "sigmoid", "--loss", "bce"]],
  ["elu, variational", ["--hidden", "elu", "--variational", "on"]],
];

for (const [what, settings] of kSettings) {
  test(`ONNX of a network, ${what}: checked, and run by ONNX Runtime with the same codes`, async () => {
    const model = trained(`m${kSettings.findIndex(([name]) => name === what)}`, ...settings);
    const ours = codes(model);
    for (const part of ["encoder", "decoder", "autoencoder"]) {
      const file = exported(model, part);
      const check = spawnSync("/usr/bin/python3", ["-c", `import onnx; m = onnx.load(${JSON.stringify(file)}); onnx.checker.check_model(m, full_check=True); print(m.ir_version, m.opset_import[0].version)`], { encoding: "utf8" });
      assert.equal(check.status, 0, check.stderr);
      assert.equal(check.stdout.trim(), "8 13");
    }
    const session = async (part) => ort.InferenceSession.create(new Uint8Array(readFileSync(join(folder, `${part}.onnx`))));
    const all = pixels();
    const n = Math.min(100, all.length / 784);
    const some = new ort.Tensor("float32", all.slice(0, n * 784), [n, 784]);
    const whole = await (await session("autoencoder")).run({ pixels: some });
    const { code } = await (await session("encoder")).run({ pixels: some });
    for (let i = 0; i < n; ++i)
      for (let c = 0; c < 3; ++c) {
        const theirs = code.data[3 * i + c];
        assert.ok(Math.abs(theirs - ours[i][c]) <= 1e-5 * (1 + Math.abs(theirs)), `image ${i}, number ${c}: ${theirs} and ${ours[i][c]}`);
      }
    assert.deepEqual([...whole.code.data], [...code.data]);
    const { reconstruction } = await (await session("decoder")).run({ code });
    assert.deepEqual(reconstruction.dims, [n, 784]);
    for (let i = 0; i < reconstruction.data.length; ++i) assert.ok(Math.abs(reconstruction.data[i] - whole.reconstruction.data[i]) < 1e-5);
    // The error of what comes out is that which eval measures.
    const told = JSON.parse(run("eval", "--model", model, "--part", "all", "--json").out);
    const rebuilt = await (await session("autoencoder")).run({ pixels: new ort.Tensor("float32", all, [all.length / 784, 784]) });
    const sse = rebuilt.reconstruction.data.reduce((sum, value, i) => sum + (value - all[i]) ** 2, 0) / (all.length / 784);
    assert.ok(Math.abs(sse - told.sse) < 1e-4 * told.sse, `${sse} and ${told.sse}`);
    assert.equal("log_variance" in whole, settings.includes("--variational"));
  });
}

/** Code cells of a notebook, as one program: those that NumPy alone can run. */
function program_of(file) {
  const { cells, nbformat } = JSON.parse(readFileSync(file, "utf8"));
  assert.equal(nbformat, 4);
  const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source.join(""));
  for (const cell of code) {
    const parsed = spawnSync("/usr/bin/python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], { input: cell, encoding: "utf8" });
    assert.equal(parsed.status, 0, parsed.stderr);
  }
  return code.filter((cell) => !/^# Needs /.test(cell)).join("\n\n");
}

for (const [what, settings] of kSettings) {
  test(`a notebook of a network, ${what}: NumPy computes the same codes and images`, () => {
    const model = trained(`n${kSettings.findIndex(([name]) => name === what)}`, ...settings);
    const file = join(folder, "run.ipynb");
    const { status, err } = run("export", "--model", model, "--to", "notebook", "--out", file);
    assert.equal(status, 0, err);
    const script = join(folder, "notebook.py");
    writeFileSync(
      script,
      `${program_of(file)}
import json
pixels = np.frombuffer(open(${JSON.stringify(images)}, "rb").read()[16:], dtype=np.uint8).reshape(-1, 784) / 255
codes = encode(pixels)
print(json.dumps({"codes": codes.tolist(), "sse": float(((decode(codes) - pixels) ** 2).sum(1).mean()), "epochs": len(HISTORY)}))
`,
    );
    const told = spawnSync("/usr/bin/python3", [script], { encoding: "utf8", maxBuffer: 1e9 });
    assert.equal(told.status, 0, told.stderr);
    const theirs = JSON.parse(told.stdout), ours = codes(model);
    for (const i of Array.from({ length: 100 }, (_, n) => n % ours.length))
      for (let c = 0; c < 3; ++c) assert.ok(Math.abs(theirs.codes[i][c] - ours[i][c]) <= 1e-5 * (1 + Math.abs(ours[i][c])), `image ${i}, number ${c}`);
    const measured = JSON.parse(run("eval", "--model", model, "--part", "all", "--json").out);
    assert.ok(Math.abs(theirs.sse - measured.sse) < 1e-4 * measured.sse, `${theirs.sse} and ${measured.sse}`);
    assert.ok(theirs.epochs >= 2);
  });
}

test("a report has every part, is the same whenever it is made, and does without the images where they are gone", () => {
  const model = trained("report", "--seed", "5");
  const report = (name, ...more) => {
    const file = join(folder, name);
    const { status, err } = run("export", "--model", model, "--to", "report", "--date", "2026-03-31", "--out", file, ...more);
    assert.equal(status, 0, err);
    return { html: readFileSync(file, "utf8"), err };
  };
  const { html, err } = report("report.html", "--link", "https://example.org/?seed=5");
  assert.equal(err, "");
  for (const part of ["Recipe", "Curve", "Figures", "Map", "Sweep", "Samples", "How to make this again"]) assert.ok(html.includes(`<h2>${part}</h2>`), part);
  assert.ok(html.length < 1e6);
  assert.match(html, /href="https:\/\/example\.org\/\?seed=5"/);
  assert.ok(!html.includes("<script"));
  assert.equal(report("again.html", "--link", "https://example.org/?seed=5", "--threads", "2").html, html);

  const told = JSON.parse(run("eval", "--model", model, "--json").out);
  assert.ok(html.includes(`<td>${told.sse.toFixed(Math.max(0, 4 - Math.floor(Math.log10(told.sse))))}</td>`), "the held-out figure is that which eval measures");

  // Its own command line makes the same network again.
  const line = html.match(/<code>hourglass train ([^\n]*)\n/)[1].replaceAll("&#39;", "'");
  const made = spawnSync("sh", ["-c", `"$0" train ${line.replace("run.safetensors", join(folder, "made.safetensors"))} --threads 1`, program], { encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  assert.equal(JSON.parse(run("eval", "--model", join(folder, "made.safetensors"), "--json").out).sse, told.sse);

  const gone = join(folder, "gone-images-idx3-ubyte");
  writeFileSync(gone, readFileSync(images));
  const orphan = join(folder, "orphan.safetensors");
  assert.equal(run("train", "--encoder", "784,8,2", "--data", gone, "--epochs", "1", "--save", orphan).status, 0);
  rmSync(gone);
  const without = run("export", "--model", orphan, "--to", "report", "--out", join(folder, "orphan.html"));
  assert.equal(without.status, 0);
  assert.match(without.err, /without the images/);
  assert.match(readFileSync(join(folder, "orphan.html"), "utf8"), /made without the images/);
  assert.equal(run("export", "--model", orphan, "--to", "report", "--data", gone, "--out", join(folder, "x.html")).status, 1);
});

/** Four IDX files as MNIST's, of noise: 30 images to train on, 10 to test, three classes. */
function small_set(name) {
  const at = join(folder, name);
  mkdirSync(at);
  for (const [part, count] of [["train", 30], ["t10k", 10]]) {
    const pixels = Uint8Array.from({ length: count * 784 }, (_, i) => (i * 2654435761) >>> 24);
    writeFileSync(join(at, `${part}-images-idx3-ubyte`), Buffer.concat([Buffer.from([0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28]), pixels]));
    writeFileSync(join(at, `${part}-labels-idx1-ubyte`), Buffer.concat([Buffer.from([0, 0, 8, 1, 0, 0, 0, count]), Uint8Array.from({ length: count }, (_, i) => i % 3)]));
  }
  return at;
}

test("what was loaded is written as .npz, which NumPy opens, and as IDX, and both are the same set again", () => {
  const set = small_set("set"), npz = join(folder, "out.npz"), idx = join(folder, "out");
  const told = (...args) => {
    const { status, out, err } = run("data", ...args, "--json");
    assert.equal(status, 0, err);
    const { name, notes, ...rest } = JSON.parse(out);
    return rest;
  };
  const before = told(set, "--save", npz);
  assert.deepEqual(told(set, "--save", `${idx}/`), before);
  assert.deepEqual(told(npz), before);
  assert.deepEqual(told(idx), before);
  for (const name of readdirSync(set)) assert.ok(readFileSync(join(set, name)).equals(readFileSync(join(idx, name))), name);
  assert.deepEqual(readdirSync(idx).sort(), readdirSync(set).sort());
  const numpy = spawnSync(
    "/usr/bin/python3",
    ["-c", `import json, numpy as np; f = np.load(${JSON.stringify(npz)}); print(json.dumps({n: [str(f[n].dtype), list(f[n].shape)] for n in f.files})); print(f["class_names"].tolist(), f["x_test"].sum())`],
    { encoding: "utf8" },
  );
  assert.equal(numpy.status, 0, numpy.stderr);
  const [arrays, more] = numpy.stdout.trim().split("\n");
  assert.deepEqual(JSON.parse(arrays), { x_train: ["uint8", [30, 28, 28]], y_train: ["uint8", [30]], x_test: ["uint8", [10, 28, 28]], y_test: ["uint8", [10]], class_names: ["<U1", [3]] });
  const sum = readFileSync(join(set, "t10k-images-idx3-ubyte")).subarray(16).reduce((a, b) => a + b, 0);
  assert.equal(more, `['0', '1', '2'] ${sum}`);
});

test("images are never saved among those of another set, nor where nothing can be written", () => {
  const set = small_set("mixed");
  const refused = run("data", images, "--save", `${set}/`);
  assert.equal(refused.status, 1);
  assert.match(refused.err, /train-labels-idx1-ubyte.* of another set/);
  assert.equal(readFileSync(join(set, "train-images-idx3-ubyte")).length, 16 + 30 * 784, "nothing was written");
  assert.match(run("data", images, "--save", join(folder, "set.txt")).err, /\.npz/);
  assert.match(run("data", images, "--save", join(folder, "nowhere/x.npz")).err, /does not exist/);
  assert.match(run("data", images, "--save", join(folder, "nowhere/x/")).err, /does not exist/);
});

test("an export that cannot be made is refused with a sentence", () => {
  const model = trained("refused");
  assert.match(run("export", "--model", model, "--to", "word", "--out", join(folder, "x")).err, /onnx/);
  assert.match(run("export", "--model", join(folder, "none.safetensors"), "--out", join(folder, "x")).err, /none\.safetensors/);
  writeFileSync(join(folder, "no.safetensors"), "no model");
  assert.notEqual(run("export", "--model", join(folder, "no.safetensors"), "--out", join(folder, "x")).status, 0);
});
