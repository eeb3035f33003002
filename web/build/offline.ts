// Builds the service worker last, when every file of the site is known. What the page's shell needs is stored when the
// worker is installed; engines, data sets and languages are stored as they are used, for nobody needs all four engines.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { build, type Plugin } from "vite";

export function offlinePlugin(): Plugin {
  let root = "";
  let outDir = "";
  let publicDir = ""; // copied by Vite outside of the bundle: icon and manifest
  let shell: { url: string; revision: string | null }[] = [];
  return {
    name: "hourglass-offline",
    apply: "build",
    configResolved(config) {
      root = config.root;
      outDir = resolve(config.root, config.build.outDir);
      publicDir = config.publicDir;
    },
    writeBundle(_options, bundle) {
      const hashed = /-[0-9a-zA-Z_-]{8,}(\/|\.[a-z0-9]+$)/;
      shell = Object.values(bundle)
        .filter((file) => !["data/", "text/", "wasm/engine"].some((used) => file.fileName.startsWith(used)))
        .map((file) => {
          const content = file.type === "chunk" ? file.code : file.source;
          const revision = createHash("sha256").update(content).digest("hex").slice(0, 12);
          return { url: file.fileName, revision: hashed.test(file.fileName) ? null : revision };
        })
        .concat(
          readdirSync(publicDir).map((url) => {
            const content = readFileSync(resolve(publicDir, url));
            return { url, revision: createHash("sha256").update(content).digest("hex").slice(0, 12) };
          }),
        )
        .sort((a, b) => a.url.localeCompare(b.url));
    },
    async closeBundle() {
      if (shell.length === 0) return;
      await build({
        configFile: false,
        root,
        logLevel: "warn",
        publicDir: false,
        define: {
          __SHELL__: JSON.stringify(shell),
          "process.env.NODE_ENV": JSON.stringify("production"),
        },
        build: {
          outDir,
          emptyOutDir: false,
          target: "es2022",
          rollupOptions: {
            input: resolve(root, "src/keep/service-worker.ts"),
            output: { format: "iife", entryFileNames: "service-worker.js" },
          },
        },
      });
    },
  };
}
