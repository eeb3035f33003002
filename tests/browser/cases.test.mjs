// The forms in which people have their images and networks (lib/cases.mjs), each brought to the page: what it makes of them, told by
// its state and by the images that it saves again. What it said is written to build/logs/cases-said.json (lib/said.mjs).
import assert from "node:assert/strict";
import { test } from "node:test";
import { Bringer } from "./lib/bring.mjs";
import { sayings } from "./lib/brought.mjs";
import { cases, filesOf, modelOf, models, pads, real } from "./lib/cases.mjs";
import { assertRight } from "./lib/images-found.mjs";
import { opened } from "./lib/open.mjs";
import { keepSaved, saved } from "./lib/saved.mjs";
import { until } from "./lib/wait.mjs";

const record = sayings("cases");

/** The files, [[name, bytes]], as hourglass.load() takes them: {dataset, npz: the images saved again}, or {refused: the sentence}. */
async function load(studio, files, options = {}) {
  const list = files.map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")]);
  const { npz, ...got } = await studio.page.evaluate(
    async (brought, how) => {
      const given = brought.map(([path, text]) => {
        const file = new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], path.split("/").at(-1));
        // As it stands in a folder that was chosen.
        if (path.includes("/")) Object.defineProperty(file, "webkitRelativePath", { value: path });
        return file;
      });
      let state;
      try {
        state = await window.hourglass.load(given, how);
      } catch (error) {
        return { refused: error.message };
      }
      const bytes = await window.hourglass.exportData();
      let letters = "";
      for (let at = 0; at < bytes.length; at += 0x8000) letters += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      return { dataset: state.dataset, npz: btoa(letters) };
    },
    list,
    options,
  );
  return npz === undefined ? got : { ...got, npz: Buffer.from(npz, "base64") };
}

const kAsksForLabels = /^These images have no labels; choose the file of their labels if there is one\.$/;

/** How many images of a case stand in a part. */
const countIn = ({ images }, part) => images.filter((image) => image.part === part).length;

/** A case's files as a person brings them: one by one, or in the folder of its name. */
const broughtAs = (one) => filesOf(one).map(([name, bytes]) => [one.folder ? `${one.name}/${name}` : name, bytes]);

test("every form in which people have their images", async (t) => {
  const studio = await opened(t, { query: "preset=classroom" });
  for (const one of cases) {
    await t.test(`case ${one.name}: ${one.what}`, async () => {
      const before = (await studio.state()).dataset;
      const got = await load(studio, broughtAs(one));
      const way = one.folder ? "a folder" : "chosen";
      record.push({ way, what: one.what, images: got.dataset && one.images?.length, said: got.refused ? [got.refused] : got.dataset.notes });
      if (one.refused) {
        assert.match(got.refused ?? "it was read", one.refused);
        assert.deepEqual((await studio.state()).dataset, before, "the images before it stay");
        return;
      }
      assert.ok(got.dataset, got.refused);
      // The page asks for labels where there are none.
      const notes = got.dataset.notes.filter((note) => !kAsksForLabels.test(note));
      assert.equal(notes.length < got.dataset.notes.length, one.classes.length === 0, got.dataset.notes.join("\n"));
      assertRight(one, { ...got.dataset, notes, npz: got.npz });
      const { training, validation, heldOut } = got.dataset;
      assert.equal(training + validation + heldOut, one.images.length);
      if (countIn(one, "test") > 0) assert.deepEqual([training, validation, heldOut], ["train", "val", "test"].map((part) => countIn(one, part)), "the split as published");
    });
  }
  await t.test("images that are dark on light are so no more when they are inverted", async () => {
    const one = cases.find(({ name }) => name === "zip-inverted");
    const { dataset, npz, refused } = await load(studio, broughtAs(one), { invert: true });
    assert.ok(dataset, refused);
    const images = one.images.map((image) => ({ ...image, pixels: image.pixels.map((value) => 255 - value) }));
    assertRight({ ...one, images, told: [/^Black and white were exchanged/], guesses: [] }, { ...dataset, npz });
  });
  await t.test("models among images are called models", async () => {
    const ours = Buffer.from(await studio.page.evaluate(() => window.hourglass.exportModel().then((bytes) => [...bytes])));
    for (const one of models) {
      const { refused } = await load(studio, [[one.path, modelOf(one, ours)]]);
      assert.match(refused ?? "it was read", one.among, one.name);
    }
  });
  assert.ok(await studio.call("train", { steps: 2 }), "the engine lives");
  assert.equal((await studio.call("stats")).restarts, 0);
  studio.assertClean();
});

