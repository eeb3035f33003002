// Networks of other programs on the page: the sheet that says what is taken for what, what it opens, and what stays without it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Bringer } from "./lib/bring.mjs";
import { npy, zip } from "./lib/made.mjs";
import { onnx, safetensors, torchArrays } from "./lib/made-forms.mjs";
import { opened } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";

const kSheet = "A network of another program";
const kWidths = [784, 16, 8, 2];
const arrays = torchArrays(kWidths);
const torch = { name: "theirs.safetensors", bytes: safetensors(arrays, { metadata: { format: "pt" } }) };
/** As numpy.savez(file, *weights) leaves it, each layer's weights (in, out). */
const numpy = {
  name: "weights.npz",
  bytes: zip(Object.values(arrays).map(({ shape, values }, at) => {
    const [out, width] = shape;
    const turned = width ? Float32Array.from(values, (_, i) => values[(i % out) * width + Math.floor(i / out)]) : values;
    return { path: `arr_${at}.npy`, bytes: npy("<f4", [...shape].reverse(), Buffer.from(turned.buffer)) };
  })),
};

/** What a layer of those arrays makes of its input: W x + b, W by rows of its outputs. */
const dense = (name, input) => Array.from(arrays[`${name}.bias`].values, (bias, o) => input.reduce((sum, x, i) => sum + x * arrays[`${name}.weight`].values[o * input.length + i], bias));
const pixels = Array.from({ length: 784 }, (_, at) => ((at * 37) % 101) / 100);

async function open(t) {
  const studio = await opened(t, { query: "preset=classroom&images=2000" });
  const bringer = new Bringer(studio);
  t.after(() => bringer.close());
  // A run of one's own, that nothing is on its way to change.
  await studio.call("configure", { encoder: [784, 12, 2], seed: 3 });
  await studio.caughtUp();
  const run = async () => {
    const { settings, run: kept } = await studio.state();
    return { settings, kept, code: (await studio.call("encode", pixels))[0] };
  };
  const lines = async () => (await studio.items()).filter(({ id }) => id.startsWith("foreign/line/")).map(({ name }) => name);
  return { studio, bringer, run, lines };
}

test("another program's network is shown, array by array, and opened as it is told to be", async (t) => {
  const { studio, bringer, run, lines } = await open(t);
  const before = await run();
  await bringer.choose([torch]);
  await studio.item("dialog", kSheet);
  assert.deepEqual(await lines(), [
    "A network 784-16-8-2-8-16-784.",
    ...kWidths.slice(1).map((width, i) => `Encoder, layer ${i + 1}, ${kWidths[i]} to ${width}: weights "encoder.${i}.weight" as (out, in), biases "encoder.${i}.bias".`),
    ...kWidths.toReversed().slice(1).map((width, i) => `Decoder, layer ${i + 1}, ${kWidths.at(-1 - i)} to ${width}: weights "decoder.${i}.weight" as (out, in), biases "decoder.${i}.bias".`),
  ]);
  for (const key of ["hidden", "code", "output", "pixels"]) assert.equal((await studio.byId(`foreign/${key}`))?.role, "combobox", `${key} can be chosen`);
  await studio.picture("foreign-network");
  await studio.set("combobox", "Hidden layers", "tanh");
  await until("tanh is chosen", async () => (await studio.byId("foreign/hidden"))?.key === "tanh");
  assert.deepEqual(await run(), before, "nothing is opened before the person says so");

  await studio.press("button", "Open it");
  const { dataset } = await studio.stateWith("it is the run", ({ settings }) => settings.encoder === "784,16,8,2");
  await studio.gone("dialog", kSheet);
  const after = await run();
  assert.equal(after.settings.hidden, "tanh");
  assert.equal(after.settings.data, before.settings.data, "it goes on with the images at hand");
  assert.ok(dataset);
  // The snapshot of its weights comes a little later than the run.
  const code = dense("encoder.2", dense("encoder.1", dense("encoder.0", pixels).map(Math.tanh)).map(Math.tanh));
  await until("it computes what the arrays say", async () => {
    const [mine] = await studio.call("encode", pixels);
    return mine.length === 2 && mine.every((value, i) => Math.abs(value - code[i]) < 1e-4);
  });
  const history = await studio.call("train", { steps: 2 });
  assert.ok(history, "and can be trained on");
  studio.assertClean();
});

test("a network that is put away, however, leaves the run as it was", async (t) => {
  const { studio, bringer, run } = await open(t);
  const before = await run();
  const away = {
    "by Not now": () => studio.press("button", "Not now"),
    "by the sheet's cross": () => studio.page.evaluate(() => document.querySelector('#mirror [data-id="foreign/close"]').click()),
    "by Escape": () => studio.page.keyboard.press("Escape"),
  };
  for (const [how, put] of Object.entries(away)) {
    await bringer.choose([torch]);
    await studio.item("dialog", kSheet);
    await put();
    await studio.gone("dialog", kSheet);
    assert.deepEqual(await run(), before, how);
  }
  studio.assertClean();
});

test("weights come as an archive of NumPy, as ONNX and packed by gzip, too", async (t) => {
  const { studio, bringer, lines } = await open(t);
  for (const [file, first, encoder] of [
    [numpy, /weights "arr_0" as \(in, out\), biases "arr_1"/, "784,16,8,2"],
    [{ name: "theirs.onnx", bytes: onnx([784, 16, 2]) }, /weights "w0" as \(out, in\), biases "b0"/, "784,16,2"],
    [{ name: "theirs.onnx.gz", bytes: gzipSync(onnx([784, 20, 2])) }, /weights "w0" as \(out, in\), biases "b0"/, "784,20,2"],
  ]) {
    await studio.call("configure", { encoder: [784, 12, 2], seed: 3 });
    await bringer.choose([file]);
    await studio.item("dialog", kSheet);
    assert.match((await lines())[1], first, file.name);
    assert.equal((await studio.byId("foreign/hidden")) !== undefined, file === numpy, "ONNX says its activations itself");
    await studio.press("button", "Open it");
    await studio.stateWith(`${file.name} is the run`, ({ settings }) => settings.encoder === encoder);
    await studio.gone("dialog", kSheet);
  }
  studio.assertClean();
});

test("a network that fits nothing here is refused by its reason, and no sheet opens", async (t) => {
  const { studio, bringer, run } = await open(t);
  const before = await run();
  for (const [others, words] of [
    [{ "conv1.weight": { shape: [1, 1, 3, 3], values: new Float32Array(9) } }, /"conv1\.weight" is the kernel of a convolution, which networks here do not have/],
    [{ "wte.weight": { shape: [50, 16], values: new Float32Array(800) } }, /make no way from 784 pixels to a code and back/],
  ]) {
    const { dataset, failed, said } = await bringer.outcome(() => bringer.choose([{ name: "other.safetensors", bytes: safetensors(others) }]));
    assert.equal(dataset, null);
    assert.ok(failed, said.join(" "));
    assert.match(said.join(" "), words);
    assert.equal(await studio.has("dialog", kSheet), false);
  }
  assert.deepEqual(await run(), before);
  studio.assertClean();
});
