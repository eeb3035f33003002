// A new version on the server: an open page goes on with the files it was made of, the new one is whole before it is
// offered, and is taken when the person wants it.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { laterBuild } from "./lib/deploy.mjs";
import { open } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";

const scriptOf = (studio) => studio.page.evaluate(() => document.querySelector("script[type=module]").src.split("/").at(-1));
const stored = (studio) => studio.page.evaluate(() => caches.keys().then((names) => names.filter((name) => / version /.test(name))));

/** A page whose version is stored, and which is answered by the service worker. */
async function settled(t) {
  const studio = await open(t, { query: "preset=classroom&images=1000", cached: true });
  await studio.ready();
  await studio.images(1000);
  await until("the service worker answers", () => studio.page.evaluate(() => navigator.serviceWorker.controller !== null));
  return studio;
}
function later(t) {
  const build = laterBuild();
  t.after(() => rmSync(build.folder, { recursive: true, force: true }));
  return build;
}
const look = (studio) => studio.page.evaluate(() => navigator.serviceWorker.getRegistration().then((one) => one.update()));

test("a page stays of one build while a later one is there, and takes it when it is asked to", async (t) => {
  const studio = await settled(t);
  const first = await scriptOf(studio);
  const { folder, script } = later(t);
  studio.server.folder = folder;
  await look(studio);
  await studio.item("button", "Load it");
  await studio.picture("new-version");
  assert.equal((await stored(studio)).length, 2, "both versions are there, whole");

  // The first one's addresses are gone from the server.
  await studio.page.evaluate(() => window.dispatchEvent(new Event("hourglass-kill-engine")));
  await until("the engine was started again", async () => (await studio.call("stats")).restarts === 1);
  await until("it answers", () => studio.call("codes").then(() => true, () => false));
  assert.ok(await studio.call("train", { steps: 3 }));
  await studio.page.reload({ waitUntil: "load" });
  await studio.ready();
  assert.equal(await scriptOf(studio), first, "a reload does not take it unasked");

  await studio.press("button", "Load it");
  await until("the page is the later one", () => scriptOf(studio).then((name) => name === script, () => false));
  await studio.ready();
  await studio.images(1000);
  assert.ok(await studio.call("train", { steps: 3 }));
  await until("the first version is forgotten", async () => {
    await studio.page.reload({ waitUntil: "load" });
    const names = await stored(studio);
    return names.length === 1 && names[0].includes(script);
  });
});

test("the other tab keeps its version when one takes the later", async (t) => {
  const studio = await settled(t);
  const first = await scriptOf(studio);
  const other = await studio.page.browserContext().newPage();
  await other.goto(studio.server.url + "?preset=classroom&images=1000", { waitUntil: "load" });
  await other.evaluate(() => window.hourglass.ready);
  const { folder, script } = later(t);
  studio.server.folder = folder;
  await studio.page.bringToFront();
  await look(studio);
  await studio.press("button", "Load it");
  await until("the page is the later one", () => scriptOf(studio).then((name) => name === script, () => false));
  await studio.ready();
  await studio.images(1000);
  assert.equal((await stored(studio)).length, 2, "the first one stays while a page of it is open");

  assert.equal(await other.evaluate(() => document.querySelector("script[type=module]").src.split("/").at(-1)), first);
  await other.bringToFront();
  await other.evaluate(() => window.dispatchEvent(new Event("hourglass-kill-engine")));
  await until("its engine was started again", () => other.evaluate(() => window.hourglass.stats().then((stats) => stats.restarts === 1)));
  await until("it answers", () => other.evaluate(() => window.hourglass.codes().then(() => true, () => false)));
  assert.ok(await other.evaluate(() => window.hourglass.train({ steps: 3 })));
});

test("a later build that does not arrive whole is not begun", async (t) => {
  const studio = await settled(t);
  const first = await scriptOf(studio);
  const { folder } = later(t);
  studio.server.folder = folder;
  studio.server.fault = (path) => (/engine-.*\.wasm$/.test(path) ? { status: 404 } : null);
  const failed = studio.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const gone = new Promise((done) =>
      registration.addEventListener("updatefound", () => {
        const worker = registration.installing;
        worker.addEventListener("statechange", () => worker.state === "redundant" && done(true));
      }),
    );
    await registration.update().catch(() => {});
    return gone;
  });
  assert.equal(await failed, true);
  await studio.page.reload({ waitUntil: "load" });
  await studio.ready();
  assert.equal(await scriptOf(studio), first);
  assert.equal(await studio.has("button", "Load it"), false);
  // The page that was loaded again looks for it once more, and again it is not whole.
  await until("what had come of it is thrown away", async () => (await stored(studio)).length === 1);
  await studio.images(1000);
  assert.ok(await studio.call("train", { steps: 3 }));
});

test("a new version is not offered while a network learns", async (t) => {
  const studio = await settled(t);
  await studio.call("configure", { epochs: 1000 });
  await studio.press("button", /^Train/);
  await studio.item("button", "Pause");
  studio.server.folder = later(t).folder;
  await look(studio);
  await until("the later version is stored", async () => (await stored(studio)).length === 2);
  await until("it waits", () => studio.page.evaluate(() => navigator.serviceWorker.getRegistration().then((one) => one.waiting !== null)));
  assert.equal(await studio.has("button", "Load it"), false);
  await studio.press("button", "Pause");
  await studio.item("button", "Load it");
});

test("everything can be kept for a lesson without a network", async (t) => {
  const studio = await settled(t);
  await studio.press("button", "About");
  await studio.press("button", "Keep for offline");
  await studio.item("status", "Notice", ({ value }) => /Everything is kept/.test(value));
  await studio.server.close();
  await studio.page.goto(studio.server.url + "?preset=classroom&data=mnist-full&engine=baseline", { waitUntil: "load" });
  assert.equal((await studio.ready()).variant, "baseline");
  await studio.images(55000);
  const sources = await studio.page.evaluate(() => fetch("data/letters/attribution.md").then((answer) => answer.text()));
  assert.match(sources, /licen[cs]e/i, "the list of sources, too");
});

test("data that another build replaced is forgotten, and what a host has added stays", async (t) => {
  const studio = await settled(t);
  const used = () =>
    studio.page.evaluate(async () => {
      const name = (await caches.keys()).find((one) => one.endsWith(" used"));
      return (await (await caches.open(name)).keys()).map(({ url }) => url.split("/").at(-1));
    });
  await until("the images are stored", async () => (await used()).some((name) => name.startsWith("start-images")));
  await studio.page.evaluate(async () => {
    const cache = await caches.open((await caches.keys()).find((one) => one.endsWith(" used")));
    for (const path of ["data/mnist/start-images-idx3-ubyte.xz.bin", "data/own/images.gz.bin"])
      await cache.put(new URL(`${path}?sha256=0000000000000000`, location.href), new Response("of an earlier build"));
  });
  await until("what was replaced is gone", async () => {
    await studio.page.reload({ waitUntil: "load" });
    return !(await used()).includes("start-images-idx3-ubyte.xz.bin?sha256=0000000000000000");
  });
  const names = await used();
  assert.ok(names.includes("images.gz.bin?sha256=0000000000000000"), "what the build does not know stays");
  assert.equal(names.filter((name) => name.startsWith("start-images")).length, 1, "and what it has");
});
