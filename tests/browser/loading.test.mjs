// What a person sees when something is missing or does not arrive: words, and a way on.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { open } from "./lib/open.mjs";
import { build } from "./lib/studio.mjs";
import { becomes, until } from "./lib/wait.mjs";

const bodyText = (studio) => studio.page.evaluate(() => document.body.innerText);

test("a browser without WebAssembly SIMD is told which browsers have it, and fetches nothing large", async (t) => {
  const studio = await open(t, {
    before: (page) => page.evaluateOnNewDocument(() => (WebAssembly.validate = () => false)),
  });
  const text = await becomes("the page says so", () => bodyText(studio), /cannot run here/);
  assert.match(text, /WebAssembly SIMD/);
  assert.match(text, /Chrome or Edge 97/);
  assert.match(text, /Firefox 102/);
  assert.match(text, /Safari 16\.4/);
  assert.ok(!studio.server.requests.some((path) => /\.wasm$|^\/data\//.test(path)), "nothing large was fetched");
  await studio.picture("no-simd");
  studio.assertClean();
});

test("a browser without WebGL 2 is told so", async (t) => {
  const studio = await open(t, {
    before: (page) =>
      page.evaluateOnNewDocument(() => {
        const real = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
          return kind === "webgl2" ? null : real.call(this, kind, ...rest);
        };
      }),
  });
  assert.match(await becomes("the page says so", () => bodyText(studio), /cannot run here/), /no WebGL 2/);
  studio.assertClean();
});

test("a progress bar appears when loading takes longer than 1.5 s, and its total is true", async (t) => {
  let arrive;
  const held = new Promise((done) => (arrive = done));
  // When it was shown, in milliseconds since the page began; its amount.
  const watch = (page) =>
    page.evaluateOnNewDocument(() => {
      window.shown = [];
      new MutationObserver(() => {
        const bar = document.getElementById("welcome-progress");
        if (bar && !bar.hidden) window.shown.push({ at: performance.now(), amount: document.getElementById("welcome-amount").textContent });
      }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });
  const studio = await open(t, { before: watch, fault: (path) => (/studio\.wasm$/.test(path) ? { until: held } : null) });
  const [first] = await until("the bar is shown", () => studio.page.evaluate(() => (window.shown.length ? window.shown : null)));
  assert.ok(first.at > 1500, `no bar at once, but after ${first.at} ms`);
  const told = () => studio.page.evaluate(() => window.shown.at(-1).amount);
  assert.match(await told(), /^[\d.]+ of [\d.]+ MB$/);
  await studio.picture("loading");
  arrive();
  await studio.ready();
  assert.equal(await studio.page.evaluate(() => document.getElementById("welcome").hidden), true);
});

for (const [what, fault, words] of [
  ["does not arrive", { status: 503 }, /did not arrive: the server answered 503/],
  ["is damaged on the way", { damage: true }, /is damaged: its checksum/],
  ["arrives in part", { bytes: Buffer.alloc(1000) }, /is damaged: .* bytes were expected, 1,000 arrived/],
]) {
  test(`a data file that ${what} gets a message and a retry, and the page stays alive`, async (t) => {
    const studio = await open(t, { fault: (path) => (/^\/data\/mnist\/start-images/.test(path) ? fault : null) });
      await studio.ready();
    const retry = await studio.item("button", /again|retry/i);
    const said = (await studio.items()).map((item) => `${item.name} ${item.value}`).join("\n");
    assert.match(said, words);
    await studio.picture(`data-${what.replaceAll(" ", "-")}`);
    assert.equal((await studio.call("state")).dataset, null);

    studio.server.fault = () => null;
    await studio.press("button", retry.name);
    await studio.images(10000);
    studio.errors = studio.errors.filter((text) => !/status of 503/.test(text));
    studio.assertClean();
  });
}

test("a site without its program says so and offers to try again", async (t) => {
  const studio = await open(t, { fault: (path) => (/studio\.wasm$/.test(path) ? { status: 404 } : null) });
  const text = await becomes("the page says so", () => bodyText(studio), /did not load/);
  assert.match(text, /The studio did not arrive: the server answered 404/);
  assert.match(text, /Try again/);
});

test("a first visit costs less than 3.7 MB until the first image is trained on", async (t) => {
  const studio = await open(t);
  await studio.images();
  await studio.call("train", { epochs: 1 });
  const { requests } = studio.server;
  // What the service worker then fetches for the next visit, nobody waits for.
  const waitedFor = [...new Set(requests.slice(0, requests.indexOf("/service-worker.js")))];
  for (const part of [/studio\.wasm$/, /engine-.*\.wasm$/, /start-images/, /start-.*safetensors/]) assert.ok(waitedFor.some((path) => part.test(path)), `${part}`);
  // As most hosts send it: text and programs packed with gzip, the rest as it is.
  const sent = (path) => {
    const bytes = readFileSync(join(build, "site", path === "/" ? "index.html" : path));
    return path.endsWith(".bin") ? bytes.length : gzipSync(bytes, { level: 6 }).length;
  };
  const all = waitedFor.map((path) => [path, sent(path)]);
  const sum = all.reduce((total, [, bytes]) => total + bytes, 0);
  assert.ok(sum < 3.7e6, `${sum} bytes: ${all.map(([path, bytes]) => `${path} ${bytes}`).join(", ")}`);
});
