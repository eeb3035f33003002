// The first complete walk: the page becomes ready, Train is pressed, and a network learns real digits; Pause, Step and
// Reset do what they say; the same seed gives the same curve. With the isolation headers (a pool of threads), and without
// them and without a service worker, which would bring them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened, withoutServiceWorkers } from "./lib/open.mjs";
import { becomes } from "./lib/wait.mjs";

/** Two components of PCA, held-out error per image: what a linear map of two numbers reaches. */
const kPca2 = 43.64;

const lastSse = (state) => state.history.at(-1)?.heldoutSse ?? Infinity;

for (const isolated of [true, false]) {
  const how = isolated ? "isolated" : "not isolated";
  const before = isolated ? undefined : withoutServiceWorkers;

  test(`pressing Train beats PCA on held-out digits, ${how}`, async (t) => {
    const studio = await opened(t, { isolated, before, query: "preset=classroom&epochs=1000" });
    assert.match((await studio.ready()).variant, isolated ? /threads$/ : /^(relaxed|baseline)$/);

    if (await studio.has("button", "Start untrained")) await studio.press("button", "Start untrained");
    const untrained = await studio.stateWith(
      "10,000 digits are there and the network is untrained",
      ({ epoch, dataset }) => epoch === 0 && dataset.training === 10000,
    );
    assert.equal(untrained.dataset.heldOut, 2000);

    await studio.press("button", /^Train/);
    await studio.item("button", "Pause");
    await studio.stateWith("the held-out error falls below PCA's", (state) => lastSse(state) < kPca2);

    await studio.press("button", "Pause");
    await becomes("the page says that it paused", async () => (await studio.item("status", "State")).value, /^Paused$/);
    await studio.picture(`trained-${isolated ? "threads" : "one-thread"}`);

    const paused = await studio.state();
    await studio.press("button", "Step");
    const stepped = await studio.stateWith("Step trains", ({ step }) => step > paused.step);
    assert.equal(stepped.step, paused.step + 1, "on exactly one batch");
    studio.assertClean();
  });
}

test("the same seed gives the same curve after Reset, another seed another", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000" });
  const curve = async () => {
    await studio.call("train", { epochs: 2 });
    return (await studio.call("state")).history.map((point) => [point.step, point.heldoutSse]);
  };
  await studio.call("reset");
  const first = await curve();
  assert.ok(first.length >= 2);
  await studio.press("button", "Reset");
  await studio.stateWith("the run begins anew", ({ step }) => step === 0);
  assert.deepEqual(await curve(), first);
  await studio.press("button", "New seed");
  await studio.stateWith("the run begins anew", ({ step }) => step === 0);
  assert.notDeepEqual(await curve(), first);
  studio.assertClean();
});
