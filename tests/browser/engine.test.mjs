// The engine is a worker of its own: it may die, and the page goes on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openStudio } from "./lib/studio.mjs";

test("an engine that dies is started again with the last weights, and the page says so", { timeout: 120_000 }, async (t) => {
  const studio = await openStudio({ query: "preset=classroom&images=2000" });
  t.after(() => studio.close());
  await studio.ready();
  assert.ok(await eventually(async () => (await studio.call("state")).dataset?.training === 2000, 20_000));
  await studio.call("reset");
  await studio.call("train", { epochs: 2 });
  const before = await studio.call("state");
  await studio.page.evaluate(() => window.dispatchEvent(new Event("hourglass-kill-engine")));
  assert.ok(await eventually(async () => (await studio.call("stats")).restarts === 1));
  const said = await eventually(async () =>
    (await studio.items()).map((item) => `${item.name} ${item.value}`).find((text) => /engine stopped/i.test(text)),
  );
  assert.ok(said, "the page says that the engine was started again");
  await studio.picture("engine-restarted");
  const after = await eventually(async () => {
    const state = await studio.call("state");
    return state.dataset && state.epoch === before.epoch ? state : null;
  }, 20_000);
  assert.ok(after, "the run stands where it stood");
  assert.deepEqual(after.history.map((point) => point.step), before.history.map((point) => point.step));
  await studio.call("train", { epochs: 1 });
  const later = await studio.call("state");
  assert.ok(later.epoch > before.epoch);
  assert.ok(later.history.at(-1).heldoutSse < before.history[0].heldoutSse, "it goes on from what was learnt");
  studio.errors = [];
  studio.assertClean();
});

test("training goes on while the tab is hidden, and nothing is drawn", { timeout: 120_000 }, async (t) => {
  const studio = await openStudio({ query: "preset=classroom", before: countFrames });
  t.after(() => studio.close());
  await studio.ready();
  assert.ok(await eventually(async () => (await studio.call("state")).dataset, 20_000));
  await studio.call("reset");
  await studio.press("button", "Train");
  await studio.item("button", "Pause");
  await studio.page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await new Promise((done) => setTimeout(done, 300));
  const start = await studio.page.evaluate(() => ({ frames: window.framesCounted, at: performance.now() }));
  await new Promise((done) => setTimeout(done, 4000));
  const end = await studio.page.evaluate(() => window.framesCounted);
  assert.equal(end - start.frames, 0, "no frame while hidden");
  const steps = (await studio.call("state")).step;
  assert.ok(steps > 50, `training went on: ${steps} steps`);
  await studio.page.evaluate(() => {
    delete document.hidden;
    delete document.visibilityState;
    document.dispatchEvent(new Event("visibilitychange"));
  });
  assert.ok(await eventually(async () => (await studio.page.evaluate(() => window.framesCounted)) > end), "it draws again");
  studio.assertClean();
});

function countFrames(page) {
  return page.evaluateOnNewDocument(() => {
    window.framesCounted = 0;
    const clear = WebGL2RenderingContext.prototype.clear;
    WebGL2RenderingContext.prototype.clear = function (bits) {
      if (this.canvas.id === "canvas") ++window.framesCounted;
      return clear.call(this, bits);
    };
  });
}
