// window.hourglass: the page's functions for scripts, notebooks and tests. Pixels are 0 to 1, row by row.
import type { Named } from "../files/ways-in.ts";
import type { Frames } from "../screen/frames.ts";
import type { FileHandle, Studio } from "./studio.ts";

export interface Ready {
  variant: string;
  threads: number;
}

type Bytes = File | ArrayBuffer | Uint8Array<ArrayBuffer>;

/** How the files are read; what is not said is at its default: all images, as equal by class as they are, nothing dropped. */
export interface ReadOptions {
  name?: string; // where bytes come without one
  images?: number;
  balanced?: boolean;
  drop_duplicates?: boolean;
  drop_blank?: boolean;
  invert?: boolean;
  orientation?: "automatic" | "as_stored" | "transposed";
  label?: "automatic" | "first" | "last";
  axis?: "automatic" | "first" | "last"; // which dimension of an array is the number of images
  array?: string; // of a file of several arrays of images the one to take, as the file calls it; "*": all
  seed?: number;
}

export interface MapOptions {
  method: "pca" | "tsne";
  part?: "held-out" | "training" | "all";
  every?: number;
  perplexity?: number; // 5 to 100
  iterations?: number;
  seed?: number;
}

type Axis = { from: number; to: number; step: number; includeEnd?: boolean };

export interface HourglassApi {
  /** When there is an engine, asked anew each time: it may have stopped since. Rejects once none is started any more. */
  readonly ready: Promise<Ready>;
  presets(): Promise<unknown>;
  state(): Promise<unknown>;
  /** The runs that are kept, the newest first. */
  runs(): Promise<unknown>;
  load(source: Bytes | File[] | string, options?: string | ReadOptions): Promise<unknown>;
  configure(settings: Record<string, string | number | boolean | number[]>): Promise<unknown>;
  train(length?: { epochs?: number; steps?: number }): Promise<unknown>;
  pause(): Promise<unknown>;
  step(): Promise<unknown>;
  reset(options?: { seed?: number }): Promise<unknown>;
  encode(pixels: ArrayLike<number> | ArrayLike<number>[]): Promise<unknown>;
  decode(codes: ArrayLike<number> | ArrayLike<number>[]): Promise<unknown>;
  sweep(axes: { x: Axis; y: Axis }): Promise<unknown>;
  /** Of the present images; `progress` hears of a t-SNE until it is done. The promise is rejected where other images come. */
  map(options: MapOptions, progress?: (soFar: unknown) => void): Promise<unknown>;
  /** Lays two runs of the shelf side by side, by their ids; without one: the run on the page. */
  compare(runs: { a?: string; b?: string; align?: boolean }): Promise<unknown>;
  codes(options?: { part?: "held-out" | "training" | "all"; every?: number }): Promise<unknown>;
  /** As safetensors, which importModel() opens again, or for other programs. */
  exportModel(options?: { as?: "safetensors" | "onnx-encoder" | "onnx-decoder" | "onnx" | "notebook" | "report" }): Promise<Uint8Array>;
  /** The images as they are used, as an .npz of x_train, y_train, x_test, y_test and class_names. */
  exportData(options?: { as?: "npz" }): Promise<Uint8Array>;
  /** A model of Hourglass, or another program's network (safetensors, npz, ONNX); `as` are settings that its file does not say. */
  importModel(
    bytes: ArrayBuffer | Uint8Array,
    as?: { hidden?: string; code?: string; output?: string; pixels?: string },
  ): Promise<unknown>;
  /** What the panels show, and the figures that are known now, by the names that lessons have for them (docs/lessons.md). */
  screen(): Promise<unknown>;
  /** Opens a lesson by its key or as a file of this site, at a step; an empty key: the list; null closes it. */
  lesson(key: string | null, step?: string): Promise<unknown>;
  /** Resolves when what was done until now is on the screen and in the mirror. */
  drawn(): Promise<void>;
  /** `resting`: nothing is to be drawn before something happens. `restart`: the frames' milliseconds are counted anew from here. */
  stats(options?: { restart?: boolean }): Promise<unknown>;
}

declare global {
  interface Window {
    hourglass: HourglassApi;
  }
}

/** These ask and change nothing, so nothing need be drawn. */
const kQuestions = ["presets", "state", "screen", "runs", "stats", "encode", "decode", "sweep"];

type Outcome = { value?: unknown; error?: string; pending?: number; progress?: unknown };

/** Typed arrays become lists; numbers that JSON does not know are not sent silently as null. */
function plain(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (value instanceof ArrayBuffer) return Array.from(new Uint8Array(value));
  return value;
}

