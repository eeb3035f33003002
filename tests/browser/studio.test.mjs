// Every feature of the studio by its name in the mirror, as a person would use it; few pages, because opening one costs
// seconds.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as page from "./lib/open.mjs";
import { keepSaved, saved } from "./lib/saved.mjs";
import { becomes, changes, until } from "./lib/wait.mjs";
import { watchItem } from "./lib/watch.mjs";

const value = async (studio, id) => (await studio.byId(id))?.value;
const name = async (studio, id) => (await studio.byId(id))?.name;
const about = (studio) => value(studio, "map/surface");
const error = (studio) => name(studio, "paint/error");

const pngSize = (bytes) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

const opened = (t, query, options = {}) => page.opened(t, { query, before: keepSaved, ...options });

test("paint: pen, eraser, framing, noise, samples, neighbours, undo by key, picture out", async (t) => {
  const studio = await opened(t, "preset=classroom&images=2000&epochs=3");
  await studio.call("reset");
  await studio.call("train", { epochs: 3 });
  await becomes("the opening painting is read", () => error(studio), /./);

  const ask = () => error(studio);
  let before = await ask();
  await studio.press("button", "Sample of 4");
  await changes("a sample is on the pad", ask, before);
  before = await ask();
  await studio.press("switch", "Frame as MNIST does");
  await studio.set("radiogroup", "Tool", "Eraser");
  const pad = await studio.byId("paint/pad");
  await studio.page.mouse.move(pad.x + pad.w / 2, pad.y + pad.h / 4);
  await studio.page.mouse.down();
  await studio.page.mouse.move(pad.x + pad.w / 2, pad.y + (3 * pad.h) / 4, { steps: 6 });
  await studio.page.mouse.up();
  await changes("erasing changes the reading", ask, before);
  await studio.page.keyboard.down("Control");
  await studio.page.keyboard.press("z");
  await studio.page.keyboard.up("Control");
  await until("Ctrl Z took the stroke back", async () => !(await studio.byId("paint/redo")).disabled);

  await studio.set("combobox", "Noise on the painting", "Masking");
  await studio.item("img", "The painting, framed");
  before = await ask();
  await studio.set("slider", "Amount of noise", "0.6");
  await changes("more noise, another reconstruction", ask, before);
  await studio.picture("paint-noise");
  await studio.press("button", "Save the painting and its reconstruction as PNG");
  assert.deepEqual(pngSize(await saved(studio, "painting.png")), [3 * 224 + 2 * 8, 224]);

  await studio.set("combobox", "Noise on the painting", "No noise");
  before = await ask();
  await studio.press("button", /^Training image/);
  await changes("a neighbour goes to the pad", ask, before);
  studio.assertClean();
});

