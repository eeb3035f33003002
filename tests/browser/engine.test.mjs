// The engine is a worker of its own: it may die, and the page goes on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";
import { framesDrawn, watchFrames } from "./lib/watch.mjs";

test("an engine that dies is started again with the last weights, and the page says so", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000" });
  await studio.call("reset");
  await studio.call("train", { epochs: 2 });
  const before = await studio.state();
  await studio.page.evaluate(() => window.dispatchEvent(new Event("hourglass-kill-engine")));
  await until("the engine was started again", async () => (await studio.call("stats")).restarts === 1);
  await until("the page says so", async () =>
    (await studio.items()).some((item) => /engine stopped/i.test(`${item.name} ${item.value}`)),
  );
  await studio.picture("engine-restarted");
  const after = await studio.stateWith("the run stands where it stood", ({ state, dataset, epoch }) => state !== "empty" && dataset && epoch === before.epoch);
  assert.deepEqual(after.history.map((point) => point.step), before.history.map((point) => point.step));
  await studio.call("train", { epochs: 1 });
  const later = await studio.state();
  assert.ok(later.epoch > before.epoch);
  assert.ok(later.history.at(-1).heldoutSse < before.history[0].heldoutSse, "it goes on from what was learnt");
  studio.errors = [];
  studio.assertClean();
});

test("training goes on while the tab is hidden, and nothing is drawn", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&epochs=1000", before: watchFrames });
  await studio.call("reset");
  await studio.press("button", /^Train/);
  await studio.item("button", "Pause");
  await studio.page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  const [hidden, { step }] = [await framesDrawn(studio.page), await studio.state()];
  await studio.stateWith("training goes on", (state) => state.step > step + 300);
  assert.equal(await framesDrawn(studio.page), hidden, "no frame while hidden");
  await studio.page.evaluate(() => {
    delete document.hidden;
    delete document.visibilityState;
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await until("it draws again", async () => (await framesDrawn(studio.page)) > hidden);
  studio.assertClean();
});
