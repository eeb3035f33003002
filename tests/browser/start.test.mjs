// What a newcomer sees before touching anything: a trained map, a painting rebuilt and the sweep behind it; and how the
// same network is seen untrained.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openStudio } from "./lib/studio.mjs";

test("the page opens on a trained map, and starts untrained at one press", { timeout: 60_000 }, async (t) => {
  const studio = await openStudio();
  t.after(() => studio.close());
  await studio.ready();
  const opened = await eventually(async () => {
    const state = await studio.call("state");
    return state.startModel && state.dataset && state.epoch > 0 ? state : null;
  });
  assert.ok(opened, "the trained model is there");
  assert.equal(opened.epoch, opened.epochs);
  assert.equal(opened.settings.data, "mnist");
  assert.match((await studio.item("text", /^Reconstruction error/)).name, /\d/);
  assert.ok(
    await eventually(async () => /^[1-9][\d,]* codes/.test((await studio.item("application", "Code map")).value)),
    "its codes are on the map",
  );
  await studio.picture("start");
  const trained = opened.history.at(-1).heldoutSse;
  assert.ok(trained < 35, `two numbers rebuild a digit to ${trained}`);

  await studio.press("button", "Start untrained");
  assert.ok(await eventually(async () => (await studio.call("state")).epoch === 0));
  assert.equal((await studio.call("state")).startModel, false);
  studio.assertClean();
});
