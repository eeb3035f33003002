// The ways in which files come: dropped, in a folder, pasted, by a link, by a script; pictures to the pad, models to the run.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { folders, imagesOf, mixed, openToBring, sayings } from "./lib/brought.mjs";
import * as made from "./lib/made.mjs";
import { becomes, changes, until } from "./lib/wait.mjs";

const record = sayings("ways-in");

test("JPEG and WebP pictures become images, and a damaged one among them is told", async (t) => {
  const { studio, bringer } = await openToBring(t);
  for (const [ending, kind] of [["jpg", "JPEG"], ["webp", "WebP"]]) {
    // By the browser's own encoders.
    const pictures = await studio.page.evaluate(async (type) => {
      const canvas = new OffscreenCanvas(28, 28);
      const pen = canvas.getContext("2d");
      const files = [];
      for (let n = 0; n < 20; ++n) {
        pen.fillStyle = "black";
        pen.fillRect(0, 0, 28, 28);
        pen.fillStyle = "white";
        pen.fillRect(n, n % 2 ? 4 : 14, 6, 8);
        const blob = await canvas.convertToBlob({ type, quality: 0.9 });
        files.push([...new Uint8Array(await blob.arrayBuffer())]);
      }
      return files;
    }, `image/${kind.toLowerCase()}`);
    const entries = pictures.map((bytes, n) => ({ path: `set/${"AB"[n % 2]}/${n}.${ending}`, bytes: Buffer.from(bytes) }));
    entries.push({ path: `set/A/torn.${ending}`, bytes: entries[0].bytes.subarray(0, -20) });
    const { dataset, said } = await bringer.outcome(() => bringer.choose([{ name: `${ending}.zip`, bytes: made.zip(entries) }]));
    record.push({ way: "chosen", what: `a zip of ${kind} folders, one of them cut off`, images: dataset && imagesOf(dataset), said });
    assert.ok(dataset, said.join(" "));
    assert.equal(imagesOf(dataset), 20);
    assert.deepEqual(dataset.classes, ["A", "B"]);
    assert.match(said.join(" "), new RegExp(`1 file could not be used and was skipped: "set/A/torn\\.${ending}" is a ${kind} that cannot be read`));
  }
  studio.assertClean();
});

test("a photograph is shown with its crop before the pad takes the drawing upon it", async (t) => {
  const { studio, bringer } = await openToBring(t);
  // A stroke in a slanting shadow.
  const grey = Array.from({ length: 300 * 400 }, (_, i) => {
    const [x, y] = [i % 300, Math.floor(i / 300)];
    const light = 230 - 0.25 * x - 0.2 * y;
    return Math.round(x > 140 && x < 160 && y > 120 && y < 280 ? 0.3 * light : light);
  });
  const code = async () => (await studio.byId("paint/code"))?.name;
  await until("the page's own painting is read", code);
  const before = await code();
  await bringer.choose([{ name: "photo.png", bytes: made.png(grey, { width: 300, height: 400 }) }]);
  await studio.item("img", "What the network will see");
  assert.equal(await studio.byId("picture/failed"), undefined);
  await studio.picture("photograph");
  await studio.press("button", "Take");
  await until("the drawing is on the pad", async () => ![undefined, before].includes(await code()));
  studio.assertClean();
});

