// Any static host: without the two headers, below a path, with no service worker, with types that it does not know.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freshProfile, open, withoutServiceWorkers } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";

/** What the page says once it stands, however often it was loaded until then. */
function standing(studio) {
  return until("the page stands", () =>
    studio.page
      .evaluate(async () => window.hourglass && { ...(await window.hourglass.ready), isolated: crossOriginIsolated })
      .catch((error) => {
        if (!/context|navigat|detached|destroyed/i.test(String(error))) throw error;
      }),
  );
}

/** How often the page itself was loaded. */
function countLoads(page) {
  const loads = { count: 0 };
  page.on("framenavigated", (frame) => frame === page.mainFrame() && /^http/.test(frame.url()) && ++loads.count);
  return loads;
}

test("a host without headers, below a path, gives threads at the first visit, and everything without a network", async (t) => {
  let loads;
  const studio = await open(t, { isolated: false, under: "/class/7b/", query: "preset=classroom", before: (page) => (loads = countLoads(page)) });
  await until("the page is isolated", () => studio.page.evaluate(() => crossOriginIsolated).catch(() => false));
  const ready = await standing(studio);
  assert.match(ready.variant, /threads$/);
  assert.ok(ready.threads > 1);
  assert.equal(loads.count, 2, "it was loaded again once");
  await studio.images(10000);
  assert.ok(await studio.call("train", { steps: 5 }));
  await studio.server.close();
  // By its own hand: puppeteer's reload speaks to the process that the page left when it became isolated.
  await studio.page.evaluate(() => location.reload());
  await until("it was loaded anew", () => studio.page.evaluate(() => performance.getEntriesByType("navigation")[0].type === "reload" && window.hourglass !== undefined).catch(() => false));
  assert.equal((await standing(studio)).isolated, true);
  await studio.images(10000);
  assert.ok(await studio.call("train", { steps: 5 }));
  assert.deepEqual(studio.foreign, []);
});

for (const [what, options] of [
  ["without service workers", { before: withoutServiceWorkers }],
  ["whose service worker is missing", { fault: (path) => (path === "/service-worker.js" ? { status: 404 } : null) }],
  ["that refuses the page its storage", { before: (page) => page.evaluateOnNewDocument(() => {
    for (const name of ["sessionStorage", "localStorage"])
      Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
  }) }],
]) {
  test(`a host without headers and a browser ${what}: one thread, and the page is loaded once`, async (t) => {
    let loads;
    const before = async (page) => {
      loads = countLoads(page);
      await options.before?.(page);
    };
    const studio = await open(t, { isolated: false, query: "preset=classroom&images=1000", ...options, before });
    const ready = await standing(studio);
    assert.equal(ready.threads, 1);
    assert.equal(loads.count, 1);
    await studio.images(1000);
    assert.ok(await studio.call("train", { steps: 5 }));
  });
}

test("a browser that is never isolated, whatever the service worker adds, loads the page again once and no more", async (t) => {
  let loads;
  const before = async (page) => {
    loads = countLoads(page);
    await page.evaluateOnNewDocument(() => Object.defineProperty(window, "crossOriginIsolated", { value: false }));
  };
  const studio = await open(t, { isolated: false, query: "preset=classroom&images=1000", before });
  await until("it was loaded again", () => loads.count === 2);
  assert.equal((await standing(studio)).threads, 1);
  await studio.images(1000);
  assert.ok(await studio.call("train", { steps: 5 }));
  assert.equal(loads.count, 2);
});

test("types that a host does not know are no hindrance", async (t) => {
  const studio = await open(t, {
    query: "preset=classroom&images=1000",
    fault: (path) => (/\.(wasm|bin|webmanifest|md)$/.test(path) ? { type: "text/plain" } : null),
  });
  assert.match((await standing(studio)).variant, /threads$/);
  await studio.images(1000);
  assert.ok(await studio.call("train", { steps: 5 }));
  studio.assertClean();
});

test("a script of a type that browsers refuse leaves words and a way on", async (t) => {
  const studio = await open(t, { fault: (path) => (/assets\/index-.*\.js$/.test(path) ? { type: "text/plain" } : null) });
  await until("the late words", () =>
    studio.page.evaluate(() => getComputedStyle(document.getElementById("welcome-late")).visibility === "visible"),
  );
  await studio.picture("script-refused");
  assert.match(await studio.page.evaluate(() => document.body.innerText), /has not begun\. Load it again/);
});

test("two copies on one host keep what is theirs", async (t) => {
  const context = await freshProfile(t);
  const one = await open(t, { isolated: false, under: "/one/", query: "preset=classroom", context });
  await until("the first is isolated", () => one.page.evaluate(() => crossOriginIsolated).catch(() => false));
  await standing(one);
  const names = await one.page.evaluate(() => caches.keys());
  assert.ok(names.length > 0 && names.every((name) => name.startsWith("hourglass /one/ ")), names.join());
});
