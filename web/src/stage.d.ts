declare module "virtual:stage" {
  /** WebAssembly modules by name: their folder in the site and their files' sizes. */
  export const modules: Record<string, { folder: string; files: Record<string, number> }>;
  export const assets: Record<string, { path: string; bytes: number }>;
}
declare const __SHELL__: { url: string; revision: string | null }[];
