// Fetching: true progress, a word when nothing comes any more, bytes that are checked before they are believed, and errors
// in words for the person.
import { say } from "../text/say.ts";
import { joined, release } from "./bytes.ts";

export class FetchError extends Error {}

/** `total` as the server says it, 0 where it does not. */
export type OnBytes = (done: number, total: number) => void;

/** What a whole file is known to be: its length, and its SHA-256 as hexadecimal digits. */
export interface Whole {
  bytes: number;
  sha256: string;
}

/** A file of the site. `hashed`: its address changes with its content. */
export interface SiteFile extends Whole {
  path: string;
  hashed: boolean;
}

/** After so many milliseconds without a byte a fetch counts as stalled. */
export const kStall = 10_000;

export interface Fetching {
  onBytes?: OnBytes;
  /** Told true when nothing has come for a while, and false when it comes again or has ended. */
  onStall?: (stalled: boolean) => void;
  signal?: AbortSignal;
  cache?: RequestCache;
  /** What must come. An answer that is something else is refused. */
  whole?: Whole;
}

/** The address of a file of this site, so that neither a link nor a catalogue can make the page ask elsewhere. */
export function ofThisSite(path: string, base: string = document.baseURI): URL {
  const url = new URL(path, base);
  if (url.origin !== location.origin)
    throw new FetchError(say("{0} lies on another site; Hourglass opens data of its own site only.", { quoted: path }));
  return url;
}

/** What a file is called, by its address. */
export function fileName(url: URL): string {
  const name = url.pathname.split("/").at(-1) || "data";
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a stray % is part of the name
  }
}

/** Watches one fetch: says when it stalls, and when it goes on. */
class Watch {
  private timer = 0;
  private stalled = false;

  constructor(private readonly onStall: (stalled: boolean) => void = () => {}) {
    this.wait();
  }

  private wait(): void {
    this.timer = self.setTimeout(() => this.tell(true), kStall);
  }

  private tell(stalled: boolean): void {
    if (this.stalled === stalled) return;
    this.stalled = stalled;
    this.onStall(stalled);
  }

  moved(): void {
    self.clearTimeout(this.timer);
    this.tell(false);
    this.wait();
  }

  end(): void {
    self.clearTimeout(this.timer);
    this.tell(false);
  }
}

async function respond(url: string, what: string, { signal, cache = "default" }: Fetching): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { cache, credentials: "same-origin", ...(signal ? { signal } : {}) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new FetchError(say("{0} did not arrive: the connection failed.", what));
  }
  if (!response.ok) throw new FetchError(say("{0} did not arrive: the server answered {1}.", what, response.status));
  return response;
}

async function fetchChunks(url: string, what: string, fetching: Fetching): Promise<Uint8Array<ArrayBuffer>[]> {
  const watch = new Watch(fetching.onStall);
  let done = 0;
  try {
    const response = await respond(url, what, fetching);
    watch.moved();
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    // What is packed on the way has another length when it arrives.
    const packed = response.headers.has("content-encoding");
    const total = fetching.whole?.bytes ?? (packed ? 0 : Number(response.headers.get("content-length") ?? 0));
    const reader = response.body?.getReader();
    if (!reader) return [new Uint8Array(await response.arrayBuffer())];
    for (;;) {
      const { done: end, value } = await reader.read();
      if (end) break;
      watch.moved();
      chunks.push(value);
      fetching.onBytes?.((done += value.length), total);
    }
    return chunks;
  } catch (error) {
    if (fetching.signal?.aborted || error instanceof FetchError) throw error;
    throw new FetchError(say("{0} arrived only in part: the connection failed after {1} bytes.", what, done));
  } finally {
    watch.end();
  }
}

export async function fetchBytes(url: string, what: string, fetching: Fetching = {}): Promise<Uint8Array<ArrayBuffer>> {
  const chunks = await fetchChunks(url, what, fetching);
  const bytes = joined(chunks);
  release(...chunks.map(({ buffer }) => buffer));
  if (fetching.whole) await check(bytes, what, fetching.whole);
  return bytes;
}

/**
 * The same, for what is known to be whole somewhere: where a cache on the way kept something else (half of a file, or the
 * page of a hotel's network), it is thrown out and the server is asked once more, past every cache.
 */
