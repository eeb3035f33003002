declare module "virtual:stage" {
  import type { Whole } from "./files/fetch.ts";
  /** WebAssembly modules by name: their folder in the site, and their files. */
  export const modules: Record<string, { folder: string; files: Record<string, Whole> }>;
  export const assets: Record<string, Whole & { path: string }>;
  /** What the page can be opened in, English first, each by its own name. */
  export const languages: { tag: string; name: string }[];
  /** By the tag of a language: its letters that the studio's own typeface has not. */
  export const fonts: Record<string, Whole & { path: string }>;
}
declare module "virtual:lessons" {
  import type { Whole } from "./files/fetch.ts";
  import type { Listed } from "./lessons/studio.ts";
  /** Keys of the lessons, in the order in which they are listed. */
  export const order: string[];
  /** By key and language. */
  export const lessons: Record<string, Record<string, Listed>>;
  export const drawings: Whole & { path: string };
}
/** Told to the service worker by web/build/offline.ts: the site's files, the name of the script that its page begins with,
 * and a checksum over all of them. */
declare const __FILES__: import("./files/fetch.ts").SiteFile[];
declare const __SCRIPT__: string;
declare const __SUM__: string;
