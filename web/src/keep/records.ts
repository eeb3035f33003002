// Records: named pieces of storage that are whole or not there. Each has a note (JSON, which is read when the store is opened, and
// held as the bytes that it is) and a body (which is read when it is wanted), and two files in turn: a new version goes to the file that does not hold the
// present one, its head last, so that whatever ends the writing in the midst of it leaves the version before.
//
// A file: 64 bytes of head, the note, the body. The head: "HGKEPT", version, which of the versions is the later one, how long
// note and body are, checksums of both and of the head. All numbers little-endian.

import { release } from "../files/bytes.ts";

/** What a store of files can do (files.ts); a test has one in its memory. What it reads is the caller's to give back. */
export interface Files {
  names(): Promise<string[]>;
  /** The first bytes, at most `most`, and how many there are in all, of one moment. */
  front(name: string, most: number): Promise<{ bytes: Uint8Array<ArrayBuffer>; size: number }>;
  /** Fewer bytes where the file is shorter. */
  read(name: string, begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
  /** In place of what the file held. `head` is written when all of `rest` has been. */
  write(name: string, head: Uint8Array<ArrayBuffer>, rest: Uint8Array<ArrayBuffer>[]): Promise<void>;
  remove(name: string): Promise<void>;
}

const kMagic = "HGKEPT";
/** Files of a later version are left as they are. */
export const kVersion = 1;
const kHead = 64;
/** Read at once when the store is opened: head, and the note of nearly every record. */
const kFront = 32 << 10;

/** What each byte does to the sum, and, 256 entries on, what it does eight times over from so many bytes before. */
const kTables = new Uint32Array(8 * 256);
for (let byte = 0; byte < 256; ++byte) {
  let sum = byte;
  for (let bit = 0; bit < 8; ++bit) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  kTables[byte] = sum;
}
for (let i = 256; i < kTables.length; ++i) kTables[i] = (kTables[i - 256]! >>> 8) ^ kTables[kTables[i - 256]! & 255]!;

/** CRC-32, as zip and PNG have it, of eight bytes at a time: a large network's 17 MB are summed every second. */
export function checksum(bytes: Uint8Array): number {
  const [table, eights] = [kTables, bytes.length & ~7];
  let sum = 0xffffffff;
  let i = 0;
  for (; i < eights; i += 8) {
    sum ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    sum =
      table[1792 + (sum & 255)]! ^ table[1536 + ((sum >>> 8) & 255)]! ^ table[1280 + ((sum >>> 16) & 255)]! ^ table[1024 + (sum >>> 24)]! ^
      table[768 + bytes[i + 4]!]! ^ table[512 + bytes[i + 5]!]! ^ table[256 + bytes[i + 6]!]! ^ table[bytes[i + 7]!]!;
  }
  for (; i < bytes.length; ++i) sum = (sum >>> 8) ^ table[(sum ^ bytes[i]!) & 255]!;
  return ~sum >>> 0;
}

function makeHead(turn: number, note: Uint8Array, length: number, sum: number): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(kHead);
  const view = new DataView(head.buffer);
  head.set(new TextEncoder().encode(kMagic));
  view.setUint16(6, kVersion, true);
  [turn, note.length, length, checksum(note), sum].forEach((value, i) => view.setUint32(8 + 4 * i, value, true));
  view.setUint32(kHead - 4, checksum(head.subarray(0, kHead - 4)), true);
  return head;
}

interface Version {
  file: string;
  turn: number;
  note: Uint8Array<ArrayBuffer>;
  /** Where the body lies in the file. */
  begin: number;
  end: number;
  sum: number;
}

/** What a file holds: a whole version, nothing (it was never finished), what is not ours to touch, or nobody can tell now. */
type Found = Version | "unfinished" | "newer" | "damaged" | "busy";

const decoder = new TextDecoder();

