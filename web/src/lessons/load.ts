// Brings a lesson: one of those that the site ships, in the person's language or else in English, or a file of this site by its path.
import { drawings, lessons, order } from "virtual:lessons";
import { fetchText, fetchWhole, FetchError, ofThisSite } from "../files/fetch.ts";
import { say } from "../text/say.ts";
import type { Drawings } from "./director.ts";
import type { Lesson, Problem } from "./lesson.ts";
import type { Listed } from "./studio.ts";

export interface Loaded {
  key: string;
  language: string;
  lesson: Lesson;
  problems: Problem[];
}

/** A path has a point or a slash, which no key has. */
const isPath = (key: string) => /[./]/.test(key);

/** The language of those there are that comes nearest. */
function languageOf(key: string, wanted: string): string {
  const there = Object.keys(lessons[key]!);
  return there.find((one) => one === wanted) ?? there.find((one) => one.split("-")[0] === wanted.split("-")[0]) ?? "en";
}

/** Those that are shipped, in their order, as the person's language has them. */
export function listed(language: string): { key: string; language: string; lesson: Listed }[] {
  return order.map((key) => {
    const found = languageOf(key, language);
    return { key, language: found, lesson: lessons[key]![found]! };
  });
}

export async function load(key: string, language: string): Promise<Loaded> {
  if (isPath(key)) return loadFile(key, language);
  if (!Object.hasOwn(lessons, key)) throw new FetchError(say("There is no lesson {0}.", { quoted: key }));
  const found = languageOf(key, language);
  const whole = lessons[key]![found]!;
  const bytes = await fetchWhole(new URL(whole.path, document.baseURI).href, say("The lesson"), { whole });
  return { key, language: found, lesson: JSON.parse(new TextDecoder().decode(bytes)) as Lesson, problems: [] };
}

async function loadFile(path: string, language: string): Promise<Loaded> {
  const text = await fetchText(ofThisSite(path).href, say("The lesson"));
  const named = /\.([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\.(?:md|json)$/.exec(path)?.[1] ?? language;
  if (path.endsWith(".json")) {
    const lesson = asLesson(text);
    if (!lesson) throw new FetchError(say("{0} is no lesson.", { quoted: path }));
    return { key: path, language: named, lesson, problems: [] };
  }
  const [{ parseLesson }, { incomplete }] = await Promise.all([import("./parse.ts"), import("./whole.ts")]);
  const read = parseLesson(text);
  if (read.lesson.steps.length === 0) {
    const [first] = read.problems;
    throw new FetchError(first ? say("{0}, line {1}: {2}", path, first.line, first.text) : say("{0} is no lesson.", { quoted: path }));
  }
  return { key: path, language: named, lesson: read.lesson, problems: [...read.problems, ...incomplete(read)] };
}

/** What the build has made of one; nothing where it plainly is something else. */
function asLesson(text: string): Lesson | null {
  try {
    const read = JSON.parse(text) as Partial<Lesson> | null;
    const steps = read?.steps;
    if (typeof read?.title !== "string" || !Array.isArray(steps) || steps.length === 0) return null;
    if (!steps.every((step) => typeof step?.key === "string" && typeof step.title === "string" && Array.isArray(step.blocks))) return null;
    return { minutes: 0, summary: "", needs: [], ...read } as Lesson;
  } catch {
    return null;
  }
}

let drawn: Promise<Drawings> | null = null;
export function loadDrawings(): Promise<Drawings> {
  drawn ??= fetchWhole(new URL(drawings.path, document.baseURI).href, say("The drawings"), { whole: drawings }).then(
    (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as Drawings,
  );
  drawn.catch(() => (drawn = null));
  return drawn;
}
