// What a newcomer sees before touching anything: a trained map, a painting rebuilt and the sweep behind it; and how the
// same network is seen untrained.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./lib/open.mjs";
import { becomes } from "./lib/wait.mjs";

test("the page opens on a trained map, and starts untrained at one press", async (t) => {
  const studio = await open(t);
  await studio.ready();
  const opened = await studio.stateWith("the trained model is there", ({ startModel, dataset, epoch }) => startModel && dataset && epoch > 0);
  assert.equal(opened.epoch, opened.epochs);
  assert.equal(opened.settings.data, "mnist");
  assert.match((await studio.item("text", /^Reconstruction error/)).name, /\d/);
  const about = async () => (await studio.item("application", "Code map")).value;
  await becomes("its codes are on the map", about, /^[1-9][\d,]* codes/);
  await studio.picture("start");
  const trained = opened.history.at(-1).heldoutSse;
  assert.ok(trained < 35, `two numbers rebuild a digit to ${trained}`);

  await studio.press("button", "Start untrained");
  const untrained = await studio.stateWith("the network is untrained", ({ epoch }) => epoch === 0);
  assert.equal(untrained.startModel, false);
  studio.assertClean();
});
