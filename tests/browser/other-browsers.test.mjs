// The same smoke test in Firefox and WebKit: the page becomes ready with the best engine that browser can run, learns,
// encodes and decodes, and looks like itself.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openDisplay } from "./lib/display.mjs";
import { launchFirefox, pictures, site } from "./lib/studio.mjs";
import { serve } from "./lib/server.mjs";
import { openWebKit } from "./lib/webdriver.mjs";

/** Runs in the page. */
const kWalk = `
  const ready = await window.hourglass.ready;
  const state = async () => window.hourglass.state();
  const until = async (so) => {
    while (!(await so())) await new Promise((done) => setTimeout(done, 50));
  };
  await until(async () => (await state()).dataset);
  await window.hourglass.reset();
  const untrained = await state();
  const history = await window.hourglass.train({ epochs: 2 });
  const [code] = await window.hourglass.encode(new Array(784).fill(0.5));
  const [image] = await window.hourglass.decode([code]);
  await until(async () => (await window.hourglass.stats()).resting);
  const buttons = [...document.querySelectorAll("#mirror button")].map((button) => button.getAttribute("aria-label"));
  return { ready, images: untrained.dataset.training, first: history[0].heldoutSse, last: history.at(-1).heldoutSse,
    code: code.length, image: image.length, buttons };
`;

function judge(t, result) {
  t.diagnostic(`engine: ${result.ready.variant}, ${result.ready.threads} threads; held-out error ${result.first.toFixed(2)} -> ${result.last.toFixed(2)}`);
  assert.equal(result.images, 2000);
  assert.ok(result.last < result.first);
  assert.equal(result.code, 2);
  assert.equal(result.image, 784);
  assert.ok(result.buttons.includes("Resume"), "after two of thirty epochs");
}

test("Firefox trains with relaxed SIMD and threads", async (t) => {
  const display = await openDisplay();
  const server = await serve(site);
  const browser = await launchFirefox({ display: display.name });
  t.after(async () => {
    await browser.close();
    await server.close();
    display.close();
  });
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(`${server.url}?preset=classroom&images=2000`, { waitUntil: "load" });
  const result = await page.evaluate(`(async () => {${kWalk}})()`);
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, "firefox.png") });
  judge(t, result);
  assert.match(result.ready.variant, /^relaxed-threads$/);
  assert.deepEqual(errors, []);
});

test("WebKit trains with the baseline engine and one thread", async (t) => {
  const display = await openDisplay();
  const server = await serve(site);
  const browser = await openWebKit({ display: display.name, port: 9290 + (process.pid % 10) });
  t.after(async () => {
    await browser.close();
    await server.close();
    display.close();
  });
  await browser.goto(`${server.url}?preset=classroom&images=2000`);
  const result = await browser.evaluate(kWalk);
  mkdirSync(pictures, { recursive: true });
  await browser.picture(join(pictures, "webkit.png"));
  judge(t, result);
});
