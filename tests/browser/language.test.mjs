// The language that the address asks for, in what the page says itself and in what the studio draws.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, opened } from "./lib/open.mjs";

const kTexts = {
  name: "Deutsch",
  group: ".",
  decimal: ",",
  texts: { "New seed": "Neue Saat", "Epoch {0} of {1}": "Runde {0} von {1}", "All {0}": "Alle {0}", "Parts of the page": "Teile der Seite" },
};
const serves = (texts) => (path) => (path === "/text/de.json" ? { bytes: Buffer.from(texts) } : null);
const language = (studio) => studio.page.evaluate(() => document.documentElement.lang);

test("a language's file is spoken by the page and by the studio", async (t) => {
  const studio = await opened(t, { query: "lang=de", fault: serves(JSON.stringify(kTexts)) });
  await studio.item("button", "Neue Saat");
  await studio.item("text", /^Runde \d+ von \d+$/);
  await studio.item("combobox", "Images on the map", ({ options }) => options.includes("Alle 12.000"));
  assert.equal(await studio.page.evaluate(() => document.getElementById("skip").getAttribute("aria-label")), "Teile der Seite");
  assert.equal(await language(studio), "de");
  assert.equal((await studio.state()).language, "de");
  studio.assertClean();
});

test("a language that the site has not, or cannot be read, is English without a word", async (t) => {
  for (const fault of [serves("<!doctype html>"), serves("[]"), () => null]) {
    const studio = await open(t, { query: "lang=de", fault });
    await studio.ready();
    await studio.item("button", "New seed");
    assert.equal(await language(studio), "en");
    assert.deepEqual((await studio.items()).filter(({ id }) => id.startsWith("notice/")), []);
    studio.errors = studio.errors.filter((error) => !/404/.test(error));
    studio.assertClean();
  }
});

test("English and the pseudo-language ask for no file", async (t) => {
  for (const query of ["", "lang=en", "lang=pseudo", "lang=../data/catalogue"]) {
    const studio = await open(t, { query });
    await studio.ready();
    assert.deepEqual(studio.server.requests.filter((path) => path.includes("/text/")), [], query);
    studio.assertClean();
  }
});
