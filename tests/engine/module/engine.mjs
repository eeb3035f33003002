// An engine module in node, driven as its worker drives it, without worker and page.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import v8 from "node:v8";
import { decodeCbor, encodeCbor } from "./cbor.mjs";

const build = resolve(process.env.HOURGLASS_BUILD ?? resolve(import.meta.dirname, "../../../build"));

/** The folder of a variant's .mjs and .wasm: the stage, where tools/ puts all four. */
export function moduleFolder(variant) {
  const folder = resolve(build, "stage/wasm");
  if (!existsSync(resolve(folder, `engine-${variant}.wasm`)))
    throw new Error(`${folder} holds no engine-${variant}: build it with tools/test or tools/serve`);
  return folder;
}

export class Engine {
  events = [];

  /** `keep(name, card, model)`: runs are kept, and these ArrayBuffers handed over. */
  static async open(variant, { threads = 1, memory, keep } = {}) {
    // Newer versions of node have it without asking, and say so.
    if (variant.startsWith("relaxed")) v8.setFlagsFromString("--experimental-wasm-relaxed-simd");
    const folder = moduleFolder(variant);
    const script = pathToFileURL(resolve(folder, `engine-${variant}.mjs`)).href;
    const { default: make } = await import(script);
    const engine = new Engine();
    engine.files = new Map();
    engine.channel = {
      incoming: [],
      post: (parts) => engine.events.push(withAttachments(parts)),
      keep: (what, parts) => what === "run" && keep(...parts),
      release: () => {},
      read: (id, offset, size) => engine.files.get(id)?.subarray(offset, offset + size) ?? null,
    };
    engine.module = await make({
      channel: engine.channel,
      poolSize: threads > 1 ? threads : 0,
      mainScriptUrlOrBlob: script,
      wasmBinary: readFileSync(resolve(folder, `engine-${variant}.wasm`)),
      ...(memory ? { wasmMemory: memory } : {}),
    });
    const text = (words) => new TextEncoder().encode(words).buffer;
    engine.channel.incoming = [text(variant), ...(keep ? [text("t-")] : [])];
    engine.bridge = engine.module._engine_open(threads, 4e6);
    return engine;
  }

  /** `message` is the head; each attachment's place in it is its number in `attachments`. */
  send(message, attachments = []) {
    this.channel.incoming = [encodeCbor(message), ...attachments];
    this.module._engine_receive(this.bridge);
  }

  work() {
    return this.module._engine_work(this.bridge) !== 0;
  }

  /** Works until nothing waits, letting the threads' messages through now and then. */
  async settle() {
    while (this.work()) await new Promise((done) => setImmediate(done));
  }

  /** Ends its threads, without which the process would not end. */
  close() {
    this.module._engine_close(this.bridge);
  }

  all(kind) {
    return this.events.filter((event) => event.is === kind);
  }

  last(kind) {
    return this.all(kind).at(-1);
  }
}

function withAttachments([head, ...attachments]) {
  return { ...decodeCbor(head), attachments };
}

/** The command that loads whole files. */
export function load(name, fileNames, buffers, experiment) {
  return [
    {
      is: "load_files",
      ticket: 1,
      name,
      file_names: fileNames,
      files: buffers.map((_, i) => i),
      handles: [],
      options: "",
      entry: "",
      experiment: experiment ?? null,
      keep_weights: false,
      asks: 0,
    },
    buffers,
  ];
}

/** A sentence of a message (src/engine/sentence_json.h) with its plain arguments put in. */
export function english([, key, ...rest]) {
  return key.replace(/\{(\d)\}/g, (place, n) => rest[n] ?? place);
}