test("map: legend, manifold, trail and replay, numbers out; loss: scale, pins, values, CSV; samples and filters", async (t) => {
  const studio = await opened(t, "preset=classroom&images=2000&epochs=4");
  await studio.call("reset");
  await studio.press("button", /^Train/);
  await becomes("trained", () => value(studio, "bar/state"), /Finished/);

  // The trail: back to the beginning, and a replay that ends in the present.
  await studio.set("slider", "Epochs so far", "0");
  const epochs = await studio.byId("map/trail");
  assert.ok(epochs, "the trail can be scrubbed");
  const replay = await watchItem(studio.page, "map/replay", (button) => button.getAttribute("aria-label"));
  await studio.press("button", "Replay the training");
  await until("it is replayed", async () => (await replay()).includes("Stop the replay"));
  // On a slow machine it may be over by now.
  await studio.page.evaluate(() => document.querySelector('#mirror [data-id="map/replay"][aria-label^="Stop"]')?.click());
  await studio.item("button", "Replay the training");

  await studio.press("switch", "Class 3 on the map");
  const checked = (id) => async () => (await studio.byId(id)).checked;
  await becomes("the first press asks for that class alone", checked("map/class/4"), /false/);
  await becomes("which is shown", checked("map/class/3"), /true/);
  await studio.press("switch", "Class 3 on the map");
  await becomes("and a second brings all back", checked("map/class/4"), /true/);
  await studio.press("button", "Manifold");
  await becomes("the manifold is put away", checked("map/manifold"), /false/);
  await studio.press("button", "Manifold");
  const save = async (name) => {
    if (!(await studio.has("button", name))) await studio.page.evaluate(() => document.querySelector('#mirror [data-id="map/save"]').click());
    await studio.press("button", name);
  };
  await save("Codes (CSV)");
  const codes = (await saved(studio, "codes.csv")).toString().trim().split("\n");
  assert.equal(codes[0], "index,label,code 1,code 2");
  assert.equal(codes.length, 1 + (await studio.state()).dataset.heldOut);
  await save("Picture (PNG)");
  assert.ok(pngSize(await saved(studio, "code-map.png"))[0] >= 1600, "fit for a slide");

  // A path between two classes, by the lists alone.
  await studio.press("button", "Path from A to B");
  await studio.set("combobox", "Path from", "A: 4");
  await studio.set("combobox", "Path to", "B: 9");
  await studio.item("img", "Morph from A to B");
  await studio.press("button", "Save the strip as PNG");
  assert.equal(pngSize(await saved(studio, "path.png"))[1], 4 * 28);
  await studio.press("button", "Close the path");

  await studio.press("button", "Pin this run for comparison");
  await studio.press("switch", "Log scale");
  await studio.press("button", "New seed");
  await studio.call("train", { epochs: 1 });
  assert.ok(await studio.has("button", /^Take away /), "the pinned run stays beside the new one");
  await studio.focus("application", "Loss chart");
  const chart = () => value(studio, "loss/chart");
  const last = await becomes("the last point is read", chart, /^Epoch 1\b/);
  await studio.page.keyboard.press("Home");
  await becomes(`the keyboard reads the first point (the last was ${last})`, chart, /^Epoch 0\b/);
  await studio.picture("loss-pinned");
  await studio.press("button", "Save the history as CSV");
  assert.match((await saved(studio, "hourglass-history.csv")).toString(), /^run,epoch|^[a-z_, ]*epoch/i);
  await studio.press("button", "Save the chart as PNG");
  await saved(studio, "hourglass-loss.png");
  await studio.press("button", /^Take away /);

  await studio.set("radiogroup", "Which samples", "Worst");
  await becomes("the worst are found", () => name(studio, "samples/caption"), /largest errors/);
  const worst = (await studio.items()).filter((one) => /^samples\/\d+$/.test(one.id));
  const errors = worst.map((one) => Number(/error ([\d.]+)/.exec(one.name)[1]));
  assert.deepEqual(errors, errors.toSorted((a, b) => b - a), "the largest error stands first");
  await studio.press("button", "Save as PNG");
  await saved(studio, "reconstructions.png");
  await studio.set("radiogroup", "Which samples", "Filters");
  await studio.item("img", /filters of the first layer$/);
  await studio.press("button", "Save the filters as PNG");
  await saved(studio, "filters.png");
  studio.assertClean();
});

test("codes of one, three and ten numbers: line and strip, axes, sliders; the sweep live and as a picture", async (t) => {
  const studio = await opened(t, "preset=classroom&images=2000&epochs=1000", { drawn: true });
  const network = async (encoder) => {
    await studio.set("textbox", "Encoder", encoder);
    await studio.stateWith(`the network is ${encoder}`, ({ settings }) => settings.encoder === encoder);
    await studio.call("train", { epochs: 1 });
    await becomes(`codes of ${encoder}`, () => about(studio), /^[1-9][\d,]* codes/);
  };
  await network("784,64,1");
  assert.ok(!(await studio.has("button", "Manifold")), "a line has a strip instead");
  await studio.picture("map-line");

  await network("784,64,10");
  await studio.press("button", "Axes and numbers");
  await studio.set("radiogroup", "Axes", "Two numbers");
  await studio.set("combobox", "Across", "Number 7");
  await studio.set("combobox", "Up", "Number 2");
  assert.equal(await value(studio, "map/axis-x"), "Number 7");
  const third = await studio.item("slider", "Number 3");
  await studio.set("slider", "Number 3", "0.5");
  await changes("a number off the axes is set", () => value(studio, "map/number/3"), third.value);
  await studio.picture("map-axes");

  await network("784,64,3");
  await studio.set("radiogroup", "View", "Sweep");
  await studio.press("button", "\u22122 to 2");
  await studio.set("textbox", "Across to", "1.9");
  await studio.set("textbox", "Across step", "0.1");
  await studio.item("text", /39 \u00d7 20 = 780 images$/);
  await studio.set("radiogroup", "Scale of the PNG", "2x");
  await studio.press("button", "Save PNG");
  const [wide, high] = pngSize(await saved(studio, "sweep.png"));
  assert.ok(wide > 39 * 56 && high > 20 * 56, "the images at twice their size, with the ranges as axes");
  const clip = async () => {
    const { x, y, w, h } = await studio.byId("sweep/picture");
    return studio.pixels({ x, y, width: w, height: h });
  };
  const still = await clip();
  await studio.press("button", /^(Resume|Train)/);
  await changes("the sweep lives while training", clip, still);
  await studio.press("button", "Pause");
  await becomes("it rests", () => value(studio, "bar/state"), /Paused/);
  // The codes of the last weights come once more, and with them the axes.
  await studio.caughtUp();
  await studio.focus("application", "Sweep");
  for (const key of ["ArrowLeft", "ArrowUp", "Enter"]) await studio.page.keyboard.press(key);
  await studio.item("text", /^On the pad: /);
  await studio.press("button", "Show on the map");
  await becomes("the tile is shown on the map", () => about(studio), /probe at/);
  studio.assertClean();
});

