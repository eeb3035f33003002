// What arrives broken, late or not at all: the page mends it where it can, and otherwise says so with a way on. Each of
// these was kept for ever once, or left the person before a page that said nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { badCases } from "./lib/bad-cases.mjs";
import { freshProfile, open } from "./lib/open.mjs";
import { site } from "./lib/studio.mjs";
import { until } from "./lib/wait.mjs";

const kPage = Buffer.from("<!doctype html><title>Welcome to the hotel's network</title><p>Please sign in.</p>");
const cut = (path) => ({ bytes: readFileSync(join(site, path)).subarray(0, Math.floor(readFileSync(join(site, path)).length * 0.6)) });
const html = () => ({ bytes: kPage, type: "text/html" });

/** The fault the first time that a path fits, and never again. */
function once(pattern, fault) {
  let left = 1;
  return (path) => (pattern.test(path) && left-- > 0 ? fault(path) : null);
}

const note = badCases("broken");

async function trains(studio) {
  await until("an engine", () => studio.ready().then(() => true, () => false));
  await studio.images();
  assert.ok(await studio.call("train", { steps: 3 }));
}
/** Until an engine that was started again has its images and answers. */
const works = (studio) => until("the engine answers", () => studio.call("codes").then(() => true, () => false));
const said = (studio) =>
  studio.items().then((items) => items.filter(({ id }) => id.startsWith("notice/")).map(({ name, value }) => `${name} ${value}`).join("\n"));

for (const [what, pattern, fault] of [
  ["the engine's program cut at 60%", /engine-.*\.wasm$/, cut],
  ["a web page for the engine's program", /engine-.*\.wasm$/, html],
  ["a web page for the engine's script", /wasm\/engine-.*\.js$/, html],
  ["the engine's script cut at 60%", /wasm\/engine-.*\.js$/, cut],
  ["a web page for the worker's script", /engine-worker-.*\.js$/, html],
  ["the studio's program cut at 60%", /studio\.wasm$/, cut],
  ["a web page for the studio's script", /studio\.js$/, html],
  ["a byte of the engine's program changed", /engine-.*\.wasm$/, () => ({ damage: true })],
]) {
  test(`${what}, once: asked for again past every cache, and the next visit is well`, async (t) => {
    const studio = await open(t, { cached: true, query: "preset=classroom&images=1000", fault: once(pattern, fault) });
    await trains(studio);
    assert.equal((await studio.ready()).variant, "relaxed-threads", "the best one, though it came broken once");
    assert.doesNotMatch(await said(studio), /engine|section|magic|Error/i, "nothing needs to be said");
    await note(studio, `${what}, once`);
    await studio.page.reload({ waitUntil: "load" });
    await trains(studio);
  });
}

test("a variant that is missing gives its place to the next", async (t) => {
  const studio = await open(t, {
    query: "preset=classroom&images=1000",
    fault: (path) => (/engine-relaxed-threads/.test(path) ? { status: 404 } : null),
  });
  await trains(studio);
  assert.equal((await studio.ready()).variant, "relaxed");
  await note(studio, "the best engine is missing on the server");
});

for (const [what, pattern, words] of [
  ["the engines", /wasm\/engine-/, /The engine did not arrive: the server answered 404/],
  ["the worker's script", /engine-worker-/, /The engine did not start in this browser/],
]) {
  test(`without ${what} the page says so, and starts when it can`, async (t) => {
    const studio = await open(t, {
      query: "preset=classroom&images=1000",
      fault: (path) => (pattern.test(path) ? { status: 404 } : null),
    });
    await studio.item("button", "Start it again");
    assert.match(await said(studio), words);
    await note(studio, `${what} are missing on the server`.replace("script are", "script is"));
    await studio.picture(`no-${what.split(" ").at(-1)}`);
    await studio.item("button", "Start the engine", ({ disabled }) => !disabled);
    studio.server.fault = () => null;
    await studio.press("button", "Start it again");
    await trains(studio);
    assert.equal(await studio.has("button", "Start it again"), false);
  });
}

test("an engine that stops again and again can be started again, with the last weights", async (t) => {
  const studio = await open(t, { query: "preset=classroom&images=1000" });
  await studio.ready();
  await studio.images(1000);
  await studio.call("train", { epochs: 1 });
  const before = await studio.caughtUp();
  for (let restarts = 1; restarts <= 4; ++restarts) {
    await studio.page.evaluate(() => window.dispatchEvent(new Event("hourglass-kill-engine")));
    if (restarts < 4) await until(`restart ${restarts}`, async () => (await studio.call("stats")).restarts === restarts);
    if (restarts < 4) await works(studio);
  }
  await studio.item("button", "Start it again");
  assert.match(await said(studio), /The engine stopped again and again/);
  await assert.rejects(studio.ready(), /The engine has stopped/);
  await note(studio, "the engine dies four times within a minute");
  await studio.press("button", "Start it again");
  await works(studio);
  assert.equal((await studio.state()).epoch, before.epoch);
  assert.ok(await studio.call("train", { epochs: 1 }));
});

