// tools/text finds the sentences that translators need, and what goes past them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { past_the_door, sentences } from "../../tools/lib/words.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const keys = execFileSync(join(root, "tools", "text"), ["keys"], { encoding: "utf8" }).split("\n");

test("keys are the texts of doors, joined over lines, a plural under its second text", () => {
  const source = `
    // say("not this comment")
    fail("{0} is empty, \\"so\\" "
         "to say.", in_quotes(name));
    plural(n, "{0} image", "{0} images");
    button(ui, "bar/train", "Train", area);
    verbatim("Not ours at all");
    std::snprintf(text, sizeof text, "Never %d words", 3);`;
  assert.deepEqual(
    sentences(source, "x.cpp").map((s) => s.text),
    ['{0} is empty, "so" to say.', "{0} images", "Train"],
  );
});

test("the source, the table of settings and the presets are all read", () => {
  for (const key of ["{0} images", "Learning rate", "What training makes small.", "The same seed gives the same run.", "2 numbers, 10,000 digits, about 10 s", "test RMSE", "Glorot uniform"])
    assert.ok(keys.includes(key), key);
  assert.ok(!keys.some((key) => /^[a-z]+\/[a-z-]+$/.test(key)), "ids are no sentences");
});

test("every term that a label names stands in the glossary, and every entry is named by one", () => {
  const entries = JSON.parse(readFileSync(join(root, "assets", "glossary.en.json"), "utf8"));
  const known = new Set(entries.map((entry) => entry.key));
  const source = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(h|cpp)$/.test(file))
    .map((file) => readFileSync(join(root, "src", file), "utf8"))
    .join("\n");
  const named = [...source.matchAll(/\.term = "([^"]+)"/g)].map(([, key]) => key);
  assert.ok(named.length > 15, `${named.length} labels name a term`);
  assert.deepEqual(named.filter((key) => !known.has(key)), []);
  // Settings and their choices are named by the table (training/experiment_fields.h).
  const literals = new Set([...source.matchAll(/"([^"\n]+)"/g)].map(([, text]) => text));
  const unnamed = [...known].filter((key) => !literals.has(key) && !(key.includes("/") && literals.has(key.split("/")[1])));
  assert.deepEqual(unnamed, []);
});

test("nothing glues a sentence within what takes text as it is", () => {
  const folder = mkdtempSync(join(tmpdir(), "hourglass-words-"));
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src", "x.cpp"), 'draw_text(ui, area, Words::as_is("It is " + name), font);\nverbatim("a/" + name);\n');
  assert.deepEqual(past_the_door(folder), [{ file: "src/x.cpp", line: 1, text: "It is " }]);
  rmSync(folder, { recursive: true });
  assert.deepEqual(past_the_door(root), []);
});
