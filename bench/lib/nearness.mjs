// How near to each other two processors are: how long a word takes from one to the other and back, in nanoseconds. A virtual machine's
// processors may share a cache for some minutes and lie apart in the next; what two threads share then costs several times as much, and a
// figure says little without it.
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { summary } from "./statistics.mjs";

const kTurns = 200_000;
const kBatches = 5;
const kUntilBothPlay = 1000;

/** In turns `from` to `to` waits until `mine` is called for, and calls for the other. */
function play(word, mine, from, to) {
  for (let turn = from; turn < to; ++turn) {
    while (Atomics.load(word, 0) !== 2 * turn + mine);
    Atomics.store(word, 0, 2 * turn + mine + 1);
  }
}

if (!isMainThread && workerData?.word) parentPort.on("message", () => play(workerData.word, 1, 0, kTurns));

/** The median of five batches. */
export async function roundTrip() {
  const word = new Int32Array(new SharedArrayBuffer(4));
  const other = new Worker(new URL(import.meta.url), { workerData: { word } });
  await new Promise((done) => other.once("online", done));
  const times = [];
  for (let batch = 0; batch <= kBatches; ++batch) {
    word[0] = 0;
    other.postMessage("play");
    play(word, 0, 0, kUntilBothPlay);
    const began = performance.now();
    play(word, 0, kUntilBothPlay, kTurns);
    times.push(((performance.now() - began) * 1e6) / (kTurns - kUntilBothPlay));
    while (Atomics.load(word, 0) !== 2 * kTurns);
  }
  await other.terminate();
  return summary(times.slice(1)).median; // the first ran on slow code
}