test("every form in which people have their networks", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000" });
  const bringer = new Bringer(studio);
  t.after(() => bringer.close());
  await studio.call("configure", { encoder: [784, 16, 2], seed: 9 });
  const ours = Buffer.from(await studio.page.evaluate(() => window.hourglass.exportModel().then((bytes) => [...bytes])));
  for (const one of models) {
    await t.test(`case ${one.name}: ${one.what}`, async () => {
      await studio.call("configure", { encoder: [784, 12, 2], seed: 3 });
      await studio.caughtUp();
      const bytes = modelOf(one, ours);
      const bring = () => bringer.choose([{ name: one.path, bytes }]);
      if (one.refused) {
        const { dataset, failed, said } = await bringer.outcome(bring);
        record.push({ way: "chosen", what: one.what, said });
        assert.equal(dataset, null);
        assert.ok(failed, said.join(" "));
        assert.match(said.join(" "), one.refused);
        assert.equal((await studio.state()).settings.encoder, "784,12,2", "the run before it stays");
        return;
      }
      await bring();
      if (one.taken) {
        await studio.item("dialog", "A network of another program");
        const lines = (await studio.items()).filter(({ id }) => id.startsWith("foreign/line/")).map(({ name }) => name);
        record.push({ way: "chosen", what: one.what, said: [`(it is shown first) ${lines.join(" ")}`] });
        assert.match(lines[0], /^A network 784-/);
        await studio.press("button", "Open it");
      } else {
        record.push({ way: "chosen", what: one.what, said: ["(it is the run)"] });
      }
      const encoder = one.taken ?? (real ? "784,2" : "784,16,2");
      await studio.stateWith(`${one.name} is the run`, ({ settings }) => settings.encoder === encoder);
    });
  }
  studio.assertClean();
});

/** What the pad's network sees, 28 by 28 grey levels: the last tile but one of the picture of painting and reconstruction. */
async function seenOnPad(studio) {
  await studio.drawn();
  await studio.press("button", "Save the painting and its reconstruction as PNG");
  const file = await saved(studio, "painting.png");
  return studio.page.evaluate(async (text) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], { type: "image/png" }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    const scale = picture.height / 28;
    const left = picture.width - 2 * picture.height - scale;
    const { data } = context.getImageData(left, 0, picture.height, picture.height);
    return Array.from({ length: 784 }, (_, at) => data[4 * (Math.floor((Math.floor(at / 28) + 0.5) * scale) * picture.height + Math.floor(((at % 28) + 0.5) * scale))]);
  }, file.toString("base64"));
}

/** The box around all that is lighter than `level`. */
function box(grey, level) {
  const inked = grey.flatMap((value, at) => (value > level ? [[at % 28, Math.floor(at / 28)]] : []));
  const size = (values) => Math.max(...values) - Math.min(...values) + 1;
  return inked.length === 0 ? { wide: 0, high: 0, inked: 0 } : { wide: size(inked.map(([x]) => x)), high: size(inked.map(([, y]) => y)), inked: inked.length };
}

test("photographs, scans and screenshots for the pad: the digit alone, framed", async (t) => {
  const studio = await opened(t, { drawn: true, query: "preset=classroom&images=2000", before: keepSaved });
  const bringer = new Bringer(studio);
  t.after(() => bringer.close());
  const code = async () => (await studio.byId("paint/code"))?.name;
  await until("the page's own painting is read", code);
  for (const { name, bytes } of pads) {
    await t.test(`case pad/${name}`, async () => {
      const before = await code();
      await bringer.closeNotices();
      await bringer.choose([{ name, bytes: bytes() }]);
      // One whose ground is black to its last pixel is taken at once; any other is shown first.
      const shown = await until("it is shown, or on the pad", async () =>
        (await studio.byId("picture/take")) ? "shown" : ![undefined, before].includes(await code()) ? "taken" : null);
      if (shown === "shown") {
        assert.equal(await studio.byId("picture/failed"), undefined);
        await studio.press("button", "Take");
        await studio.gone("dialog", "A picture for the pad");
      }
      const seen = await seenOnPad(studio);
      const strokes = box(seen, 100), anything = box(seen, 40);
      assert.ok(Math.abs(Math.max(strokes.wide, strokes.high) - 20) <= 3, `${strokes.wide} by ${strokes.high} of 28 pixels: it is framed as MNIST's digits are`);
      assert.ok(anything.wide <= strokes.wide + 4 && anything.high <= strokes.high + 4, `nothing lies around it: ${JSON.stringify([strokes, anything])}`);
      assert.ok(strokes.inked >= 30 && strokes.inked <= 300, `${strokes.inked} pixels are ink`);
      // The 7 that is drawn here is three fifths as wide as high.
      if (!real) assert.ok(strokes.wide >= 10 && strokes.wide <= 16 && strokes.high >= 18, `it is the digit alone: ${strokes.wide} by ${strokes.high}`);
      record.push({ way: "chosen", what: `a picture for the pad: ${name}`, said: [shown === "shown" ? "(it is shown first, and then on the pad)" : "(it is on the pad)"] });
    });
  }
  studio.assertClean();
});
