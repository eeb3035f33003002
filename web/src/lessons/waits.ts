// Waits: whether what a step waits for has happened, by how the studio stood when the step began and how it stands now.
import type { Wait } from "./lesson.ts";
import type { Screen } from "./studio.ts";

// Milliseconds without a stroke after which a drawing counts as done: a 4 has two strokes.
const kRests = 1200;

/** `rests`: how many milliseconds ago the drawing was last seen to change. */
export function happened({ what, about = "" }: Wait, then: Screen, now: Screen, rests: number): boolean {
  switch (what) {
    case "painted":
      return now.pad.own && now.pad.version !== then.pad.version && rests >= kRests;
    case "hovered":
      return now.pointed;
    case "walked":
      return now.path;
    case "swept":
      return now.view === "sweep";
    case "trained":
      return now.training || (now.step > 0 && now.step !== then.step);
    case "epoch":
      return now.epoch >= Number(about);
    case "finished":
      return now.finished;
    case "compared":
      return now.compares;
    case "opened":
      // Where the panels stand side by side all are open, but for a recipe that is folded away.
      return now.narrow ? now.panel === about : about !== "recipe" || now.recipe;
    case "mapped":
      return now.map === about && now.laidOut;
    case "changed":
      return now.settings[about] !== then.settings[about];
    default:
      return true;
  }
}
