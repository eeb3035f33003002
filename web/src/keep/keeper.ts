// The keeper: a worker that writes down runs as the engine hands them over, and reads them back. Apart from the engine's
// worker, so that writing takes no time of training, and what was handed over is written even if the engine dies.
import { asciiText, joined, release } from "../files/bytes.ts";
import { memoryFiles, openFiles } from "./files.ts";
import { Records } from "./records.ts";
import type { Card, FromKeeper, HandedOver, Lost, Opened, ReadFor, ToKeeper, Trouble } from "./kept-messages.ts";

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

interface Kept {
  note: string;
  step: number;
  model: Uint8Array<ArrayBuffer>;
  /** It was tried, and could not be written. */
  failed: boolean;
}

/** The step that a note tells of. */
const stepOf = (note: string) => (JSON.parse(note) as { card?: { step?: number } }).card?.step ?? 0;

class Keeper {
  private readonly records: Promise<Records>;
  /** Handed over and not written yet, the newest of each run; those that could not be written stay. */
  private readonly unwritten = new Map<string, Kept>();
  private readonly due = new Set<string>();
  /** The note that was written last of each run, and its step, so that it is not parsed again for that. */
  private readonly steps = new Map<string, { note: string; step: number }>();
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
    const runs = this.ids(records).map((id) => this.card(records, id)!);
    this.tellSets(records);
    tell({ is: "opened", runs, returning: await this.returning(records, run, mine) });
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
    return { id, model, trail, copy: !holds, trains: card["training"] === true && card.age < kGoesOnWithin };
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
    if (!this.forgotten) await this.changes(id, async (records) => records.put(trailKey(id), "{}", trail));
    release(trail.buffer);
  }

  async label(id: string, label: string): Promise<void> {
    await this.changes(id, async (records) => records.put(labelKey(id), label));
  }

  async readSet(name: string): Promise<void> {
    const records = await this.records;
    const entry = records.note(setKey(name));
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

  take({ what, parts }: HandedOver): void {
    if (this.forgotten) return;
    if (what === "run") this.keep(parts);
    else void this.keepSet(parts);
  }

  private async keepSet([name, entry, ...files]: ArrayBuffer[]): Promise<void> {
    if (!name || !entry) return;
    const records = await this.records;
    const body = joined(files.map((file) => new Uint8Array(file)));
    release(...files);
    const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    const [title, noted] = [decoder.decode(name), decoder.decode(entry)];
    release(name, entry);
    // Runs want room, too.
    if (body.length > (quota - usage) / 2) return this.trouble({ why: "large", name: title, bytes: body.length });
    try {
      await records.put(setKey(title), noted, body);
    } catch {
      this.trouble({ why: "large", name: title, bytes: body.length });
    }
    release(body.buffer);
    this.tellSets(records);
    this.others.postMessage({ set: title });
  }

  private keep([name, card, model]: ArrayBuffer[]): void {
    if (!name || !card || !model) return;
    const id = asciiText(name);
    const note = `{"at":${Date.now()},"card":${asciiText(card)}}`;
    release(name, card);
    const step = stepOf(note);
    const before = this.unwritten.get(id);
    if (before && step < before.step) return release(model);
    if (before && !before.failed && this.due.has(id)) release(before.model.buffer);
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
        release(kept.model.buffer);
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
    return known?.note === note ? known.step : stepOf(note);
  }

  // -- What is there --

  private ids(records: Records): string[] {
    return records.keys().filter((key) => key.startsWith("run-")).map((key) => key.slice(4));
  }

  /**
   * Of what is written, unless that could not be done: only what lies there is said to be kept. Put together as text: every second it is
   * told of the run that trains, whose history makes many objects.
   */
  private cardText(records: Records, id: string): string | null {
    const unwritten = this.unwritten.get(id);
    const note = (unwritten?.failed ? unwritten.note : records.note(runKey(id))) ?? "";
    const [, at, card] = /^\{"at":(\d+),"card":\{(.+)\}\}$/s.exec(note) ?? [];
    if (!at || !card) return null;
    const age = Math.max(0, (Date.now() - Number(at)) / 1000);
    const bytes = records.bytes(runKey(id)) + records.bytes(trailKey(id));
    return `{${card},"id":${JSON.stringify(id)},"age":${age},"bytes":${bytes},"label":${records.note(labelKey(id)) ?? "null"}}`;
  }

  private card(records: Records, id: string): Card | null {
    try {
      return JSON.parse(this.cardText(records, id) ?? "null") as Card | null;
    } catch {
      return null;
    }
  }

  /** What was taken off the shelf goes for good, when no page can put it back any more; so does what belongs to runs that are not there any more. */
  private async sweep(records: Records): Promise<void> {
    for (const id of this.ids(records)) {
      const gone = /"gone":true/.test(records.note(labelKey(id)) ?? "");
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
    tell({ is: "sets", sets: keys.map((key) => records.note(key)!) });
  }

  private tellOf(records: Records, id: string): void {
    tell({ is: "changed", run: this.cardText(records, id) ?? JSON.stringify({ id, lost: true } satisfies Lost) });
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
