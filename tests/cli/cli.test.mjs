// The command line as a person meets it: started as a program, judged by what it prints, writes and returns.
// HOURGLASS names another binary than the native build's.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.HOURGLASS ?? join(root, "build/native/hourglass");
const images = join(root, "tests/golden/strokes-images-idx3-ubyte");
const folder = mkdtempSync(join(tmpdir(), "hourglass-cli-"));
after(() => rmSync(folder, { recursive: true }));

const small = ["--encoder", "784,24,2", "--data", images, "--batch", "32", "--epochs", "3", "--threads", "1"];

function run(...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return { status, out: stdout, lines: stdout.trim().split("\n"), err: stderr };
}

function png(path) {
  const bytes = readFileSync(path);
  assert.equal(bytes.subarray(1, 4).toString(), "PNG");
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/// The header of a safetensors file, as any reader of the format sees it.
function tensors(path) {
  const bytes = readFileSync(path);
  const length = Number(bytes.readBigUInt64LE(0));
  return { header: JSON.parse(bytes.subarray(8, 8 + length).toString()), data: bytes.subarray(8 + length) };
}

test("training prints one JSON object an epoch with the figures that the page shows", () => {
  const { status, lines, err } = run("train", ...small, "--json");
  assert.equal(status, 0, err);
  assert.equal(lines.length, 3);
  const points = lines.map((line) => JSON.parse(line));
  assert.deepEqual(points.map((p) => p.epoch), [1, 2, 3]);
  for (const p of points) {
    assert.ok(Math.abs(p.heldout_rmse - Math.sqrt(p.heldout_sse / 784)) < 1e-9);
    assert.ok(p.train_loss > 0 && p.seconds > 0 && p.images_per_second > 0);
  }
  assert.ok(points[2].heldout_sse < points[0].heldout_sse);
});

test("the same seed gives the same figures, another seed others, whatever the threads", () => {
  const figures = (...args) => run("train", ...small, "--json", ...args).lines.map((line) => JSON.parse(line).heldout_sse);
  assert.deepEqual(figures("--seed", "3"), figures("--seed", "3", "--threads", "2"));
  assert.notDeepEqual(figures("--seed", "3"), figures("--seed", "4"));
});

test("a saved run can be measured, encoded, swept, reconstructed and gone on with", () => {
  const model = join(folder, "model.safetensors");
  const trained = run("train", ...small, "--json", "--save", model, "--csv", join(folder, "run.csv"));
  assert.equal(trained.status, 0, trained.err);
  const last = JSON.parse(trained.lines.at(-1));

  const measured = JSON.parse(run("eval", "--model", model, "--json").out);
  assert.ok(Math.abs(measured.sse - last.heldout_sse) < 1e-6 * last.heldout_sse);

  const csv = readFileSync(join(folder, "run.csv"), "utf8").trim().split("\n");
  assert.ok(csv[0].startsWith("epoch,step,train_loss"));
  assert.ok(csv.at(-1).startsWith("3,"));

  const light = join(folder, "light.safetensors");
  assert.equal(run("train", ...small, "--json", "--save", light, "--weights-only").status, 0);
  const [all, few] = [model, light].map((path) => Object.keys(tensors(path).header));
  assert.deepEqual(few, all.filter((name) => !name.startsWith("optimizer.")));
  assert.ok(few.length < all.length);
  assert.equal(JSON.parse(run("eval", "--model", light, "--json").out).sse, measured.sse);

  const half = join(folder, "half.safetensors");
  assert.equal(run("train", ...small, "--json", "--save", half, "--half").status, 0);
  const weights = (path) => Object.entries(tensors(path).header).filter(([name]) => name !== "__metadata__");
  assert.deepEqual(weights(half).map(([name, { shape }]) => [name, shape]), weights(light).map(([name, { shape }]) => [name, shape]));
  assert.ok(weights(half).every(([, { dtype }]) => dtype === "F16"));
  const rounded = JSON.parse(run("eval", "--model", half, "--json").out).sse;
  assert.ok(Math.abs(rounded - measured.sse) < 1e-3 * measured.sse, `${rounded} beside ${measured.sse}`);

  const codes = join(folder, "codes.csv");
  assert.equal(run("encode", "--model", model, "--out", codes).status, 0);
  const rows = readFileSync(codes, "utf8").trim().split("\n");
  assert.equal(rows[0], "image,label,code_0,code_1");
  assert.equal(rows.length, 1 + measured.images);

  const grid = join(folder, "grid.png");
  assert.equal(run("sweep", "--model", model, "--x", "-1:1:0.2", "--y", "-1:1:0.2", "--out", grid).status, 0);
  assert.deepEqual(png(grid), { width: 280, height: 280 });
  assert.equal(run("sweep", "--model", model, "--x", "-1:1:0.2", "--y", "0:1:0.5", "--include-end", "--out", grid).status, 0);
  assert.deepEqual(png(grid), { width: 11 * 28, height: 3 * 28 });

  const pairs = join(folder, "pairs.png");
  assert.equal(run("reconstruct", "--model", model, "--count", "5", "--scale", "1", "--out", pairs).status, 0);
  assert.deepEqual(png(pairs), { width: 5 * 28 + 4, height: 2 * 28 + 1 });

  const on = run("train", "--resume", model, "--epochs", "5", "--json", "--threads", "1");
  assert.deepEqual(on.lines.map((line) => JSON.parse(line).epoch), [4, 5]);
  const whole = run("train", ...small, "--epochs", "5", "--json");
  assert.equal(JSON.parse(on.lines[1]).heldout_sse, JSON.parse(whole.lines[4]).heldout_sse);
});

test("a variational run tells its divergence, and is swept by quantiles", () => {
  const model = join(folder, "variational.safetensors"), plain = join(folder, "plain-code.safetensors");
  const trained = run("train", ...small, "--variational", "on", "--kl-weight", "0.5", "--json", "--save", model);
  assert.equal(trained.status, 0, trained.err);
  for (const line of trained.lines) assert.ok(JSON.parse(line).heldout_kl > 0 && JSON.parse(line).train_kl > 0, line);
  const { header } = tensors(model);
  assert.deepEqual(header["encoder.log_variance.weight"].shape, [24, 2]);
  assert.equal(JSON.parse(header.__metadata__.network).variational, true);
  const grid = join(folder, "quantiles.png");
  assert.equal(run("sweep", "--model", model, "--quantiles", "7", "--out", grid).status, 0);
  assert.deepEqual(png(grid), { width: 7 * 28, height: 7 * 28 });
  const untold = run("train", ...small, "--json", "--save", plain);
  assert.ok(!("heldout_kl" in JSON.parse(untold.lines[0])));
  const refused = run("sweep", "--model", plain, "--quantiles", "7", "--out", grid);
  assert.equal(refused.status, 2);
  assert.match(refused.err, /variational/);
  const both = run("train", ...small, "--variational", "on", "--code-penalty", "0.1");
  assert.equal(both.status, 2);
  assert.match(both.err, /code penalty to 0/);
});

test("a checkpoint is plain safetensors: contiguous float arrays, texts as metadata", () => {
  const model = join(folder, "plain.safetensors");
  run("train", ...small, "--json", "--save", model);
  const { header, data } = tensors(model);
  assert.deepEqual(header["encoder.0.weight"].shape, [784, 24]);
  assert.deepEqual(header["encoder.1.weight"].shape, [24, 2]);
  assert.deepEqual(header["decoder.1.bias"].shape, [784]);
  assert.equal(header["decoder.0.weight"], undefined, "tied weights stand once");
  let end = 0;
  const entries = Object.entries(header).filter(([name]) => name !== "__metadata__");
  for (const { dtype, shape, data_offsets } of entries.map(([, entry]) => entry).sort((a, b) => a.data_offsets[0] - b.data_offsets[0])) {
    assert.equal(dtype, "F32");
    assert.equal(data_offsets[0], end);
    end = data_offsets[1];
    assert.equal(end - data_offsets[0], 4 * shape.reduce((a, b) => a * b, 1));
  }
  assert.equal(end, data.length);
  assert.ok(Object.values(header.__metadata__).every((text) => typeof text === "string"));
  assert.equal(JSON.parse(header.__metadata__.network).encoder[0], 784);
  assert.equal(JSON.parse(header.__metadata__.history).at(-1).epoch, 3);
  assert.equal(JSON.parse(header.__metadata__.experiment)["learning-rate"], "0.001");
});

test("Python's safetensors reads a checkpoint, where it is installed", (t) => {
  const probe = spawnSync("python3", ["-c", "import safetensors.numpy"]);
  if (probe.status !== 0) return t.skip("python3-safetensors is not installed");
  const model = join(folder, "python.safetensors");
  run("train", ...small, "--json", "--save", model);
  const script = `from safetensors.numpy import load_file; print(load_file("${model}")["encoder.0.weight"].shape)`;
  assert.equal(execFileSync("python3", ["-c", script], { encoding: "utf8" }).trim(), "(784, 24)");
});

test("a map that cannot be drawn says why", () => {
  const out = join(folder, "no-map.csv");
  for (const [args, words] of [
    [["--out", out], /Say which images/],
    [["--method", "autoencoder", "--out", out], /needs one: --model/],
    [["--data", images, "--method", "umap", "--out", out], /--method/],
    [["--data", images, "--perplexity", "1000", "--out", out], /--perplexity/],
    [["--data", images], /--out/],
  ]) {
    const { status, err } = run("map", ...args);
    assert.equal(status, 2, args.join(" "));
    assert.match(err, words);
  }
});

test("wrong flags get one clear line and status 2", () => {
  const model = join(folder, "none.safetensors");
  for (const [args, word] of [
    [[], "Say what to do"],
    [["paint"], "paint"],
    [["train"], "--preset"],
    [["train", "--preset", "nope"], "nope"],
    [["train", ...small, "--colour", "red"], "--colour"],
    [["train", ...small, "--batch", "0"], "1 to 4096"],
    [["train", ...small, "--hidden", "step"], "relu"],
    [["train", ...small, "--encoder", "784,0,2"], "1 to 2048"],
    [["train", ...small, "--loss", "bce"], "sigmoid"],
    [["train", ...small, "--threads", "none"], "--threads"],
    [["sweep", "--model", model, "--out", "x.png", "--x", "1:0:0.1"], "--x"],
    [["eval"], "--model"],
  ]) {
    const { status, out, err } = run(...args);
    assert.equal(status, 2, args.join(" "));
    assert.equal(out, "");
    assert.ok(err.includes(word), `${args.join(" ")}: ${err}`);
    assert.equal(err.trim().split("\n").length, 1, err);
  }
});

test("files that cannot serve are refused with a sentence and status 1", () => {
  const bad = join(folder, "bad.safetensors");
  writeFileSync(bad, "PK\u0003\u0004 no model");
  for (const args of [
    ["eval", "--model", bad],
    ["eval", "--model", join(folder, "missing")],
    ["train", "--encoder", "784,2", "--data", bad],
    ["train", "--encoder", "784,2", "--data", "no-such-set"],
    ["data", folder + "/nothing"],
    ["train", ...small, "--json", "--save", join(folder, "no/such/folder.safetensors")],
  ]) {
    const { status, err } = run(...args);
    assert.equal(status, 1, args.join(" "));
    assert.match(err, /^hourglass: ["A-Z].*\.\n$/);
  }
});

test("a run that diverges says so, keeps its last good weights and fails", () => {
  const model = join(folder, "diverged.safetensors");
  const { status, err } = run("train", ...small, "--optimizer", "sgd", "--learning-rate", "100", "--json", "--save", model);
  assert.equal(status, 1);
  assert.match(err, /diverged at step/);
  assert.equal(run("eval", "--model", model).status, 0);
});

test("a map is drawn by t-SNE, by PCA and by an autoencoder, with figures of how good it is", () => {
  const model = join(folder, "for-map.safetensors");
  assert.equal(run("train", ...small, "--json", "--save", model).status, 0);
  const csv = join(folder, "map.csv");
  for (const [method, ...more] of [["tsne", "--data", images, "--iterations", "60"], ["pca", "--data", images], ["autoencoder", "--model", model]]) {
    const { status, out, err } = run("map", "--method", method, ...more, "--out", csv, "--png", join(folder, "map.png"), "--json");
    assert.equal(status, 0, err);
    const report = JSON.parse(out);
    assert.deepEqual([report.method, report.images], [method, 500]);
    assert.equal("kl" in report, method === "tsne");
    assert.ok(report.seconds > 0 && report.trustworthiness > 0.4 && report.trustworthiness <= 1 && report.continuity > 0.4);
    assert.deepEqual(png(join(folder, "map.png")), { width: 1200, height: 1200 });
    const lines = readFileSync(csv, "utf8").trim().split("\n");
    assert.equal(lines[0], "image,label,x,y");
    assert.equal(lines.length, 501);
    for (const line of lines.slice(1)) assert.ok(line.split(",").slice(2).every((text) => Number.isFinite(Number(text))), line);
  }
  const drawn = (...args) => (run("map", "--data", images, "--iterations", "30", "--out", csv, ...args), readFileSync(csv, "utf8"));
  assert.equal(drawn("--threads", "1"), drawn("--threads", "2"));
});

test("presets are those of the file, and data tells what is in a set", () => {
  const keys = JSON.parse(readFileSync(join(root, "assets/presets.json"), "utf8")).map((p) => p.key);
  assert.deepEqual(JSON.parse(run("presets", "--json").out).map((p) => p.key), keys);
  for (const key of keys) assert.ok(run("presets").out.includes(key));
  const described = JSON.parse(run("data", images, "--json").out);
  assert.equal(described.images, 600);
});
