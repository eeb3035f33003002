// How a step wants the studio: all that the steps up to it have said, folded into one. What the studio does to get there is
// director.ts; nothing here knows of a page.
import type { Lesson, Order, Run, Step } from "./lesson.ts";

/** Everything that a step's studio is, as the lesson says it. */
export interface Wanted {
  preset?: string;
  settings: Record<string, string>;
  /** From new weights, or the start model, on; empty: whatever is there. */
  runs: Run[];
  /** What the panels show: the last word of each. */
  look: Omit<Order, "preset" | "settings" | "run">;
}

/** What a guess sets off counts once the guess was made. */
const asksRun = (step: Step): Run[] => step.blocks.flatMap((block) => ("ask" in block ? (block.ask.run ?? []) : []));

/** As step `at` has it when it is entered. */
export function wantedAt(lesson: Lesson, at: number): Wanted {
  const wanted: Wanted = { settings: {}, runs: [], look: {} };
  lesson.steps.slice(0, at + 1).forEach((step, i) => {
    if (step.studio) fold(wanted, step.studio);
    if (i < at) wanted.runs = withRuns(wanted.runs, asksRun(step));
  });
  return wanted;
}

function fold(wanted: Wanted, { preset, settings, run, ...look }: Order): void {
  const before = runKey(wanted);
  if (preset !== undefined) {
    wanted.preset = preset;
    wanted.settings = {};
  }
  Object.assign(wanted.settings, settings);
  // Other settings make another run; of which there is nothing yet but its weights.
  if (runKey(wanted) !== before) wanted.runs = wanted.runs.length > 0 || run ? ["untrained"] : [];
  if (run) wanted.runs = withRuns(wanted.runs, run);
  // The pad holds one thing.
  if (look.sample || look.drawing !== undefined) {
    delete wanted.look.sample;
    delete wanted.look.drawing;
  }
  Object.assign(wanted.look, look);
}

/** What comes after what: a beginning makes all before it forgotten. */
export function withRuns(runs: Run[], more: Run[]): Run[] {
  const begins = more[0] === "start" || more[0] === "untrained";
  return begins ? more : [...runs, ...more];
}

/** The same for the same settings and the same deeds: a run that was trained so is that one. */
export const runKey = ({ preset, settings, runs }: Wanted) => JSON.stringify([preset, Object.entries(settings).sort(), runs]);
/** Of its settings alone. */
export const settingsKey = (wanted: Wanted) => runKey({ ...wanted, runs: [] });

/** Whether entering this step does anything to the run. */
export const changesRun = ({ studio }: Step) =>
  studio !== undefined && (studio.preset !== undefined || studio.settings !== undefined || studio.run !== undefined);

/** What of `wanted.runs` is still to be done where `done` is what was; null where it has to be begun anew. */
export function remaining(wanted: Run[], done: Run[]): Run[] | null {
  if (done.length > wanted.length || done.some((one, i) => one !== wanted[i])) return null;
  return wanted.slice(done.length);
}
