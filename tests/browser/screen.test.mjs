// The canvas: sharp at any scale, drawn only when something changed, alive after a lost context.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openStudio } from "./lib/studio.mjs";

const countFrames = (page) =>
  page.evaluateOnNewDocument(() => {
    window.framesCounted = 0;
    const clear = WebGL2RenderingContext.prototype.clear;
    WebGL2RenderingContext.prototype.clear = function (bits) {
      if (this.canvas.id === "canvas") ++window.framesCounted;
      return clear.call(this, bits);
    };
  });
const frames = (studio) => studio.page.evaluate(() => window.framesCounted);
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const loaded = (studio) => eventually(async () => (await studio.call("state")).dataset, 20_000);

test("nothing is drawn in ten idle seconds, and a pointer's move is drawn", { timeout: 60_000 }, async (t) => {
  const studio = await openStudio({ before: countFrames });
  t.after(() => studio.close());
  await studio.ready();
  assert.ok(await loaded(studio));
  // What opening set in motion (eased points, a notice that goes) comes to rest.
  let before = await frames(studio);
  assert.ok(
    await eventually(async () => {
      await pause(1500);
      const now = await frames(studio);
      const rest = now === before;
      before = now;
      return rest;
    }, 20_000),
    "it comes to rest",
  );
  await pause(10_000);
  const after = await frames(studio);
  t.diagnostic(`frames drawn in 10 idle seconds: ${after - before}`);
  assert.equal(after - before, 0);
  await studio.page.mouse.move(300, 300);
  assert.ok(await eventually(async () => (await frames(studio)) > after, 2000));
  studio.assertClean();
});

test("while training frames rest where the card is slow, and a person is answered all the same", { timeout: 60_000 }, async (t) => {
  const slow = async (page) => {
    await countFrames(page);
    await page.evaluateOnNewDocument(() => {
      // A card that takes a tenth of a second for each frame.
      const gl = WebGL2RenderingContext.prototype;
      const { fenceSync, getSyncParameter } = gl;
      const made = new Map();
      gl.fenceSync = function (...args) {
        const fence = fenceSync.apply(this, args);
        made.set(fence, performance.now());
        return fence;
      };
      gl.getSyncParameter = function (fence, name) {
        return performance.now() - made.get(fence) < 100 ? this.UNSIGNALED : getSyncParameter.call(this, fence, name);
      };
    });
  };
  const studio = await openStudio({ query: "preset=classroom&epochs=1000", before: slow });
  t.after(() => studio.close());
  await studio.ready();
  assert.ok(await loaded(studio));
  await studio.press("button", "Train");
  await pause(2500);
  const before = await frames(studio);
  await pause(3000);
  const resting = (await frames(studio)) - before;
  assert.ok(resting >= 1 && resting <= 6, `${resting} frames in 3 s`);
  const moved = await frames(studio);
  for (let i = 0; i < 10; ++i) {
    await studio.page.mouse.move(600 + 5 * i, 300);
    await pause(100);
  }
  const answered = (await frames(studio)) - moved;
  assert.ok(answered >= 4, `${answered} frames for 10 moves`);
  studio.assertClean();
});

test("the backing store is the CSS size times the device's pixels, through every change", async (t) => {
  const studio = await openStudio();
  t.after(() => studio.close());
  await studio.ready();
  for (const [width, height, deviceScaleFactor] of [
    [1440, 900, 1],
    [1024, 768, 2],
    [390, 844, 3],
    [1000, 700, 1.5],
    [3840, 2160, 1],
  ]) {
    await studio.page.setViewport({ width, height, deviceScaleFactor });
    const size = () => studio.page.evaluate(() => [document.getElementById("canvas").width, document.getElementById("canvas").height]);
    const expected = [width * deviceScaleFactor, height * deviceScaleFactor];
    await eventually(async () => String(await size()) === String(expected), 3000);
    assert.deepEqual(await size(), expected, `${width}x${height} at ${deviceScaleFactor}`);
  }
  studio.assertClean();
});

test("a lost WebGL context comes back with the same picture", { timeout: 60_000 }, async (t) => {
  const studio = await openStudio();
  t.after(() => studio.close());
  await studio.ready();
  assert.ok(await loaded(studio));
  await pause(2500);
  const before = await studio.page.screenshot({ encoding: "base64" });
  const state = await studio.call("state");
  await studio.page.evaluate(() => {
    const gl = document.getElementById("canvas").getContext("webgl2");
    window.lose = gl.getExtension("WEBGL_lose_context");
    window.lose.loseContext();
  });
  await pause(500);
  await studio.page.evaluate(() => window.lose.restoreContext());
  await pause(2500);
  const after = await studio.page.screenshot({ encoding: "base64" });
  await studio.picture("context-restored");
  assert.equal(after === before, true, "the picture is the same to the last pixel");
  assert.deepEqual((await studio.call("state")).settings, state.settings);
  studio.assertClean();
});

for (const [width, height, touch] of [
  [1440, 900, false],
  [1024, 768, false],
  [390, 844, true],
  [360, 640, true],
]) {
  for (const dark of [false, true]) {
    const name = `${width}x${height}-${dark ? "dark" : "light"}`;
    test(`opens at ${name} with every control on the canvas`, { timeout: 60_000 }, async (t) => {
      const studio = await openStudio({ viewport: { width, height, deviceScaleFactor: touch ? 2 : 1 }, touch, dark });
      t.after(() => studio.close());
      await studio.ready();
      assert.ok(await loaded(studio));
      await pause(2000);
      await studio.picture(name);
      const out = (await studio.items()).filter(
        (item) => /^bar\//.test(item.id) && (item.x < 0 || item.y < 0 || item.x + item.w > width + 0.5 || item.y + item.h > height + 0.5),
      );
      assert.deepEqual(out.map((item) => item.id), [], "nothing of the bar is cut off");
      studio.assertClean();
    });
  }
}
