// A page of one source of the page alone, such as a worker, with files that the test gives.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freshProfile } from "./open.mjs";
import { pageScript } from "../../../tools/lib/page-source.mjs";
import { serve } from "./server.mjs";

/** `files`: {name: text}, "index.html" among them, beside which `source` (below web/) lies as "built.js". Gives the page, which is open. */
export async function pageWith(t, source, files) {
  const folder = mkdtempSync(join(tmpdir(), "hourglass-page-"));
  for (const [name, text] of Object.entries({ ...files, "built.js": await pageScript(source) })) writeFileSync(join(folder, name), text);
  const server = await serve(folder);
  t.after(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  const page = await (await freshProfile(t)).newPage();
  await page.goto(server.url, { waitUntil: "load" });
  return page;
}
