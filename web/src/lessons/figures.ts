// Figures of a lesson: what is measured, by name, and as text.
import { inNumber } from "../text/say.ts";
import { kFigures } from "./lesson.ts";

/** As many decimals as the figure usually has, or as `like` has: "0.206152" has six. */
export function shown(path: string, value: number | undefined, like?: string): string {
  if (value === undefined || !Number.isFinite(value)) return "\u2013";
  const decimals = like === undefined ? (kFigures[path] ?? 2) : (/\.(\d+)/.exec(like)?.[1]?.length ?? 0);
  return inNumber(value.toFixed(Math.min(decimals, 8)));
}

/** A place in the text where a figure stands. */
interface Place {
  element: HTMLElement;
  path: string;
  like?: string;
}

/** The figures of the step that is shown, which follow what is measured. */
export class Figures {
  private places: Place[] = [];
  private guesses: Record<string, string> = {};

  clear(guesses: Record<string, string>): void {
    this.places = [];
    this.guesses = guesses;
  }

  know(guesses: Record<string, string>): void {
    this.guesses = guesses;
  }

  /** `like`: shown with as many decimals. */
  live(path: string, like?: string): HTMLElement {
    const element = document.createElement("span");
    element.className = "live";
    element.dataset["path"] = path;
    element.textContent = "\u2013";
    this.places.push({ element, path, ...(like === undefined ? {} : { like }) });
    return element;
  }

  /** Stands as it was written. */
  written(text: string, path: string, within: number): HTMLElement {
    const element = document.createElement("span");
    element.className = "figure";
    element.textContent = text;
    Object.assign(element.dataset, { path, within: String(within), wanted: text });
    return element;
  }

  update(figures: Record<string, number>): void {
    for (const { element, path, like } of this.places) {
      const guess = path.startsWith("guess.") ? (this.guesses[path.slice(6)] ?? "\u2013") : null;
      const text = guess ?? shown(path, figures[path], like);
      if (element.textContent !== text) element.textContent = text;
    }
  }
}
