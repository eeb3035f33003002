// The language that the address asks for, in what the page says itself and in what the studio draws.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Bringer } from "./lib/bring.mjs";
import { freshProfile, open, opened } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";

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

test("a language whose words and letters do not come at first is asked for once more", async (t) => {
  const asked = {};
  const fault = (path) => (path.startsWith("/text/") && (asked[path] = (asked[path] ?? 0) + 1) === 1 ? { hang: true } : null);
  const studio = await open(t, { query: "lang=zh-Hant", fault });
  await studio.ready();
  assert.equal(await language(studio), "zh-Hant");
  assert.deepEqual(Object.values(asked), [2, 2]);
  studio.assertClean();
});

test("English and the pseudo-language ask for no file", async (t) => {
  for (const query of ["", "lang=en", "lang=pseudo", "lang=../data/catalogue"]) {
    const studio = await open(t, { query });
    await studio.ready();
    assert.deepEqual(studio.server.requests.filter((path) => path.includes("/text/")), [], query);
    studio.assertClean();
  }
});

const kTaiwan = "繁體中文";
/** For `before`: a browser whose person likes these languages. */
const likes = (...tags) => (page) =>
  page.evaluateOnNewDocument((list) => Object.defineProperty(Navigator.prototype, "languages", { get: () => list }), tags);
const fontsAsked = (studio) => studio.server.requests.filter((path) => path.startsWith("/text/") && path.includes(".otf"));

/** Chooses a language in the sheet that is open, and waits for the page that comes of it. */
async function speak(studio, list, name) {
  const loaded = studio.page.waitForNavigation({ waitUntil: "load" });
  await studio.set("combobox", list, name).catch(() => {}); // the page that was asked is gone
  await loaded;
  await studio.ready();
}

test("Traditional Chinese is spoken by page and studio, with its letters, and its numbers are grouped", async (t) => {
  const studio = await opened(t, { query: "lang=zh-Hant" });
  await studio.item("button", "訓練");
  await studio.item("text", /^第 \d+ 週期，共 \d+$/);
  await studio.item("combobox", "分布圖上的影像", ({ options }) => options.includes("全部 12,000"));
  assert.equal(await language(studio), "zh-Hant");
  assert.equal((await studio.state()).language, "zh-Hant");
  assert.ok(fontsAsked(studio).length > 0);
  await studio.rest();
  await studio.picture("language-zh-hant");
  studio.assertClean();
});

test("title and words of the page are in its language before the studio stands", async (t) => {
  const held = [];
  const studio = await open(t, { query: "lang=zh-Hant", fault: (path) => (/\/wasm\/studio.*\.wasm/.test(path) ? (held.push(path), { status: 503 }) : null) });
  await until("the page gives up", () => studio.page.evaluate(() => document.querySelector("#welcome h1")?.textContent));
  assert.ok(held.length > 0);
  assert.equal(await studio.page.title(), "Hourglass：自編碼器遊樂場");
  assert.equal(await language(studio), "zh-Hant");
  const about = await studio.page.evaluate(() => document.querySelector('meta[name="description"]').content);
  assert.equal(about, "在瀏覽器裡訓練小型自編碼器，並看看它們的內部。");
});

test("no English sentence is left on the first screen in Traditional Chinese", async (t) => {
  const studio = await opened(t, { query: "lang=zh-Hant" });
  const ours = /^(Hourglass|MNIST|Adam|AdamW|NAdam|ReLU|ELU|SGD|RMSProp|AdaGrad|Nesterov|Glorot|He|sigmoid|tanh|PCA|SNE|RMSE|SSE|KL|PNG|SVG|CSV|ONNX|notMNIST|Beta|Epsilon|NumPy|PyTorch|Keras|Parquet|Runtime|Jupyter|Python|safetensors|IDX|EMNIST|KMNIST|Fashion|zip|tar|npz|Enter|Shift|Esc|Ctrl|bobondemon|deeplearningathome|Salakhutdinov|Hinton)$/;
  const said = (await studio.items()).flatMap(({ id, name, description, options }) => [name, description, ...(options ?? [])].map((text) => `${id}: ${text ?? ""}`));
  const english = said.filter((line) => (line.slice(line.indexOf(": ")).match(/[A-Za-z]{3,}/g) ?? []).some((word) => !ours.test(word)));
  assert.deepEqual(english, []);
});

