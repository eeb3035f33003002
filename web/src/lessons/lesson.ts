// What a lesson is once it was read (parse.ts): a plain tree, which is how it lies in the site and how the panel shows it.
// docs/lessons.md says how one is written.

/** Words of a line. A text by itself is just text. */
export type Words =
  | string
  | { strong: Words[] }
  | { emphasis: Words[] }
  | { code: string }
  | { link: string; words: Words[] }
  /** What is measured, as it is now. */
  | { live: string }
  /** A number as it was written; the tests compare it with what is measured. */
  | { figure: string; path: string; within: number };

export interface Row {
  name: string;
  published: string; // "-" for none
  path: string;
  within?: number; // what the two may differ by, in the tests
}

export interface Ask {
  question: string;
  choices: string[];
  /** Of the right choice, from 1; 0: none is wrong. */
  right: number;
  /** In place of choices: what to draw. */
  draw?: string;
  then: string;
  run?: Run[];
}

export type Block = { paragraph: Words[] } | { list: Block[][]; ordered: boolean } | { ask: Ask } | { figures: Row[] };

/** What is done with the run: "start", "untrained", "go", or so many epochs. */
export type Run = "start" | "untrained" | "go" | number;

/** How the studio is set up; what is not said stays as it was. */
export interface Order {
  preset?: string;
  settings?: Record<string, string>;
  run?: Run[];
  map?: string;
  view?: string;
  sweep?: { from: number; to: number; step: number };
  samples?: string;
  sample?: ({ place: number } | { ofClass: number }) & { unlessPainted?: true };
  drawing?: string;
  noise?: string;
  recipe?: boolean;
  panel?: string;
}

export interface Wait {
  what: string;
  about?: string;
  words: string;
}

export interface Step {
  key: string;
  title: string;
  blocks: Block[];
  studio?: Order;
  /** The first has the ring, the others no shade. */
  point?: string[];
  wait?: Wait;
}

export interface Lesson {
  title: string;
  minutes: number;
  summary: string;
  needs: string[];
  steps: Step[];
}

/** What is wrong with a lesson's file. */
export interface Problem {
  line: number;
  text: string;
}

export const kPanels = ["map", "paint", "loss", "samples", "recipe"];
export const kMaps = ["autoencoder", "pca", "tsne"];
export const kViews = ["map", "sweep"];
export const kSampleViews = ["held-out", "worst", "filters"];

/** What a step can wait for, and what its second word is. */
export const kWaits: Record<string, "" | "number" | "panel" | "map" | "setting"> = {
  painted: "",
  hovered: "",
  walked: "",
  swept: "",
  trained: "",
  finished: "",
  compared: "",
  epoch: "number",
  opened: "panel",
  mapped: "map",
  changed: "setting",
};

/** Figures by their names (src/studio/script_screen.cpp), and with how many decimals they are shown in the text. */
export const kFigures: Record<string, number> = {
  "heldOut.perImage": 2,
  "heldOut.mse": 4,
  "heldOut.rmse": 4,
  "training.perImage": 2,
  "training.mse": 4,
  "training.rmse": 4,
  trained: 2,
  divergence: 2,
  "pca.perImage": 2,
  "map.knn5": 3,
  "map.trustworthiness": 3,
  "map.continuity": 3,
  epoch: 0,
  epochs: 0,
  imagesPerSecond: 0,
  parameters: 0,
  codeNumbers: 0,
  "pad.error": 1,
  "pad.codeX": 2,
  "pad.codeY": 2,
  "images.training": 0,
  "images.heldOut": 0,
};

/** Every inline word of a step, however deep. */
export function* wordsOf(blocks: Block[]): Generator<Words> {
  function* within(words: Words[]): Generator<Words> {
    for (const word of words) {
      yield word;
      if (typeof word !== "object") continue;
      if ("strong" in word) yield* within(word.strong);
      else if ("emphasis" in word) yield* within(word.emphasis);
      else if ("link" in word) yield* within(word.words);
    }
  }
  for (const block of blocks) {
    if ("paragraph" in block) yield* within(block.paragraph);
    else if ("list" in block) for (const item of block.list) yield* wordsOf(item);
  }
}

/** The figures that a step names: those in its text and in its tables. */
export function pathsOf(step: Step): string[] {
  const found: string[] = [];
  for (const word of wordsOf(step.blocks)) {
    if (typeof word !== "object") continue;
    if ("live" in word) found.push(word.live);
    else if ("figure" in word) found.push(word.path);
  }
  for (const block of step.blocks) if ("figures" in block) found.push(...block.figures.map(({ path }) => path));
  return found;
}
