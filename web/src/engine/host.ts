// EngineHost: the page's side of the engine. Chooses and fetches the variant that this browser can run, carries messages
// between the studio and the worker, holds the files that loads read, and starts another worker when one dies. A variant
// that does not arrive or does not start gives its place to the next one.
import { modules } from "virtual:stage";
import { fetchModule, FetchError, type Fetching, fetchWhole, kStall, type Whole } from "../files/fetch.ts";
import { release } from "../files/bytes.ts";
import { tidy } from "../files/tidy.ts";
import type { StudioChannelUses } from "../bridge/table.ts";
import { say } from "../text/say.ts";
import workerUrl from "./engine-worker.ts?worker&url";
import type { Channel, FromWorker, Parts, Start, ToWorker } from "./messages.ts";
import { type Choice, choices, machine, sharesMemory } from "./variant.ts";

/** What the studio module gives (src/platform/worker_client_web.cpp). Each finds what it is told in `incoming`. */
interface Client {
  receive(): void;
  died(lost: boolean): void;
}

/** An engine that dies more often than this within a minute is not started again. */
const kMostDeaths = 3;
const kMinute = 60_000;

/** Dispatched on `window`, makes the engine die of an uncaught error: for tests of what follows. */
export const kKillEvent = "hourglass-kill-engine";

/** A file of a variant, and what it must be. */
interface Part {
  url: string;
  whole: Whole;
}

const offered = () => choices(machine(), new URLSearchParams(location.search)).filter(({ variant }) => modules[`engine-${variant}`]);

function doesNotRun(error: unknown): string {
  console.warn(error);
  return say("The engine that this site sent does not run in this browser.");
}

export class EngineHost implements Channel, Record<StudioChannelUses, unknown> {
  incoming: Parts = [];
  private client: Client | null = null;
  private worker: Worker | null = null;
  /** How many messages the worker has been sent, where it can see that. */
  private sent: Int32Array<SharedArrayBuffer> | null = null;
  private started = false;
  /** Why there is no engine and none is being started; empty otherwise. */
  private lost = "";
  private deaths: number[] = [];
  /** Those that may run here, best first. What was tried in vain is taken off. */
  private choices: Choice[];
  private code: WebAssembly.Module | null = null;
  private fetch = new AbortController();
  /** The next fetches pass every cache by: what one of them kept did not run. */
  private afresh = false;
  /** One has run in this visit. */
  private ran = false;
  /** A worker that said nothing has given its place to this one. */
  private replaced = false;
  private settle: () => void = () => {};
  /** When the first engine runs, or there is none: nothing of the beginning is under way any more. */
  readonly settled = new Promise<void>((done) => (this.settle = done));
  private readonly files = new Map<number, Blob>();
  private readonly taken = new Set<number>();
  private nextFile = 1;
  /** Commands for an engine that has not started yet (kept, should another variant be tried), and events for a studio that
   * has not. */
  private outgoing: Parts[] = [];
  private early: Parts[] = [];

  /** Begins to fetch when it is its turn. `onNews`: the studio has been given an event, which took it so many milliseconds. */
  constructor(
    private readonly onNews: (spent: number) => void,
    private readonly fetching: Pick<Fetching, "onBytes" | "onStall"> = {},
    /** For each engine that is started. */
    private readonly keeping: () => Start["keep"] | null = () => null,
    turn: Promise<void> = Promise.resolve(),
  ) {
    this.choices = offered();
    window.addEventListener(kKillEvent, () => this.tell({ is: "die" }));
    void turn.then(() => this.start());
  }

  /** Becomes part of the studio's Emscripten module object. */
  moduleOptions(): object {
    return { channel: this };
  }

  /** The engine that runs, or is being fetched. */
  get choice(): Choice | undefined {
    return this.choices[0];
  }

  // -- Files --

  /** Names files by numbers, so that a load may read them piece by piece. Those that `use` has no load made of are
   * forgotten when it returns: the studio may have waited for them no longer, or have refused them. */
  lend<T>(blobs: Blob[], use: (ids: number[]) => T): T {
    const ids = blobs.map((blob) => this.add(blob));
    try {
      return use(ids);
    } finally {
      for (const id of ids) if (!this.taken.has(id)) this.removeFile(id);
    }
  }

  private add(blob: Blob): number {
    const id = this.nextFile++;
    this.files.set(id, blob);
    this.tell({ is: "file", id, blob });
    return id;
  }

  /** How many files are kept. */
  get fileCount(): number {
    return this.files.size;
  }

  // -- Called by the studio module --

  attach(client: Client): void {
    this.client = client;
    // What came before there was a studio is told when it stands: it is just being made.
    queueMicrotask(() => {
      if (this.client !== client) return;
      const early = this.early;
      this.early = [];
      for (const parts of early) this.deliver(parts);
      if (this.lost) this.tellDeath(true, this.lost);
    });
  }

  detach(): void {
    this.client = null;
  }

  post(parts: Parts): void {
    if (this.started) this.tell({ is: "command", parts }, parts);
    else this.outgoing.push(parts);
  }

  release(buffer: ArrayBuffer): void {
    release(buffer);
  }

  /** A load was made of this file: it stays until removeFile(). */
  takeFile(id: number): void {
    this.taken.add(id);
  }

  addFile(blob: Blob): number {
    return this.add(blob);
  }

  removeFile(id: number): void {
    this.files.delete(id);
    this.taken.delete(id);
    this.tell({ is: "forget", id });
  }

  // -- The worker --

  private tell(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker?.postMessage(message, transfer);
    if (this.sent) Atomics.add(this.sent, 0, 1);
  }

