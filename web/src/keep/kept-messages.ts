// What the page and the worker that keeps runs say to each other. The engine's worker speaks to it too, by a port of its own:
// lists of three ArrayBuffers, a run's name, card and model (src/engine/shelf.h).

/** A run as page_kept_runs (src/platform/bridge.def) tells the studio of it. */
export type Card = { id: string; age: number; bytes: number; label: unknown } & Record<string, unknown>;
export interface Lost {
  id: string;
  lost: true;
}

/** Why something is not kept. */
export type Trouble =
  | { why: "fleeting" } // nothing can be kept here
  | { why: "full" }
  | { why: "failed"; message: string }
  | { why: "newer" | "damaged"; count: number }
  | { why: "missing" }; // a run that was asked for

export interface Opened {
  id: string;
  model: Uint8Array<ArrayBuffer>;
  /** Another page goes on with this run. */
  copy: boolean;
}

export type ToKeeper =
  /** `run`: the one that this page had, or, with `mine` false, that the last page had. */
  | { is: "open"; run: string; mine: boolean }
  | { is: "engine"; port: MessagePort }
  | { is: "read"; id: string; holds: boolean }
  | { is: "label"; id: string; label: string }
  | { is: "forget" };

export type FromKeeper =
  | { is: "opened"; runs: Card[]; returning: (Opened & { trains: boolean }) | null }
  | { is: "read"; id: string; holds: boolean; found: Opened | null }
  | { is: "changed"; runs: (Card | Lost)[] }
  | { is: "trouble"; trouble: Trouble }
  | { is: "forgotten" };
