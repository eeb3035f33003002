// The browser's storage as a store of files (records.ts): the Origin Private File System with its quick handles where there
// are, IndexedDB where not, the worker's memory where the browser lets nothing be kept (a private window, a frame).
import { joined } from "../files/bytes.ts";
import type { Files } from "./records.ts";

const kFolder = "hourglass-kept";
const kStore = "files";

type Bytes = Uint8Array<ArrayBuffer>;

const kNothing = { bytes: new Uint8Array(), size: 0 };

/** `lasting`: what is written outlasts the page. */
export async function openFiles(): Promise<{ files: Files; lasting: boolean }> {
  for (const open of [openFolder, openDatabase]) {
    try {
      return { files: await open(), lasting: true };
    } catch {
      // The next one, then.
    }
  }
  return { files: memoryFiles(), lasting: false };
}

// -- The Origin Private File System -----------------------------------------------------------------------------------------

/** A file that another page writes, or the page before has not let go of yet, is asked for again: so often, */
const kTries = 20;
const kBetweenTries = 50; // milliseconds

/** It is held, it changed while it was read, or it went between its being found and its being opened. */
const kBusy = ["NoModificationAllowedError", "NotReadableError", "InvalidStateError", "NotFoundError"];

async function patiently<T>(deed: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; ++tries) {
    try {
      return await deed();
    } catch (error) {
      if (!(error instanceof DOMException && kBusy.includes(error.name)) || tries === kTries) throw error;
      await new Promise((done) => setTimeout(done, kBetweenTries));
    }
  }
}

async function openFolder(): Promise<Files> {
  if (!("createSyncAccessHandle" in FileSystemFileHandle.prototype)) throw new Error("no quick handles");
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(kFolder, { create: true });
  /** `none`: for a file that is not there. */
  const there = async <T>(none: T, deed: () => Promise<T>): Promise<T> => {
    try {
      return await deed();
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotFoundError") return none;
      throw error;
    }
  };
  const found = <T>(name: string, none: T, ask: (file: File) => Promise<T>) =>
    patiently(() => there(none, async () => ask(await (await folder.getFileHandle(name)).getFile())));
  const part = async (file: File, begin: number, end: number) => new Uint8Array(await file.slice(begin, end).arrayBuffer());
  const files: Files = {
    names: () =>
      patiently(async () => {
        const names: string[] = [];
        for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
        return names;
      }),
    front: (name, most) => found(name, kNothing, async (file) => ({ bytes: await part(file, 0, most), size: file.size })),
    read: (name, begin, end) => found(name, new Uint8Array(), (file) => part(file, begin, end)),
    async write(name, head, rest) {
      const access = await patiently(async () => (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle());
      try {
        access.truncate(0);
        let at = head.length;
        for (const part of rest) at += whole(access.write(part, { at }), part);
        access.flush();
        whole(access.write(head, { at: 0 }), head);
        access.flush();
      } finally {
        access.close();
      }
    },
    remove: (name) => patiently(() => there(undefined, () => folder.removeEntry(name))),
  };
  // A browser may give the folder and refuse to write into it. Pages that open at once have a probe each.
  const probe = `probe-${crypto.randomUUID()}`;
  await files.write(probe, new Uint8Array(1), []);
  await files.remove(probe);
  return files;
}

/** Some browsers write what fits, and say so by the count alone. */
function whole(written: number, part: Bytes): number {
  if (written !== part.length) throw new DOMException("less was written than was given", "QuotaExceededError");
  return written;
}

// -- IndexedDB: a file's first bytes apart from the rest, so that looking through the store reads no bodies ------------------

interface Front {
  bytes: Bytes;
  size: number;
}
const restOf = (name: string) => `${name}/rest`;

const answer = <T>(request: IDBRequest<T>) =>
  new Promise<T>((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error ?? new Error("IndexedDB"));
  });

async function openDatabase(): Promise<Files> {
  const opening = indexedDB.open(kFolder, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(kStore);
  const database = await answer(opening);
  const store = (mode: IDBTransactionMode) => database.transaction(kStore, mode).objectStore(kStore);
  const front = (name: string) => answer<Front | undefined>(store("readonly").get(name));
  const changed = (change: (store: IDBObjectStore) => void) =>
    new Promise<void>((done, failed) => {
      const transaction = database.transaction(kStore, "readwrite");
      transaction.oncomplete = () => done();
      transaction.onabort = () => failed(transaction.error ?? new Error("IndexedDB"));
      change(transaction.objectStore(kStore));
    });
  return {
    names: async () => (await answer(store("readonly").getAllKeys())).map(String).filter((name) => !name.endsWith(restOf(""))),
    async front(name, most) {
      const { bytes, size } = (await front(name)) ?? kNothing;
      return { bytes: bytes.slice(0, most), size };
    },
    async read(name, begin, end) {
      const first = (await front(name))?.bytes ?? new Uint8Array();
      if (end <= first.length) return first.slice(begin, end);
      const rest = (await answer<Bytes | undefined>(store("readonly").get(restOf(name)))) ?? new Uint8Array();
      return joined([first, rest]).slice(begin, end);
    },
    write(name, head, [first, ...others]) {
      const bytes = joined([head, first ?? new Uint8Array()]);
      const rest = joined(others);
      return changed((into) => {
        into.put({ bytes, size: bytes.length + rest.length } satisfies Front, name);
        into.put(rest, restOf(name));
      });
    },
    remove: (name) =>
      changed((from) => {
        from.delete(name);
        from.delete(restOf(name));
      }),
  };
}

// -- Memory -------------------------------------------------------------------------------------------------------------------

export function memoryFiles(): Files & { held: Map<string, Bytes> } {
  const held = new Map<string, Bytes>();
  return {
    held,
    names: async () => [...held.keys()],
    async front(name, most) {
      const bytes = held.get(name) ?? new Uint8Array();
      return { bytes: bytes.slice(0, most), size: bytes.length };
    },
    read: async (name, begin, end) => (held.get(name) ?? new Uint8Array()).slice(begin, end),
    write: async (name, head, rest) => void held.set(name, joined([head, ...rest])),
    remove: async (name) => void held.delete(name),
  };
}
