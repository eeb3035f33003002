// What can be measured: our program in the browser and natively, and the peers. A contender is opened when it is first
// asked, and only one is asked at a time.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openProcess } from "./native.mjs";

const ours = (variant, threads) => ({
  label: variant,
  threads,
  open: ({ browser }) =>
    browser.open("engine-worker.mjs", { script: `/build/bench/web-engine-${variant}/hourglass-bench.mjs`, threads }),
});

const native = (preset, label, threads) => ({
  label,
  threads,
  open({ root }) {
    const program = join(root, `build/bench/${preset}/hourglass-bench`);
    if (!existsSync(program)) throw new Error(`${program} is not built`);
    return openProcess(program, [String(threads)]);
  },
});

const tfjs = (backend, label, threads) => ({
  label: `TensorFlow.js ${label}`,
  threads,
  peer: true,
  open: ({ browser }) => browser.open("../peers/tfjs-worker.js", { backend, threads }),
});

/** PyTorch on the processor, as Debian packs it. */
const torch = (threads) => ({
  label: "PyTorch",
  threads,
  peer: true,
  open({ root }) {
    const child = openProcess("/usr/bin/python3", [join(root, "bench/peers/torch_peer.py"), String(threads)]);
    return { ...child, ask: (request) => child.ask(JSON.stringify(request)) };
  },
});

/** By key; threads: null where a peer decides itself. */
export const contenders = {
  "relaxed": ours("relaxed", 1),
  "baseline": ours("baseline", 1),
  "relaxed-threads/1": ours("relaxed-threads", 1),
  "relaxed-threads/2": ours("relaxed-threads", 2),
  "baseline-threads/1": ours("baseline-threads", 1),
  "baseline-threads/2": ours("baseline-threads", 2),
  "native-128/1": native("native-128", "native 128 bits, SSE 4.2", 1),
  "native-128/2": native("native-128", "native 128 bits, SSE 4.2", 2),
  "native-128-fma/1": native("native-128-fma", "native 128 bits, AVX + FMA", 1),
  "native-128-fma/2": native("native-128-fma", "native 128 bits, AVX + FMA", 2),
  "native/1": native("native", "native full width", 1),
  "native/2": native("native", "native full width", 2),
  "tfjs-wasm": tfjs("wasm", "WASM", 2),
  "tfjs-cpu": tfjs("cpu", "CPU", 1),
  "tfjs-webgl": tfjs("webgl", "WebGL", null),
  "tfjs-webgpu": tfjs("webgpu", "WebGPU", null),
  "torch/1": torch(1),
  "torch/2": torch(2),
  "convnetjs": {
    label: "ConvNetJS (untied)",
    threads: 1,
    peer: true,
    open: ({ browser }) => browser.open("../peers/convnetjs-worker.js", {}),
  },
};
for (const [key, contender] of Object.entries(contenders)) contender.key = key;

/** Opens contenders as they are needed. `places` is {root, browser}. */
export class Arena {
  #places;
  #opened = new Map();
  /** Why a contender is left out, by its key. */
  absent = new Map();

  constructor(places) {
    this.#places = places;
  }

  async #get(key) {
    if (!this.#opened.has(key)) this.#opened.set(key, await contenders[key].open(this.#places));
    return this.#opened.get(key);
  }

  async #ask(key, request) {
    const contender = await this.#get(key);
    const answer = await contender.ask(request);
    if (answer?.error) throw new Error(`${key}: ${answer.error}`);
    return answer;
  }

  /** The cases of our program, each "group/name". */
  async list() {
    return (await this.#ask("relaxed", "list")).map(({ group, name }) => `${group}/${name}`);
  }

  /** A sample, or null of a peer that this browser cannot run; `absent` then says why. */
  async sample({ contender, work }) {
    if (this.absent.has(contender)) return null;
    try {
      return await this.#ask(contender, typeof work === "string" ? `sample ${work}` : work);
    } catch (error) {
      if (!contenders[contender].peer) throw error;
      this.absent.set(contender, error.message);
      return null;
    }
  }

  async close() {
    for (const contender of this.#opened.values()) await contender.close();
  }
}
