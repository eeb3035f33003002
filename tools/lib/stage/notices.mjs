// The third-party notices that the page shows under About: for each part of others that reaches the visitor, its name,
// what it is for, and its licence as its own source or package states it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** `places`: folder by the names that assets/notices/parts.json uses. Returns the notices as Markdown. */
export function notices(partsFile, places) {
  const { introduction, parts } = JSON.parse(readFileSync(partsFile, "utf8"));
  const sections = parts.map(({ name, what, terms, texts }) => {
    const text = (texts ?? []).map((at) => licence(join(places[at.in], at.path), name)).join("\n\n");
    return `## ${name}\n\n${what} ${terms}\n${text ? "\n```\n" + text + "\n```\n" : ""}`;
  });
  return `# Third-party notices\n\n${introduction}\n\n${sections.join("\n")}`;
}

function licence(path, name) {
  if (!existsSync(path)) throw new Error(`the licence of ${name} is not where assets/notices/parts.json says: ${path}`);
  return readFileSync(path, "utf8").replaceAll("\r", "").replaceAll("```", "'''").trim();
}
