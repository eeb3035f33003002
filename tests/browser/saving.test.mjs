// What is saved from the page opens again: the run as a report, whose link leads back to it, and the images.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Bringer } from "./lib/bring.mjs";
import { imagesIn } from "./lib/images-found.mjs";
import * as made from "./lib/made.mjs";
import * as page from "./lib/open.mjs";
import { keepSaved, saved } from "./lib/saved.mjs";
import { pictures } from "./lib/studio.mjs";
import { until } from "./lib/wait.mjs";

const opened = (t, query) => page.opened(t, { query, before: keepSaved });

test("the report is a page of its own with every part, and its link leads back to the recipe", async (t) => {
  const studio = await opened(t, "preset=classroom&images=2000&epochs=2&seed=5");
  await studio.call("configure", { encoder: [784, 24, 2], epochs: 2 });
  await studio.call("train", { epochs: 2 });
  await studio.caughtUp();
  const { settings } = await studio.state();
  await studio.press("button", "Save the trained network");
  await studio.press("button", "Report, as a page to print");
  const html = (await saved(studio, "hourglass-report.html")).toString();

  const report = await studio.page.browserContext().newPage();
  const errors = [], asked = [];
  report.on("console", (message) => errors.push(message.text()));
  report.on("pageerror", (error) => errors.push(String(error)));
  report.on("request", (request) => asked.push(request.url()));
  await report.setContent(html, { waitUntil: "load" });
  const seen = await report.evaluate(() => ({
    heads: [...document.querySelectorAll("h2")].map((head) => head.textContent),
    images: [...document.images].map((image) => image.complete && image.naturalWidth > 0 && image.alt !== ""),
    drawings: document.querySelectorAll("svg").length,
    scripts: document.scripts.length,
    link: [...document.links].map((link) => link.href).find((href) => href.includes("?")),
    text: document.body.innerText,
  }));
  assert.deepEqual(seen.heads, ["Recipe", "Curve", "Figures", "Map", "Sweep", "Samples", "How to make this again"]);
  assert.ok(seen.images.length >= 2 && seen.images.every(Boolean), `every image is there, and told in words: ${seen.images}`);
  assert.ok(seen.drawings >= 2, "curve and map are drawn");
  assert.equal(seen.scripts, 0);
  assert.ok(seen.text.includes("784,24,2"), "the recipe says the widths");
  mkdirSync(pictures, { recursive: true });
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    await report.setViewport({ width, height });
    const across = await report.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(across <= width, `${across} pixels across where there are ${width}`);
    await report.screenshot({ path: join(pictures, `report-${width}.png`), fullPage: true });
  }
  assert.deepEqual(errors, []);
  assert.deepEqual(asked.filter((url) => !url.startsWith("data:") && !url.startsWith("about:")), [], "it needs nothing but itself");
  await report.close();

  // As whoever gets the report opens it: in a browser that was never here.
  const visitor = await (await page.freshProfile(t)).newPage();
  await visitor.goto(seen.link, { waitUntil: "load" });
  const recipe = () =>
    visitor.evaluate(async () => {
      const state = await window.hourglass?.state();
      return state?.dataset ? state.settings : null;
    });
  assert.deepEqual(await until("the recipe of the report", recipe), settings);
  studio.assertClean();
});

test("the images that are in use are saved as .npz, and are the same set when that is opened", async (t) => {
  const studio = await opened(t, "preset=classroom");
  const bringer = new Bringer(studio);
  t.after(() => bringer.close());
  const pair = (count, part) => [
    { path: `x_${part}.npy`, bytes: made.npy("|u1", [count, 28, 28], made.images(count)) },
    { path: `y_${part}.npy`, bytes: made.npy("|u1", [count], made.labels(count)) },
  ];
  const large = { path: "notMNIST_small/A/large.png", bytes: made.png(made.image(61, 64), { width: 64, height: 64 }) };
  for (const [what, name, bytes, counts] of [
    ["letters, one of another size", "letters.zip", made.zip([...made.folders(60), large]), { train: 61, val: 0, test: 0 }],
    ["a set with its own split", "digits.npz", made.zip([...pair(60, "train"), ...pair(20, "val"), ...pair(10, "test")]), { train: 60, val: 20, test: 10 }],
  ]) {
    const first = await bringer.outcome(() => bringer.choose([{ name, bytes }]));
    assert.ok(first.dataset, `${what}: ${first.said}`);
    await studio.press("button", /^Data set/);
    await studio.press("button", "Save these images");
    const file = await saved(studio, "hourglass-images.npz");
    await studio.page.evaluate(() => document.querySelector('#mirror [data-id="data/close"]').click());
    const images = imagesIn(file);
    for (const [part, count] of Object.entries(counts)) assert.equal(images.filter((image) => image.part === part).length, count, `${what}: ${part}`);

    const other = await bringer.outcome(() => bringer.choose([{ name: "other.csv", bytes: made.csv(30) }]));
    assert.ok(other.dataset);
    const again = await bringer.outcome(() => bringer.choose([{ name: "hourglass-images.npz", bytes: file }]));
    assert.ok(again.dataset, `${what}: ${again.said}`);
    for (const key of ["classes", "training", "validation", "heldOut"]) assert.deepEqual(again.dataset[key], first.dataset[key], `${what}: ${key}`);
    assert.deepEqual(again.dataset.notes, [], "there is nothing to say of it");
    const twice = Buffer.from(await studio.page.evaluate(() => window.hourglass.exportData().then((all) => [...all])));
    assert.ok(twice.equals(file), `${what}: saved again it is the same file`);
  }
  studio.assertClean();
});

test("the IDX files in which the command line saves images are opened with their split", async (t) => {
  const studio = await opened(t, "preset=classroom");
  const bringer = new Bringer(studio);
  t.after(() => bringer.close());
  for (const [part, count] of [["train", 60], ["validation", 20], ["t10k", 10]])
    bringer.write([
      { name: `saved/${part}-images-idx3-ubyte`, bytes: made.idxImages(count) },
      { name: `saved/${part}-labels-idx1-ubyte`, bytes: made.idxLabels(count) },
    ]);
  const { dataset, said } = await bringer.outcome(() => bringer.drop([join(bringer.folder, "saved")]));
  assert.ok(dataset, said.join(" "));
  assert.deepEqual([dataset.training, dataset.validation, dataset.heldOut], [60, 20, 10]);
  studio.assertClean();
});
