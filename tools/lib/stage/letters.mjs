// The letters of a language that the studio's own typeface has not: of the face that its catalogue (assets/text/TAG.json)
// names, cut down to those that its texts use, as text/TAG.otf. From Debian's packages; nothing of it lies in the tree.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Where Debian has a face: the file, and its number in it. */
const kFaces = {
  "Noto Sans CJK TC": { file: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", number: 3, of: "fonts-noto-cjk" },
};

/** Fetched before a person of that language sees the studio: more would be felt. */
export const kMostBytes = 300_000;

/** What Inter has (cmake/fonts.cmake) is drawn with Inter. */
const kBeyondInter = /[^\u0000-\u017f\u0391-\u03c9\u2010-\u2265\u25a0-\u25ff\u2713\u2715]/u;

/** The letters of these texts that Inter has not, each once, in order. */
export function lettersOf(texts) {
  const letters = new Set(texts.flatMap((text) => [...text]).filter((letter) => kBeyondInter.test(letter)));
  return [...letters].sort().join("");
}

/** Every text that a catalogue holds. */
export function textsOf({ name = "", quotes = [], texts = {} }) {
  return [name, ...quotes, ...Object.values(texts).flatMap((text) => (typeof text === "string" ? [text] : Object.values(text)))];
}

/** Writes `target`, unless it was made of the same letters; `stamp` remembers of which. */
export function cutFont(face, letters, target, stamp) {
  const known = kFaces[face];
  if (!known) throw new Error(`tools/lib/stage/letters.mjs knows no typeface "${face}"`);
  if (!existsSync(known.file)) throw new Error(`${known.file} is missing: install Debian's package ${known.of}`);
  const of = createHash("sha256").update(`${face} ${statSync(known.file).size} ${letters}`).digest("hex");
  if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, "utf8") === of) return;
  mkdirSync(dirname(stamp), { recursive: true });
  execFileSync("pyftsubset", [
    known.file,
    `--font-number=${known.number}`,
    `--text=${letters}`,
    "--layout-features=",
    "--no-hinting",
    "--desubroutinize", // smaller once it is packed on the way, and plainer to read
    "--drop-tables+=BASE,GDEF,GPOS,GSUB,VORG,vhea,vmtx",
    `--output-file=${target}`,
  ]);
  const { size } = statSync(target);
  if (size > kMostBytes) throw new Error(`${target} has ${size} bytes; ${kMostBytes} are the most`);
  writeFileSync(stamp, of);
}
