// The language that the address asks for: English needs nothing, the pseudo-language is built in, and every other is a file
// of assets/text, fetched when it is spoken.
import { type Catalogue, Language, speak } from "./say.ts";

const kFolder = "../../../assets/text";
const files = import.meta.glob<Catalogue>("../../../assets/text/*.json", { import: "default" });

export async function speakLanguage(tag: string): Promise<void> {
  if (tag === "pseudo") return speak(new Language(tag));
  const catalogue = await files[`${kFolder}/${tag}.json`]?.().catch(() => undefined);
  if (catalogue) speak(new Language(tag, catalogue));
}
