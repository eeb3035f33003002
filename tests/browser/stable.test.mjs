// Quick hands and odd moments: the page ends in a right state with nothing lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened } from "./lib/open.mjs";
import { becomes, pause, until } from "./lib/wait.mjs";

const pressed = (studio, id) =>
  studio.page.evaluate((name) => document.querySelector(`#mirror [data-id="${name}"]`)?.click(), id);

test("fifty quick presses of Train, Pause and Reset end in a right state", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000" });
  for (let i = 0; i < 50; ++i) {
    await pressed(studio, i % 5 === 4 ? "bar/reset" : "bar/train");
    await pause((i * 37) % 60);
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

test("a network changed while training begins a new run, and the page agrees with the engine", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000&epochs=1000" });
  await studio.press("button", /^Train/);
  await studio.item("button", "Pause");
  await studio.call("configure", { encoder: [784, 32, 3] });
  const [code] = await until("codes of three numbers", async () => {
    const codes = await studio.call("encode", new Array(784).fill(0));
    return codes[0].length === 3 ? codes : null;
  });
  assert.equal(code.length, 3);
  assert.equal((await studio.call("state")).settings.encoder, "784,32,3");
  studio.assertClean();
});

test("a stroke goes on outside the pad, and lifting the pen outside ends it", async (t) => {
  const studio = await opened(t, { query: "preset=classroom" });
  await studio.press("button", "Clear the pad");
  const pad = await studio.byId("paint/pad");
  const { mouse } = studio.page;
  await mouse.move(pad.x + pad.w / 2, pad.y + pad.h / 3);
  await mouse.down();
  await mouse.move(pad.x - 200, pad.y + pad.h / 2, { steps: 12 });
  await mouse.move(pad.x + pad.w / 2, pad.y + (2 * pad.h) / 3, { steps: 12 });
  await mouse.move(pad.x - 100, pad.y + pad.h + 60, { steps: 6 });
  await mouse.up();
  const code = async () => (await studio.byId("paint/code"))?.name;
  const painted = await until("the stroke is read", code);
  await mouse.move(pad.x + pad.w / 2, pad.y + pad.h / 2, { steps: 5 });
  await studio.rest();
  assert.equal(await code(), painted, "a lifted pen draws nothing");
  await studio.picture("stroke-outside");
  await studio.item("button", "Undo", ({ disabled }) => !disabled);
  studio.assertClean();
});

test("two fingers zoom the map and never the page", async (t) => {
  const studio = await opened(t, { drawn: true, viewport: { width: 390, height: 844, deviceScaleFactor: 2 }, touch: true, query: "preset=classroom" });
  await becomes("codes on the map", async () => (await studio.byId("map/surface"))?.value, /^[1-9][\d,]* codes/);
  await studio.rest();
  const map = await studio.byId("map/surface");
  const picture = () => studio.pixels();
  const before = await picture();
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
  await until("the map changes", async () => (await picture()) !== before);
  await studio.picture("pinched");
  assert.equal(await studio.page.evaluate(() => window.visualViewport.scale), 1, "the page did not zoom");
  assert.equal(await studio.page.evaluate(() => window.scrollY), 0);
  studio.assertClean();
});
