// One of the page's workers, alone: built from its source, with files that the test gives.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { freshProfile } from "./open.mjs";
import { serve } from "./server.mjs";

const web = resolve(import.meta.dirname, "../../../web");

/** A page of `files` ({name: text}, "index.html" among them), beside which `source` (below web/src) lies as "built.js". */
export async function pageWithWorker(t, source, files) {
  const { build } = await import(pathToFileURL(createRequire(join(web, "package.json")).resolve("vite")).href);
  const lib = { entry: join(web, "src", source), formats: ["es"] };
  const [{ output }] = await build({ configFile: false, root: web, logLevel: "silent", build: { write: false, lib } });
  const folder = mkdtempSync(join(tmpdir(), "hourglass-worker-"));
  for (const [name, text] of Object.entries({ ...files, "built.js": output[0].code })) writeFileSync(join(folder, name), text);
  const server = await serve(folder);
  t.after(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  const page = await (await freshProfile(t)).newPage();
  await page.goto(server.url, { waitUntil: "load" });
  return page;
}
