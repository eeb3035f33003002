// What host (the page) and worker say to each other. Commands and events are lists of ArrayBuffers whose inside only the
// C++ at both ends knows (src/engine/codec.h).

export type Parts = ArrayBuffer[];

export interface Start {
  is: "start";
  variant: string;
  threads: number;
  /** Where the Emscripten module's script lies, and its code, compiled already. */
  script: string;
  code: WebAssembly.Module;
  /** How many messages this worker has been sent, this one included, in 32 bits; where memory can be shared. */
  sent?: SharedArrayBuffer;
  /** Where runs are kept: the way to the keeper (web/src/keep), and what the names of new runs begin with. */
  keep?: { port: MessagePort; prefix: string };
}

export type ToWorker =
  | Start
  | { is: "command"; parts: Parts }
  | { is: "file"; id: number; blob: Blob }
  | { is: "forget"; id: number }
  | { is: "die" }; // tests only: an error that nobody catches

export type FromWorker = { is: "started" } | { is: "event"; parts: Parts } | { is: "died"; message: string };

/** The Emscripten module's view of either end: Module.channel in src/platform/message_parts_web.h. */
export interface Channel {
  incoming: Parts;
  post(parts: Parts): void;
  /** Its bytes are not read any more. */
  release(buffer: ArrayBuffer): void;
}
