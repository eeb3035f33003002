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
  // But for what index.html itself asks for; of that browsers are kept which truly have none (kHasSimd in web/build/stage.ts).
  const links = await studio.page.$$eval("link[rel=preload]", (all) => all.map(({ href, media }) => ({ path: new URL(href).pathname, media })));
  for (const { path, media } of links) assert.equal(media, "(width >= 1px)", path);
  const byScripts = studio.server.requests.filter((path) => !links.some((link) => link.path === path));
  assert.ok(!byScripts.some((path) => /\.wasm$|safetensors|^\/data\//.test(path)), "nothing large was fetched");
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

test("what a person sees first comes first: the studio and its model, then the engine, then the images, then what is kept", async (t) => {
  const parts = [/studio\.wasm$/, /start\.safetensors-/, /engine-.*\.wasm$/, /\/start-images/, /\/service-worker\.js$/];
  const held = parts.map(() => {
    let letGo;
    const until = new Promise((done) => (letGo = done));
    return { until, letGo };
  });
  // What is held here for however long is not to count as stalled (kStall in web/src/files/fetch.ts).
  const nothingStalls = (page) =>
    page.evaluateOnNewDocument(() => {
      const real = window.setTimeout;
      window.setTimeout = (deed, after, ...rest) => (after === 10_000 ? 0 : real(deed, after, ...rest));
    });
  const studio = await open(t, { before: nothingStalls, fault: (path) => held[parts.findIndex((part) => part.test(path))] ?? null });
  const { page, server } = studio;
  const asked = () => parts.map((part) => server.requests.some((path) => part.test(path)));
  const alive = () => page.evaluate(() => /\d/.test(document.querySelector('[data-id="paint/error"]')?.textContent ?? ""));
  const enabled = (id) => page.evaluate((name) => document.querySelector(`[data-id="${name}"]`)?.ariaDisabled !== "true", id);

  await until("studio and model are asked for", () => asked()[0] && asked()[1]);
  assert.deepEqual(asked(), [true, true, false, false, false]);
  held[0].letGo();
  held[1].letGo();
  // Without an engine, which is asked for meanwhile and does not come.
  await until("the start model rebuilds a painting", alive);
  assert.equal((await studio.state()).epoch, (await studio.state()).epochs);
  const painted = async () => (await studio.item("text", /^Reconstruction error/)).name;
  const before = await painted();
  const { x, y, w, h } = await studio.byId("paint/pad");
  await page.mouse.move(x + 0.2 * w, y + 0.2 * h);
  await page.mouse.down();
  await page.mouse.move(x + 0.8 * w, y + 0.3 * h, { steps: 5 });
  await page.mouse.up();
  await until("the stroke is rebuilt", async () => (await painted()) !== before);
  await until("the engine is asked for", () => asked()[2]);
  assert.deepEqual(asked(), [true, true, true, false, false]);
  assert.equal(await enabled("bar/train"), true, "a press waits for the images");
  assert.equal(await enabled("bar/step"), false);
  held[2].letGo();
  await until("the images are asked for", () => asked()[3]);
  await studio.ready();
  assert.deepEqual(asked(), [true, true, true, true, false]);
  held[3].letGo();
  await studio.images(10000);
  await until("a step can be trained", () => enabled("bar/step"));
  held[4].letGo();
  await until("the service worker is asked for", () => asked()[4]);
  studio.assertClean();
});

test("who presses Train before the images are there presses once", async (t) => {
  let arrive;
  const held = new Promise((done) => (arrive = done));
  const studio = await open(t, { query: "preset=classroom&epochs=100000", fault: (path) => (/images-idx3/.test(path) ? { until: held } : null) });
  await studio.ready();
  await studio.press("button", "Train");
  await studio.item("button", "Don't start");
  await studio.picture("train-waits");
  await studio.page.setViewport({ width: 390, height: 844, deviceScaleFactor: 1 });
  await studio.item("button", "Don't start");
  await studio.picture("train-waits-phone");
  arrive();
  await studio.item("button", "Pause");
  await studio.stateWith("it trains", ({ epoch }) => epoch > 1);
  studio.assertClean();
});

test("a first visit costs less than 3.6 MB until the first image is trained on", async (t) => {
  const studio = await open(t);
  await studio.images();
  await studio.call("train", { epochs: 1 });
  const { requests } = studio.server;
  // What the service worker then fetches for the next visit, nobody waits for.
  const waitedFor = [...new Set(requests.slice(0, requests.indexOf("/service-worker.js")))];
  for (const part of [/studio\.wasm$/, /engine-.*\.wasm$/, /start-images/, /start\.safetensors-/]) assert.ok(waitedFor.some((path) => part.test(path)), `${part}`);
  // As most hosts send it: text and programs packed with gzip, the rest as it is.
  const sent = (path) => {
    const bytes = readFileSync(join(build, "site", path === "/" ? "index.html" : path));
    return path.endsWith(".bin") ? bytes.length : gzipSync(bytes, { level: 6 }).length;
  };
  const all = waitedFor.map((path) => [path, sent(path)]);
  const sum = all.reduce((total, [, bytes]) => total + bytes, 0);
  assert.ok(sum < 3.6e6, `${sum} bytes: ${all.map(([path, bytes]) => `${path} ${bytes}`).join(", ")}`);
});