export async function fetchWhole(
  url: string,
  what: string,
  fetching: Fetching & { whole: Whole },
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await fetchBytes(url, what, fetching);
  } catch (error) {
    if (fetching.signal?.aborted || fetching.cache === "reload") throw error;
    return fetchBytes(url, what, { ...fetching, cache: "reload" });
  }
}

/** For what may be large: the browser holds it, not this page. */
export async function fetchBlob(url: string, what: string, fetching: Fetching): Promise<Blob> {
  const chunks = fetching.whole ? [await fetchWhole(url, what, { ...fetching, whole: fetching.whole })] : await fetchChunks(url, what, fetching);
  const blob = new Blob(chunks);
  release(...chunks.map(({ buffer }) => buffer));
  return blob;
}

/** For what is small and nothing can go on without: where nothing comes for a while, it has not arrived. */
export async function fetchText(url: string, what: string, fetching: Fetching = {}): Promise<string> {
  const abort = new AbortController();
  const onStall = (stalled: boolean) => stalled && abort.abort();
  try {
    return new TextDecoder().decode(await fetchBytes(url, what, { ...fetching, onStall, signal: abort.signal }));
  } catch (error) {
    if (abort.signal.aborted) throw new FetchError(stallWords(what));
    throw error;
  }
}

export const stallWords = (what: string) => say("{0}: nothing has come for ten seconds.", what);

/**
 * A WebAssembly module. It compiles while it arrives, so that the browser can keep the compiled code; a copy of the bytes
 * is checked beside that. What does not compile, or is not what was built, is asked for again past every cache.
 */
export async function fetchModule(
  url: string,
  what: string,
  fetching: Fetching & { whole: Whole },
): Promise<WebAssembly.Module> {
  try {
    return await streamModule(url, what, fetching);
  } catch (error) {
    if (fetching.signal?.aborted) throw error;
    console.warn(`${url}: ${String(error)}`);
    const bytes = await fetchBytes(url, what, { ...fetching, cache: "reload" });
    return WebAssembly.compile(bytes);
  }
}

async function streamModule(
  url: string,
  what: string,
  fetching: Fetching & { whole: Whole },
): Promise<WebAssembly.Module> {
  const watch = new Watch(fetching.onStall);
  try {
    const response = await respond(url, what, fetching);
    watch.moved();
    const copy = response.clone();
    const checked = (async () => {
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      let done = 0;
      const reader = copy.body?.getReader();
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
        watch.moved();
        chunks.push(part.value);
        fetching.onBytes?.((done += part.value.length), fetching.whole.bytes);
      }
      const bytes = joined(chunks);
      release(...chunks.map(({ buffer }) => buffer));
      await check(bytes, what, fetching.whole);
      release(bytes.buffer);
    })();
    const streams = (response.headers.get("content-type") ?? "").startsWith("application/wasm");
    const compiled = streams
      ? WebAssembly.compileStreaming(response)
      : response.arrayBuffer().then((bytes) => WebAssembly.compile(bytes));
    const [module] = await Promise.all([compiled, checked]);
    return module;
  } finally {
    watch.end();
  }
}

/** A script of this site as a module. A browser remembers that an address failed, so it is asked for again by another. */
export async function importWhole<T>(url: string, what: string, whole: Whole): Promise<T> {
  try {
    return (await import(/* @vite-ignore */ url)) as T;
  } catch (error) {
    console.warn(`${url}: ${String(error)}`);
    await fetchBytes(url, what, { cache: "reload", whole });
    return (await import(/* @vite-ignore */ `${url}?again`)) as T;
  }
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  // Only secure contexts have it; elsewhere lengths are compared, and the engine checks what it reads.
  if (!globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function check(bytes: Uint8Array<ArrayBuffer>, what: string, whole: Whole): Promise<void> {
  if (bytes.length !== whole.bytes)
    throw new FetchError(say("{0} is damaged: {1} bytes were expected, {2} arrived.", what, whole.bytes, bytes.length));
  const sum = await sha256(bytes);
  if (sum !== null && sum !== whole.sha256)
    throw new FetchError(say("{0} is damaged: its checksum is not the expected one. Another try may bring it whole.", what));
}
