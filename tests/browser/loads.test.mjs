// How a load goes: its progress, what is asked before the images are used, halves that come one after the other, what interrupts it, and
// the choice of images.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { folders, imagesOf, openToBring, sayings } from "./lib/brought.mjs";
import * as made from "./lib/made.mjs";
import { becomes, until } from "./lib/wait.mjs";
import { engineEvents, watchEngine, watchItem } from "./lib/watch.mjs";

const record = sayings("loads");

test("a full-size notMNIST_small.tar.gz loads while its progress is shown; two files are skipped and counted", async (t) => {
  const { studio, bringer } = await openToBring(t, { before: (page) => watchEngine(page, "file_progress") });
  const entries = made.notMnistSmall();
  assert.equal(entries.length, 18_726);
  const [path] = bringer.write([{ name: "notMNIST_small.tar.gz", bytes: made.gz(made.tar(entries)) }]);
  const shown = await watchItem(studio.page, "bar/progress", (bar) =>
    document.querySelector('#mirror [data-id="bar/state"]')?.textContent === "Loading" ? (bar.getAttribute("aria-valuetext") ?? "") : undefined,
  );
  const before = (await engineEvents(studio.page)).length;
  const { dataset, said, seconds } = await bringer.outcome(() => bringer.choosePaths([path]));
  const told = (await engineEvents(studio.page)).slice(before).map(({ done, total }) => done / total);
  const seen = await shown();
  record.push({ way: "chosen", what: "notMNIST_small.tar.gz, full size", images: imagesOf(dataset), classes: dataset.classes.join(" "), said, seconds, seen });
  assert.equal(imagesOf(dataset), 18_724);
  assert.deepEqual(dataset.classes, [..."ABCDEFGHIJ"]);
  assert.match(said.join(" "), /2 files could not be used and were skipped; the first: .*is empty/);
  assert.ok(told.some((share) => share > 0 && share < 1), `progress is told on the way: ${told}`);
  assert.deepEqual(told, told.toSorted((a, b) => a - b), "and rises");
  assert.equal(told.at(-1), 1, "to the end");
  const percentages = seen.filter((text) => text.endsWith("%")).map((text) => Number.parseInt(text));
  assert.ok(percentages.length > 0, `it is shown: ${seen}`);
  assert.deepEqual(percentages, percentages.toSorted((a, b) => a - b), "as it rises");
  studio.assertClean();
});

test("how files are read is chosen on the sheet, and they are read again otherwise", async (t) => {
  const { studio, bringer } = await openToBring(t);
  const twice = [...folders, ...folders.map(({ path, bytes }) => ({ path: path.replace(".png", "-again.png"), bytes }))];
  for (let i = 0; i < 5; ++i) twice.push({ path: `notMNIST_small/I/white-${i}.png`, bytes: made.png(Buffer.alloc(784, 255)) });
  await bringer.outcome(() => bringer.choose([{ name: "twice.tar.gz", bytes: made.gz(made.tar(twice)) }]));
  await studio.press("button", /^Data set/);
  await studio.press("switch", "No duplicates");
  await studio.press("switch", "No blank images");
  await studio.set("spinbutton", "Images to keep at most", 50);
  const again = await bringer.outcome(() => studio.press("button", "Read again"));
  assert.equal(imagesOf(again.dataset), 50);
  record.push({ way: "read again", what: "no duplicates, no blank images, at most 50", images: 50, said: again.said });
  assert.match(again.said.join(" "), /5 blank images dropped.*60 exact duplicates dropped|60 exact duplicates dropped/);
  assert.match(again.said.join(" "), /A random sample of 50 of 60 images was kept, as equal by class as they are/);
  await studio.picture("own-images");

  await bringer.closeNotices();
  await studio.press("button", "Look at the images");
  await studio.item("img", "A: 5 images");
  await studio.picture("data-look");
  studio.assertClean();
});

