// t-SNE in the browser: on the built page, as a person watches it, and by the best library in npm in the same browser.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serve } from "../../tests/browser/lib/server.mjs";
import { launchChromium, openStudio } from "../../tests/browser/lib/studio.mjs";

/** Share of images whose five nearest on the map are most often of their class. */
function ofTheClassOfFive(places, labels) {
  let right = 0;
  for (let i = 0; i < places.length; ++i) {
    const near = Array(5).fill([Infinity, -1]);
    for (let j = 0; j < places.length; ++j) {
      const square = (places[i][0] - places[j][0]) ** 2 + (places[i][1] - places[j][1]) ** 2;
      if (i === j || square >= near[4][0]) continue;
      near[4] = [square, j];
      for (let at = 4; at > 0 && near[at][0] < near[at - 1][0]; --at) [near[at], near[at - 1]] = [near[at - 1], near[at]];
    }
    const votes = new Map();
    for (const [, j] of near) votes.set(labels[j], (votes.get(labels[j]) ?? 0) + 1);
    const [first] = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    right += first[0] === labels[i] ? 1 : 0;
  }
  return right / places.length;
}

/**
 * Draws the map `rounds` times on the page: [{seconds, first, kl, knn5, frame}], `first` being the seconds until the hidden page has the
 * first picture, `frame` the most milliseconds of work in a frame of the watched one. `preset` and `part` ("training" or "all") say of which images; `hidden`: while
 * the page is behind another one.
 */
export async function onThePage({ preset, part, threads, hidden = false, rounds }) {
  const browser = await launchChromium({ whole: true, v8: [] });
  const studio = await openStudio({ query: `preset=${preset}&threads=${threads}`, context: browser.defaultBrowserContext() });
  const told = [];
  try {
    await studio.ready();
    await studio.images();
    const list = await studio.item("combobox", "Images on the map", ({ disabled }) => !disabled);
    await studio.set("combobox", "Images on the map", list.options[part === "training" ? 1 : 2]);
    await studio.rest();
    if (hidden) {
      await (await browser.newPage()).bringToFront();
      for (let round = 0; round < rounds; ++round) {
        told.push(
          await studio.page.evaluate(async (of) => {
            const begin = performance.now();
            let first = 0;
            const { kl, places, labels } = await window.hourglass.map({ method: "tsne", part: of }, () => (first ||= performance.now()));
            return { seconds: (performance.now() - begin) / 1000, first: (first - begin) / 1000, kl, places, labels };
          }, part),
        );
      }
    } else {
      await studio.set("radiogroup", "Map of the images", "t-SNE");
      for (let round = 0; round < rounds; ++round) {
        await studio.item("text", /^Divergence/);
        await studio.rest();
        await studio.call("stats", { restart: true });
        const one = await studio.page.evaluate(async () => {
          const text = (id) => document.querySelector(`#mirror [data-id="${id}"]`)?.textContent ?? "";
          const bar = () => document.querySelector('#mirror [data-id="map/tsne/progress"]');
          const begin = performance.now();
          document.querySelector('#mirror [data-id="map/tsne/draw"]').click();
          for (let begun = false; !begun || bar(); begun ||= bar() !== null) await new Promise((done) => setTimeout(done, 4));
          return { seconds: (performance.now() - begin) / 1000, kl: Number(text("map/tsne/told").replace("Divergence ", "")) };
        });
        const { frames } = await studio.call("stats");
        told.push({ ...one, frame: frames.work.most });
      }
    }
  } finally {
    await browser.close();
    await studio.server.close();
  }
  for (const one of told) {
    if (one.places) one.knn5 = ofTheClassOfFive(one.places, one.labels);
    delete one.places;
    delete one.labels;
  }
  return told;
}

/** npm's wasm-bhtsne on the first `n` of these coordinates, a file of (n, 50) floats; null where it is not installed. */
export async function byTheLibrary({ coordinates, labels, n, threads }) {
  const bench = join(import.meta.dirname, "..");
  if (!existsSync(join(bench, "node_modules/wasm-bhtsne"))) return null;
  const server = await serve(bench, {
    fault: (path) =>
      // Its threads import the folder, as a bundler would let them.
      path === "/node_modules/wasm-bhtsne/" ? { bytes: readFileSync(join(bench, `${path}wasm_bhtsne.js`)), type: "text/javascript" } :
      path === "/coordinates" ? { bytes: readFileSync(coordinates) } : path === "/empty.html" ? { bytes: Buffer.from("<!doctype html>"), type: "text/html" } : null,
  });
  const browser = await launchChromium({ whole: true, v8: [] });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(`${server.url}empty.html`);
    const { seconds, places, error } = await page.evaluate(
      (asked) =>
        new Promise((done) => {
          const worker = new Worker("/peers/tsne-bhtsne-worker.mjs", { type: "module" });
          worker.onmessage = ({ data }) => done(data);
          worker.onerror = ({ message }) => done({ error: message });
          worker.postMessage(asked);
        }),
      { coordinates: "/coordinates", n, threads },
    );
    if (error) throw new Error(error);
    const pairs = typeof places[0] === "number" ? Array.from({ length: n }, (_, i) => [places[2 * i], places[2 * i + 1]]) : places;
    return { seconds, kl: NaN, knn5: ofTheClassOfFive(pairs, labels) };
  } finally {
    await browser.close();
    await server.close();
  }
}
