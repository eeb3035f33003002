// The language that the page is opened in: English needs nothing, the pseudo-language is built in, and every other is a file
// of the site, text/<tag>.json (assets/text), and, where it has letters that the studio's typeface has not, a font beside it.
import { fonts, languages } from "virtual:stage";
import { fetchText, fetchWhole } from "../files/fetch.ts";
import { type Catalogue, Language, speak } from "./say.ts";

/** What the studio is handed when it opens: the file's text and the font, both empty where it is English. */
export interface Spoken {
  texts: string;
  letters: Uint8Array;
}

const kEnglish: Spoken = { texts: "", letters: new Uint8Array() };

/** Language and script, as in zh-Hant: Chinese is written in two, and zh-TW says which. */
function written(tag: string): string {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script ?? ""}`;
  } catch {
    return ""; // no tag of a language
  }
}

/** The first of these tags, in the order in which a person likes them, that the site speaks; else English. */
export function likedLanguage(liked: readonly string[] = navigator.languages, spoken: string[] = languages.map(({ tag }) => tag)): string {
  for (const tag of liked) {
    const found = spoken.find((one) => one === tag) ?? spoken.find((one) => written(one) === written(tag));
    if (found) return found;
  }
  return "en";
}

/** Speaks it, and answers what the studio needs of it. Where something does not come, it is English. */
export async function speakLanguage(tag: string): Promise<Spoken> {
  if (tag === "pseudo") speak(new Language(tag));
  if (tag === "en" || tag === "pseudo" || !/^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(tag)) return kEnglish;
  try {
    const [texts, letters] = await Promise.all([fetchTexts(tag), fetchLetters(tag)]);
    const catalogue: unknown = JSON.parse(texts);
    if (typeof (catalogue as Catalogue | null)?.texts !== "object") return kEnglish;
    speak(new Language(tag, catalogue as Catalogue));
    return { texts, letters };
  } catch {
    return kEnglish;
  }
}

/** The page waits for its words, but not for ever: what stops coming is asked for once more. */
const twice = <T>(ask: () => Promise<T>): Promise<T> => ask().catch(ask);

const fetchTexts = (tag: string): Promise<string> => twice(() => fetchText(new URL(`text/${tag}.json`, document.baseURI).href, tag));

async function fetchLetters(tag: string): Promise<Uint8Array> {
  const font = fonts[tag];
  if (!font) return kEnglish.letters;
  const url = new URL(font.path, document.baseURI);
  url.searchParams.set("sha256", font.sha256.slice(0, 16));
  return twice(() => {
    const abort = new AbortController();
    return fetchWhole(url.href, tag, { whole: font, signal: abort.signal, onStall: (stalled) => stalled && abort.abort() });
  });
}
