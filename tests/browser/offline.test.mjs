// After one visit the page works without a server; inside a frame of another site it trains too.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { eventually, launchChromium, openStudio } from "./lib/studio.mjs";

test("after the first visit the page opens, loads its digits and trains without a network", { timeout: 120_000 }, async (t) => {
  const studio = await openStudio({ query: "preset=classroom" });
  t.after(() => studio.close());
  await studio.ready();
  assert.ok(await eventually(async () => (await studio.call("state")).dataset, 20_000));
  const stored = await eventually(
    () =>
      studio.page.evaluate(async () => {
        const urls = [];
        for (const name of await caches.keys())
          for (const request of await (await caches.open(name)).keys()) urls.push(request.url);
        return [/studio-.*\.wasm/, /engine-.*\.wasm/, /data\/mnist\/start-images/, /catalogue\.json/, /index\.html/].every((wanted) =>
          urls.some((url) => wanted.test(url)),
        );
      }),
    20_000,
    200,
  );
  assert.ok(stored, "shell, engine and data are stored");
  await studio.server.close();
  await studio.page.reload({ waitUntil: "load" });
  const ready = await studio.ready();
  assert.match(ready.variant, /threads$/, "still isolated: the stored answers keep their headers");
  assert.ok(await eventually(async () => (await studio.call("state")).dataset?.training === 10000, 20_000));
  const history = await studio.call("train", { steps: 10 });
  assert.ok(history);
  studio.errors = studio.errors.filter((text) => !/ERR_CONNECTION_REFUSED|Failed to fetch|no-response/.test(text));
  studio.assertClean();
});

test("inside a frame of another origin the page trains, without isolation", { timeout: 120_000 }, async (t) => {
  const browser = await launchChromium();
  const studio = await openStudio({ isolated: false, browser });
  const teaching = createServer((_request, response) =>
    response
      .writeHead(200, { "content-type": "text/html" })
      .end(
        `<!doctype html><iframe sandbox="allow-scripts allow-same-origin allow-downloads" style="width:1000px;height:700px;border:0" src="${studio.server.url}?preset=classroom&images=2000"></iframe>`,
      ),
  );
  await new Promise((done) => teaching.listen(0, "127.0.0.1", done));
  t.after(async () => {
    await studio.close();
    await browser.close();
    teaching.close();
  });
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(`http://localhost:${teaching.address().port}/`, { waitUntil: "load" });
  const frame = await eventually(() => page.frames().find((one) => one.url().startsWith(studio.server.url)));
  const ready = await frame.evaluate(() => window.hourglass.ready);
  assert.equal(ready.threads, 1);
  assert.ok(
    await eventually(() => frame.evaluate(() => window.hourglass.state().then((state) => state.dataset?.training === 2000)), 20_000),
  );
  await frame.evaluate(() => window.hourglass.train({ steps: 5 }));
  assert.deepEqual(errors, []);
});
