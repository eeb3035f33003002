// Takes the lessons (assets/lessons) into the site: each, read from its Markdown, as a plain tree of JSON under an address that
// changes with its content, fetched when somebody opens it; and lessons/index.json, the list of them for whoever asks.
//
//   assets/lessons/KEY.LANGUAGE.md   ->  lessons/KEY.LANGUAGE-HASH.json
//   assets/lessons/drawings.json     ->  lessons/drawings-HASH.json
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { parseLesson, type Read } from "../src/lessons/parse.ts";
import { completed, incomplete } from "../src/lessons/whole.ts";
import type { Problem } from "../src/lessons/lesson.ts";
import type { Listed } from "../src/lessons/studio.ts";
import { wholeOf } from "./stage.ts";

const kModule = "virtual:lessons";

export interface LessonFile {
  file: string;
  key: string;
  language: string;
  read: Read;
}

export interface LessonFolder {
  order: string[];
  files: LessonFile[];
  /** Of the whole folder and of each file, by the file's name. */
  problems: (Problem & { file: string })[];
}

const kName = /^([a-z0-9-]+)\.([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\.md$/;

/** Every lesson of a folder, translations completed from the English. */
export function readLessons(folder: string): LessonFolder {
  const found: LessonFolder = { order: [], files: [], problems: [] };
  const wrong = (file: string, text: string, line = 1) => found.problems.push({ file, line, text });
  if (!existsSync(folder)) return found;
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".md")) continue;
    const [, key, language] = kName.exec(file) ?? [];
    if (key === undefined || language === undefined) {
      wrong(file, "A lesson's file is called KEY.LANGUAGE.md.");
      continue;
    }
    const read = parseLesson(readFileSync(join(folder, file), "utf8"));
    for (const { line, text } of read.problems) wrong(file, text, line);
    found.files.push({ file, key, language, read });
  }
  for (const { file, key, language, read } of found.files) {
    const english = found.files.find((one) => one.key === key && one.language === "en");
    if (!english) wrong(file, `There is no ${key}.en.md, which every translation needs.`);
    else if (language !== "en") for (const { line, text } of completed(read, english.read)) wrong(file, text, line);
    for (const { line, text } of incomplete(read)) wrong(file, text, line);
  }
  found.order = orderOf(folder, found.files, wrong);
  return found;
}

/** As order.json has it; by name where there is none. */
function orderOf(folder: string, files: LessonFile[], wrong: (file: string, text: string) => void): string[] {
  const path = join(folder, "order.json");
  const keys = [...new Set(files.filter(({ language }) => language === "en").map(({ key }) => key))];
  if (keys.length === 0 || !existsSync(path)) return keys;
  let order: string[] = [];
  try {
    order = JSON.parse(readFileSync(path, "utf8")) as string[];
  } catch (error) {
    wrong("order.json", String(error));
  }
  for (const key of order) if (!keys.includes(key)) wrong("order.json", `There is no ${key}.en.md.`);
  for (const key of keys) if (!order.includes(key)) wrong("order.json", `${key} is missing.`);
  return [...order.filter((key) => keys.includes(key)), ...keys.filter((key) => !order.includes(key))];
}

export function lessonsPlugin(folder: string): Plugin {
  let outputs: { path: string; text: string }[] = [];
  let module = "";
  const put = (name: string, text: string) => {
    const whole = wholeOf(text);
    const path = `lessons/${name}-${whole.sha256.slice(0, 10)}.json`;
    outputs.push({ path, text });
    return { path, ...whole };
  };
  return {
    name: "hourglass-lessons",
    buildStart() {
      outputs = [];
      const { order, files, problems } = readLessons(folder);
      for (const { file, line, text } of problems) this.warn(`${file}:${line}: ${text}`);
      const lessons: Record<string, Record<string, Listed>> = {};
      for (const { key, language, read } of files) {
        if (!order.includes(key)) continue;
        const { title, minutes, summary, needs, steps } = read.lesson;
        const whole = put(`${key}.${language}`, JSON.stringify(read.lesson));
        (lessons[key] ??= {})[language] = { ...whole, title, minutes, summary, needs, steps: steps.length };
      }
      const drawn = join(folder, "drawings.json");
      const drawings = put("drawings", existsSync(drawn) ? JSON.stringify(JSON.parse(readFileSync(drawn, "utf8"))) : "{}");
      const index = order.map((key) => ({
        key,
        languages: Object.fromEntries(
          Object.entries(lessons[key]!).map(([language, { path, title, minutes, summary, needs, steps }]) => [language, { path, title, minutes, summary, needs, steps }]),
        ),
      }));
      outputs.push({ path: "lessons/index.json", text: JSON.stringify(index, null, 1) + "\n" });
      module = Object.entries({ order, lessons, drawings }).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`).join("");
    },
    resolveId(id) {
      return id === kModule ? "\0" + kModule : null;
    },
    load(id) {
      return id === "\0" + kModule ? module : null;
    },
    generateBundle() {
      for (const { path, text } of outputs) this.emitFile({ type: "asset", fileName: path, source: text });
    },
  };
}