test("data that stops coming says so, and can be asked for again or let be", async (t) => {
  let stalls = true;
  const fault = (path) => (stalls && /^\/data\/mnist\/start-images/.test(path) ? { stall: 700_000 } : null);
  const studio = await open(t, { query: "preset=classroom", fault });
  await studio.ready();
  await studio.item("button", "Try again");
  assert.match(await said(studio), /MNIST.*nothing has come for ten seconds/);
  await note(studio, "a data file stops at a third");
  await studio.picture("data-stalls");
  await studio.press("button", "Cancel");
  await studio.gone("button", "Try again");
  assert.equal((await studio.state()).loading ?? null, null);

  await studio.page.reload({ waitUntil: "load" });
  await studio.ready();
  await studio.item("button", "Try again");
  stalls = false;
  await studio.press("button", "Try again");
  await studio.images(10000);
  assert.equal(await studio.has("button", "Try again"), false);
});

test("an engine that stops coming says so, and comes when it is asked for again", async (t) => {
  let stalls = true;
  const fault = (path) => (stalls && /engine-.*\.wasm$/.test(path) ? { stall: 300_000 } : null);
  const studio = await open(t, { query: "preset=classroom&images=1000", fault });
  await studio.item("button", "Try again");
  assert.match(await said(studio), /The engine: nothing has come for ten seconds/);
  await note(studio, "the engine's bytes stop");
  stalls = false;
  await studio.press("button", "Try again");
  await trains(studio);
});

test("an engine whose worker says nothing gives its place to another", async (t) => {
  const studio = await open(t, { query: "preset=classroom&images=1000", fault: once(/engine-worker-/, () => ({ stall: 100 })) });
  await trains(studio);
  assert.equal((await studio.ready()).variant, "relaxed-threads");
  assert.doesNotMatch(await said(studio), /engine/i, "nothing needs to be said");
});

test("a studio that stops coming says so, and comes when it is asked for again", async (t) => {
  let stalls = true;
  const fault = (path) => (stalls && /studio\.wasm$/.test(path) ? { stall: 900_000 } : null);
  const studio = await open(t, { query: "preset=classroom&images=1000", fault });
  await until("the words", () => studio.page.evaluate(() => /The studio: nothing has come for ten seconds/.test(document.body.innerText)));
  const words = await studio.page.evaluate(() => document.getElementById("welcome-stalled-text").textContent);
  await note(studio, "the studio's bytes stop", { said: words, ways: ["Try again"] });
  await studio.picture("studio-stalls");
  stalls = false;
  await studio.page.click("#welcome-again");
  await trains(studio);
});

test("data that comes slowly is no stall", async (t) => {
  const studio = await open(t, {
    query: "preset=classroom&images=1000",
    fault: (path) => (/start-labels/.test(path) ? { slow: 1000 } : null),
    before: (page) => page.evaluateOnNewDocument(() => {
      window.stalls = [];
      new MutationObserver(() => /MNIST.*nothing has come/.test(document.body?.textContent ?? "") && window.stalls.push(1)).observe(document, {
        subtree: true, childList: true, characterData: true,
      });
    }),
  });
  await trains(studio);
  assert.deepEqual(await studio.page.evaluate(() => window.stalls), []);
  await note(studio, "a data file comes at 1 KB a second");
});

test("a catalogue that names another host's files is not followed there", async (t) => {
  const catalogue = JSON.parse(readFileSync(join(site, "data/catalogue.json"), "utf8"));
  for (const set of catalogue.sets) for (const file of set.files) file.path = `http://localhost:9/${file.path}`;
  const studio = await open(t, {
    query: "preset=classroom",
    fault: (path) => (path === "/data/catalogue.json" ? { bytes: Buffer.from(JSON.stringify(catalogue)), type: "application/json" } : null),
  });
  await studio.ready();
  await studio.item("button", "Try again");
  assert.match(await said(studio), /lies on another site; Hourglass opens data of its own site only/);
  assert.deepEqual(studio.foreign, []);
  await note(studio, "the catalogue names files of another host");
});

test("a server that goes after the page stands takes nothing away", async (t) => {
  const context = await freshProfile(t);
  const studio = await open(t, { query: "preset=classroom&images=1000", context });
  await trains(studio);
  await until("the version is stored", () => studio.page.evaluate(() => navigator.serviceWorker.controller !== null));
  await studio.server.close();
  await studio.page.evaluate(() => window.dispatchEvent(new Event("hourglass-kill-engine")));
  await until("the engine was started again", async () => (await studio.call("stats")).restarts === 1);
  await works(studio);
  assert.ok(await studio.call("train", { steps: 3 }));
  await note(studio, "the server is gone after the page stands, and the engine dies");
});