test("a first visit speaks the browser's language where the site has it, and the address says so", async (t) => {
  for (const [tags, spoken] of [
    [["zh-TW", "en"], "zh-Hant"],
    [["zh-HK"], "zh-Hant"],
    [["fr", "zh-Hant", "en"], "zh-Hant"],
    [["en-GB", "zh-TW"], "en"],
    [["zh-CN"], "en"],
    [["ja", "x-nonsense"], "en"],
  ]) {
    const studio = await open(t, { before: likes(...tags) });
    await studio.ready();
    assert.equal(await language(studio), spoken, tags.join());
    if (spoken !== "en") await until("the address says it", () => studio.page.evaluate(() => location.search.includes("lang=zh-Hant")));
    assert.equal(fontsAsked(studio).length > 0, spoken !== "en", tags.join());
    studio.assertClean();
  }
});

test("the address's language goes before the browser's", async (t) => {
  const studio = await open(t, { query: "lang=en", before: likes("zh-TW") });
  await studio.ready();
  assert.equal(await language(studio), "en");
  await studio.item("button", "Help");
});

test("the list of languages opens the page anew in the chosen one, with its run, and a later visit begins with it", async (t) => {
  const context = await freshProfile(t);
  const studio = await opened(t, { context, query: "preset=classroom&images=2000" });
  await studio.call("reset");
  await studio.call("train", { epochs: 1 });
  const { run, epoch } = await studio.state();
  await until("the run is kept", async () => (await studio.call("runs")).some((one) => one.id === run && one.epoch === epoch));
  await until("the page has noted its run", () => studio.page.evaluate((id) => sessionStorage.getItem("hourglass").includes(id), run));
  await studio.press("button", "Help");
  await studio.item("combobox", "Language", ({ options }) => options.join() === `English,${kTaiwan}`);
  await speak(studio, "Language", kTaiwan);
  assert.equal(await language(studio), "zh-Hant");
  const after = await studio.stateWith("the run is back", ({ dataset, state }) => dataset && state === "paused");
  assert.deepEqual([after.run, after.epoch], [run, epoch]);
  await studio.press("button", "關閉"); // Help, where the language was chosen, is open as it was
  await studio.item("button", "繼續");
  assert.match(await studio.page.evaluate(() => location.search), /images=2000/);
  // A page of its own, whose address says nothing.
  await studio.page.goto(studio.server.url, { waitUntil: "load" });
  await studio.ready();
  assert.equal(await language(studio), "zh-Hant");
  // And back.
  if (!(await studio.has("combobox", "語言"))) await studio.press("button", "說明");
  await speak(studio, "語言", "English");
  assert.equal(await language(studio), "en");
  await studio.press("button", "Close");
  await studio.item("button", "Help");
});

test("where the letters do not come it is English, and nothing is said of it", async (t) => {
  const studio = await open(t, { query: "lang=zh-Hant", fault: (path) => (path.includes(".otf") ? { status: 404 } : null) });
  await studio.ready();
  assert.equal(await language(studio), "en");
  await studio.item("button", "Help");
  assert.deepEqual((await studio.items()).filter(({ id }) => id.startsWith("notice/")), []);
});

test("a language that was used once is there without a network", async (t) => {
  const studio = await opened(t, { query: "lang=zh-Hant&preset=classroom" });
  await until("its words and letters are stored", () =>
    studio.page.evaluate(async () => {
      const stored = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)));
      const paths = stored.flat();
      return ["/index.html", "/text/zh-Hant.json", "/text/zh-Hant.otf"].every((path) => paths.includes(path));
    }),
  );
  await studio.server.close();
  await studio.page.reload({ waitUntil: "load" });
  await studio.ready();
  assert.equal(await language(studio), "zh-Hant");
  await studio.item("button", "說明");
});

/** For `before`: remembers what is written on canvases of the page. */
const remembersLetters = (page) =>
  page.evaluateOnNewDocument(() => {
    window.written = [];
    const write = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
      window.written.push(text);
      return write.call(this, text, ...place);
    };
  });

test("a name in letters that the studio's fonts have not is drawn with the system's", async (t) => {
  const studio = await opened(t, { before: remembersLetters });
  const bringer = new Bringer(studio);
  t.after(() => bringer.close());
  assert.deepEqual(await studio.page.evaluate(() => window.written), [], "of what the fonts have, nothing is asked");
  await bringer.choose([{ name: "あ क 가 مرحبا да.bin", bytes: Buffer.alloc(100, 7) }]);
  await until("the notice names the file", async () => (await bringer.notices()).some(({ text }) => text.includes("あ क 가 مرحبا да.bin")));
  const written = await until("its letters are drawn", async () => {
    const list = await studio.page.evaluate(() => window.written);
    return list.length > 0 && list;
  });
  // Letters by themselves; a word where they join.
  assert.deepEqual([...new Set(written)].sort(), ["а", "क", "д", "مرحبا", "가", "あ"].sort());
  await studio.drawn();
  assert.deepEqual(await studio.page.evaluate(() => window.written), written, "each once");
  await studio.picture("language-other-letters");
  studio.assertClean();
});
