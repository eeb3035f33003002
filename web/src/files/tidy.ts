// tidy: what messages leave is looked for, though the browser's collector of garbage is in no hurry.
import { release } from "./bytes.ts";

const kBetween = 60_000; // milliseconds
/** When more than 64 MiB are asked for, Chromium's collector begins to look for garbage. */
const kMuch = 100_000_000; // bytes
/** It alone has this. There such a buffer takes no memory until somebody writes into it; of other browsers that is not known here. */
const kChromium = "userAgentData" in navigator;
let looked = performance.now();

/**
 * Called with every message of a page or worker that many come to, has its collector look once a minute for what they have left. Each
 * leaves some hundred bytes of which the collector's own heap sees next to nothing, so that it waits until they are tens of
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
