// The letters of a language that the studio's own typeface has not: of the face that its catalogue (assets/text/TAG.json)
// names, cut down to those that its texts use, as text/TAG.otf. From Debian's packages; nothing of it lies in the tree.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where Debian has a face (the file, and its number in it) and how it is cut; shared with cmake/fonts.cmake. */
const kFaces = JSON.parse(readFileSync(join(import.meta.dirname, "../../../cmake/faces.json"), "utf8"));

/** Fetched before a person of that language sees the studio: more would be felt. */
export const kMostBytes = 300_000;

/** What Inter has is drawn with Inter; signs of control are not drawn at all. */
const kInInter = kFaces.inter.unicodes.split(",").map((range) => {
  const [first, last] = range.slice("U+".length).split("-");
  return `\\u{${first}}${last ? `-\\u{${last}}` : ""}`;
});
const kBeyondInter = new RegExp(`[^\\p{Cc}${kInInter.join("")}]`, "u");

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
  const known = kFaces.more[face];
  if (!known) throw new Error(`cmake/faces.json knows no typeface "${face}"`);
  if (!existsSync(known.file)) throw new Error(`${known.file} is missing: install Debian's package ${known.package}`);
  const of = createHash("sha256").update(`${JSON.stringify(known)} ${statSync(known.file).size} ${letters}`).digest("hex");
  if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, "utf8") === of) return;
  mkdirSync(dirname(stamp), { recursive: true });
  execFileSync("pyftsubset", [
    known.file,
    `--font-number=${known.number}`,
    `--text=${letters}`,
    ...known.options, // without subroutines: smaller once it is packed on the way, and plainer to read
    `--output-file=${target}`,
  ]);
  const { size } = statSync(target);
  if (size > kMostBytes) throw new Error(`${target} has ${size} bytes; ${kMostBytes} are the most`);
  writeFileSync(stamp, of);
}
