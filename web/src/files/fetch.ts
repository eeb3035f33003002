// Fetching with true progress, and errors in words for the person.
import { say } from "../text/say.ts";

export class FetchError extends Error {}

/** `total` as the server says it, 0 where it does not. */
export type OnBytes = (done: number, total: number) => void;

/** Only of this site, so that a link cannot make the page ask elsewhere. */
export function ofThisSite(path: string): { name: string; url: string } {
  const url = new URL(path, document.baseURI);
  if (url.origin !== location.origin)
    throw new FetchError(say("The link's data lies on another site; Hourglass opens data of its own site only."));
  let name = url.pathname.split("/").at(-1) || "data";
  try {
    name = decodeURIComponent(name);
  } catch {
    // A stray % is part of the name.
  }
  return { name, url: url.href };
}

async function respond(url: string, what: string, signal: AbortSignal | undefined, cache: RequestCache): Promise<Response> {
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

async function fetchChunks(
  url: string,
  what: string,
  onBytes: OnBytes,
  signal: AbortSignal | undefined,
  cache: RequestCache,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const response = await respond(url, what, signal, cache);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  // What is packed on the way has another length when it arrives.
  const total = response.headers.has("content-encoding") ? 0 : Number(response.headers.get("content-length") ?? 0);
  try {
    const reader = response.body?.getReader();
    if (!reader) return [new Uint8Array(await response.arrayBuffer())];
    for (;;) {
      const { done: end, value } = await reader.read();
      if (end) break;
      chunks.push(value);
      onBytes((done += value.length), total);
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new FetchError(say("{0} arrived only in part: the connection failed after {1} bytes.", what, done));
  }
  return chunks;
}

export async function fetchBytes(
  url: string,
  what: string,
  onBytes: OnBytes = () => {},
  signal?: AbortSignal,
  cache: RequestCache = "default",
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks = await fetchChunks(url, what, onBytes, signal, cache);
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** For what may be large: never whole in this page's memory. */
export async function fetchBlob(url: string, what: string, onBytes: OnBytes, signal: AbortSignal): Promise<Blob> {
  return new Blob(await fetchChunks(url, what, onBytes, signal, "default"));
}

export async function fetchText(url: string, what: string, cache: RequestCache = "default"): Promise<string> {
  return (await respond(url, what, undefined, cache)).text();
}

/** Compiles while it arrives, and counts a copy of the stream so that the browser can still keep the compiled code. */
export async function fetchModule(url: string, what: string, onBytes: OnBytes): Promise<WebAssembly.Module> {
  const response = await respond(url, what, undefined, "default");
  const copy = response.clone();
  void (async () => {
    let done = 0;
    const reader = copy.body?.getReader();
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) return;
      onBytes((done += part.value.length), 0);
    }
  })().catch(() => {});
  if ((response.headers.get("content-type") ?? "").startsWith("application/wasm"))
    return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  // Only secure contexts have it; elsewhere the engine, which checks too, is the only one to check.
  if (!globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
