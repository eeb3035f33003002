// What the page and the worker that keeps runs and sets say to each other, and what the engine's worker hands over.

/** By a port of its own. Of a run its name, card and model (src/engine/shelf.h), and the step that it is at; of a set of the person's own its name, its entry
 * as in a catalogue, and the files that the entry names, in pieces (src/engine/kept_set.h). */
export interface HandedOver {
  what: "run" | "set";
  parts: ArrayBuffer[];
  step: number;
}

/** Why something is not kept. */
export type Trouble =
  | { why: "fleeting" } // nothing can be kept here
  | { why: "full" }
  | { why: "failed" }
  | { why: "newer" | "damaged"; count: number }
  | { why: "large"; name: string; bytes: number } // a set
  | { why: "missing" }; // a run that was asked for

export interface Opened {
  id: string;
  model: Uint8Array<ArrayBuffer>;
  /** Of its earlier epochs, as the studio gave it (HOST_CALL(keep_trail)); empty: none is kept. */
  trail: Uint8Array<ArrayBuffer>;
  /** Another page goes on with this run. */
  copy: boolean;
}

/** What a run is read for: to go on with it, to become a file, or to be looked at beside another one. */
export type ReadFor = "open" | "save" | "look";

export type ToKeeper =
  /** `run`: the one that this page had, or, with `mine` false, that the last page had. */
  | { is: "open"; run: string; mine: boolean }
  | { is: "engine"; port: MessagePort }
  | { is: "read"; id: string; why: ReadFor }
  | { is: "label"; id: string; label: string }
  | { is: "trail"; id: string; trail: Uint8Array<ArrayBuffer> }
  | { is: "read-set"; name: string }
  | { is: "forget-set"; name: string }
  | { is: "forget" };

export type FromKeeper =
  /** `runs`: JSON, as page_kept_runs (src/platform/bridge.def) tells the studio; bytes, and no text, so that they can be given back: a run
   * that trains is told of every second. */
  | { is: "opened"; runs: Uint8Array<ArrayBuffer>; returning: (Opened & { trains: boolean }) | null }
  | { is: "read"; id: string; why: ReadFor; found: Opened | null }
  | { is: "changed"; runs: Uint8Array<ArrayBuffer> }
  /** Entries as in a catalogue: all that are kept. */
  | { is: "sets"; sets: string[] }
  /** Without an entry: it is not kept any more. */
  | { is: "set"; name: string; entry: string; files: Uint8Array<ArrayBuffer>[] }
  | { is: "trouble"; trouble: Trouble }
  | { is: "forgotten" };
