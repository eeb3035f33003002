import { resolve } from "node:path";
import { defineConfig } from "vite";
import { lessonsPlugin } from "./build/lessons.ts";
import { offlinePlugin } from "./build/offline.ts";
import { stagePlugin } from "./build/stage.ts";
import { wordsPlugin } from "./build/words.ts";

// HOURGLASS_BUILD: where the C++ build put stage/ and where site/ goes; tools/ sets it only to build elsewhere.
const folder = resolve(process.env["HOURGLASS_BUILD"] ?? resolve(import.meta.dirname, "../build"));

export default defineConfig({
  root: import.meta.dirname,
  base: "./", // any sub-path of any static host
  plugins: [
    stagePlugin(resolve(folder, "stage")),
    lessonsPlugin(resolve(import.meta.dirname, "../assets/lessons")),
    wordsPlugin(resolve(import.meta.dirname, "../assets/text")),
    offlinePlugin(),
  ],
  worker: { format: "es" },
  build: {
    outDir: resolve(folder, "site"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
});
