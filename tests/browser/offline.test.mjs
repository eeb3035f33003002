// After one visit the page works without a server; inside a frame of another site it trains too.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { freshProfile, open, opened } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";

test("after the first visit the page opens, loads its digits and trains without a network", async (t) => {
  const studio = await opened(t, { query: "preset=classroom" });
  const used = new Set(studio.server.requests.filter((path) => /^\/(wasm|data)\//.test(path)));
  assert.ok(used.size >= 6, `engine, studio and data were fetched: ${[...used]}`);
  await until("shell, engine and data are stored", async () => {
    const stored = await studio.page.evaluate(async () => {
      const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
      const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
      return requests.map(({ url }) => new URL(url).pathname);
    });
    return ["/index.html", ...used].every((path) => stored.includes(path));
  });
  await studio.server.close();
  await studio.page.reload({ waitUntil: "load" });
  const ready = await studio.ready();
  assert.match(ready.variant, /threads$/, "still isolated: the stored answers keep their headers");
  await studio.images(10000);
  const history = await studio.call("train", { steps: 10 });
  assert.ok(history);
  studio.errors = studio.errors.filter((text) => !/ERR_CONNECTION_REFUSED|Failed to fetch|no-response/.test(text));
  studio.assertClean();
});

test("inside a frame of another origin the page trains, without isolation", async (t) => {
  const context = await freshProfile(t);
  const studio = await open(t, { isolated: false, context });
  const teaching = createServer((_request, response) =>
    response
      .writeHead(200, { "content-type": "text/html" })
      .end(
        `<!doctype html><iframe sandbox="allow-scripts allow-same-origin allow-downloads" style="width:1000px;height:700px;border:0" src="${studio.server.url}?preset=classroom&images=2000"></iframe>`,
      ),
  );
  await new Promise((done) => teaching.listen(0, "127.0.0.1", done));
  t.after(() => (teaching.closeAllConnections(), teaching.close()));
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(`http://localhost:${teaching.address().port}/`, { waitUntil: "load" });
  const frame = await until("the frame", () => page.frames().find((one) => one.url().startsWith(studio.server.url)));
  const ready = await frame.evaluate(() => window.hourglass.ready);
  assert.equal(ready.threads, 1);
  await until("its images", () => frame.evaluate(() => window.hourglass.state().then((state) => state.dataset?.training === 2000)));
  await frame.evaluate(() => window.hourglass.train({ steps: 5 }));
  assert.deepEqual(errors, []);
});
