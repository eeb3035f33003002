// What index.html says without a script (web/build/words.ts): in every language of assets/text, each marked as such.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { all_sentences } from "../../tools/lib/words.mjs";
import { pageModule } from "../../tools/lib/page-source.mjs";

const root = resolve(import.meta.dirname, "../..");
const words = await pageModule("build/words.ts");

const kPiece = `<div>
  <p data-each class="a"><span data-say>One
    two.</span> <a href="" data-say>Three.</a></p>
</div>`;

test("each language stands below the English with its own mark, and what it lacks stays English", () => {
  const catalogues = [{ tag: "xx", texts: { "One two.": "Eins & zwei." } }, { tag: "yy", texts: { "Three.": "<Tres>." } }];
  assert.equal(
    words.inEveryLanguage(kPiece, catalogues).replace(/\s+/g, " "),
    `<div> <p class="a"><span>One two.</span> <a href="">Three.</a></p>` +
      ` <p lang="xx" class="a"><span>Eins &amp; zwei.</span> <a href="">Three.</a></p>` +
      ` <p lang="yy" class="a"><span>One two.</span> <a href="">&lt;Tres&gt;.</a></p> </div>`,
  );
});

test("the page's own document is whole in Traditional Chinese, and its sentences are keys", () => {
  const html = readFileSync(join(root, "web/index.html"), "utf8");
  const { texts } = JSON.parse(readFileSync(join(root, "assets/text/zh-Hant.json"), "utf8"));
  const keys = new Set(all_sentences(root).map(({ text }) => text));
  const said = words.sentencesOf(html);
  assert.ok(said.length >= 6);
  for (const sentence of said) assert.ok(keys.has(sentence) && texts[sentence], sentence);
  const made = words.inEveryLanguage(html, [{ tag: "zh-Hant", texts }]);
  for (const sentence of said) assert.equal(made.split(`>${texts[sentence]}<`).length, 2, texts[sentence]);
  assert.doesNotMatch(made, /data-(each|say)/);
  assert.match(made, /<noscript>[\s\S]*<p lang="zh-Hant" class="notice">[\s\S]*<\/noscript>/);
});
