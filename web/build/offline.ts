// Builds the service worker last, when every file of the site is known, and tells it which there are, how long they are and
// what their checksums are: it stores nothing else.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { build, type Plugin } from "vite";
import type { SiteFile } from "../src/files/fetch.ts";
import { wholeOf } from "./stage.ts";

/** What only hosts read: many do not serve it. */
const kForHosts = ["_headers", ".htaccess", ".nojekyll", "nginx.conf.example"];

/** An address that changes with its content. */
const kHashed = /-[0-9a-zA-Z_-]{8,}(\/[^/]+|\.[a-z0-9]+)$/;

export function offlinePlugin(): Plugin {
  let root = "";
  let outDir = "";
  let publicDir = ""; // copied by Vite outside of the bundle: icon, manifest, what hosts read
  let files: SiteFile[] = [];
  let script = "";
  return {
    name: "hourglass-offline",
    apply: "build",
    configResolved(config) {
      root = config.root;
      outDir = resolve(config.root, config.build.outDir);
      publicDir = config.publicDir;
    },
    writeBundle(_options, bundle) {
      const made = Object.values(bundle).map((file) => ({
        path: file.fileName,
        bytes: Buffer.from(file.type === "chunk" ? file.code : file.source),
      }));
      const copied = readdirSync(publicDir)
        .filter((path) => !kForHosts.includes(path))
        .map((path) => ({ path, bytes: readFileSync(resolve(publicDir, path)) }));
      files = [...made, ...copied]
        .map(({ path, bytes }) => ({ path, hashed: kHashed.test(path), ...wholeOf(bytes) }))
        .sort((a, b) => a.path.localeCompare(b.path));
      const entry = Object.values(bundle).find((file) => file.type === "chunk" && file.isEntry);
      script = entry?.fileName.split("/").at(-1) ?? "";
    },
    async closeBundle() {
      if (files.length === 0) return;
      const sum = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 8);
      await build({
        configFile: false,
        root,
        logLevel: "warn",
        publicDir: false,
        define: {
          __FILES__: JSON.stringify(files),
          __SCRIPT__: JSON.stringify(script),
          __SUM__: JSON.stringify(sum),
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
