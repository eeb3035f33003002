// What the page itself says to a person, by the rules of src/text: the English sentence is the key of its translation,
// arguments stand at {0}, {1}..., a plural has two keys. The catalogue is the studio's (assets/text/<language>.json), and
// `?lang=pseudo` shows what would not be translated or would not fit.

export type Argument = string | number | { bytes: number } | { quoted: string };

/** How many arguments a key wants, counted while it is compiled. A text that was put together at run time is no key. */
type Arguments<Key extends string> = string extends Key
  ? [key_must_be_a_literal: never]
  : Key extends `${string}{2}${string}`
    ? [Argument, Argument, Argument]
    : Key extends `${string}{1}${string}`
      ? [Argument, Argument]
      : Key extends `${string}{0}${string}`
        ? [Argument]
        : [];
type Rest<List extends unknown[]> = List extends [unknown, ...infer Others] ? Others : [];

/** A file of assets/text, as src/text/language.h describes it. */
export interface Catalogue {
  name?: string;
  group?: string;
  decimal?: string;
  quotes?: [string, string];
  texts?: Record<string, string | Record<string, string>>;
}

export class Language {
  private readonly plurals: Intl.PluralRules;

  constructor(
    readonly tag: string = "en",
    private readonly catalogue: Catalogue = {},
  ) {
    this.plurals = new Intl.PluralRules(tag === "pseudo" ? "en" : tag);
  }

  say(key: string, args: Argument[]): string {
    const text = this.catalogue.texts?.[key];
    return this.finished(typeof text === "string" && text !== "" ? text : key, args);
  }

  plural(count: number, one: string, many: string, args: Argument[]): string {
    const forms = this.catalogue.texts?.[many];
    const text = typeof forms === "string" ? forms : forms?.[this.plurals.select(count)] || forms?.["other"];
    return this.finished(text || (count === 1 ? one : many), [count, ...args]);
  }

  /** "pseudo" says letters that are plainly not English ones, and is a third longer. */
  private finished(pattern: string, args: Argument[]): string {
    const pseudo = this.tag === "pseudo";
    const words = (text: string) => (pseudo ? accented(text) : text);
    // Places and the words between them: "a {0} b" is "a ", "{0}", " b".
    const text = pattern
      .split(/(\{\d\})/)
      .map((part, i) => {
        const argument = i % 2 === 1 ? args[Number(part[1])] : undefined;
        return argument === undefined ? words(part) : this.put(argument);
      })
      .join("");
    return pseudo ? `[${text}${filling(text)}]` : text;
  }

  private put(argument: Argument): string {
    if (typeof argument === "string") return argument;
    if (typeof argument === "number") return this.count(argument);
    const [open, close] = this.catalogue.quotes ?? ['"', '"'];
    return "quoted" in argument ? open + argument.quoted + close : this.megabytes(argument.bytes);
  }

  /** A number that was written plainly, "-12345.6". */
  number(plain: string): string {
    const [whole, rest] = plain.replace("-", "").split(".") as [string, string?];
    const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, this.catalogue.group ?? ",") : whole;
    const sign = plain.startsWith("-") && Number(plain) !== 0 ? "\u2212" : "";
    return sign + grouped + (rest === undefined ? "" : (this.catalogue.decimal ?? ".") + rest);
  }

  private count(value: number): string {
    return String(value).replace(/\B(?=(\d{3})+$)/g, this.catalogue.group ?? ",");
  }

  /** Tenths, so that a number that grows keeps its width. */
  private megabytes(bytes: number): string {
    return (bytes / 1e6).toFixed(1).replace(".", this.catalogue.decimal ?? ".");
  }
}

const kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const kAccented = [..."åbçðéfğĥíĵķłmñöþqŕšţûvŵxýžÅBÇÐÉFĞĤÍĴĶŁMÑÖÞQŔŠŢÛVŴXÝŽ"];
const accented = (text: string) => text.replace(/[a-zA-Z]/g, (letter) => kAccented[kLetters.indexOf(letter)]!);
const filling = (text: string) => Array.from({ length: Math.floor([...text].length / 3) }, (_, i) => (i % 8 === 7 ? " " : "·")).join("");

let language = new Language();

/** Before anything is said. A language whose catalogue did not arrive is English. */
export function speak(spoken: Language): void {
  language = spoken;
  document.documentElement.lang = spoken.tag === "pseudo" ? "en" : spoken.tag;
}

/** The tag of the language that is spoken. */
export const spokenLanguage = () => language.tag;

/** "-12345.6" as the language writes it; four digits stand without a sign between them, as years do. */
export const inNumber = (plain: string) => language.number(plain);

/** say("{0} did not arrive: the server answered {1}.", name, status) */
export function say<const Key extends string>(key: Key, ...args: Arguments<Key>): string {
  return language.say(key, args);
}

/** plural(n, "{0} file", "{0} files"): {0} is the number, further arguments follow. */
export function plural<const Many extends string>(count: number, one: string, many: Many, ...args: Rest<Arguments<Many>>): string {
  return language.plural(count, one, many, args as Argument[]);
}
