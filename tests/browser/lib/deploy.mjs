// Another build of the site: the same page under other names, as a later build of changed sources has them.
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { site } from "./studio.mjs";

const reversed = (text) => [...text].reverse().join("");
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** The folder of a site whose page, engines and studio all have other addresses, and the name of its first script. */
export function laterBuild() {
  const folder = mkdtempSync(join(tmpdir(), "hourglass-later-"));
  cpSync(site, folder, { recursive: true });
  const read = (path) => readFileSync(join(folder, path), "utf8");
  const names = new Map();
  for (const name of readdirSync(join(folder, "wasm"))) {
    const [, stem, hash] = /^(.+)-([^-]+)$/.exec(name);
    names.set(name, `${stem}-${reversed(hash)}`);
    renameSync(join(folder, "wasm", name), join(folder, "wasm", names.get(name)));
  }
  const script = readdirSync(join(folder, "assets")).find((name) => /^index-.*\.js$/.test(name));
  const [, hash] = /^index-(.+)\.js$/.exec(script);
  const later = `index-${reversed(hash)}.js`;
  const renamed = (text) => [...names].reduce((all, [from, to]) => all.replaceAll(from, to), text).replaceAll(script, later);
  const before = read(`assets/${script}`);
  const after = renamed(before);
  renameSync(join(folder, "assets", script), join(folder, "assets", later));
  writeFileSync(join(folder, "assets", later), after);
  writeFileSync(join(folder, "index.html"), renamed(read("index.html")));
  writeFileSync(join(folder, "service-worker.js"), renamed(read("service-worker.js")).replaceAll(sha256(before), sha256(after)));
  return { folder, script: later };
}
