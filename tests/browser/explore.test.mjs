// Paint, code map, sweep and samples in a real browser: by mouse, by finger and by key.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./lib/open.mjs";
import { becomes, changes, until } from "./lib/wait.mjs";

const error = async (studio) => (await studio.item("text", /^Reconstruction error/)).name;
const about = async (studio) => (await studio.item("application", "Code map")).value;

/** The page with its trained model, its images and their codes. */
async function opened(t, options = {}) {
  const studio = await open(t, options);
  await studio.ready();
  if (!options.touch) await studio.item("text", /^Reconstruction error/);
  await becomes("codes on the map", () => about(studio), /^[1-9][\d,]* codes/);
  return studio;
}

const within = (item, across, down) => [item.x + item.w * across, item.y + item.h * down];

test("the page opens with a painting that is rebuilt, and a mouse paints another", async (t) => {
  const studio = await opened(t);
  const first = await error(studio);
  await studio.press("button", "Clear the pad");
  await studio.gone("text", /^Reconstruction error/);
  const pad = await studio.item("application", "Paint pad");
  const mouse = studio.page.mouse;
  await mouse.move(...within(pad, 0.35, 0.2));
  await mouse.down();
  await mouse.move(...within(pad, 0.7, 0.22), { steps: 8 });
  await mouse.move(...within(pad, 0.45, 0.85), { steps: 12 });
  await mouse.move(...within(pad, 0.45, 1.5), { steps: 4 });
  await mouse.up();
  await changes("another reconstruction", () => error(studio), first);
  await studio.item("button", /^Training image/);
  await studio.picture("explore-painted");
  await studio.press("button", "Undo");
  await studio.gone("text", /^Reconstruction error/); // it was one stroke
  studio.assertClean();
});

test("the pad can be painted by keys alone", async (t) => {
  const studio = await opened(t);
  await studio.press("button", "Clear the pad");
  await studio.gone("text", /^Reconstruction error/);
  await studio.focus("application", "Paint pad");
  await studio.page.keyboard.press("Space");
  for (let i = 0; i < 12; ++i) await studio.page.keyboard.press("ArrowDown");
  await studio.page.keyboard.press("Space");
  assert.ok(await error(studio));
  assert.equal((await studio.call("state")).state !== "training", true, "Space was the pen's");
  studio.assertClean();
});

test("the map answers the pointer, and two clicks give a path with its morph", async (t) => {
  const studio = await opened(t);
  const map = await studio.item("application", "Code map");
  await studio.page.mouse.move(...within(map, 0.45, 0.4));
  const there = await becomes("the place under the pointer is told", () => about(studio), /probe at/);
  await studio.page.mouse.wheel({ deltaY: -300 });
  await studio.page.mouse.move(...within(map, 0.55, 0.5));
  await changes("another place is under the pointer", () => about(studio), there);
  await studio.page.mouse.click(...within(map, 0.4, 0.35));
  await studio.page.mouse.click(...within(map, 0.6, 0.6));
  await studio.item("img", "Morph from A to B");
  await studio.picture("explore-path");
  await studio.press("button", "Close the path");
  await studio.set("combobox", "Images on the map", (await studio.item("combobox", "Images on the map")).options[1]);
  const all = (await studio.call("state")).dataset.training;
  await becomes("all training images are on the map", () => about(studio), new RegExp(`^${all.toLocaleString("en")}`));
  studio.assertClean();
});

test("both posts' sweeps, a tile taken to the pad, and any range that is refused says why", async (t) => {
  const studio = await opened(t);
  const before = await error(studio);
  await studio.set("radiogroup", "View", "Sweep");
  await studio.press("button", "\u22121 to 1");
  await studio.item("text", /= 100 images$/);
  await studio.press("button", "\u22122 to 2");
  await studio.item("text", /= 400 images$/);
  await studio.press("button", "Fit to the data");
  await studio.item("text", /= 400 images$/);
  const sweep = await studio.item("application", "Sweep");
  await studio.page.mouse.click(...within(sweep, 0.3, 0.3));
  await changes("the tile is on the pad", () => error(studio), before);
  await studio.picture("explore-sweep");
  await studio.set("textbox", "Across step", "0.0001");
  assert.match((await studio.item("status", "Refused")).value, /at most 40/);
  studio.assertClean();
});

test("a finger paints without scrolling the page, and two fingers zoom the map", async (t) => {
  const studio = await opened(t, { touch: true, viewport: { width: 390, height: 844, deviceScaleFactor: 2 }, dark: true });
  await studio.picture("explore-phone-map");
  const touches = await studio.page.createCDPSession();
  const send = (type, ...points) =>
    touches.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const map = await studio.item("application", "Code map");
  // Where the finger looks before and after the pinch: the same place on the screen is another code.
  const look = async () => {
    await send("touchStart", within(map, 0.3, 0.3));
    const said = await becomes("the place under the finger is told", () => about(studio), /probe at/);
    await send("touchEnd");
    return said;
  };
  const before = await look();
  await send("touchStart", within(map, 0.45, 0.5), within(map, 0.55, 0.5));
  for (let i = 1; i <= 8; ++i) await send("touchMove", within(map, 0.45 - 0.03 * i, 0.5), within(map, 0.55 + 0.03 * i, 0.5));
  await send("touchEnd");
  await changes("another code is there", look, before);

  await studio.press("tab", "Paint");
  const first = await error(studio);
  const pad = await studio.item("application", "Paint pad");
  await send("touchStart", within(pad, 0.3, 0.2));
  for (let i = 1; i <= 10; ++i) await send("touchMove", within(pad, 0.3 + 0.04 * i, 0.2 + 0.06 * i));
  await send("touchEnd");
  await changes("the stroke is read", () => error(studio), first);
  assert.deepEqual(await studio.page.evaluate(() => [scrollX, scrollY, visualViewport.scale]), [0, 0, 1]);
  await studio.picture("explore-phone-paint");
  studio.assertClean();
});
