// What index.html says without a script, or until one has come: its author writes English, and the build adds each language of
// assets/text below it, with its own `lang`. Which elements: those with `data-each`, whose sentences are the contents of their
// `data-say`. Where a script has come, start/welcome.ts says the page's words in the person's language.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const kEach = /[ \t]*<(\w+) data-each\b([^>]*)>([\s\S]*?)<\/\1>\n?/g;
const kSaid = /(<(\w+)[^>]*?) data-say(?=[ >])([^>]*>)([^<]*)(<\/\2>)/g;
const plain = (text: string) => text.replace(/\s+/g, " ").trim();
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The sentences of the document, which are keys of the catalogues. */
export function sentencesOf(html: string): string[] {
  return [...html.matchAll(kSaid)].map((match) => plain(match[4]!));
}

/** The document with its sentences in every language; one that a catalogue lacks stays English there. */
export function inEveryLanguage(html: string, catalogues: { tag: string; texts: Record<string, unknown> }[]): string {
  return html.replace(kEach, (whole: string) => {
    const said = (texts: Record<string, unknown> | null) =>
      whole.replace(kSaid, (_, open: string, __, rest: string, english: string, close: string) => {
        const text = texts?.[plain(english)];
        return open + rest + (typeof text === "string" ? escaped(text) : english) + close;
      });
    const other = ({ tag, texts }: (typeof catalogues)[number]) => said(texts).replace(" data-each", ` lang="${tag}"`);
    return [said(null).replace(" data-each", ""), ...catalogues.map(other)].join("");
  });
}

export function wordsPlugin(folder: string): Plugin {
  return {
    name: "hourglass-words",
    transformIndexHtml: {
      order: "pre",
      handler(html) {
        const names = existsSync(folder) ? readdirSync(folder).sort() : [];
        const catalogues = names.flatMap((name) => {
          const tag = /^([\w-]+)\.json$/.exec(name)?.[1];
          if (tag === undefined) return [];
          const { texts } = JSON.parse(readFileSync(join(folder, name), "utf8")) as { texts?: Record<string, unknown> };
          return [{ tag, texts: texts ?? {} }];
        });
        return inEveryLanguage(html, catalogues);
      },
    },
  };
}
