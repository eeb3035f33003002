// What a person sees when something is missing or does not arrive: words, and a way on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openStudio } from "./lib/studio.mjs";

const bodyText = (studio) => studio.page.evaluate(() => document.body.innerText);

test("a browser without WebAssembly SIMD is told which browsers have it, and fetches nothing large", async (t) => {
  const studio = await openStudio({
    before: (page) => page.evaluateOnNewDocument(() => (WebAssembly.validate = () => false)),
  });
  t.after(() => studio.close());
  await eventually(async () => (await bodyText(studio)).includes("cannot run here"));
  const text = await bodyText(studio);
  assert.match(text, /WebAssembly SIMD/);
  assert.match(text, /Chrome or Edge 91/);
  assert.match(text, /Firefox 89/);
  assert.match(text, /Safari 16\.4/);
  assert.ok(!studio.server.requests.some((path) => /\.wasm$|^\/data\//.test(path)), "nothing large was fetched");
  await studio.picture("no-simd");
  studio.assertClean();
});

test("a browser without WebGL 2 is told so", async (t) => {
  const studio = await openStudio({
    before: (page) =>
      page.evaluateOnNewDocument(() => {
        const real = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
          return kind === "webgl2" ? null : real.call(this, kind, ...rest);
        };
      }),
  });
  t.after(() => studio.close());
  await eventually(async () => (await bodyText(studio)).includes("cannot run here"));
  assert.match(await bodyText(studio), /no WebGL 2/);
  studio.assertClean();
});

test("a progress bar appears when loading takes longer than 1.5 s, and its total is true", async (t) => {
  const studio = await openStudio({ fault: (path) => (/studio\.wasm$/.test(path) ? { delay: 3500 } : null) });
  t.after(() => studio.close());
  const bar = () =>
    studio.page.evaluate(() => {
      const progress = document.getElementById("welcome-progress");
      return progress.hidden ? null : document.getElementById("welcome-amount").textContent;
    });
  assert.equal(await bar(), null, "no bar at once");
  const shown = await eventually(bar, 3000);
  assert.match(shown ?? "", /^[\d.]+ of [\d.]+ MB$/);
  await studio.picture("loading");
  await studio.ready();
  assert.equal(await studio.page.evaluate(() => document.getElementById("welcome").hidden), true);
  studio.assertClean();
});

for (const [what, fault, words] of [
  ["does not arrive", { status: 503 }, /did not arrive: the server answered 503/],
  ["is damaged on the way", { damage: true }, /is damaged: its checksum/],
  ["arrives in part", { bytes: Buffer.alloc(1000) }, /is damaged: .* bytes were expected, 1,000 arrived/],
]) {
  test(`a data file that ${what} gets a message and a retry, and the page stays alive`, { timeout: 60_000 }, async (t) => {
    const studio = await openStudio({ fault: (path) => (/^\/data\/mnist\/start-images/.test(path) ? fault : null) });
    t.after(() => studio.close());
    await studio.ready();
    const retry = await studio.item("button", /again|retry/i);
    const said = (await studio.items()).map((item) => `${item.name} ${item.value}`).join("\n");
    assert.match(said, words);
    await studio.picture(`data-${what.replaceAll(" ", "-")}`);
    assert.equal((await studio.call("state")).dataset, null);

    studio.server.fault = () => null;
    await studio.press("button", retry.name);
    assert.ok(await eventually(async () => (await studio.call("state")).dataset?.training === 10000, 20_000), "the retry loads");
    studio.errors = studio.errors.filter((text) => !/status of 503/.test(text));
    studio.assertClean();
  });
}

test("a site without its program says so and offers to try again", async (t) => {
  const studio = await openStudio({ fault: (path) => (/studio\.wasm$/.test(path) ? { status: 404 } : null) });
  t.after(() => studio.close());
  assert.ok(await eventually(async () => (await bodyText(studio)).includes("did not load")));
  assert.match(await bodyText(studio), /The studio did not arrive: the server answered 404/);
  assert.match(await bodyText(studio), /Try again/);
});
