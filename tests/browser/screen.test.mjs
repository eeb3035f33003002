// The canvas: sharp at any scale, drawn only when something changed, alive after a lost context.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, opened } from "./lib/open.mjs";
import { becomes, pause, until } from "./lib/wait.mjs";
import { framesDrawn, watchFrames } from "./lib/watch.mjs";

test("nothing is drawn in ten idle seconds, and a pointer's move is drawn", async (t) => {
  const studio = await opened(t, { before: watchFrames });
  // What opening set in motion (codes, eased points, a notice that goes) comes to rest at some time.
  await until("ten seconds without a frame", async () => {
    await studio.rest();
    const before = await framesDrawn(studio.page);
    await pause(10_000);
    return (await framesDrawn(studio.page)) === before;
  });
  const idle = await framesDrawn(studio.page);
  await studio.page.mouse.move(300, 300);
  await until("the move is drawn", async () => (await framesDrawn(studio.page)) > idle);
  studio.assertClean();
});

test("what a person presses is answered by one picture, however many passes the studio needs for it", async (t) => {
  const studio = await opened(t, { before: watchFrames });
  const scale = () => studio.page.evaluate(() => document.querySelector('#mirror [data-id="loss/log"]').getAttribute("aria-checked"));
  /** Pictures until `deed` is answered, the answer among them. */
  const pictures = async (deed) => {
    await studio.rest();
    const [drawn, pressed] = [await framesDrawn(studio.page), await scale()];
    await deed();
    await studio.drawn();
    assert.notEqual(await scale(), pressed, "it is answered");
    return (await framesDrawn(studio.page)) - drawn;
  };
  assert.equal(await pictures(() => studio.page.evaluate(() => document.querySelector('#mirror [data-id="loss/log"]').click())), 1, "the mirror's");
  assert.equal(await pictures(() => studio.page.keyboard.press("l")), 1, "a key's");
  studio.assertClean();
});

test("while training frames rest where the card is slow, and a person is answered all the same", async (t) => {
  const kFrame = 100; // milliseconds that the card takes for each
  const slow = async (page) => {
    await watchFrames(page);
    await page.evaluateOnNewDocument((milliseconds) => {
      const gl = WebGL2RenderingContext.prototype;
      const { fenceSync, getSyncParameter } = gl;
      const made = new Map();
      gl.fenceSync = function (...args) {
        const fence = fenceSync.apply(this, args);
        made.set(fence, performance.now());
        return fence;
      };
      gl.getSyncParameter = function (fence, name) {
        return performance.now() - made.get(fence) < milliseconds ? this.UNSIGNALED : getSyncParameter.call(this, fence, name);
      };
    }, kFrame);
  };
  const studio = await opened(t, { query: "preset=classroom&epochs=1000", before: slow });
  await studio.press("button", /^Train/);
  await studio.item("button", "Pause");
  const happened = () => studio.page.evaluate(() => window.happened);
  const forget = () => studio.page.evaluate(() => (window.happened = []));
  // What was pressed has been answered; from now on the pictures only show how training goes on.
  await pause(1000);
  await forget();
  const frames = await until("some pictures of the training", async () => {
    const seen = await happened();
    return seen.length > 5 ? seen : null;
  });
  const rests = frames.slice(1).map(({ at }, i) => at - frames[i].at);
  assert.ok(Math.min(...rests) > 6 * kFrame, `between frames ${rests.map(Math.round)} ms`);

  // Each move is answered by one of the browser's next frames, although the pictures would rest.
  await forget();
  for (let i = 0; i < 10; ++i) {
    await studio.page.mouse.move(600 + 5 * i, 300);
    await studio.drawn();
  }
  const all = await happened();
  const waits = all.flatMap(({ what, tick }, i) => (what === "move" ? all.slice(i).find((later) => later.what === "frame").tick - tick : []));
  assert.ok(waits.length >= 10 && Math.max(...waits) <= 2, `frames of the browser until an answer: ${waits}`);
  studio.assertClean();
});

test("the backing store is the CSS size times the device's pixels, through every change", async (t) => {
  const studio = await open(t, { viewport: { deviceScaleFactor: 1 } });
  await studio.ready();
  for (const [width, height, deviceScaleFactor] of [
    [1440, 900, 1],
    [1024, 768, 2],
    [390, 844, 3],
    [1000, 700, 1.5],
    [3840, 2160, 1],
  ]) {
    await studio.page.setViewport({ width, height, deviceScaleFactor });
    const size = () => studio.page.evaluate(() => `${document.getElementById("canvas").width}x${document.getElementById("canvas").height}`);
    const wanted = new RegExp(`^${width * deviceScaleFactor}x${height * deviceScaleFactor}$`);
    await becomes(`${width}x${height} at ${deviceScaleFactor}`, size, wanted);
  }
  studio.assertClean();
});

test("a lost WebGL context comes back with the same picture", async (t) => {
  const studio = await opened(t, { drawn: true });
  const picture = () => studio.pixels();
  let before;
  await until("the picture rests", async () => {
    await studio.rest();
    const now = await picture();
    const same = now === before;
    before = now;
    return same;
  }, { every: 2000 });
  const { settings } = await studio.state();
  const { framesDrawn: drawn } = await studio.call("stats");
  await studio.page.evaluate(
    () =>
      new Promise((done) => {
        const canvas = document.getElementById("canvas");
        const lose = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
        canvas.addEventListener("webglcontextlost", () => setTimeout(() => lose.restoreContext()), { once: true });
        canvas.addEventListener("webglcontextrestored", done, { once: true });
        lose.loseContext();
      }),
  );
  await until("it is drawn again", async () => (await studio.call("stats")).framesDrawn > drawn);
  await studio.rest();
  const after = await picture();
  await studio.picture("context-restored");
  assert.equal(after === before, true, "the picture is the same to the last pixel");
  assert.deepEqual((await studio.state()).settings, settings);
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
    test(`opens at ${name} with every control on the canvas`, async (t) => {
      const studio = await opened(t, { viewport: { width, height, deviceScaleFactor: touch ? 2 : 1 }, touch, dark });
      await studio.rest();
      await studio.picture(name);
      const out = (await studio.items()).filter(
        (item) => /^bar\//.test(item.id) && (item.x < 0 || item.y < 0 || item.x + item.w > width + 0.5 || item.y + item.h > height + 0.5),
      );
      assert.deepEqual(out.map((item) => item.id), [], "nothing of the bar is cut off");
      studio.assertClean();
    });
  }
}
