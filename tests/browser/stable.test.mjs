// Quick hands and odd moments: the page ends in a right state with nothing lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openStudio } from "./lib/studio.mjs";

const loaded = (studio) => eventually(async () => (await studio.call("state")).dataset, 20_000);
const pressed = (studio, id) =>
  studio.page.evaluate((name) => document.querySelector(`#mirror [data-id="${name}"]`)?.click(), id);

test("fifty quick presses of Train, Pause and Reset end in a right state", { timeout: 120_000 }, async (t) => {
  const studio = await openStudio({ query: "preset=classroom&images=2000" });
  t.after(() => studio.close());
  await studio.ready();
  assert.ok(await loaded(studio));
  for (let i = 0; i < 50; ++i) {
    await pressed(studio, i % 5 === 4 ? "bar/reset" : "bar/train");
    await new Promise((done) => setTimeout(done, (i * 37) % 60));
  }
  await studio.call("pause");
  await studio.call("reset");
  const state = await studio.call("state");
  assert.equal(state.step, 0);
  assert.notEqual(state.state, "training");
  assert.equal(state.dataset.training, 2000);
  const history = await studio.call("train", { epochs: 1 });
  assert.ok(history.at(-1).heldoutSse < 190);
  studio.assertClean();
});

test("a network changed while training begins a new run, and the page agrees with the engine", { timeout: 120_000 }, async (t) => {
  const studio = await openStudio({ query: "preset=classroom&images=2000" });
  t.after(() => studio.close());
  await studio.ready();
  assert.ok(await loaded(studio));
  await studio.press("button", "Train");
  await studio.item("button", "Pause");
  await studio.call("configure", { encoder: [784, 32, 3] });
  const [code] = await eventually(async () => {
    const codes = await studio.call("encode", new Array(784).fill(0));
    return codes[0].length === 3 ? codes : null;
  });
  assert.equal(code.length, 3);
  assert.equal((await studio.call("state")).settings.encoder, "784,32,3");
  studio.assertClean();
});

test("a stroke goes on outside the pad, and lifting the pen outside ends it", { timeout: 60_000 }, async (t) => {
  const studio = await openStudio({ query: "preset=classroom" });
  t.after(() => studio.close());
  await studio.ready();
  assert.ok(await loaded(studio));
  await studio.press("button", "Clear the pad");
  const pad = (await studio.items()).find((item) => item.id === "paint/pad");
  const { mouse } = studio.page;
  await mouse.move(pad.x + pad.w / 2, pad.y + pad.h / 3);
  await mouse.down();
  await mouse.move(pad.x - 200, pad.y + pad.h / 2, { steps: 12 });
  await mouse.move(pad.x + pad.w / 2, pad.y + (2 * pad.h) / 3, { steps: 12 });
  await mouse.move(pad.x - 100, pad.y + pad.h + 60, { steps: 6 });
  await mouse.up();
  const code = () => studio.items().then((items) => items.find((item) => item.id === "paint/code")?.name);
  const painted = await eventually(code);
  await mouse.move(pad.x + pad.w / 2, pad.y + pad.h / 2, { steps: 5 });
  await new Promise((done) => setTimeout(done, 500));
  assert.equal(await code(), painted, "a lifted pen draws nothing");
  await studio.picture("stroke-outside");
  assert.ok(await eventually(async () => !(await studio.item("button", "Undo")).disabled));
  studio.assertClean();
});

test("two fingers zoom the map and never the page", { timeout: 60_000 }, async (t) => {
  const studio = await openStudio({ viewport: { width: 390, height: 844, deviceScaleFactor: 2 }, touch: true, query: "preset=classroom" });
  t.after(() => studio.close());
  await studio.ready();
  assert.ok(await loaded(studio));
  await new Promise((done) => setTimeout(done, 1500));
  const map = (await studio.items()).find((item) => item.id === "map/surface");
  const before = await studio.page.screenshot({ encoding: "base64" });
  const cdp = await studio.page.createCDPSession();
  const touch = (type, apart) =>
    cdp.send("Input.dispatchTouchEvent", {
      type,
      touchPoints:
        apart === null
          ? []
          : [-1, 1].map((side, id) => ({ id, x: map.x + map.w / 2 + side * apart, y: map.y + map.h / 2 })),
    });
  await touch("touchStart", 30);
  for (let apart = 35; apart <= 110; apart += 5) await touch("touchMove", apart);
  await touch("touchEnd", null);
  await new Promise((done) => setTimeout(done, 1000));
  await studio.picture("pinched");
  assert.notEqual(await studio.page.screenshot({ encoding: "base64" }), before, "the map changed");
  assert.equal(await studio.page.evaluate(() => window.visualViewport.scale), 1, "the page did not zoom");
  assert.equal(await studio.page.evaluate(() => window.scrollY), 0);
  studio.assertClean();
});
