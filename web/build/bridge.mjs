// Reads src/platform/bridge.def, and the pieces of JavaScript within the C++ of src/platform, and writes
// web/src/bridge/table.ts: the same lists as TypeScript's types. Runs before every check and build of the page.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const table = join(root, "web/src/bridge/table.ts");

/** The calls of a macro in the file: their arguments, split at the outermost commas, and the comment above each. */
export function rows(text, macro) {
  const found = [];
  for (const match of text.matchAll(new RegExp(`^((?://.*\\n)*)${macro}\\(`, "gm"))) {
    const parts = [""];
    let depth = 1;
    for (let at = match.index + match[0].length; depth > 0; ++at) {
      const c = text[at];
      if (c === undefined) throw new Error(`bridge.def: a ${macro} has no end`);
      depth += "(<[{".includes(c) ? 1 : ")>]}".includes(c) ? -1 : 0;
      if (depth === 0) break;
      if (c === "," && depth === 1) parts.push("");
      else parts[parts.length - 1] += c;
    }
    const comment = match[1].replace(/^\/\/ ?/gm, "").trim();
    found.push({ parts: parts.map((part) => part.trim().replace(/\s+/g, " ")), comment: comment.startsWith("--") ? "" : comment });
  }
  return found;
}

const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

const kTypes = {
  "const char*": "string",
  "std::string_view": "string",
  "const std::uint8_t*": "Uint8Array",
  "std::span<const std::uint8_t>": "Uint8Array<ArrayBuffer>",
  "char*": "string",
  bool: "boolean",
  int: "number",
  float: "number",
  double: "number",
  "std::uint32_t": "number",
  void: "void",
  "StudioApp*": "number",
  "EngineBridge*": "number",
};

function typeOf(cpp) {
  const type = kTypes[cpp];
  if (!type) throw new Error(`bridge.def: no type of TypeScript is known for "${cpp}"`);
  return type;
}

function parameters(list, without = "") {
  return list
    .slice(1, -1)
    .split(/,(?![^<]*>)/)
    .map((one) => one.trim())
    .filter((one) => one !== "")
    .map((one) => /^(.*?)\s*(\w+)$/.exec(one).slice(1))
    .filter(([type]) => type.trim() !== without)
    .map(([type, name]) => `${camel(name)}: ${typeOf(type.trim())}`)
    .join(", ");
}

const documented = (comment, line) => `${comment ? `  /** ${comment.replaceAll("\n", "\n   * ")} */\n` : ""}  ${line}\n`;

/** What the C++ glue in these files of src/platform uses of an object of the module by name. */
function uses(object, ...files) {
  const names = new Set();
  for (const file of files)
    for (const match of readFileSync(join(root, "src/platform", file), "utf8").matchAll(new RegExp(`Module\\["${object}"\\]\\.(\\w+)`, "g")))
      names.add(match[1]);
  return [...names].sort().map((name) => JSON.stringify(name)).join(" | ");
}

export function makeTable(text) {
  const studio = rows(text, "STUDIO_FUNCTION");
  const engine = rows(text, "ENGINE_FUNCTION");
  const host = rows(text, "HOST_CALL");
  const page = (name) => camel(name.replace(/^page_/, ""));
  let out = "// Made of src/platform/bridge.def by web/build/bridge.mjs: change that file, not this one.\n\n";
  out += "/** What the page calls in the studio's module. */\nexport interface StudioFunctions {\n";
  for (const { parts, comment } of studio)
    out += documented(comment, `${page(parts[1])}(${parameters(parts[2], "StudioApp*")}): ${typeOf(parts[0])};`);
  out += "}\n\n/** Their names in the module, and what they answer. */\nexport const studioFunctions = {\n";
  for (const { parts } of studio) out += `  ${page(parts[1])}: ["_${parts[1]}", "${typeOf(parts[0])}"],\n`;
  out += "} as const satisfies Record<keyof StudioFunctions, [string, string]>;\n\n";
  out += "/** What the engine's worker calls in its module. */\nexport interface EngineFunctions {\n";
  for (const { parts, comment } of engine)
    out += documented(comment, `_${parts[1]}(${parameters(parts[2])}): ${typeOf(parts[0]) === "boolean" ? "number" : typeOf(parts[0])};`);
  out += "}\n\n/** What the studio asks of the page. */\nexport interface HostCalls {\n";
  for (const { parts, comment } of host) out += documented(comment, `${camel(parts[0])}(${parameters(parts[1])}): void;`);
  out += "}\n\n/** In the order in which the studio counts them. */\nexport const hostCalls = [\n";
  for (const { parts } of host) out += `  "${camel(parts[0])}",\n`;
  out += "] as const satisfies (keyof HostCalls)[];\n\n";
  out += `export type Role =\n${rows(text, "MIRROR_ROLE").map(({ parts }) => `  | ${parts[1]}`).join("\n")};\n\n`;
  out += "/** An item of the DOM mirror: a widget of the canvas. */\nexport interface Item {\n";
  for (const { parts, comment } of rows(text, "MIRROR_KEY")) out += documented(comment, `${parts[0]}: ${parts[2]};`);
  for (const { parts, comment } of rows(text, "MIRROR_MORE")) out += documented(comment, `${parts[0]}?: ${parts[2]};`);
  out += "}\n\nexport interface MirrorChanges {\n";
  for (const { parts, comment } of rows(text, "MIRROR_CHANGE")) out += documented(comment, `${parts[0]}?: ${parts[1]};`);
  out += "}\n\n";
  out += "/** What the glue in src/platform uses of Module.page and, in either module, of Module.channel. */\n";
  out += `export type PageUses = ${uses("page", "host_web.cpp")};\n`;
  out += `export type StudioChannelUses = ${uses("channel", "worker_client_web.cpp", "message_parts_web.h")};\n`;
  out += `export type EngineChannelUses = ${uses("channel", "engine_bridge_web.cpp", "message_parts_web.h")};\n`;
  return out;
}

const made = makeTable(readFileSync(join(root, "src/platform/bridge.def"), "utf8"));
let before = "";
try {
  before = readFileSync(table, "utf8");
} catch {
  // The first time.
}
if (made !== before) writeFileSync(table, made);
