// The page's side of the shelf: starts the keeper, brings engine and keeper together, hands on what the one asks and the other
// finds, and says in words why something is not kept.
import type { Named } from "../files/ways-in.ts";
import { plural, say } from "../text/say.ts";
import type { FromKeeper, Opened, ToKeeper, Trouble } from "./kept-messages.ts";
import { forgetState, keptRun } from "./storage.ts";

export interface ShelfEvents {
  /** JSON: a list of cards, or of what is lost, to be given back. */
  changed(runs: Uint8Array<ArrayBuffer>): void;
  found(opened: Opened): void;
  /** A run's model that is to become a file. */
  saved(id: string, model: Uint8Array<ArrayBuffer>): void;
  /** One to be looked at; empty: it is not kept any more. */
  seen(id: string, model: Uint8Array<ArrayBuffer>): void;
  trouble(message: string): void;
  /** All sets of the person's own, as entries of a catalogue. */
  sets(json: string): void;
  set(name: string, entry: string, files: Named[]): void;
  setMissing(name: string, message: string): void;
}

/** The run that the page had before it was loaded again. */
export type Returning = Opened & { trains: boolean };

/** A keeper that says nothing for so long says nothing any more: the page opens without it. */
const kPatience = 15_000; // milliseconds

export class Shelf {
  /** What is there when the page opens. */
  readonly opened: Promise<{ runs: Uint8Array; returning: Returning | null }>;
  events: ShelfEvents | null = null;
  private keeper: Worker | null = null;
  private readonly early: string[] = [];
  private readonly visit = `${Date.now().toString(36)}${crypto.getRandomValues(new Uint16Array(1))[0]!.toString(36)}`;
  private engines = 0;
  private sets: { id: string }[] = [];
  private asked = false;

  /** `fleeting`: without a keeper, so that nothing that was kept is read, and nothing is kept. */
  constructor(fleeting = false) {
    this.opened = new Promise((done) => {
      const nothing = () => done({ runs: new TextEncoder().encode("[]"), returning: null });
      if (fleeting) return nothing();
      try {
        const keeper = new Worker(new URL("./keeper.ts", import.meta.url), { type: "module", name: "hourglass-keeper" });
        this.keeper = keeper;
        keeper.onmessage = ({ data }: MessageEvent<FromKeeper>) => {
          if (data.is === "opened") done(data);
          else this.heard(data);
        };
        keeper.onerror = (event) => {
          event.preventDefault();
          console.warn(`The keeper stopped: ${event.message}`);
          this.say(troubleWords({ why: "failed" }));
          nothing();
        };
        this.tell({ is: "open", ...keptRun() });
        setTimeout(nothing, kPatience);
      } catch {
        nothing();
      }
    });
  }

  /** For an engine that is about to start: the way by which it hands runs over, and what their names begin with. */
  forEngine(): { port: MessagePort; prefix: string } | null {
    if (!this.keeper) return null;
    const { port1, port2 } = new MessageChannel();
    this.tell({ is: "engine", port: port1 }, [port1]);
    return { port: port2, prefix: `${this.visit}-${++this.engines}-` };
  }

  /** Answered by events: found or trouble. */
  open(id: string): void {
    this.askToStay();
    this.tell({ is: "read", id, why: "open" });
  }

  /** Brings the model of a run, which stays where it is: answered by events: saved or trouble; seen. */
  read(id: string, why: "save" | "look"): void {
    // Without a keeper there is nobody to answer.
    if (why === "look" && !this.keeper) return this.events?.seen(id, new Uint8Array());
    this.tell({ is: "read", id, why });
  }

  label(id: string, label: string): void {
    this.askToStay();
    this.tell({ is: "label", id, label });
  }

  keepTrail(id: string, trail: Uint8Array<ArrayBuffer>): void {
    this.tell({ is: "trail", id, trail }, [trail.buffer]);
  }

  hasSet(name: string): boolean {
    return this.sets.some((entry) => entry.id === name);
  }

  /** Answered by events: set or trouble. */
  readSet(name: string): void {
    this.tell({ is: "read-set", name });
  }

  forgetSet(name: string): void {
    this.tell({ is: "forget-set", name });
  }

  forgetAll(): void {
    this.tell({ is: "forget" });
  }

  private tell(message: ToKeeper, transfer: Transferable[] = []): void {
    this.keeper?.postMessage(message, transfer);
  }

  /** Told when there is somebody to hear it. */
  listen(events: ShelfEvents): void {
    this.events = events;
    for (const message of this.early.splice(0)) events.trouble(message);
    if (this.sets.length > 0) events.sets(JSON.stringify(this.sets));
  }

  private say(message: string): void {
    if (this.events) this.events.trouble(message);
    else this.early.push(message);
  }

  private heard(message: FromKeeper): void {
    switch (message.is) {
      case "changed":
        this.events?.changed(message.runs);
        break;
      case "read":
        if (message.why === "look") this.events?.seen(message.id, message.found?.model ?? new Uint8Array());
        else if (!message.found) this.say(troubleWords({ why: "missing" }));
        else if (message.why === "open") this.events?.found(message.found);
        else this.events?.saved(message.id, message.found.model);
        break;
      case "sets":
        if (this.events && message.sets.length > this.sets.length) this.askToStay();
        this.sets = message.sets.map((text) => JSON.parse(text) as { id: string });
        this.events?.sets(JSON.stringify(this.sets));
        break;
      case "set": {
        if (!message.entry) return this.events?.setMissing(message.name, troubleWords({ why: "missing" }));
        const { files } = JSON.parse(message.entry) as { files: { path: string }[] };
        const named = message.files.map((bytes, i) => ({ name: files[i]!.path, file: new Blob([bytes]) }));
        this.events?.set(message.name, message.entry, named);
        break;
      }
      case "trouble":
        this.say(troubleWords(message.trouble));
        break;
      case "forgotten":
        forgetState();
        location.replace(location.pathname);
        break;
    }
  }

  /** Storage that is not asked for may be cleared by the browser; asked at the first thing that a person wants kept. */
  private askToStay(): void {
    if (this.asked) return;
    this.asked = true;
    void navigator.storage?.persist?.().catch(() => {});
  }
}

function troubleWords(trouble: Trouble): string {
  switch (trouble.why) {
    case "fleeting":
      return say("This browser keeps nothing here (a private window, or storage that is refused): runs last as long as this page is open.");
    case "full":
      return say("The browser's storage is full: this run is not kept. Take runs off the shelf, or save it as a file.");
    case "failed":
      return say("This run could not be kept. It is tried again while the page is open; or save it as a file.");
    case "newer":
      return plural(
        trouble.count,
        "{0} run on the shelf is of a newer Hourglass. It is left as it is, and not shown.",
        "{0} runs on the shelf are of a newer Hourglass. They are left as they are, and not shown.",
      );
    case "damaged":
      return plural(
        trouble.count,
        "{0} run on the shelf is damaged. It is left as it is, and not shown.",
        "{0} runs on the shelf are damaged. They are left as they are, and not shown.",
      );
    case "large":
      return say("{0} is too large to be kept here ({1} MB): open its file again at the next visit.", { quoted: trouble.name }, { bytes: trouble.bytes });
    case "missing":
      return say("What was asked for is not kept any more.");
  }
}
