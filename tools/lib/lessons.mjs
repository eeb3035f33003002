// The check of the lessons: what the page's own reader finds (web/src/lessons/parse.ts), and what only the whole house knows: presets,
// settings, data sets, drawings, and the ids of what a spotlight can stand on.
//   node lessons.mjs FOLDER
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { pageModule } from "./page-source.mjs";

const root = resolve(import.meta.dirname, "../..");
const read = (path) => readFileSync(join(root, path), "utf8");

function filesBelow(folder, ending) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path, ending) : entry.name.endsWith(ending) ? [path] : [];
  });
}

/** Lists with quotation marks around, as messages have them. */
const all = (set) => [...set].sort().join(", ");

/** What the source of this tree knows. */
export function house() {
  const fields = read("src/training/experiment_fields.cpp");
  const found = (pattern) => new Set([...fields.matchAll(pattern)].map((match) => match[1]));
  const settings = new Set([...found(/\.key = "([a-z0-9-]+)"/g), ...found(/HOURGLASS_(?:NUMBER|CHOICE|TOGGLE)\(\s*"([a-z0-9-]+)"/g)]);
  const stage = filesBelow(join(root, "tools/lib/stage"), ".mjs").map((path) => readFileSync(path, "utf8"));
  const sets = new Set([...stage.join("\n").matchAll(/\bid: "([a-z0-9-]+)"/g)].map((match) => match[1]));
  for (const entry of filesBelow(join(root, "assets"), "entry.json")) sets.add(JSON.parse(readFileSync(entry, "utf8")).id);
  const literals = new Set();
  for (const path of filesBelow(join(root, "src/studio"), ".cpp"))
    for (const [, text] of readFileSync(path, "utf8").matchAll(/"([a-z][a-z0-9-]*(?:\/[a-z0-9-]*)*)"/g)) literals.add(text);
  return {
    presets: new Set(JSON.parse(read("assets/presets.json")).map(({ key }) => key)),
    settings,
    sets,
    corruptions: new Set([...(/kCorruptions\[\] = \{([\s\S]*?)\};/.exec(fields)?.[1] ?? "").matchAll(/\{"([a-z-]+)"/g)].map((match) => match[1])),
    /** An id is a literal of a panel, or begins with one that ends with a slash (what follows is made at run time). */
    isItem(id) {
      const [part] = id.split("/");
      if (!literals.has(part) || (!id.includes("/") && !["map", "paint", "loss", "samples", "recipe", "bar", "tabs"].includes(id))) return false;
      if (part === "recipe" && (settings.has(id.slice(7)) || settings.has(id.slice(7).replace(/\/(less|more)$/, "")))) return true;
      if (part === "tabs") return ["map", "paint", "loss", "samples", "recipe"].includes(id.slice(5)) || id === "tabs";
      for (let at = id.indexOf("/"); at > 0; at = id.indexOf("/", at + 1))
        if (literals.has(id.slice(0, at + 1)) && id.slice(0, at + 1) !== "recipe/" && at + 1 < id.length) return true;
      return literals.has(id);
    },
  };
}

/** What of a lesson this tree does not have. `drawings`: their names. */
function unknown({ read: { lesson, lines } }, known, drawings) {
  const found = [];
  const wrong = (at, text) => found.push({ line: lines.get(at) ?? lines.get(at.split(" ")[0]) ?? 1, text });
  for (const set of lesson.needs)
    if (!known.sets.has(set)) wrong("", `There is no data set "${set}"; there are: ${all(known.sets)}.`);
  for (const { key, studio = {}, point, wait } of lesson.steps) {
    const order = `${key} studio`;
    if (studio.preset !== undefined && !known.presets.has(studio.preset))
      wrong(order, `There is no preset "${studio.preset}"; there are: ${all(known.presets)}.`);
    for (const [setting, value] of Object.entries(studio.settings ?? {})) {
      if (setting === "preset") wrong(order, "The preset has a line of its own.");
      else if (!known.settings.has(setting)) wrong(order, `There is no setting "${setting}"; there are: ${all(known.settings)}.`);
      if (setting === "data" && !known.sets.has(value)) wrong(order, `There is no data set "${value}"; there are: ${all(known.sets)}.`);
      if (setting === "data" && known.sets.has(value) && !lesson.needs.includes(value)) wrong(order, `The lesson needs "${value}", and does not say so.`);
    }
    if (studio.noise !== undefined && !known.corruptions.has(studio.noise.split(":")[0]))
      wrong(order, `There is no noise "${studio.noise}"; there are: ${all(known.corruptions)}.`);
    if (studio.drawing !== undefined && studio.drawing !== "none" && !drawings.has(studio.drawing))
      wrong(order, `There is no drawing "${studio.drawing}"; there are: ${all(drawings)}.`);
    for (const id of point ?? []) if (!known.isItem(id)) wrong(`${key} point`, `Nothing of the studio is called "${id}".`);
    if (wait?.what === "changed" && !known.settings.has(wait.about))
      wrong(`${key} wait`, `There is no setting "${wait.about}"; there are: ${all(known.settings)}.`);
  }
  return found;
}

/** The drawings are lists of strokes on a paper of 28 by 28. */
function drawingsOf(folder, wrong) {
  const path = join(folder, "drawings.json");
  if (!existsSync(path)) return new Set();
  let drawings;
  try {
    drawings = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    wrong(String(error.message));
    return new Set();
  }
  for (const [name, { strokes, width = 2.8 }] of Object.entries(drawings)) {
    const onPaper = (place) => Array.isArray(place) && place.length === 2 && place.every((v) => v >= 0 && v <= 28);
    if (!(width > 0 && width <= 10) || !Array.isArray(strokes) || !strokes.every((stroke) => stroke.length > 0 && stroke.every(onPaper)))
      wrong(`"${name}" is no list of strokes on a paper of 28 by 28.`);
  }
  return new Set(Object.keys(drawings));
}

/** The reader that builds them, which is TypeScript. */
let reader = null;

/** [{file, line, text}] of a folder of lessons. */
export async function checkLessons(folder) {
  const { files, problems } = (await (reader ??= pageModule("build/lessons.ts"))).readLessons(folder);
  const shipped = join(root, "assets/lessons");
  const wrong = (text) => problems.push({ file: "drawings.json", line: 1, text });
  // The drawings are the site's, wherever a lesson lies.
  const drawings = drawingsOf(shipped, folder === shipped ? wrong : () => {});
  const known = house();
  for (const file of files) for (const one of unknown(file, known, drawings)) problems.push({ file: file.file, ...one });
  return problems.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = resolve(process.argv[2]);
  const problems = await checkLessons(folder);
  for (const { file, line, text } of problems) console.log(`${join(folder, file)}:${line}: ${text}`);
  process.exit(problems.length > 0 ? 1 : 0);
}
