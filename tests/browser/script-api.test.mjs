// window.hourglass, as docs and notebooks use it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened } from "./lib/open.mjs";

test("a script configures, trains, encodes, decodes, sweeps, exports and imports", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000" });
  const ready = await studio.ready();
  assert.ok(ready.threads >= 1);

  const presets = await studio.call("presets");
  assert.ok(presets.length >= 8 && presets.every((preset) => preset.key && preset.title));

  await studio.call("configure", { encoder: [784, 64, 2], epochs: 3, seed: 5 });
  const history = await studio.call("train", { epochs: 1 });
  assert.ok(history.length >= 1);
  assert.ok(history.at(-1).epoch >= 1);

  const pixels = Array.from({ length: 784 }, (_, i) => (i % 28 > 12 && i % 28 < 16 ? 1 : 0));
  const [code] = await studio.call("encode", pixels);
  assert.equal(code.length, 2);
  const [image] = await studio.call("decode", [code]);
  assert.equal(image.length, 784);
  await assert.rejects(studio.call("encode", [1, 2, 3]), /784/);

  const axis = { from: -1, to: 1, step: 0.2 };
  const sweep = await studio.call("sweep", { x: axis, y: axis });
  assert.equal(sweep.columns * sweep.rows, 100);
  const codes = await studio.call("codes");
  assert.equal(codes.codes.length, 2000);

  const bytes = await studio.page.evaluate(async () => Array.from(await window.hourglass.exportModel()));
  assert.ok(bytes.length > 64 * 784 * 4);
  await studio.call("reset", { seed: 6 });
  assert.notDeepEqual((await studio.call("encode", pixels))[0], code);
  await studio.page.evaluate((list) => window.hourglass.importModel(new Uint8Array(list)), bytes);
  assert.deepEqual((await studio.call("encode", pixels))[0], code, "the imported network is the exported one");
  await assert.rejects(studio.page.evaluate(() => window.hourglass.importModel(new Uint8Array([1, 2, 3]))), /./);

  const report = await studio.page.evaluate(async () => new TextDecoder().decode(await window.hourglass.exportModel({ as: "report" })));
  assert.match(report, /^<!doctype html>/);
  assert.ok(report.includes(`href="${new URL(studio.page.url()).origin}/`), "its link leads to this page");
  for (const part of ["Curve", "Map", "Sweep", "Samples"]) assert.ok(report.includes(`<h2>${part}</h2>`), part);
  const archive = await studio.page.evaluate(async () => Array.from((await window.hourglass.exportData()).subarray(0, 4)));
  assert.deepEqual(archive, [0x50, 0x4b, 3, 4], "the images are a zip, as every .npz is");
  studio.assertClean();
});

test("a script finds done what was pressed before, may wait until it is seen, and by asking causes no frame", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000" });
  await studio.rest();
  await studio.item("button", "Add layer");
  const { encoder, shown } = await studio.page.evaluate(async () => {
    const press = (name) => document.querySelector(`#mirror [aria-label="${name}"]`).click();
    // In one turn of the page, in which no frame can come.
    press("Add layer");
    const { settings } = await window.hourglass.state();
    press("Help");
    await window.hourglass.drawn();
    return { encoder: settings.encoder, shown: document.querySelector("#mirror [role=dialog]") !== null };
  });
  assert.equal(encoder, "784,128,64,32,8,2", "the layer is there before the call");
  assert.ok(shown, "the sheet is in the mirror");
  await studio.page.keyboard.press("Escape");
  await studio.rest();
  const drawn = async () => (await studio.call("stats")).framesDrawn;
  const before = await drawn();
  for (let i = 0; i < 20; ++i) await studio.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => window.hourglass.state().then(done))));
  assert.equal(await drawn(), before);
  studio.assertClean();
});
