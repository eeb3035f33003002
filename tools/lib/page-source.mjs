// Sources of the page (web/), which are TypeScript, each alone: as a module in node, or built to one script.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const root = resolve(import.meta.dirname, "../../web");
const vite = () => import(pathToFileURL(createRequire(join(root, "package.json")).resolve("vite")).href);

/** What `source` (below web/) exports. */
export const pageModule = async (source) => (await (await vite()).runnerImport(join(root, source), { root, configFile: false, logLevel: "error" })).module;

/** The script that `source` (below web/) becomes with all that it imports. */
export async function pageScript(source) {
  const lib = { entry: join(root, source), formats: ["es"] };
  const [{ output }] = await (await vite()).build({ configFile: false, root, logLevel: "silent", build: { write: false, lib } });
  return output[0].code;
}
