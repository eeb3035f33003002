// The keeper: a worker that writes down runs as the engine hands them over, and reads them back. Apart from the engine's
// worker, so that writing takes no time of training, and what was handed over is written even if the engine dies.
import { joined, release } from "../files/bytes.ts";
import { tidy } from "../files/tidy.ts";
import { memoryFiles, openFiles } from "./files.ts";
import { Records } from "./records.ts";
import type { FromKeeper, HandedOver, Opened, ReadFor, ToKeeper, Trouble } from "./kept-messages.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;
const tell = (message: FromKeeper, transfer: Transferable[] = []) => scope.postMessage(message, transfer);

/** A run that was training when its page went goes on by itself when it comes back so soon. */
const kGoesOnWithin = 60; // seconds
/** The page before may still be going when this one has come. */
const kPatience = 4000; // milliseconds
/** Runs that could not be written are held so many at a time. */
const kMostUnwritten = 4;

/** A lock that each open page has a share of. */
const kOpen = "hourglass-open";

const runKey = (id: string) => `run-${id}`;
const setKey = (name: string) => `set-${encodeURIComponent(name)}`;
const labelKey = (id: string) => `label-${id}`;
const trailKey = (id: string) => `trail-${id}`;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** What the studio is told of a run: its card, and what is known of it here. */
interface Card {
  step?: number;
  training?: boolean;
  age: number; // seconds
}

interface Kept {
  note: Uint8Array<ArrayBuffer>;
  step: number;
  model: Uint8Array<ArrayBuffer>;
  /** It was tried, and could not be written. */
  failed: boolean;
}

