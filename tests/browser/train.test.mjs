// The first complete walk: the page becomes ready, Train is pressed, and a network learns real digits; Pause, Step and
// Reset do what they say; the same seed gives the same curve. With the isolation headers (a pool of threads) and without.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openStudio } from "./lib/studio.mjs";

/** Two components of PCA, held-out error per image: what a linear map of two numbers reaches. */
const kPca2 = 43.64;

const lastSse = (state) => state.history.at(-1)?.heldoutSse ?? Infinity;

for (const isolated of [true, false]) {
  const how = isolated ? "isolated" : "without isolation headers";

  test(`pressing Train beats PCA on held-out digits, ${how}`, { timeout: 240_000 }, async (t) => {
    const studio = await openStudio({ isolated, query: "preset=classroom" });
    t.after(() => studio.close());
    const ready = await studio.ready();
    assert.match(ready.variant, isolated ? /threads$/ : /^(relaxed|baseline)$/);

    await enabled(studio, "Train");
    if (await studio.has("button", "Start untrained")) await studio.press("button", "Start untrained");
    const untrained = await eventually(async () => {
      const state = await studio.call("state");
      return state.epoch === 0 && state.dataset?.training === 10000 ? state : null;
    });
    assert.ok(untrained, "10,000 digits are there and the network is untrained");
    assert.equal(untrained.dataset.heldOut, 2000);

    await studio.press("button", "Train");
    await studio.item("button", "Pause");
    const learnt = await eventually(async () => {
      const state = await studio.call("state");
      return lastSse(state) < kPca2 ? state : null;
    }, 180_000, 300);
    assert.ok(learnt, "the held-out error falls below PCA's");

    await studio.press("button", "Pause");
    await eventually(async () => (await studio.item("status", "State")).value === "Paused");
    assert.equal((await studio.item("status", "State")).value, "Paused");
    await studio.picture(`trained-${isolated ? "threads" : "one-thread"}`);

    const paused = await studio.call("state");
    await enabled(studio, "Step");
    await studio.press("button", "Step");
    const stepped = await eventually(async () => {
      const state = await studio.call("state");
      return state.step === paused.step + 1 ? state : null;
    });
    assert.ok(stepped, "Step trains on exactly one batch");
    studio.assertClean();
  });
}

test("the same seed gives the same curve after Reset, another seed another", { timeout: 120_000 }, async (t) => {
  const studio = await openStudio({ query: "preset=classroom&images=2000" });
  t.after(() => studio.close());
  await studio.ready();
  await enabled(studio, "Train");
  const curve = async () => {
    await studio.call("train", { epochs: 2 });
    return (await studio.call("state")).history.map((point) => [point.step, point.heldoutSse]);
  };
  await studio.call("reset");
  const first = await curve();
  assert.ok(first.length >= 2);
  await enabled(studio, "Reset");
  await studio.press("button", "Reset");
  assert.ok(await eventually(async () => (await studio.call("state")).step === 0));
  assert.deepEqual(await curve(), first);
  await studio.press("button", "New seed");
  assert.ok(await eventually(async () => (await studio.call("state")).step === 0));
  assert.notDeepEqual(await curve(), first);
  studio.assertClean();
});

async function enabled(studio, name) {
  const there = await eventually(async () => {
    const item = (await studio.items()).find((one) => one.role === "button" && one.name === name);
    return item && !item.disabled;
  }, 30_000);
  assert.ok(there || name === "Reset", `the button ${name} can be pressed`);
}
