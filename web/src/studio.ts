// The studio module as TypeScript sees it: what src/apps/studio_page.cpp exports, with strings and bytes carried across.
import { modules } from "virtual:stage";
import { fetchModule, type OnBytes } from "./fetch.ts";
import type { GreyPicture } from "./pictures.ts";
import { WorkMeter } from "./work-meter.ts";

/** What the studio calls in the page: the callbacks of src/platform/host.h. */
export interface PageCallbacks {
  saveFile(name: string, mime: string, bytes: Uint8Array<ArrayBuffer>): void;
  chooseFiles(): void;
  fetchDataset(id: string): void;
  cancelFetch(id: string): void;
  setLink(query: string): void;
  copyText(text: string): void;
  keep(json: string): void;
  mirror(json: string): void;
  openPage(url: string): void;
  theme(name: string): void;
  answer(call: number, json: string): void;
}

export const enum Kind {
  mouse = 0,
  touch = 1,
  pen = 2,
}

type Exported = Record<string, (...args: (number | boolean)[]) => number>;

/** The Emscripten module object, as far as we use it. */
export interface StudioModule {
  HEAPU8: Uint8Array<ArrayBuffer>;
  _malloc(size: number): number;
  _free(at: number): void;
}

const kName = "studio";
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Studio {
  readonly meter = new WorkMeter();
  private app = 0;
  private readonly exported: Exported;

  private constructor(readonly module: StudioModule) {
    this.exported = module as unknown as Exported;
  }

  /** Fetches and starts the module; `extra` becomes part of the Emscripten module object (page, engine host). */
  static async load(extra: object, onBytes: OnBytes): Promise<Studio> {
    const entry = modules[kName];
    if (!entry) throw new Error("This site was built without its studio module.");
    const base = new URL(entry.folder, document.baseURI);
    const code = fetchModule(new URL(`${kName}.wasm`, base).href, "The studio", onBytes);
    const { default: make } = (await import(/* @vite-ignore */ new URL(`${kName}.mjs`, base).href)) as {
      default: (options: object) => Promise<StudioModule>;
    };
    const wasm = await code;
    const module = await make({
      ...extra,
      canvas: document.getElementById("canvas"),
      print: (text: string) => console.info(text),
      printErr: (text: string) => console.warn(text),
      instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) {
        void WebAssembly.instantiate(wasm, imports).then((instance) => done(instance, wasm));
        return {};
      },
    });
    return new Studio(module);
  }

  static size(): number {
    return modules[kName]?.files[`${kName}.wasm`] ?? 0;
  }

  open(saved: string, query: string, width: number, height: number): boolean {
    this.app = this.withText([saved, query], (s, q) => this.exported["_page_open"]!(s, q, width, height));
    return this.app !== 0;
  }

  /** Seconds until it wants to be called again; negative: not before something happens. */
  frame(): number {
    const drawn = this.framesDrawn();
    const start = performance.now();
    const rest = this.exported["_page_frame"]!(this.app);
    if (this.framesDrawn() > drawn) this.meter.frame(performance.now() - start, 1000 * this.exported["_page_last_submit"]!(this.app));
    return rest;
  }
  hear = () => this.exported["_page_hear"]!(this.app) !== 0;
  training = () => this.exported["_page_training"]!(this.app) !== 0;
  memoryUsed = () => this.exported["_page_memory_used"]!(this.app);
  framesDrawn = () => this.exported["_page_frames_drawn"]!(this.app);
  resize = (width: number, height: number, pixelWidth: number, pixelHeight: number) =>
    this.exported["_page_resize"]!(this.app, width, height, pixelWidth, pixelHeight);
  contextLost = () => this.exported["_page_context_lost"]!(this.app);
  contextRestored = () => this.exported["_page_context_restored"]!(this.app);
  dark = (dark: boolean) => this.exported["_page_dark"]!(this.app, dark);
  touch = (touch: boolean) => this.exported["_page_touch"]!(this.app, touch);

  sample = (x: number, y: number, pressed: boolean, erase: boolean, kind: Kind, seconds: number) =>
    this.exported["_page_sample"]!(this.app, x, y, pressed, erase, kind, seconds);
  pointerAt = (x: number, y: number, kind: Kind) => this.exported["_page_pointer_at"]!(this.app, x, y, kind);
  pointerAway = () => this.exported["_page_pointer_away"]!(this.app);
  pointerButton = (button: number, down: boolean) => this.exported["_page_pointer_button"]!(this.app, button, down);
  wheel = (dx: number, dy: number) => this.exported["_page_wheel"]!(this.app, dx, dy);
  modifiers = (shift: boolean, control: boolean, alt: boolean) =>
    this.exported["_page_modifiers"]!(this.app, shift, control, alt);
  pinch = (x: number, y: number, scale: number, dx: number, dy: number) =>
    this.exported["_page_pinch"]!(this.app, x, y, scale, dx, dy);
  focus = (focused: boolean) => this.exported["_page_focus"]!(this.app, focused);
  key = (name: string, shift: boolean) =>
    this.withText([name], (at) => this.exported["_page_key"]!(this.app, at, shift)) !== 0;

  mirrorPress = (id: string) => this.withText([id], (at) => this.exported["_page_mirror_press"]!(this.app, at));
  mirrorSet = (id: string, value: string) =>
    this.withText([id, value], (at, text) => this.exported["_page_mirror_set"]!(this.app, at, text));
  mirrorFocus = (id: string) => this.withText([id], (at) => this.exported["_page_mirror_focus"]!(this.app, at));

  openFiles = (name: string, entry: string, files: { name: string; id: number; size: number }[]) =>
    this.withText([name, entry, JSON.stringify(files)], (a, b, c) => this.exported["_page_open_files"]!(this.app, a, b, c));
  openPicture = ({ width, height, pixels }: GreyPicture) =>
    this.withBytes(pixels, (at) => this.exported["_page_open_picture"]!(this.app, at, width, height));
  openModel = (bytes: Uint8Array) =>
    this.withBytes(bytes, (at) => this.exported["_page_open_model"]!(this.app, at, bytes.length));
  fetchProgress = (id: string, done: number, total: number) =>
    this.withText([id], (at) => this.exported["_page_fetch_progress"]!(this.app, at, done, total));
  fetchFailed = (id: string, message: string) =>
    this.withText([id, message], (at, text) => this.exported["_page_fetch_failed"]!(this.app, at, text));
  catalogue = (json: string) => this.withText([json], (at) => this.exported["_page_catalogue"]!(this.app, at));
  startModel = (bytes: Uint8Array) =>
    this.withBytes(bytes, (at) => this.exported["_page_start_model"]!(this.app, at, bytes.length));

  call(method: string, json: string): string {
    return this.withText([method, json], (a, b) => {
      const at = this.exported["_page_call"]!(this.app, a, b);
      const heap = this.module.HEAPU8;
      const text = decoder.decode(heap.slice(at, heap.indexOf(0, at)));
      this.module._free(at);
      return text;
    });
  }

  private withText<T>(texts: string[], use: (...at: [number, number, number]) => T): T {
    const places = texts.map((text) => {
      const bytes = encoder.encode(text);
      const at = this.module._malloc(bytes.length + 1);
      this.module.HEAPU8.set(bytes, at);
      this.module.HEAPU8[at + bytes.length] = 0;
      return at;
    });
    try {
      return use(places[0] ?? 0, places[1] ?? 0, places[2] ?? 0);
    } finally {
      for (const at of places) this.module._free(at);
    }
  }

  private withBytes<T>(bytes: Uint8Array, use: (at: number) => T): T {
    const at = this.module._malloc(Math.max(bytes.length, 1));
    this.module.HEAPU8.set(bytes, at);
    try {
      return use(at);
    } finally {
      this.module._free(at);
    }
  }
}