test("images that may be meant otherwise are shown before they are used, and read again as the person says", async (t) => {
  const { studio, bringer } = await openToBring(t);
  const before = JSON.stringify((await studio.state()).dataset);
  const dark = made.idxImages(60);
  for (let i = 16; i < dark.length; ++i) dark[i] = 255 - dark[i];
  await bringer.choose([{ name: "paper-images-idx3-ubyte", bytes: dark }]);
  const use = await studio.item("button", "Use these images", ({ disabled }) => !disabled);
  assert.ok(use);
  assert.equal((await studio.byId("asked/ground")).value, "Light on dark");
  assert.equal(JSON.stringify((await studio.state()).dataset), before, "nothing is used yet");
  await studio.picture("asked-images");
  await studio.set("radiogroup", "The images are", "Dark on light");
  await until("they are read again", async () => {
    const [ground, button] = [await studio.byId("asked/ground"), await studio.byId("asked/use")];
    return ground?.value === "Dark on light" && button && !button.disabled;
  });
  await studio.press("button", "Use these images");
  const { dataset } = await studio.stateWith("they are used", (state) => state.dataset?.name === "paper-images-idx3-ubyte" && !state.loading);
  assert.match(dataset.notes.join(" "), /Black and white were exchanged/);
  await bringer.choose([{ name: "other-images-idx3-ubyte", bytes: dark }]);
  await studio.press("button", "Cancel");
  await studio.gone("button", "Use these images");
  assert.equal((await studio.state()).dataset.name, "paper-images-idx3-ubyte");
  studio.assertClean();
});

test("images and labels may come one after the other", async (t) => {
  const { studio, bringer } = await openToBring(t);
  const images = { name: "g-images-idx3-ubyte", bytes: made.idxImages(60) };
  const labels = { name: "g-labels-idx1-ubyte", bytes: made.idxLabels(60) };
  let got = await bringer.outcome(() => bringer.choose([labels]));
  assert.equal(got.dataset, null);
  assert.match(got.said.join(" "), /60 labels and no images: now choose their images/);
  record.push({ way: "chosen", what: "IDX labels alone", said: got.said });
  got = await bringer.outcome(() => bringer.choose([images]));
  assert.equal(got.dataset.classes.length, 10);
  record.push({ way: "chosen", what: "then their images", images: imagesOf(got.dataset), said: got.said });

  got = await bringer.outcome(() => bringer.choose([images]));
  assert.equal(got.dataset.classes.length, 0);
  got = await bringer.outcome(() => bringer.choose([{ ...labels, bytes: made.idxLabels(59) }]));
  assert.match(got.said.join(" "), /59 labels, but there are 60 images/);
  record.push({ way: "chosen", what: "images, then labels of another count", said: got.said });
  got = await bringer.outcome(() => bringer.choose([labels]));
  assert.equal(got.dataset.classes.length, 10);
  studio.assertClean();
});

test("a file that vanishes, a second load during the first, and a cancelled one leave the page as it was", async (t) => {
  const { studio, bringer } = await openToBring(t);
  const pictures = made.folders(100);
  const many = Array.from({ length: 150_000 }, (_, n) => pictures[n % 100]);
  const [slow] = bringer.write([{ name: "slow.tar", bytes: made.tar(many) }]);
  let got = await bringer.outcome(async () => {
    await bringer.choosePaths([slow]);
    await studio.stateWith("the first is being read", ({ loading }) => loading?.done > 0);
    await bringer.choose([{ name: "quick.zip", bytes: made.zip(folders) }]);
  });
  assert.equal(got.dataset.name, "quick");
  assert.deepEqual(got.said, []);
  record.push({ way: "chosen", what: "a second load during the first", images: imagesOf(got.dataset), said: got.said });

  await studio.press("button", /^Data set/);
  await bringer.choosePaths([slow]);
  await studio.press("button", "Cancel");
  await studio.stateWith("nothing loads", ({ loading }) => loading === null);
  assert.equal((await bringer.dataset()).name, "quick");

  const before = await bringer.dataset();
  got = await bringer.outcome(async () => {
    await bringer.choosePaths([slow]);
    await studio.stateWith("it is being read", ({ loading }) => loading?.done > 0);
    rmSync(slow);
  });
  assert.match(got.said.join(" "), /slow.tar cannot be read any more: it was moved, changed or taken away/);
  record.push({ way: "chosen", what: "a file that vanishes while read", said: got.said });
  assert.deepEqual(await bringer.dataset(), before);
  studio.assertClean();
});

