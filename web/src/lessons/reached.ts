// Reached: how far the person has come in each lesson, and what was guessed. It survives a reload as the saved state does
// (keep/storage.ts), and locks nothing.
import { keepLessons, keptLessons } from "../keep/storage.ts";

interface Kept {
  /** Keys of the steps that were seen. */
  steps: string[];
  /** Where the person was last. */
  at: string;
  guesses: Record<string, string>;
}

const none = (): Kept => ({ steps: [], at: "", guesses: {} });

export class Reached {
  private all: Record<string, Kept> = {};

  constructor() {
    try {
      const read = JSON.parse(keptLessons() || "{}") as unknown;
      for (const [key, one] of Object.entries(read ?? {})) {
        const { steps, at, guesses } = (one ?? {}) as Partial<Kept>;
        const texts = Array.isArray(steps) ? steps.filter((step) => typeof step === "string") : [];
        const guessed = Object.entries(guesses ?? {}).filter(([, text]) => typeof text === "string");
        this.all[key] = { steps: texts, at: typeof at === "string" ? at : "", guesses: Object.fromEntries(guessed) };
      }
    } catch {
      // What cannot be read was nothing.
    }
  }

  of(lesson: string): Kept {
    return Object.hasOwn(this.all, lesson) ? this.all[lesson]! : none();
  }

  step(lesson: string, step: string): void {
    const kept = this.of(lesson);
    const steps = kept.steps.includes(step) ? kept.steps : [...kept.steps, step];
    this.put(lesson, { ...kept, steps, at: step });
  }

  guess(lesson: string, step: string, words: string): void {
    const kept = this.of(lesson);
    this.put(lesson, { ...kept, guesses: { ...kept.guesses, [step]: words } });
  }

  private put(lesson: string, kept: Kept): void {
    this.all[lesson] = kept;
    keepLessons(JSON.stringify(this.all));
  }
}