// A run's note: {"at": when it was written, in milliseconds, "card": as the engine handed it over}. Neither it nor a card becomes a
// text where it need not: both come every second, and the collector of garbage is in no hurry with what a text leaves.
const noteOf = (card: ArrayBuffer) => joined([encoder.encode(`{"at":${Date.now()},"card":`), new Uint8Array(card), encoder.encode("}")]);
const kNote = /^\{"at":(\d+),"card":(?=\{)/;
const kBeforeCard = 40; // bytes, at most

/** When it was written, and the card; null: it is no such note. */
function cardOf(note: Uint8Array<ArrayBuffer>): { at: number; card: Uint8Array<ArrayBuffer> } | null {
  const [before, at] = kNote.exec(decoder.decode(note.subarray(0, kBeforeCard))) ?? [];
  return before ? { at: Number(at), card: note.subarray(before.length, -1) } : null;
}

const parsed = (json: Uint8Array) => JSON.parse(decoder.decode(json)) as unknown;

class Keeper {
  private readonly records: Promise<Records>;
  /** Handed over and not written yet, the newest of each run; those that could not be written stay. */
  private readonly unwritten = new Map<string, Kept>();
  private readonly due = new Set<string>();
  /** The note that was written last of each run, and its step, so that it is not parsed again for that. */
  private readonly steps = new Map<string, { note: Uint8Array; step: number }>();
  private writing: Promise<void> | null = null;
  private readonly held = new Map<string, () => void>();
  private readonly others = new BroadcastChannel("hourglass-kept");
  private troubled = "";
  private forgotten = false;

  constructor() {
    this.records = openFiles().then(async ({ files, lasting }) => {
      const records = await Records.open(files).catch(() => null);
      if (!lasting || !records) this.trouble({ why: "fleeting" });
      return records ?? Records.open(memoryFiles());
    });
    this.others.onmessage = ({ data }: MessageEvent<{ id?: string; set?: string }>) => void this.heard(data);
  }

  // -- For the page --

  async open(run: string, mine: boolean): Promise<void> {
    const records = await this.records;
    if (await this.alone()) await this.sweep(records);
    const ids = this.ids(records).filter((id) => this.card(records, id));
    this.tellSets(records);
    tell({ is: "opened", runs: this.cards(records, ids), returning: await this.returning(records, run, mine) });
    const { newer, damaged } = records.aside;
    if (newer > 0) this.trouble({ why: "newer", count: newer });
    else if (damaged > 0) this.trouble({ why: "damaged", count: damaged });
  }

  private async returning(records: Records, id: string, mine: boolean): Promise<(Opened & { trains: boolean }) | null> {
    const card = id ? this.card(records, id) : null;
    if (!card) return null;
    const holds = await this.hold(id, mine);
    // What another page has open is that page's; a page that was doubled goes on with a copy.
    if (!holds && !mine) return null;
    const model = await records.body(runKey(id));
    if (!model) return null;
    const trail = await this.trail(records, id);
    return { id, model, trail, copy: !holds, trains: card.training === true && card.age < kGoesOnWithin };
  }

  async read(id: string, why: ReadFor): Promise<void> {
    const records = await this.records;
    while (this.writing) await this.writing;
    const model = this.unwritten.get(id)?.model ?? (await records.body(runKey(id)));
    const copy = why === "open" && !(await this.hold(id, false));
    const trail = await this.trail(records, id);
    tell({ is: "read", id, why, found: model && { id, model, trail, copy } });
  }

  private async trail(records: Records, id: string): Promise<Uint8Array<ArrayBuffer>> {
    return (await records.body(trailKey(id))) ?? new Uint8Array();
  }

  /** The studio knows a run by its name before there is any of it on the shelf: what never comes there goes at the next visit. */
  async keepTrail(id: string, trail: Uint8Array<ArrayBuffer>): Promise<void> {
    if (!this.forgotten) await this.changes(id, async (records) => records.put(trailKey(id), encoder.encode("{}"), trail));
    release(trail.buffer);
  }

  async label(id: string, label: string): Promise<void> {
    await this.changes(id, async (records) => records.put(labelKey(id), encoder.encode(label)));
  }

  async readSet(name: string): Promise<void> {
    const records = await this.records;
    const entry = records.text(setKey(name));
    const body = await records.body(setKey(name));
    if (!entry || !body) {
      this.tellSets(records);
      return tell({ is: "set", name, entry: "", files: [] });
    }
    let at = 0;
    const files = (JSON.parse(entry) as { files: { bytes: number }[] }).files.map(({ bytes }) => body.slice(at, (at += bytes)));
    tell({ is: "set", name, entry, files });
  }

  async forgetSet(name: string): Promise<void> {
    const records = await this.records;
    await records.remove(setKey(name));
    this.tellSets(records);
    this.others.postMessage({ set: name });
  }

  async forget(): Promise<void> {
    this.forgotten = true;
    const records = await this.records;
    while (this.writing) await this.writing;
    await records.removeAll();
    tell({ is: "forgotten" });
  }

  // -- For the engine --

  take({ what, parts, step }: HandedOver): void {
    tidy();
    if (this.forgotten) return;
    if (what === "run") this.keep(parts, step);
    else void this.keepSet(parts);
  }

  private async keepSet([name, entry, ...files]: ArrayBuffer[]): Promise<void> {
    if (!name || !entry) return;
    const records = await this.records;
    const body = joined(files.map((file) => new Uint8Array(file)));
    release(...files);
    const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    const title = decoder.decode(name);
    release(name);
    // Runs want room, too.
    if (body.length > (quota - usage) / 2) return this.trouble({ why: "large", name: title, bytes: body.length });
    try {
      await records.put(setKey(title), new Uint8Array(entry), body);
    } catch {
      this.trouble({ why: "large", name: title, bytes: body.length });
    }
    release(body.buffer);
    this.tellSets(records);
    this.others.postMessage({ set: title });
  }

  private keep([name, card, model]: ArrayBuffer[], step: number): void {
    if (!name || !card || !model) return;
    const id = decoder.decode(name);
    const before = this.unwritten.get(id);
    if (before && step < before.step) return release(name, card, model);
    if (before && !before.failed && this.due.has(id)) release(before.note.buffer, before.model.buffer);
    const note = noteOf(card);
    release(name, card);
    this.unwritten.delete(id);
    this.unwritten.set(id, { note, step, model: new Uint8Array(model), failed: false });
    this.due.add(id);
    for (const old of this.unwritten.keys()) {
      if (this.unwritten.size <= kMostUnwritten) break;
      if (!this.due.has(old)) this.unwritten.delete(old);
    }
    this.writing ??= this.write().finally(() => (this.writing = null));
  }

  private async write(): Promise<void> {
    const records = await this.records;
    for (const id of this.due) {
      this.due.delete(id);
      const kept = this.unwritten.get(id)!;
      void this.hold(id, false, true);
      if (kept.step < this.stepThere(records, id)) {
        this.unwritten.delete(id);
        release(kept.note.buffer, kept.model.buffer);
        continue;
      }
      const failed = (error: unknown) => {
        kept.failed = true;
        throw error;
      };
      const written = await this.changes(id, () => records.put(runKey(id), kept.note, kept.model).catch(failed));
      if (!written) continue;
      this.steps.set(id, { note: kept.note, step: kept.step });
      if (this.unwritten.get(id) === kept) this.unwritten.delete(id);
      release(kept.model.buffer);
    }
  }

  /**
   * The step at which a run lies on the shelf; negative: it does not. A run only goes forward, but an engine in the place of one that
   * died begins with what the page had heard of the run, and the dead one may have handed over more of it.
   */
  private stepThere(records: Records, id: string): number {
    const note = records.note(runKey(id));
    if (note === undefined) return -1;
    const known = this.steps.get(id);
    return known?.note === note ? known.step : ((parsed(note) as { card?: Card }).card?.step ?? 0);
  }

  // -- What is there --

  private ids(records: Records): string[] {
    return records.keys().filter((key) => key.startsWith("run-")).map((key) => key.slice(4));
  }

  /** JSON: a list of what page_kept_runs (src/platform/bridge.def) tells of each of these runs. */
  private cards(records: Records, ids: string[]): Uint8Array<ArrayBuffer> {
    const told = ids.flatMap((id, i) => [encoder.encode(i > 0 ? "," : "["), ...this.toldOf(records, id)]);
    return joined([...told, encoder.encode(ids.length > 0 ? "]" : "[]")]);
  }

  /** Of what is written, unless that could not be done: only what lies there is said to be kept. */
  private toldOf(records: Records, id: string): Uint8Array<ArrayBuffer>[] {
    const unwritten = this.unwritten.get(id);
    const note = unwritten?.failed ? unwritten.note : records.note(runKey(id));
    const found = note && cardOf(note);
    if (!found) return [encoder.encode(JSON.stringify({ id, lost: true }))];
    const age = Math.max(0, (Date.now() - found.at) / 1000);
    const bytes = records.bytes(runKey(id)) + records.bytes(trailKey(id));
    const more = `,"id":${JSON.stringify(id)},"age":${age},"bytes":${bytes},"label":${records.text(labelKey(id)) ?? "null"}}`;
    return [found.card.subarray(0, -1), encoder.encode(more)];
  }

  /** null: there is none, or nobody can read it. */
  private card(records: Records, id: string): Card | null {
    try {
      const [told] = parsed(this.cards(records, [id])) as (Card & { lost?: true })[];
      return told && !told.lost ? told : null;
    } catch {
      return null;
    }
  }

  /** What was taken off the shelf goes for good, when no page can put it back any more; so does what belongs to runs that are not there any more. */
  private async sweep(records: Records): Promise<void> {
    for (const id of this.ids(records)) {
      const gone = /"gone":true/.test(records.text(labelKey(id)) ?? "");
      if (gone || !this.card(records, id)) await records.remove(runKey(id));
    }
    for (const key of records.keys()) {
      const [, id] = /^(?:label|trail)-(.*)$/.exec(key) ?? [];
      if (id !== undefined && !records.knows(runKey(id))) await records.remove(key);
    }
  }

  /** Changes something of a run, and tells this page and the others of it. False: it could not be done, as was told. */
  private async changes(id: string, change: (records: Records) => Promise<void>): Promise<boolean> {
    const records = await this.records;
    let done = true;
    try {
      await change(records);
      this.troubled = "";
      this.others.postMessage({ id });
    } catch (error) {
      done = false;
      const full = error instanceof DOMException && error.name === "QuotaExceededError";
      if (!full) console.warn(error);
      this.trouble({ why: full ? "full" : "failed" });
    }
    this.tellOf(records, id);
    return done;
  }

  private tellSets(records: Records): void {
    const keys = records.keys().filter((key) => key.startsWith("set-"));
    tell({ is: "sets", sets: keys.map((key) => records.text(key)!) });
  }

  private tellOf(records: Records, id: string): void {
    const runs = this.cards(records, [id]);
    tell({ is: "changed", runs }, [runs.buffer]);
  }

  /** Another page has changed something of a run, or a set. */
  private async heard({ id, set }: { id?: string; set?: string }): Promise<void> {
    const records = await this.records;
    if (set !== undefined) {
      await records.refresh(setKey(set));
      return this.tellSets(records);
    }
    if (id === undefined) return;
    await records.refresh(runKey(id));
    await records.refresh(labelKey(id));
    await records.refresh(trailKey(id));
    this.tellOf(records, id);
  }

  /** Each trouble is told once, until something was kept again. */
  private trouble(trouble: Trouble): void {
    if (this.troubled === trouble.why) return;
    this.troubled = trouble.why;
    tell({ is: "trouble", trouble });
  }

  // -- Which page has which run --

  /** Whether no other page is open; from now on this one is. */
  private async alone(): Promise<boolean> {
    if (!navigator.locks) return true;
    const { held = [] } = await navigator.locks.query();
    void navigator.locks.request(kOpen, { mode: "shared" }, () => new Promise(() => {}));
    return !held.some(({ name }) => name === kOpen);
  }

  /** Whether this page has the run, from now on. `alone`: and no other. */
  private hold(id: string, waits: boolean, alone = false): Promise<boolean> {
    if (alone) for (const [other, release] of this.held) if (other !== id) release();
    if (this.held.has(id) || !navigator.locks) return Promise.resolve(true);
    return new Promise((done) => {
      const options: LockOptions = waits ? { signal: AbortSignal.timeout(kPatience) } : { ifAvailable: true };
      navigator.locks
        .request(`hourglass-run-${id}`, options, (lock) => {
          done(lock !== null);
          if (!lock) return;
          return new Promise<void>((release) => this.held.set(id, () => (this.held.delete(id), release())));
        })
        .catch(() => done(false));
    });
  }
}

const keeper = new Keeper();

scope.onmessage = ({ data }: MessageEvent<ToKeeper>) => {
  switch (data.is) {
    case "open":
      void keeper.open(data.run, data.mine);
      break;
    case "engine":
      data.port.onmessage = ({ data: handed }: MessageEvent<HandedOver>) => keeper.take(handed);
      break;
    case "read":
      void keeper.read(data.id, data.why);
      break;
    case "label":
      void keeper.label(data.id, data.label);
      break;
    case "trail":
      void keeper.keepTrail(data.id, data.trail);
      break;
    case "read-set":
      void keeper.readSet(data.name);
      break;
    case "forget-set":
      void keeper.forgetSet(data.name);
      break;
    case "forget":
      void keeper.forget();
      break;
  }
};
