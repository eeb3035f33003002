/** Pieces of bytes, one after the other. */
export function joined(chunks: Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Whatever is sent here is forgotten. */
const nowhere = new MessageChannel();
nowhere.port1.close();

/**
 * Gives the memory of bytes that nobody reads any more back at once. The collector of garbage sees small objects, not what
 * hangs on them, and lets tens of megabytes wait. (ArrayBuffer.transfer would not do: of a buffer that came from the browser, in a
 * message or read from a file, Chromium keeps the bytes until the object goes.)
 */
export function release(...buffers: ArrayBuffer[]): void {
  nowhere.port2.postMessage(null, buffers.filter(({ byteLength }) => byteLength > 0));
}

const kBetween = 60_000; // milliseconds
/** When more than 64 MiB are asked for, Chromium's collector begins to look for garbage. */
const kMuch = 100_000_000; // bytes
/** It alone has this. There such a buffer takes no memory until somebody writes into it; of other browsers that is not known here. */
const kChromium = "userAgentData" in navigator;
let looked = performance.now();

/**
 * Called with every message of a page or worker that many come to, has its collector look once a minute for what they have left. Each
 * leaves some hundred bytes of which the collector's own heap sees next to nothing, so that it waits for a quarter of an hour, and forty
 * megabytes; bytes that are asked for it does see.
 */
export function tidy(): void {
  const now = performance.now();
  if (!kChromium || now - looked < kBetween) return;
  looked = now;
  try {
    release(new ArrayBuffer(kMuch));
  } catch {
    // There are not so many: then the collector has just looked.
  }
}
