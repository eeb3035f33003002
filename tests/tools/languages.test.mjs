// Every language of assets/text has every sentence of the source, with its places, and nothing else; and its letters.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { cutFont, kMostBytes, lettersOf, textsOf } from "../../tools/lib/stage/letters.mjs";
import { all_sentences, sentences } from "../../tools/lib/words.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const folder = join(root, "assets", "text");
const languages = readdirSync(folder).map((name) => ({ tag: name.replace(/\.json$/, ""), ...JSON.parse(readFileSync(join(folder, name), "utf8")) }));
const keys = all_sentences(root).map(({ text }) => text);
const places = (text) => [...new Set(text.match(/\{\d\}/g) ?? [])].sort().join(" ");
const forms = (text) => (typeof text === "string" ? [text] : Object.values(text));

test("Traditional Chinese is there, by its own name", () => {
  assert.equal(languages.find(({ tag }) => tag === "zh-Hant")?.name, "繁體中文");
});

for (const { tag, texts, ...catalogue } of languages) {
  test(`${tag} lacks no sentence (tools/text missing ${tag})`, () => {
    assert.deepEqual(keys.filter((key) => !texts[key]), []);
  });

  test(`${tag} has no sentence that the source has no more (tools/text unused ${tag})`, () => {
    const known = new Set(keys);
    assert.deepEqual(Object.keys(texts).filter((key) => !known.has(key)), []);
  });

  test(`${tag} has every place of every sentence, and no other`, () => {
    for (const [key, text] of Object.entries(texts)) for (const form of forms(text)) assert.equal(places(form), places(key), `${key}: ${form}`);
  });

  test(`${tag}: a sentence that ends ends in the translation, too`, () => {
    const ends = (text) => /[.。]$/.test(text);
    for (const [key, text] of Object.entries(texts)) for (const form of forms(text)) assert.equal(ends(form), ends(key), `${key}: ${form}`);
  });

  if (catalogue.face)
    test(`${tag} is staged with its letters, in under ${kMostBytes} bytes`, () => {
      const font = join(root, "build/stage/text", `${tag}.otf`);
      assert.ok(statSync(font).size < kMostBytes, `${statSync(font).size} bytes`);
      assert.equal(readFileSync(font).toString("latin1", 0, 4), "OTTO");
    });
}

test("Traditional Chinese has no half-width marks between its words", () => {
  const { texts } = languages.find(({ tag }) => tag === "zh-Hant");
  const han = "\\p{Script=Han}";
  const half = new RegExp(`${han}[,;:!?]|[,;!?]${han}|${han}\\(|\\)${han}`, "u");
  assert.deepEqual(Object.values(texts).filter((text) => half.test(text)), []);
});

test("words that mean two things in English are two keys", () => {
  const said = (file) => sentences(readFileSync(join(root, file), "utf8"), file, file.startsWith("web/") ? new Set(["say"]) : undefined).map(({ text }) => text);
  assert.ok(said("src/studio/bar.cpp").includes("Step") && said("web/src/lessons/panel.ts").includes("Step of the lesson"));
  assert.ok(!said("web/src/lessons/panel.ts").includes("Step"), "not what the button of the bar is called");
  assert.ok(said("src/studio/map/map_compare.cpp").includes("Error") && said("src/studio/notices.cpp").includes("Problem"));
  assert.ok(!said("src/studio/notices.cpp").includes("Error"), "not what a number is called");
});

test("tables, lists and first entries are found; formats and ids are not", () => {
  const source = `
    constexpr std::array<Key, 2> kWays = {"First column", "Last column"};
    constexpr Choice kKinds[] = {{"he", "He normal"}};
    const std::string path = "map/save";
    static_assert(sizeof(x) == 4, "Four bytes it is");`;
  assert.deepEqual(
    sentences(source, "src/studio/x.cpp").map(({ text }) => text),
    ["First column", "Last column", "He normal"],
  );
  assert.deepEqual(sentences('notices.say("version", say("A new one is here."));', "web/src/x.ts", new Set(["say"])).map(({ text }) => text), ["A new one is here."]);
});

test("letters are what Inter has not, each once", () => {
  assert.equal(lettersOf(["編碼 A、B", "碼 −1 °"]), ["、", "碼", "編"].join(""));
  assert.deepEqual(textsOf({ name: "x", texts: { a: "b", c: { one: "d", other: "e" } } }), ["x", "b", "d", "e"]);
});

test("a font is cut once for the same letters, and of a face that is known", (t) => {
  const made = mkdtempSync(join(tmpdir(), "hourglass-letters-"));
  t.after(() => rmSync(made, { recursive: true }));
  const [target, stamp] = [join(made, "x.otf"), join(made, "x.stamp")];
  assert.throws(() => cutFont("Comic Sans", "編", target, stamp), /no typeface "Comic Sans"/);
  cutFont("Noto Sans CJK TC", "編碼", target, stamp);
  assert.ok(existsSync(target) && statSync(target).size < 5000);
  writeFileSync(target, "as it was");
  cutFont("Noto Sans CJK TC", "編碼", target, stamp);
  assert.equal(readFileSync(target, "utf8"), "as it was");
  cutFont("Noto Sans CJK TC", "編碼器", target, stamp);
  assert.equal(readFileSync(target).toString("latin1", 0, 4), "OTTO");
});

test("Inter is cut to at least the letters that the studio asks it for", () => {
  const { inter, more, names } = JSON.parse(readFileSync(join(root, "cmake/faces.json"), "utf8"));
  const cut = inter.unicodes.split(",").map((range) => range.slice(2).split("-").map((digits) => parseInt(digits, 16)));
  const source = readFileSync(join(root, "src/studio/ui/fonts.cpp"), "utf8");
  const rangesOf = (name) => new RegExp(`${name}\\[\\] = \\{([^}]*), 0\\}`).exec(source)[1].match(/0x[0-9a-f]+/g).map(Number);
  const asked = ["kUsual", "kRare"].flatMap(rangesOf);
  assert.ok(asked.length > 10 && asked.length % 2 === 0);
  for (let i = 0; i < asked.length; i += 2)
    assert.ok(cut.some(([first, last = first]) => first <= asked[i] && asked[i + 1] <= last), `U+${asked[i].toString(16)} to U+${asked[i + 1].toString(16)}`);
  for (const { face } of languages) assert.ok(!face || more[face], face);
  assert.ok(more[names], "the languages' own names");
});
