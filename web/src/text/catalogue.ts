// The language that the address asks for: English needs nothing, the pseudo-language is built in, and every other is a file
// of the site, text/<tag>.json (assets/text), fetched when it is spoken.
import { kStall } from "../files/fetch.ts";
import { type Catalogue, Language, speak } from "./say.ts";

/** Speaks it, and answers its file for the studio: an empty text where there is none, and then it is English. */
export async function speakLanguage(tag: string): Promise<string> {
  if (tag === "pseudo") speak(new Language(tag));
  if (tag === "en" || tag === "pseudo" || !/^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(tag)) return "";
  try {
    // The page waits for its words, but not for ever: then it is English.
    const patience = AbortSignal.timeout?.(kStall);
    const response = await fetch(new URL(`text/${tag}.json`, document.baseURI), patience ? { signal: patience } : {});
    const text = response.ok ? await response.text() : "";
    const catalogue: unknown = JSON.parse(text);
    if (typeof (catalogue as Catalogue | null)?.texts !== "object") return "";
    speak(new Language(tag, catalogue as Catalogue));
    return text;
  } catch {
    return "";
  }
}
