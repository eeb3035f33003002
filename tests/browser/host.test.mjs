// What the studio asks of the page (the HOST_CALLs of src/platform/bridge.def), each as a person meets it.
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { open } from "./lib/open.mjs";
import { build } from "./lib/studio.mjs";
import { until } from "./lib/wait.mjs";

/** A page that notes what leaves it: saved files, opened pages, copied text. */
async function openNoting(t, options = {}) {
  const studio = await open(t, {
    ...options,
    before: (page) =>
      page.evaluateOnNewDocument(() => {
        window.noted = { saved: [], opened: [], copied: [] };
        window.open = (url) => void window.noted.opened.push(String(url));
        Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => void window.noted.copied.push(text) } });
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
          const url = make.call(URL, blob);
          window.noted.saved.push({ type: blob.type, size: blob.size });
          return url;
        };
        HTMLAnchorElement.prototype.click = function () {
          window.noted.saved.at(-1).name = this.download;
        };
      }),
  });
  await studio.ready();
  return studio;
}
const noted = (studio, what) =>
  until(`something is ${what}`, async () => {
    const list = await studio.page.evaluate((name) => window.noted[name], what);
    return list.length > 0 ? list : null;
  });

test("a copied link is a whole address that brings the same settings to another browser", async (t) => {
  const studio = await openNoting(t, { query: "preset=classroom&lang=pseudo&threads=1&utm_source=x" });
  await studio.call("configure", { seed: 41 });
  await studio.pressById("recipe/share");
  await studio.pressById("share/copy");
  const [link] = await noted(studio, "copied");
  const url = new URL(link);
  assert.equal(url.origin + url.pathname, studio.server.url);
  assert.equal(url.searchParams.get("seed"), "41");
  assert.equal(url.searchParams.get("preset"), "classroom");
  assert.equal(url.searchParams.get("lang"), "pseudo", "the language goes along");
  assert.equal(url.searchParams.get("threads"), null, "what concerns this machine does not");
  await studio.page.evaluate(() => localStorage.clear());
  await studio.page.goto(link, { waitUntil: "load" });
  await studio.ready();
  assert.equal((await studio.call("state")).settings.seed, "41");
  studio.assertClean();
});

test("the address follows the settings and keeps what is no setting", async (t) => {
  const studio = await openNoting(t, { query: "threads=1&engine=baseline&lang=pseudo&utm_source=a%26b&preset=classroom" });
  const search = () => studio.page.evaluate(() => Object.fromEntries(new URLSearchParams(location.search)));
  await studio.call("configure", { seed: 17 });
  await until("the address names the seed", async () => (await search()).seed === "17");
  assert.deepEqual(await search(), { threads: "1", engine: "baseline", lang: "pseudo", utm_source: "a&b", seed: "17" });
  await studio.call("configure", { preset: "classroom" });
  await until("the address names it no longer", async () => !("seed" in (await search())));
  assert.deepEqual(await search(), { threads: "1", engine: "baseline", lang: "pseudo", utm_source: "a&b" });
  studio.assertClean();
});

test("files are saved and chosen, pages open, the theme reaches the page, the state is kept", async (t) => {
  const studio = await openNoting(t, { query: "preset=classroom&images=1000" });
  const there = (id) => until(id, () => studio.page.$(`#mirror [data-id="${id}"]`));
  const press = async (id) => (await there(id)).evaluate((element) => element.click());
  await studio.images(1000);

  await press("map/save");
  await studio.press("button", "Codes (CSV)");
  const [saved] = await noted(studio, "saved");
  assert.equal(saved.name, "codes.csv");
  assert.ok(saved.type === "text/csv" && saved.size > 1000);

  await press("bar/theme");
  await until("the page is dark", () => studio.page.evaluate(() => document.documentElement.dataset.theme === "dark"));
  await until("that is kept", () => studio.page.evaluate(() => /dark/.test(localStorage.getItem("hourglass"))));

  await press("bar/about");
  await there("about/texts");
  await press("about/texts");
  const [opened] = await noted(studio, "opened");
  assert.equal(await studio.page.evaluate(async (url) => (await fetch(url)).status, opened), 200, opened);
  await press("about/close");

  await press("bar/dataset");
  await there("data/open");
  const chooser = studio.page.waitForFileChooser();
  await press("data/open");
  await (await chooser).accept([resolve(build, "stage/data/catalogue.json")]);
  await studio.item("status", "Problem", ({ value }) => /catalogue/.test(value));
  studio.assertClean();
});