const toBase64 = (bytes: Uint8Array) => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
};
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** What a script needs of the page. */
export interface ScriptedPage {
  /** Numbers for files, which stay good where a load was made of them. */
  lend<T>(files: Named[], use: (handles: FileHandle[]) => T): T;
  readonly filesKept: number;
  readonly frames: Frames;
  lesson(key: string | null, step?: string): Promise<unknown>;
}

export class ScriptApi {
  private readonly waiting = new Map<number, { done: (value: unknown) => void; failed: (error: Error) => void; progress?: (soFar: unknown) => void }>();
  /** Answers that came before page_call returned: an engine in the same turn. */
  private readonly early = new Map<number, string>();

  constructor(
    private readonly studio: Promise<Studio>,
    private readonly page: ScriptedPage,
  ) {}

  async call(method: string, json: object = {}, progress?: (soFar: unknown) => void): Promise<unknown> {
    return this.callNow(await this.studio, method, json, progress);
  }

  private callNow(studio: Studio, method: string, json: object, progress?: (soFar: unknown) => void): Promise<unknown> {
    this.page.frames.settleDeeds();
    const outcome = JSON.parse(studio.call(method, JSON.stringify(json, plain))) as Outcome;
    if (!kQuestions.includes(method)) this.page.frames.want();
    if (outcome.error !== undefined) return Promise.reject(new Error(outcome.error));
    if (outcome.pending === undefined) return Promise.resolve(outcome.value);
    const call = outcome.pending;
    return new Promise((done, failed) => {
      this.waiting.set(call, { done, failed, ...(progress ? { progress } : {}) });
      const early = this.early.get(call);
      if (early !== undefined) this.answer(call, early);
    });
  }

  /** Opens the trained model that the page begins with. */
  openStartModel(bytes: Uint8Array): Promise<unknown> {
    return this.call("importModel", { bytes: toBase64(bytes), start: true });
  }

  answer(call: number, json: string): void {
    const waiting = this.waiting.get(call);
    const outcome = JSON.parse(json) as Outcome;
    if (outcome.progress !== undefined) {
      waiting?.progress?.(outcome.progress);
      return;
    }
    if (!waiting) {
      this.early.set(call, json);
      return;
    }
    this.early.delete(call);
    this.waiting.delete(call);
    if (outcome.error !== undefined) waiting.failed(new Error(outcome.error));
    else waiting.done(outcome.value);
  }

  /** Several files are one set; a string is a set of the catalogue; a string as `options` is the bytes' name. */
  private async load(source: Bytes | File[] | string, options?: string | ReadOptions): Promise<unknown> {
    if (typeof source === "string") return this.call("load", { name: source });
    const { name: given, ...reading } = typeof options === "string" ? { name: options } : (options ?? {});
    const files = (Array.isArray(source) ? source : [source]).map((one) => {
      const file = one instanceof File ? one : new File([one], given ?? "data");
      return { name: Array.isArray(source) ? file.webkitRelativePath || file.name : (given ?? file.name), file };
    });
    const studio = await this.studio;
    return this.page.lend(files, (handles) =>
      this.callNow(studio, "load", { files: handles, ...(typeof options === "object" ? { options: reading } : {}) }),
    );
  }

  make(): HourglassApi {
    const call = (method: string) => (json: object = {}) => this.call(method, json);
    const ready = () => this.call("ready") as Promise<Ready>;
    return {
      get ready() {
        return ready();
      },
      presets: () => this.call("presets"),
      state: () => this.call("state"),
      runs: () => this.call("runs"),
      load: (source, options) => this.load(source, options),
      configure: call("configure"),
      train: call("train"),
      pause: () => this.call("pause"),
      step: call("step"),
      reset: call("reset"),
      encode: (pixels) => this.call("encode", { pixels }),
      decode: (codes) => this.call("decode", { codes }),
      sweep: call("sweep"),
      map: (options, progress) => this.call("map", options, progress),
      codes: call("codes"),
      compare: call("compare"),
      exportModel: async (options = {}) => fromBase64((await this.call("exportModel", options)) as string),
      exportData: async (options = {}) => fromBase64((await this.call("exportData", options)) as string),
      importModel: (bytes, as) =>
        this.call("importModel", { bytes: toBase64(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)), as }),
      screen: () => this.call("screen"),
      lesson: (key, step) => this.studio.then(() => this.page.lesson(key, step)),
      drawn: () => this.studio.then(() => this.page.frames.drawn()),
      stats: async (options = {}) => {
        const studio = await this.studio;
        const told = (await this.call("stats")) as object;
        const frames = studio.meter.summary();
        if (options.restart) studio.meter.clear();
        const { frames: drawing, filesKept } = this.page;
        const drawn = { framesDrawn: studio.framesDrawn(), resting: drawing.resting(), frames };
        return { ...told, ...drawn, memoryUsed: studio.memoryUsed(), filesKept, buttonsDown: studio.buttonsDown() };
      },
    };
  }
}
