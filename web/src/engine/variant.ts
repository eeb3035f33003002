// Which of the four engines this browser can run, found out by asking it to validate a few bytes.

export const kVariants = ["relaxed-threads", "relaxed", "baseline-threads", "baseline"] as const;
export type Variant = (typeof kVariants)[number];

/** (func (param v128 v128 v128) (result v128) local.get 0..2 f32x4.relaxed_madd): valid only with relaxed SIMD. */
const kRelaxed = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2,
  253, 133, 2, 11,
];
/** (memory 1 1 shared) (func (result i32) i32.const 0 i32.atomic.load): valid only with shared memory and atomics. */
const kThreads = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 5, 4, 1, 3, 1, 1, 10, 10, 1, 8, 0, 65, 0, 254, 16, 2, 0,
  11,
];

const valid = (bytes: number[]) => WebAssembly.validate(new Uint8Array(bytes));

export interface Machine {
  relaxed: boolean;
  /** Threads that may share memory: 1 where the page is not isolated. */
  threads: number;
}

/** More threads than this did not pay on products of these sizes. */
const kMostThreads = 8;

/** Whether a page may share memory with its workers. */
export const sharesMemory = () => globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer === "function";

export function machine(): Machine {
  return {
    relaxed: valid(kRelaxed),
    threads: sharesMemory() && valid(kThreads) ? Math.min(navigator.hardwareConcurrency || 1, kMostThreads) : 1,
  };
}

export interface Choice {
  variant: Variant;
  threads: number;
}

/** What to try, best first; where the best does not start (no memory to share, say), the next is tried. The link may ask
 * for less than there is: `?threads=1`, `?engine=baseline`. */
export function choices(has: Machine, query: URLSearchParams): Choice[] {
  const asked = Number(query.get("threads") ?? "");
  const threads = asked >= 1 && has.threads > 1 ? Math.min(Math.floor(asked), 16) : has.threads;
  const can = kVariants.filter(
    (variant) => (has.relaxed || !variant.startsWith("relaxed")) && (threads > 1 || !variant.endsWith("threads")),
  );
  const wanted = query.get("engine");
  const chosen = can.filter((variant) => variant === wanted);
  return (chosen.length > 0 ? chosen : can).map((variant) => ({
    variant,
    threads: variant.endsWith("threads") ? threads : 1,
  }));
}
