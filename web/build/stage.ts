// Takes what the C++ build left in build/stage into the site, and tells the page where each thing is and how large it is
// once decompressed, so that a progress bar is true on any server.
//
//   stage/wasm/NAME.mjs, NAME.wasm ...  ->  wasm/NAME-HASH/...   (a module finds its own files beside itself)
//   stage/assets/NAME.EXT               ->  assets/NAME-HASH.EXT
//   stage/data/...                      ->  data/...             (catalogue.json names lengths and checksums itself)
//   stage/text/TAG.json                 ->  text/TAG.json        (asked for by name: ?lang=TAG)
//   stage/text/TAG.otf                  ->  text/TAG.otf         (the letters of that language, asked for with their checksum)
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { HtmlTagDescriptor, Plugin } from "vite";

const kModule = "virtual:stage";

interface Output {
  path: string;
  bytes: Buffer;
}

/** What a file must be when it arrives (Whole in src/files/fetch.ts). */
interface Whole {
  bytes: number;
  sha256: string;
}

interface Stage {
  modules: Record<string, { folder: string; files: Record<string, Whole> }>;
  assets: Record<string, Whole & { path: string }>;
  /** What the page can be opened in, each by its own name. */
  languages: { tag: string; name: string }[];
  /** By the tag of a language that needs one. */
  fonts: Record<string, Whole & { path: string }>;
  outputs: Output[];
}

export const wholeOf = (bytes: Buffer | string): Whole => ({
  bytes: Buffer.byteLength(bytes),
  sha256: createHash("sha256").update(bytes).digest("hex"),
});

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}

function hashOf(parts: Buffer[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex").slice(0, 10);
}

/** Modules that also run in node begin by importing one of node's own, which no browser has. One with threads names itself. */
function forBrowsers(file: string, bytes: Buffer): Buffer {
  if (!file.endsWith(".mjs")) return bytes;
  const text = bytes.toString("utf8");
  const alone = text.replace(/^\s*import \{ createRequire \} from 'module';\s*const require = createRequire\(import\.meta\.url\);/, "");
  return Buffer.from(alone.replaceAll(file, forHosts(file)));
}

/** A name that every host sends as it is: many send .mjs with a type that browsers refuse, unpack .gz on the way, or do not
 * serve at all what ends as they have never seen. */
const forHosts = (file: string) => file.replace(/\.mjs$/, ".js").replace(/\.(gz|xz|safetensors)$/, ".$1.bin");

/** The catalogue, with its files' names as they are in the site. */
function siteCatalogue(bytes: Buffer): Buffer {
  const catalogue = JSON.parse(bytes.toString("utf8")) as { sets: { files: { path: string }[] }[] };
  for (const set of catalogue.sets) for (const file of set.files) file.path = forHosts(file.path);
  return Buffer.from(JSON.stringify(catalogue, null, 1) + "\n");
}

export function readStage(folder: string): Stage {
  const stage: Stage = { modules: {}, assets: {}, languages: [{ tag: "en", name: "English" }], fonts: {}, outputs: [] };
  const groups = new Map<string, { file: string; bytes: Buffer }[]>();
  for (const path of filesBelow(join(folder, "wasm"))) {
    const file = relative(join(folder, "wasm"), path);
    const name = file.split(/[./]/)[0]!;
    groups.set(name, [...(groups.get(name) ?? []), { file: forHosts(file.split("/").at(-1)!), bytes: forBrowsers(file.split("/").at(-1)!, readFileSync(path)) }]);
  }
  for (const [name, files] of groups) {
    const place = `wasm/${name}-${hashOf(files.map((f) => f.bytes))}/`;
    stage.modules[name] = { folder: place, files: Object.fromEntries(files.map((f) => [f.file, wholeOf(f.bytes)])) };
    stage.outputs.push(...files.map((f) => ({ path: place + f.file, bytes: f.bytes })));
  }
  for (const path of filesBelow(join(folder, "assets"))) {
    const bytes = readFileSync(path);
    const name = relative(join(folder, "assets"), path);
    const dot = name.lastIndexOf(".") < 0 ? name.length : name.lastIndexOf(".");
    const place = forHosts(`assets/${name.slice(0, dot)}-${hashOf([bytes])}${name.slice(dot)}`);
    stage.assets[name] = { path: place, ...wholeOf(bytes) };
    stage.outputs.push({ path: place, bytes });
  }
  for (const part of ["data", "text"])
    for (const file of filesBelow(join(folder, part))) {
      const [path, bytes] = [relative(folder, file), readFileSync(file)];
      stage.outputs.push({ path: forHosts(path), bytes: path === "data/catalogue.json" ? siteCatalogue(bytes) : bytes });
      const [, tag, kind] = /^text\/([^/]+)\.(json|otf)$/.exec(path) ?? [];
      if (tag && kind === "otf") stage.fonts[tag] = { path, ...wholeOf(bytes) };
      if (tag && kind === "json") stage.languages.push({ tag, name: (JSON.parse(bytes.toString("utf8")) as { name?: string }).name ?? tag });
    }
  return stage;
}

/** Browsers that know this way of writing a condition (Safari by the very version) know WebAssembly SIMD, too: the others, which
 * cannot run the studio, fetch nothing in vain. */
const kHasSimd = "(width >= 1px)";

/** What a person sees first is asked for by the document itself, before the page's script has come and run (src/start/first.ts). */
function firstLinks({ modules, assets }: Stage): HtmlTagDescriptor[] {
  const studio = modules["studio"], model = assets["start.safetensors"];
  const link = (href: string, rest: Record<string, string>) =>
    ({ tag: "link", attrs: { rel: "preload", as: "fetch", href: `./${href}`, crossorigin: "", media: kHasSimd, ...rest }, injectTo: "head" }) as const;
  return [
    ...(studio ? [link(`${studio.folder}studio.wasm`, { type: "application/wasm" })] : []),
    ...(model ? [link(model.path, {})] : []),
  ];
}

export function stagePlugin(folder: string): Plugin {
  let stage: Stage;
  return {
    name: "hourglass-stage",
    buildStart() {
      stage = readStage(folder);
      if (!stage.modules["studio"]) this.warn(`${folder}/wasm holds no studio module: the page will not start`);
    },
    resolveId(id) {
      return id === kModule ? "\0" + kModule : null;
    },
    load(id) {
      if (id !== "\0" + kModule) return null;
      const { modules, assets, languages, fonts } = stage;
      return Object.entries({ modules, assets, languages, fonts })
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
        .join("");
    },
    transformIndexHtml: () => firstLinks(stage),
    generateBundle() {
      for (const { path, bytes } of stage.outputs)
        this.emitFile({ type: "asset", fileName: path, source: new Uint8Array(bytes) });
    },
  };
}