test("files come in by drop, folder, paste, link and script; a picture goes to the pad, a model becomes the run", async (t) => {
  const served = { "/given/few.zip": made.zip(folders), "/given/digit.png": made.png(made.image(3)) };
  const fault = (path) => (served[path] ? { bytes: served[path] } : null);
  const { studio, bringer } = await openToBring(t, { fault });
  const overlay = () => studio.page.evaluate(() => (document.getElementById("drop").hidden ? "" : document.getElementById("drop-text").textContent));
  const told = [];

  const [archive] = bringer.write([{ name: "dropped.zip", bytes: made.zip(folders) }]);
  let got = await bringer.outcome(() => bringer.drop([archive], async () => told.push(await overlay())));
  assert.equal(imagesOf(got.dataset), 60);
  assert.match(told.at(-1), /Drop images to train on: IDX, tar, zip, CSV or NumPy files, or a folder/);
  assert.equal(await overlay(), "");
  record.push({ way: "dropped", what: "a zip", images: 60, said: [told.at(-1), ...got.said] });

  bringer.write(mixed.filter(({ path, kind }) => path.startsWith("notMNIST") && !kind).map(({ path, bytes }) => ({ name: `whole/${path}`, bytes: bytes ?? Buffer.alloc(0) })));
  got = await bringer.outcome(() => bringer.drop([join(bringer.folder, "whole/notMNIST_small")]));
  assert.equal(imagesOf(got.dataset), 60);
  assert.deepEqual(got.dataset.classes, [..."ABCDEFGHIJ"]);
  assert.match(got.said.join(" "), /4 files could not be used and were skipped/);
  record.push({ way: "dropped", what: "a folder of PNG folders", images: 60, said: got.said });

  got = await bringer.outcome(() => bringer.paste("table.csv", "text/csv", made.csv(60)));
  assert.equal(imagesOf(got.dataset), 60);
  record.push({ way: "pasted", what: "a CSV file", images: 60, said: got.said });

  // A painting is told apart by its code.
  const code = async () => (await studio.byId("paint/code"))?.name;
  for (const [way, bring] of [
    ["pasted", () => bringer.paste("image.png", "image/png", made.png(made.image(4)))],
    ["chosen", () => bringer.choose([{ name: "no-ending", bytes: made.png(made.image(7)) }])],
  ]) {
    const before = await code();
    await bring();
    await changes(`a picture that was ${way} is on the pad`, code, before);
    record.push({ way, what: "a picture", said: ["(it is on the pad)"] });
  }
  got = await bringer.outcome(() => bringer.choose([{ name: "torn.png", bytes: made.png(made.image(7)).subarray(0, 45) }]));
  assert.match(got.said.join(" "), /torn.png could not be read: it is damaged/);
  record.push({ way: "chosen", what: "a picture cut off", said: got.said });

  await studio.call("configure", { encoder: [784, 16, 2], seed: 9 });
  const model = Buffer.from(await studio.page.evaluate(() => window.hourglass.exportModel().then((bytes) => [...bytes])));
  await studio.call("configure", { encoder: [784, 12, 2], seed: 3 });
  await bringer.choose([{ name: "saved.safetensors", bytes: model }]);
  await studio.stateWith("the saved model is the run", ({ settings }) => settings.encoder === "784,16,2");
  record.push({ way: "chosen", what: "a saved model", said: ["(it is the run)"] });

  const state = await studio.page.evaluate(async () => {
    const bytes = new Uint8Array([0, 0, 8, 3, 0, 0, 0, 60, 0, 0, 0, 28, 0, 0, 0, 28, ...Array.from({ length: 60 * 784 }, (_, i) => (i * 7) % 251)]);
    return window.hourglass.load(bytes, { name: "from-script", images: 30, balanced: false });
  });
  assert.equal(imagesOf(state.dataset), 30);
  await assert.rejects(studio.page.evaluate(() => window.hourglass.load(new Uint8Array([1, 2, 3]), "three")), /"three" is of no kind that is known here/);

  await studio.page.goto(studio.server.url + "?data=given/few.zip", { waitUntil: "load" });
  await studio.ready();
  await studio.stateWith("the link's images are there", ({ dataset }) => dataset?.classes.length === 10 && imagesOf(dataset) === 60);
  assert.match(await studio.page.evaluate(() => location.search), /data=given(%2F|\/)few\.zip/, "a refresh brings it again");
  assert.deepEqual(await bringer.notices(), []);
  record.push({ way: "?data= link", what: "a zip of this site", images: 60, said: [] });
  await studio.page.goto(studio.server.url + "?preset=classroom&data=given/digit.png", { waitUntil: "load" });
  await studio.ready();
  await studio.images(10000); // beside the usual images
  for (const [link, words] of [
    ["given/none.zip", /none.zip did not arrive: the server answered 404/],
    ["http://localhost:9/few.zip", /lies on another site; Hourglass opens data of its own site only/],
  ]) {
    await studio.page.evaluate(() => localStorage.clear());
    await studio.page.goto(`${studio.server.url}?data=${encodeURIComponent(link)}`, { waitUntil: "load" });
    await studio.ready();
    const said = await becomes("it is refused", async () => (await bringer.notices()).map(({ text }) => text).join(" "), words);
    record.push({ way: "?data= link", what: link, said: [said] });
  }
  studio.errors = studio.errors.filter((text) => !/status of 404/.test(text));
  studio.assertClean();
});