export class Records {
  /** What could not be read and was left where it is. */
  readonly aside = { newer: 0, damaged: 0 };
  private readonly present = new Map<string, Version>();
  private readonly untouched = new Set<string>();
  private last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly files: Files) {}

  static async open(files: Files): Promise<Records> {
    const records = new Records(files);
    const keys = new Set((await files.names()).filter((name) => /\.[01]$/.test(name)).map((name) => name.slice(0, -2)));
    for (const key of keys) await records.find(key, true);
    return records;
  }

  keys(): string[] {
    return [...this.present.keys()];
  }

  /** JSON, until the next put() of this record; undefined: there is none. */
  note(key: string): Uint8Array<ArrayBuffer> | undefined {
    return this.present.get(key)?.note;
  }

  /** The same as text. */
  text(key: string): string | undefined {
    const note = this.note(key);
    return note && decoder.decode(note);
  }

  /** Whether there is anything under that name, what was set aside included. */
  knows(key: string): boolean {
    return this.present.has(key) || this.untouched.has(key);
  }

  /** How much there is to read of it, head and note included. */
  bytes(key: string): number {
    return this.present.get(key)?.end ?? 0;
  }

  /** null: there is none, or it is damaged, and no version before it is whole. */
  body(key: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.inTurn(async () => {
      const version = this.present.get(key);
      if (!version) return null;
      for (const one of [version, await this.look(this.other(key, version)).catch(() => null)]) {
        if (typeof one !== "object" || !one) continue;
        const body = await this.files.read(one.file, one.begin, one.end);
        if (body.length !== one.end - one.begin || checksum(body) !== one.sum) continue;
        this.present.set(key, one);
        return body;
      }
      this.setAside(key);
      return null;
    });
  }

  /** `note` becomes the store's own, and the one before is given back, when all is written. */
  put(key: string, note: Uint8Array<ArrayBuffer>, body: Uint8Array<ArrayBuffer> = new Uint8Array()): Promise<void> {
    return this.inTurn(async () => {
      if (this.untouched.has(key)) throw new Error(`${key} is not to be touched`);
      const before = this.present.get(key);
      const file = this.other(key, before);
      const turn = (before?.turn ?? 0) + 1;
      const sum = checksum(body);
      await this.files.write(file, makeHead(turn, note, body.length, sum), [note, body]);
      const begin = kHead + note.length;
      if (before) release(before.note.buffer);
      this.present.set(key, { file, turn, note, begin, end: begin + body.length, sum });
    });
  }

  remove(key: string): Promise<void> {
    return this.inTurn(async () => {
      this.present.delete(key);
      for (const slot of [0, 1]) await this.files.remove(`${key}.${slot}`);
    });
  }

  /** Another page has written this record, or removed it. */
  refresh(key: string): Promise<void> {
    return this.inTurn(() => this.find(key, false));
  }

  /** Also what was set aside. */
  removeAll(): Promise<void> {
    return this.inTurn(async () => {
      this.present.clear();
      this.untouched.clear();
      for (const name of await this.files.names()) await this.files.remove(name);
    });
  }

  private inTurn<T>(deed: () => Promise<T>): Promise<T> {
    const done = this.last.then(deed);
    this.last = done.catch(() => {});
    return done;
  }

  private other(key: string, version: Version | undefined): string {
    return `${key}.${version?.file.endsWith(".0") ? 1 : 0}`;
  }

  private setAside(key: string): void {
    this.present.delete(key);
    this.untouched.add(key);
    ++this.aside.damaged;
  }

  /** Takes up what the record's two files hold. `sweeps`: nobody writes to them now, so what is unfinished stays so. */
  private async find(key: string, sweeps: boolean): Promise<void> {
    // A file that cannot be read costs no more than itself.
    const found = await Promise.all([0, 1].map((slot) => this.look(`${key}.${slot}`).catch(() => "busy" as const)));
    const before = this.present.get(key);
    if (before) release(before.note.buffer);
    this.present.delete(key);
    if (found.includes("newer")) {
      this.untouched.add(key);
      ++this.aside.newer;
      return;
    }
    const whole = found.filter((one) => typeof one === "object").sort((a, b) => b.turn - a.turn);
    if (whole[0]) this.present.set(key, whole[0]);
    else if (found.includes("damaged")) this.setAside(key);
    else if (sweeps && !found.includes("busy")) for (const slot of [0, 1]) await this.files.remove(`${key}.${slot}`).catch(() => {}); // another page may write it now
  }

  private async look(file: string): Promise<Found> {
    const { bytes, size } = await this.files.front(file, kFront);
    const found = await this.read(file, bytes, size);
    release(bytes.buffer);
    return found;
  }

  /** What begins with these bytes, and is of that size. */
  private async read(file: string, front: Uint8Array<ArrayBuffer>, size: number): Promise<Found> {
    if (front.length < kHead || front.subarray(0, kHead).every((byte) => byte === 0)) return "unfinished";
    const view = new DataView(front.buffer, front.byteOffset);
    if (decoder.decode(front.subarray(0, 6)) !== kMagic) return "damaged";
    if (view.getUint16(6, true) > kVersion) return "newer";
    if (checksum(front.subarray(0, kHead - 4)) !== view.getUint32(kHead - 4, true)) return "damaged";
    const [turn, noted, body, noteSum, sum] = [0, 1, 2, 3, 4].map((i) => view.getUint32(8 + 4 * i, true)) as [number, number, number, number, number];
    const begin = kHead + noted;
    if (size !== begin + body) return "damaged";
    const note = begin <= front.length ? front.slice(kHead, begin) : await this.files.read(file, kHead, begin);
    if (checksum(note) !== noteSum) return "damaged";
    return { file, turn, note, begin, end: begin + body, sum };
  }
}