test("a set of the catalogue can be cancelled while it is fetched, and fetched again from the cache", async (t) => {
  const { studio, bringer } = await openToBring(t);
  // Until it stands, what was fetched is asked for once more when it comes, to be stored for the next visit.
  await until("the service worker answers", () => studio.page.evaluate(() => navigator.serviceWorker.controller !== null));
  const first = await bringer.dataset();
  studio.server.fault = (path) => (/letters-images/.test(path) ? { hang: true } : null);
  await studio.press("button", /^Data set/);
  await studio.item("dialog", "Images");
  const card = await studio.page.evaluate(() => {
    const text = (id) => document.querySelector(`#mirror [data-id="data/letters/${id}"]`)?.textContent ?? "";
    return { title: text("title"), facts: text("facts"), about: text("about"), terms: text("terms") };
  });
  assert.match(card.title, /Letters A-J \(free fonts, in the manner of notMNIST\)/);
  assert.match(card.facts, /10,000 images . 2\.1 MB/);
  assert.match(card.terms, /Debian's font packages.*OFL/);
  const use = async () => {
    const button = await until("the card's button", () => studio.page.$('#mirror [data-id="data/letters/use"]'));
    await button.evaluate((node) => node.click());
  };
  await use();
  await studio.press("button", "Cancel");
  await studio.stateWith("nothing loads", ({ loading }) => loading === null);
  assert.deepEqual(await bringer.dataset(), first);

  studio.server.fault = () => null;
  await use();
  await studio.stateWith("the letters are there", ({ dataset }) => dataset.name === "letters");
  assert.deepEqual((await bringer.dataset()).classes, [..."ABCDEFGHIJ"]);
  const asked = () => studio.server.requests.filter((path) => /letters-images/.test(path)).length;
  const before = asked();
  await studio.call("load", "mnist");
  await studio.call("load", "letters");
  assert.equal(asked(), before, "it was kept");
  studio.assertClean();
});

test("the choice of images, classes, held-out share and seed is a setting and part of the link", async (t) => {
  const { studio, bringer } = await openToBring(t, { fault: (path) => (path === "/given/few.zip" ? { bytes: made.zip(made.folders(400)) } : null), query: "data=given/few.zip" });
  assert.equal((await bringer.dataset()).training, 330);
  await studio.press("switch", "Class C takes part");
  await studio.set("spinbutton", "Training images", 100);
  await studio.press("button", "More settings: Data");
  await studio.set("spinbutton", "Held-out share", 0.5);
  await studio.set("spinbutton", "Seed", 12);
  await studio.stateWith("100 images to train on and half held out", ({ dataset }) => dataset.training === 100 && dataset.heldOut === 180);
  const address = () => studio.page.evaluate(() => location.search);
  await becomes("the address says so", address, /(?=.*held-out-share)(?=.*seed)/);
  const held = await studio.call("codes");
  const search = await address();
  for (const part of [/images=100/, /classes=0,1,3,4,5,6,7,8,9|classes=0%2C1%2C3/, /held-out-share=0\.5/, /seed=12/]) assert.match(search, part);
  await studio.page.evaluate(() => localStorage.clear());
  await studio.page.reload({ waitUntil: "load" });
  await studio.ready();
  await studio.stateWith("the images are there", ({ dataset }) => dataset?.heldOut === 180);
  assert.deepEqual((await studio.call("codes")).labels, held.labels, "the same images are held out");
  studio.assertClean();
});
