// Settings: refused with a reason where they are out of range, kept over a refresh, written to the address.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./lib/open.mjs";
import { becomes } from "./lib/wait.mjs";

const settings = async (studio) => (await studio.call("state")).settings;

test("a setting out of range is refused at its field, and the old value stays", async (t) => {
  const studio = await open(t, { query: "preset=classroom" });
  await studio.ready();
  const before = (await settings(studio))["learning-rate"];
  await studio.set("spinbutton", "Learning rate", "-3");
  const refused = await studio.item("spinbutton", "Learning rate", ({ invalid }) => invalid);
  assert.match(refused.description, /1e-08|1e-8|0\.00000001|between|at least/i);
  await studio.picture("setting-refused");
  assert.equal((await settings(studio))["learning-rate"], before);
  await studio.set("spinbutton", "Learning rate", "0.002");
  await studio.item("spinbutton", "Learning rate", ({ invalid }) => !invalid);
  assert.equal((await settings(studio))["learning-rate"], "0.002");
  await assert.rejects(studio.call("configure", { "learning-rate": -3 }), /learning rate/i);
  studio.assertClean();
});

test("the address follows the settings and brings them back", async (t) => {
  const studio = await open(t, { query: "preset=classroom" });
  await studio.ready();
  await studio.call("configure", { seed: 41, "learning-rate": 0.004 });
  const address = () => studio.page.evaluate(() => location.search);
  await becomes("the address names what was changed", address, /(?=.*seed=41)(?=.*learning-rate=0\.004)/);
  await studio.page.evaluate(() => localStorage.clear());
  await studio.page.reload({ waitUntil: "load" });
  await studio.ready();
  const now = await settings(studio);
  assert.equal(now.seed, "41");
  assert.equal(now["learning-rate"], "0.004");
  studio.assertClean();
});

test("settings survive a refresh, and the page works where storage is forbidden", async (t) => {
  const studio = await open(t);
  await studio.ready();
  await studio.call("configure", { seed: 77 });
  const kept = () => studio.page.evaluate(() => localStorage.getItem("hourglass") ?? "");
  await becomes("the seed is kept", kept, /"seed":"77"/);
  await studio.page.goto(studio.server.url, { waitUntil: "load" });
  await studio.ready();
  assert.equal((await settings(studio)).seed, "77");
  await studio.page.evaluateOnNewDocument(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("forbidden", "SecurityError");
      },
    });
  });
  await studio.page.goto(studio.server.url, { waitUntil: "load" });
  await studio.ready();
  assert.ok(await studio.has("button", /^Train/));
  studio.assertClean();
});