  private async start(): Promise<void> {
    const choice = this.choices[0];
    const entry = choice && modules[`engine-${choice.variant}`];
    if (!choice || !entry) return this.giveUp(say("This site was built without an engine that this browser can run."));
    const base = new URL(entry.folder, document.baseURI);
    const name = `engine-${choice.variant}`;
    const [program, script] = [`${name}.wasm`, `${name}.js`].map((file) => ({
      url: new URL(file, base).href,
      whole: entry.files[file]!,
    })) as [Part, Part];
    const { signal } = (this.fetch = new AbortController());
    const how: Fetching = { signal, ...(this.afresh ? { cache: "reload" } : {}) };
    const what = say("The engine");
    try {
      [this.code] = await Promise.all([
        this.code ?? fetchModule(program.url, what, { ...this.fetching, ...how, whole: program.whole }),
        // The worker imports the script itself; asked for here too, it comes sooner, and is known to be whole.
        fetchWhole(script.url, what, { ...how, whole: script.whole }),
        // Likewise the worker's own, which is small: where it does not come, the worker says so.
        this.afresh ? fetch(workerUrl, { cache: "reload" }) : fetch(workerUrl).catch(() => {}),
      ]);
    } catch (error) {
      if (!signal.aborted) this.tryNext(error instanceof FetchError ? error.message : doesNotRun(error), false);
      return;
    }
    const worker = new Worker(workerUrl, { type: "module", name: "hourglass-engine" });
    this.worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.received(worker, data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.died(worker, event.message || "its script could not be loaded");
    };
    worker.onmessageerror = () => this.died(worker, "a message could not be read");
    const keep = this.keeping();
    this.sent = sharesMemory() ? new Int32Array(new SharedArrayBuffer(4)) : null;
    const start: Start = { is: "start", ...choice, script: script.url, code: this.code };
    if (keep) start.keep = keep;
    if (this.sent) start.sent = this.sent.buffer;
    this.tell(start, keep ? [keep.port] : []);
    for (const [id, blob] of this.files) this.tell({ is: "file", id, blob });
    this.watchStart();
  }

  /** A worker whose scripts do not come, or whose threads do not, says nothing at all: another takes its place, and where
   * that one is silent, too, the person is asked. */
  private watchStart(): void {
    const worker = this.worker;
    window.setTimeout(() => {
      if (this.started || this.worker !== worker) return;
      if (this.replaced) return this.fetching.onStall?.(true);
      this.replaced = true;
      console.warn("The engine's worker said nothing, and another is started.");
      worker?.terminate();
      this.worker = null;
      void this.start();
    }, 3 * kStall); // compiling threads takes a while on a slow machine
  }

  /** Asks for everything anew, whether the engine is on its way or given up. */
  startAgain(): void {
    if (this.started) return;
    this.fetch.abort();
    this.worker?.terminate();
    this.worker = null;
    const restarts = this.lost !== "" && this.ran;
    this.lost = "";
    this.deaths = [];
    this.code = null;
    this.afresh = true;
    this.replaced = false;
    this.choices = offered();
    void this.start();
    if (restarts) this.tellDeath(false, say("The engine was started again from its last weights."));
  }

  /** The first of the choices came to nothing; `why` is for the person, should no other be left. What arrived and did not
   * run may be what a cache kept of something else: it is asked for once more, past the caches. */
  private tryNext(why: string, arrived: boolean): void {
    this.code = null;
    this.afresh = arrived && !this.afresh;
    if (!this.afresh) this.choices.shift();
    if (this.choices.length === 0) return this.giveUp(why);
    void this.start();
  }

  private received(worker: Worker, message: FromWorker): void {
    tidy();
    if (worker !== this.worker) return;
    if (message.is === "started") this.flush();
    else if (message.is === "died") this.died(worker, message.message);
    else if (this.client) this.deliver(message.parts);
    else this.early.push(message.parts);
  }

  private flush(): void {
    this.started = true;
    this.ran = true;
    this.afresh = this.replaced = false;
    this.settle();
    this.fetching.onStall?.(false);
    const outgoing = this.outgoing;
    this.outgoing = [];
    for (const parts of outgoing) this.post(parts);
  }

  private deliver(parts: Parts): void {
    this.incoming = parts;
    const start = performance.now();
    this.client?.receive();
    this.onNews(performance.now() - start);
  }

  /** `why` is the browser's own word, for the console alone. */
  private died(worker: Worker, why: string): void {
    if (worker !== this.worker) return;
    console.warn(`The engine stopped: ${why}`);
    worker.terminate();
    this.worker = null;
    // It never ran: perhaps there is no memory to share. A smaller variant may start, and is told all the same.
    if (!this.started) return this.tryNext(say("The engine did not start in this browser."), true);
    this.started = false;
    const now = Date.now();
    this.deaths = [...this.deaths.filter((time) => now - time < kMinute), now];
    if (this.deaths.length > kMostDeaths) return this.giveUp(say("The engine stopped again and again."));
    this.early = [];
    void this.start();
    // The client now tells the new engine what still matters.
    this.tellDeath(false, say("The engine stopped and was started again from its last weights."));
  }

  /** What was sent to an engine that never ran waits for one that does. */
  private giveUp(message: string): void {
    this.lost = message;
    this.settle();
    if (this.ran) this.outgoing = [];
    this.fetching.onStall?.(false);
    this.tellDeath(true, message);
  }

  private tellDeath(lost: boolean, message: string): void {
    this.incoming = [new TextEncoder().encode(message).buffer];
    this.client?.died(lost);
    this.onNews(0);
  }
}
