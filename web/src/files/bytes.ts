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
