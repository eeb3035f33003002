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

/**
 * A text of ASCII letters alone, made in the collector's own heap. What TextDecoder gives hangs on an object as buffers do, and waits as
 * long: of a text that is decoded every second that is a megabyte and a half in a minute. (Handing the letters over by apply: spread,
 * they are listed twice, and the heap of a worker that does nothing else grows to twenty megabytes in place of twelve.)
 */
export function asciiText(bytes: ArrayBuffer): string {
  const kAtOnce = 8192; // arguments of a call
  let text = "";
  for (let at = 0; at < bytes.byteLength; at += kAtOnce) {
    const letters: ArrayLike<number> = new Uint8Array(bytes, at, Math.min(kAtOnce, bytes.byteLength - at));
    text += String.fromCharCode.apply(null, letters as number[]);
  }
  return text;
}