test("recipe and sheets by keyboard: layers, refusals, presets, and focus that comes back", async (t) => {
  const studio = await opened(t, "preset=classroom&images=2000&epochs=2");
  const encoder = async () => (await studio.state()).settings.encoder;
  const { keyboard } = studio.page;
  await studio.press("button", "Add layer");
  await becomes("a layer is added before the code", encoder, /^784,128,64,32,8,2$/);
  await studio.press("button", "Take away layer 1");
  await becomes("and one taken away", encoder, /^784,64,32,8,2$/);
  await studio.set("spinbutton", "Layer 1 width", "0");
  await until("no width is refused", async () => (await studio.byId("recipe/layer/1")).invalid);
  await studio.set("combobox", "Output", "linear");
  await studio.set("combobox", "Loss", "cross-entropy");
  const loss = await studio.item("combobox", "Loss", ({ invalid }) => invalid);
  assert.match(loss.description, /sigmoid output/, "an impossible pair is refused at its field, with the reason");
  await studio.picture("recipe-refused");

  const focused = () => studio.page.evaluate(() => document.activeElement?.closest(".item")?.dataset.id ?? "");
  await (await studio.element("button", "Help")).focus();
  await keyboard.press("Enter");
  await becomes("the keyboard is in the sheet", focused, /^help\/close$/);
  await keyboard.press("Escape");
  await becomes("and back where it came from", focused, /^bar\/help$/);
  await studio.press("button", "Preset");
  await studio.item("button", "2 numbers, 10,000 digits, about 10 s");
  const presets = (await studio.items()).filter((one) => /^presets\//.test(one.id) && one.role === "button" && !/close$/.test(one.id));
  assert.ok(presets.length >= 8 && presets.every((one) => one.description.length > 20), "each preset says what it shows");
  assert.ok(presets.some((one) => /Published/.test(one.description)));
  await studio.picture("presets");
  await studio.press("button", "2 numbers, 10,000 digits, about 10 s");
  await becomes("the preset's own network is back", encoder, /^784,128,64,32,2$/);
  studio.assertClean();
});

test("a page at 200%, a phone on its side, fingers: everything in reach, targets of 44 px", async (t) => {
  const sizes = [
    { width: 720, height: 450, deviceScaleFactor: 2, touch: false },
    { width: 844, height: 390, deviceScaleFactor: 2, touch: true },
    { width: 360, height: 640, deviceScaleFactor: 3, touch: true },
  ];
  for (const { touch, ...viewport } of sizes) {
    const studio = await opened(t, "preset=classroom&images=1000", { viewport, touch });
    for (const tab of ["Map", "Paint", "Loss", "Samples", "Recipe"]) {
      await studio.press("tab", tab);
      await until(`the tab ${tab}`, async () => (await studio.byId(`tabs/${tab.toLowerCase()}`))?.selected === "true");
      await studio.picture(`tab-${tab.toLowerCase()}-${viewport.width}x${viewport.height}`);
      const controls = (await studio.items()).filter((one) => ["button", "switch", "tab", "combobox", "slider"].includes(one.role));
      const out = controls.filter((one) => one.x < -0.5 || one.x + one.w > viewport.width + 0.5);
      assert.deepEqual(out.map((one) => one.id), [], `${tab}: nothing is cut off at the side`);
      const small = touch ? controls.filter((one) => one.h < 43.5 && !/^(samples|map\/path|paint\/nearest)\/\d+$/.test(one.id)) : [];
      assert.deepEqual(small.map((one) => `${one.id} ${one.h}`), [], `${tab}: targets are high enough for a finger`);
    }
    const surface = async (tab, id) => (await studio.press("tab", tab), until(id, () => studio.byId(id)));
    assert.ok((await surface("Map", "map/surface")).h >= 120, "the map is large enough to read");
    assert.ok((await surface("Paint", "paint/pad")).h >= 120, "the pad is large enough to paint on");
    studio.assertClean();
  }
});
