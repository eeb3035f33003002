// The three maps of the same images in a real browser: by mouse, by finger, by key and by script.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened } from "./lib/open.mjs";
import { becomes, until } from "./lib/wait.mjs";
import { watchItem } from "./lib/watch.mjs";

const about = async (studio) => (await studio.item("application", "Code map")).value;
const within = (item, across, down) => [item.x + item.w * across, item.y + item.h * down];
const kName = "Map of the images";

/** Presses one of the switch's three names on the canvas. */
async function choose(studio, place, tap = false) {
  const spot = within(await studio.item("radiogroup", kName), (place + 0.5) / 3, 0.5);
  if (tap) await studio.page.touchscreen.tap(...spot);
  else await studio.page.mouse.click(...spot);
}

/** Presses t-SNE, and waits until it was drawn; on a fast machine that is over before one looks, so all is watched. */
async function drawTsne(studio) {
  const stop = await watchItem(studio.page, "map/tsne/stop", () => true);
  await choose(studio, 2);
  await until("t-SNE is drawn, and could be stopped", async () => (await stop()).length > 0);
  await studio.item("text", /^Divergence/);
}

test("the same points go from the autoencoder to PCA and t-SNE, which is watched until it is done", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=4000" });
  await becomes("codes on the map", () => about(studio), /^[1-9][\d,]* codes/);
  await choose(studio, 1);
  await until("PCA's map", async () => (await studio.item("radiogroup", kName)).value === "PCA");
  const map = await studio.item("application", "Code map");
  await studio.page.mouse.move(...within(map, 0.5, 0.5));
  await becomes("a place of PCA is decoded", () => about(studio), /probe at/);
  await studio.picture("maps-pca");
  await drawTsne(studio);
  assert.match(await about(studio), /images/);
  await studio.page.mouse.move(...within(map, 0.5, 0.5));
  await studio.picture("maps-tsne");
  assert.match((await studio.item("button", "Path from A to B")).description ?? "", /no way back/);
  await studio.press("button", "Compare the three maps");
  for (const kind of ["autoencoder", "pca", "tsne"])
    await until(`${kind} is measured`, async () => /^0\.\d|^1$/.test((await studio.byId(`map/compare/${kind}/1`))?.name ?? ""));
  await studio.picture("maps-compared");
  await studio.page.keyboard.press("m");
  await until("back at the codes", async () => (await studio.item("radiogroup", kName)).value === "Autoencoder");
  studio.assertClean();
});

test("a script draws maps and hears how far they are", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000" });
  const pca = await studio.call("map", { method: "pca" });
  assert.equal(pca.places.length, pca.labels.length);
  assert.ok(pca.errors[1] > pca.errors[29], "more numbers lose less");
  const { told, map } = await studio.page.evaluate(async () => {
    const told = [];
    const map = await window.hourglass.map({ method: "tsne", iterations: 800 }, (soFar) => told.push(soFar.iteration));
    return { told, map };
  });
  assert.equal(map.places.length, pca.places.length);
  assert.ok(map.kl > 0);
  assert.ok(told.length >= 1 && told.every((one, i) => i === 0 || one >= told[i - 1]), "progress never falls");
  await assert.rejects(studio.call("map", { method: "none" }), /pca/);
  await assert.rejects(studio.call("map", { method: "tsne", perplexity: 1e9 }), /perplexity/);
  studio.assertClean();
});

test("t-SNE beside training, and a set that replaces its images", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=4000" });
  await becomes("codes on the map", () => about(studio), /^[1-9][\d,]* codes/);
  await studio.press("button", /^Train/);
  await drawTsne(studio);
  await studio.stateWith("it has learnt meanwhile", ({ epoch }) => epoch > 0);
  await studio.call("configure", { images: 1000 });
  await studio.item("text", /^Divergence/);
  assert.match(await about(studio), /images/);
  studio.assertClean();
});
