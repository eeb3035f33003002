// The files of a room of src/ are compiled several at a time (unity builds), and which of them share a piece changes with
// every new file. So what a file keeps to itself, in an unnamed namespace or as static or constexpr at namespace scope, must
// not have the name of what another file of the room keeps, nor may a constant within a function hide one of another file.
//   node tools/lib/room-names.mjs [ROOT]    silent when all names are in order; otherwise a line for each with its place
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const root = resolve(process.argv[2] ?? join(import.meta.dirname, "../.."));
// clang-format leaves what stands in a namespace at the line's beginning, and indents all that stands in a function.
const kKind = /^(?:struct|class|enum class|enum) (\w+)\b(?!.*;$)/;
const kAlias = /^using (\w+) = (.*)/;
const kValue = /^(?!return\b|using\b|namespace\b|template\b|#)(?:[\w:]+(?:<.*>)?[ &*]+)+(\w+)(?:\[\w*\])?(?:\(| = |\{|;)/;
const kKept = /^(?:inline )?(?:static|constexpr|const) /;
const kConstant = /^(?:inline )?(?:static )?(?:constexpr|const) [^=({]*?\b(k[A-Z]\w*)\b/;
const kFurther = /[,}] (k[A-Z]\w*) = /g; // constexpr float kOne = 1, kTwo = 2;
const kLocal = /^ +(?:static )?(?:constexpr|const) [^=({]*?\b(k[A-Z]\w*)\b/;

// Files of different platforms are never compiled together.
const platform = (file) => /_(web|native|desktop)\.cpp$/.exec(file)?.[1].replace("desktop", "native");
const together = (a, b) => a !== b && !(platform(a) && platform(b) && platform(a) !== platform(b));

// Rooms whose files are each compiled by themselves.
const rooms = readFileSync(join(root, "src/CMakeLists.txt"), "utf8");
const alone = new Set();
for (const [, room] of rooms.matchAll(/set_target_properties\(hourglass_(\w+) PROPERTIES UNITY_BUILD OFF\)/g)) alone.add(`src/${room.replaceAll("_", "/")}`);

const kept = new Map(); // "room name" -> where a file keeps it to itself
const constants = new Map(); // the same of constants, those of headers too
const locals = []; // constants within functions
for (const path of readdirSync(join(root, "src"), { recursive: true }).sort()) {
  const file = `src/${path.replaceAll("\\", "/")}`;
  const room = dirname(file);
  const header = file.endsWith(".h");
  if ((!header && !file.endsWith(".cpp")) || alone.has(room)) continue;
  const add = (map, name, place) => map.set(`${room} ${name}`, [...(map.get(`${room} ${name}`) ?? []), place]);
  let unnamed = false;
  readFileSync(join(root, file), "utf8").split("\n").forEach((line, i) => {
    if (/^namespace \{/.test(line)) unnamed = true;
    if (/^\} +\/\/ namespace$/.test(line)) unnamed = false;
    const alias = kAlias.exec(line);
    const place = { file, line: i + 1, alias: alias?.[2] };
    const own = unnamed || kKept.test(line);
    const constant = own && kConstant.exec(line);
    const further = constant ? [...line.matchAll(kFurther)].map((more) => more[1]) : [];
    for (const name of constant ? [constant[1], ...further] : []) add(constants, name, place);
    if (header) return;
    const first = own && (alias ?? kKind.exec(line) ?? kValue.exec(line) ?? constant);
    for (const name of first ? [first[1], ...further] : []) add(kept, name, place);
    const local = kLocal.exec(line);
    if (local) locals.push({ room, name: local[1], ...place });
  });
}

const breaches = [];
for (const [key, places] of kept) {
  for (const place of places) {
    const other = places.find((one) => one.file < place.file && together(one.file, place.file) && !(one.alias && one.alias === place.alias));
    if (other) breaches.push(`${place.file}:${place.line}: ${key.split(" ")[1]} stands in ${other.file}, too`);
  }
}
for (const local of locals) {
  const other = constants.get(`${local.room} ${local.name}`)?.find((one) => together(one.file, local.file));
  if (other) breaches.push(`${local.file}:${local.line}: ${local.name} hides that of ${other.file}`);
}
for (const breach of breaches) console.log(breach);
process.exitCode = breaches.length > 0 ? 1 : 0;
