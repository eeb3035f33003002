// What a person sees first: the studio's program, and the model that it opens on. Both are asked for together; all else comes later.
import { Studio, type StudioProgram } from "../bridge/studio.ts";
import { stallWords } from "../files/fetch.ts";
import { fetchStartModel, startModel } from "../files/start-model.ts";
import { say } from "../text/say.ts";
import { Turn } from "./turn.ts";
import type { Welcome } from "./welcome.ts";

export class First {
  readonly program: Promise<StudioProgram>;
  /** Null where the site has none. */
  readonly model: Promise<Uint8Array | null>;
  /** Once it is there. */
  modelCame: Uint8Array | null = null;
  /** When the line is free for what comes next. */
  readonly over: Promise<void>;
  private readonly turns = { studio: new Turn(), model: new Turn() };
  private readonly fetches = { studio: new AbortController(), model: new AbortController() };
  private wanted = true;

  constructor(private readonly welcome: Welcome) {
    this.program = this.turns.studio.with(this.bringProgram());
    this.model = this.turns.model.with(this.bringModel());
    this.over = Promise.all([this.turns.studio.over, this.turns.model.over]).then(() => {});
    // What becomes of them is said when they are wanted.
    this.program.catch(() => {});
    this.model.then(
      (bytes) => (this.modelCame = bytes),
      () => {},
    );
  }

  /** Nobody will want it: this browser cannot run it. */
  cancel(): void {
    this.wanted = false;
    this.fetches.studio.abort();
    this.fetches.model.abort();
  }

  /** Where it stalls, the person may have it asked for anew. */
  private async bringProgram(): Promise<StudioProgram> {
    for (let cache: RequestCache = "default"; ; cache = "reload") {
      const fetch = (this.fetches.studio = new AbortController());
      try {
        return await Studio.bring({
          cache,
          signal: fetch.signal,
          onBytes: (done) => this.arrives("studio", done, Studio.size()),
          onStall: (stalled) => {
            if (stalled) this.turns.studio.end();
            this.welcome.stalled(stalled ? stallWords(say("The studio")) : "", () => fetch.abort());
          },
        });
      } catch (error) {
        if (!fetch.signal.aborted || !this.wanted) throw error;
      }
    }
  }

  private bringModel(): Promise<Uint8Array | null> {
    const fetch = this.fetches.model;
    return fetchStartModel({
      signal: fetch.signal,
      onBytes: (done) => this.arrives("model", done, startModel?.bytes ?? 0),
      onStall: (stalled) => stalled && fetch.abort(), // the studio then begins untrained
    });
  }

  private arrives(part: "studio" | "model", done: number, total: number): void {
    this.welcome.progress(part, done, total);
    this.turns[part].progress(done, total);
  }
}
