// The studio module as TypeScript sees it: the functions of the bridge (src/platform/bridge.def), with strings and bytes
// carried across.
import { modules } from "virtual:stage";
import { fetchModule, type Fetching, importWhole } from "../files/fetch.ts";
import { say } from "../text/say.ts";
import type { Spoken } from "../text/catalogue.ts";
import type { GreyPicture } from "../files/pictures.ts";
import { studioFunctions, type StudioFunctions } from "./table.ts";
import { WorkMeter } from "../screen/work-meter.ts";

/** PointerKind in src/platform/pointer.h. */
export const enum Kind {
  mouse = 0,
  touch = 1,
  pen = 2,
}

/** A file as the studio knows it: by the number under which the engine can read it. */
export interface FileHandle {
  name: string;
  id: number;
  size: number;
}

type Crossing = string | number | boolean | Uint8Array;
type Exported = Record<string, (...args: (number | boolean)[]) => number>;

/** The Emscripten module object, as far as we use it. */
export interface StudioModule {
  HEAPU8: Uint8Array<ArrayBuffer>;
  _malloc(size: number): number;
  _free(at: number): void;
}

/** The studio as it came: nothing of it runs yet. */
export interface StudioProgram {
  wasm: WebAssembly.Module;
  make(options: object): Promise<StudioModule>;
}

const kName = "studio";
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Those that need no more than to be called. */
type Plain = Omit<StudioFunctions, "open" | "frame" | "openFiles" | "openPicture" | "openModel" | "startModel">;
export interface Studio extends Plain {}

export class Studio {
  readonly meter = new WorkMeter();
  private app = 0;
  private readonly functions: StudioFunctions;

  private constructor(private readonly module: StudioModule) {
    const bound = Object.entries(studioFunctions).map(([name, [exported, gives]]) => [
      name,
      (...args: Crossing[]) => this.cross(exported, gives, args),
    ]);
    this.functions = Object.fromEntries(bound) as StudioFunctions;
    for (const [name, call] of bound) if (!(name as string in this)) Object.assign(this, { [name as string]: call });
  }

  /** Fetches the module and compiles it. */
  static async bring(fetching: Fetching): Promise<StudioProgram> {
    const entry = modules[kName];
    if (!entry) throw new Error(say("This site was built without its studio module."));
    const base = new URL(entry.folder, document.baseURI);
    const of = (file: string) => ({ url: new URL(file, base).href, whole: entry.files[file]! });
    const [program, script] = [of(`${kName}.wasm`), of(`${kName}.js`)];
    const [wasm, { default: make }] = await Promise.all([
      fetchModule(program.url, say("The studio"), { ...fetching, whole: program.whole }),
      importWhole<{ default: StudioProgram["make"] }>(script.url, say("The studio"), script.whole),
    ]);
    return { wasm, make };
  }

  /** Starts the module; `extra` becomes part of the Emscripten module object (page, engine host). */
  static async start({ wasm, make }: StudioProgram, extra: object): Promise<Studio> {
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
    return modules[kName]?.files[`${kName}.wasm`]?.bytes ?? 0;
  }

  open(saved: string, query: string, { texts, letters }: Spoken, width: number, height: number): boolean {
    this.app = this.functions.open(saved, query, texts, letters, letters.length, width, height);
    return this.app !== 0;
  }

  /** Seconds until it wants to be called again; negative: not before something happens. */
  frame(): number {
    const drawn = this.framesDrawn();
    const start = performance.now();
    const rest = this.functions.frame();
    if (this.framesDrawn() > drawn) this.meter.frame(performance.now() - start, 1000 * this.lastSubmit());
    return rest;
  }

  openFiles(name: string, entry: string, files: FileHandle[]): void {
    this.functions.openFiles(name, entry, JSON.stringify(files));
  }
  openPicture({ width, height, pixels, alpha }: GreyPicture): void {
    this.functions.openPicture(pixels, alpha, width, height);
  }
  openModel(bytes: Uint8Array): void {
    this.functions.openModel(bytes, bytes.length);
  }
  startModel(bytes: Uint8Array): void {
    this.functions.startModel(bytes, bytes.length);
  }

  /** Calls a function of the module; texts and bytes lie in its memory meanwhile. */
  private cross(exported: string, gives: string, args: Crossing[]): number | boolean | string | undefined {
    const places: number[] = [];
    const plain = args.map((arg) => {
      if (typeof arg === "number" || typeof arg === "boolean") return arg;
      const bytes = typeof arg === "string" ? encoder.encode(arg + "\0") : arg;
      const at = this.module._malloc(Math.max(bytes.length, 1));
      places.push(at);
      this.module.HEAPU8.set(bytes, at);
      return at;
    });
    if (this.app !== 0) plain.unshift(this.app);
    try {
      const answer = (this.module as unknown as Exported)[exported]!(...plain);
      return gives === "boolean" ? answer !== 0 : gives === "string" ? this.takeText(answer) : answer;
    } finally {
      for (const at of places) this.module._free(at);
    }
  }

  private takeText(at: number): string {
    const heap = this.module.HEAPU8;
    const text = decoder.decode(heap.slice(at, heap.indexOf(0, at)));
    this.module._free(at);
    return text;
  }
}
