// Reads a lesson: Markdown, as CommonMark has it (mdast-util-from-markdown), with a few lines before it and fenced blocks
// within. Gives the lesson as far as it could be read, and what is wrong with it, by line. Runs when the site is built, in
// the check of the lessons, and in the page for a teacher's own file.
import type { BlockContent, Code, DefinitionContent, Heading, PhrasingContent, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { say } from "../text/say.ts";
import type { Ask, Block, Lesson, Order, Problem, Row, Run, Step, Wait, Words } from "./lesson.ts";
import { kFigures, kMaps, kPanels, kSampleViews, kViews, kWaits } from "./lesson.ts";

const kMostBytes = 1 << 20;
const kKey = /^[a-z0-9][a-z0-9-]*$/;
const kHeader = ["title", "minutes", "summary", "needs"];
const kMostEpochs = 10_000;
/** Behind a sample: it comes only where the reader has painted nothing. */
const kUnlessPainted = "unless painted";

/** A line of a block, or of the lines before the text. */
interface Entry {
  key: string;
  value: string;
  line: number;
}

export interface Read {
  lesson: Lesson;
  problems: Problem[];
  /** The line on which each step begins, and each of its blocks. */
  lines: Map<string, number>;
}

export function parseLesson(text: string): Read {
  return new Reader(text).read();
}

class Reader {
  private readonly problems: Problem[] = [];
  private readonly lines = new Map<string, number>();
  private readonly lesson: Lesson = { title: "", minutes: 0, summary: "", needs: [], steps: [] };
  /** Lines before the Markdown. */
  private before = 0;
  private step: Step | null = null;
  private seen = new Set<string>(); // blocks of the step

  constructor(private readonly text: string) {}

  read(): Read {
    if (this.text.length > kMostBytes) this.wrong(1, say("A lesson is at most a megabyte long."));
    else {
      const markdown = this.header(this.text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n"));
      for (const node of fromMarkdown(markdown).children) this.block(node);
      this.end();
      if (this.lesson.steps.length === 0 && this.problems.length === 0) this.wrong(this.before, say("The lesson has no step."));
    }
    this.problems.sort((a, b) => a.line - b.line);
    return { lesson: this.lesson, problems: this.problems, lines: this.lines };
  }

  private wrong(line: number, text: string): void {
    this.problems.push({ line, text });
  }

  /** What stands between the two lines of dashes; answers the rest. */
  private header(text: string): string {
    const all = text.split("\n");
    const end = all.indexOf("---", 1);
    if (all[0] !== "---" || end < 0) {
      this.wrong(1, say("A lesson begins with title, minutes and summary between two lines of three dashes."));
      return text;
    }
    this.before = end + 1;
    const given = new Map<string, Entry>();
    for (const entry of this.entries(all.slice(1, end), 2)) {
      if (!kHeader.includes(entry.key)) this.wrong(entry.line, say("{0} is not known here; there are: {1}.", { quoted: entry.key }, kHeader.join(", ")));
      else if (given.has(entry.key)) this.wrong(entry.line, say("{0} stands here twice.", { quoted: entry.key }));
      else given.set(entry.key, entry);
    }
    for (const key of ["title", "minutes", "summary"])
      if (!given.get(key)?.value) this.wrong(1, say("The lesson has no {0}.", { quoted: key }));
    this.lesson.title = given.get("title")?.value ?? "";
    this.lesson.summary = given.get("summary")?.value ?? "";
    this.lesson.needs = (given.get("needs")?.value ?? "").split(",").map((one) => one.trim()).filter((one) => one !== "");
    const minutes = given.get("minutes");
    if (minutes?.value) this.lesson.minutes = this.whole(minutes, 1, 600) ?? 0;
    return all.slice(end + 1).join("\n");
  }

  private entries(lines: string[], first: number): Entry[] {
    const found: Entry[] = [];
    lines.forEach((text, i) => {
      const bare = text.replace(/(^|\s{2,})#.*$/, "").trim();
      if (bare === "") return;
      const colon = bare.indexOf(":");
      if (colon < 1) return this.wrong(first + i, say("A line here is a key, a colon and a value, not {0}.", { quoted: bare }));
      found.push({ key: bare.slice(0, colon).trim(), value: bare.slice(colon + 1).trim(), line: first + i });
    });
    return found;
  }

  private lineOf(node: { position?: { start: { line: number } } | undefined }): number {
    return this.before + (node.position?.start.line ?? 1);
  }

  // -- Steps --

  private block(node: RootContent): void {
    const line = this.lineOf(node);
    if (node.type === "heading") return this.heading(node, line);
    if (!this.step) return this.wrong(line, say("Before the first step stands nothing; a step begins with {0}.", "## Title {#key}"));
    if (node.type === "code") return this.fenced(node, line);
    const block = this.content(node, line);
    if (block) this.step.blocks.push(block);
  }

  private heading(node: Heading, line: number): void {
    this.end();
    const text = node.children.map((one) => ("value" in one ? one.value : "")).join("");
    const found = /^(.*?)\s*\{#([^}]*)\}\s*$/.exec(text);
    if (node.depth !== 2) this.wrong(line, say("There are no headings but those of steps, which begin with two number signs."));
    if (node.children.length !== 1 || node.children[0]?.type !== "text") this.wrong(line, say("A step's title is plain text."));
    if (!found) this.wrong(line, say("A step's heading ends with its key, as in {0}.", "{#paint}"));
    const key = found?.[2] ?? `step-${this.lesson.steps.length + 1}`;
    if (!kKey.test(key)) this.wrong(line, say("{0} is no key: small letters, digits and hyphens.", { quoted: key }));
    if (this.lesson.steps.some((step) => step.key === key)) this.wrong(line, say("There is a step {0} already.", { quoted: key }));
    this.lines.set(key, line);
    this.seen = new Set();
    this.step = { key, title: (found?.[1] ?? text).trim(), blocks: [] };
    if (this.step.title === "") this.wrong(line, say("The step has no title."));
    this.lesson.steps.push(this.step);
  }

  /** A step is read. */
  private end(): void {
    const step = this.step;
    if (step?.blocks.length === 0) this.wrong(this.lines.get(step.key)!, say("The step says nothing."));
    this.step = null;
  }

  // -- Text --

  private content(node: RootContent | BlockContent | DefinitionContent, line: number): Block | null {
    switch (node.type) {
      case "paragraph":
        return { paragraph: this.phrase(node.children, line) };
      case "list":
        return {
          ordered: node.ordered ?? false,
          list: node.children.map((item) =>
            item.children.map((one) => this.content(one, this.lineOf(one))).filter((one) => one !== null),
          ),
        };
      default:
        this.wrong(line, say("A lesson has paragraphs, lists and its own blocks, but no {0}.", kindOf(node.type)));
        return null;
    }
  }

  private phrase(nodes: PhrasingContent[], line: number): Words[] {
    const found: Words[] = [];
    for (const node of nodes) {
      const at = node.position ? this.lineOf(node) : line;
      switch (node.type) {
        case "text":
          found.push(joined(node.value));
          break;
        case "break":
          found.push(" ");
          break;
        case "strong":
          found.push({ strong: this.phrase(node.children, at) });
          break;
        case "emphasis":
          found.push({ emphasis: this.phrase(node.children, at) });
          break;
        case "inlineCode":
          found.push(this.code(node.value, at));
          break;
        case "link":
          if (!/^(https:\/\/[^/]|#[a-z0-9]|lesson:[a-z0-9])/.test(node.url))
            this.wrong(at, say("{0} is no address for a link: it begins with {1}.", { quoted: node.url }, "https://, #, lesson:"));
          else found.push({ link: node.url, words: this.phrase(node.children, at) });
          break;
        default:
          this.wrong(at, say("A lesson has paragraphs, lists and its own blocks, but no {0}.", kindOf(node.type)));
      }
    }
    return found;
  }

  /** `=path` is a figure that is measured, `30.7 ~ path ± 2` one that the tests compare; all else is code. */
  private code(text: string, line: number): Words {
    const live = /^=\s*(\S+)$/.exec(text);
    if (live) {
      const path = live[1]!;
      if (!path.startsWith("guess.")) this.path(path, line);
      return { live: path };
    }
    const compared = /^([^~]*\S)\s*~\s*(\S+)\s*(?:±\s*(\S+?)\s*(%?))?$/.exec(text);
    if (!compared) return { code: text };
    const [, figure, path, tolerance, share] = compared as unknown as [string, string, string, string | undefined, string];
    this.path(path, line);
    const value = numberOf(figure);
    if (value === null) this.wrong(line, say("{0} is no number that can be compared.", { quoted: figure }));
    return { figure, path, within: this.within(tolerance, share, value ?? 0, line) };
  }

  private within(tolerance: string | undefined, share: string, value: number, line: number): number {
    const within = tolerance === undefined ? Number.NaN : Number(tolerance);
    if (within >= 0) return share ? (Math.abs(value) * within) / 100 : within;
    this.wrong(line, say("A figure that is compared says by how much it may differ: {0}.", "± 2, ± 5%"));
    return 0;
  }

  private path(path: string, line: number): void {
    if (!(path in kFigures)) this.wrong(line, say("There is no figure {0}; there are: {1}.", { quoted: path }, Object.keys(kFigures).join(", ")));
  }

  // -- Blocks --

  private fenced(node: Code, line: number): void {
    const step = this.step!;
    const name = node.lang ?? "";
    const readers: Record<string, (entries: Entry[]) => void> = {
      studio: (entries) => (step.studio = this.order(entries)),
      point: (entries) => this.point(entries, line),
      ask: (entries) => step.blocks.push({ ask: this.ask(entries, line) }),
      wait: (entries) => (step.wait = this.wait(entries, line)),
      figures: (entries) => step.blocks.push({ figures: this.figures(entries) }),
    };
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (!read) return this.wrong(line, say("There is no block {0}; there are: {1}.", { quoted: name }, Object.keys(readers).join(", ")));
    if (name !== "figures" && this.seen.has(name)) return this.wrong(line, say("{0} stands in this step twice.", { quoted: name }));
    this.seen.add(name);
    this.lines.set(`${step.key} ${name}`, line);
    read(this.entries(node.value.split("\n"), line + 1));
  }

  /** Once each, and none but these; `many` may stand more than once. */
  private sorted(entries: Entry[], keys: string[], many = ""): Map<string, Entry> {
    const found = new Map<string, Entry>();
    for (const entry of entries) {
      if (!keys.includes(entry.key)) this.wrong(entry.line, say("{0} is not known here; there are: {1}.", { quoted: entry.key }, keys.join(", ")));
      else if (found.has(entry.key) && entry.key !== many) this.wrong(entry.line, say("{0} stands here twice.", { quoted: entry.key }));
      else if (entry.value === "") this.wrong(entry.line, say("{0} says nothing.", { quoted: entry.key }));
      else found.set(entry.key, entry);
    }
    return found;
  }

  private oneOf(entry: Entry, choices: string[]): string | undefined {
    if (choices.includes(entry.value)) return entry.value;
    this.wrong(entry.line, say("{0} is one of {1}, not {2}.", entry.key, choices.join(", "), { quoted: entry.value }));
    return undefined;
  }

  private whole(entry: Entry, least: number, most: number, text = entry.value): number | undefined {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    this.wrong(entry.line, say("{0} is a whole number from {1} to {2}.", entry.key, least, most));
    return undefined;
  }

  private order(entries: Entry[]): Order {
    const keys = ["preset", "settings", "run", "map", "view", "sweep", "samples", "sample", "drawing", "noise", "recipe", "panel"];
    const order: Order = {};
    const given = this.sorted(entries, keys);
    const take = (key: string, read: (entry: Entry) => void) => {
      const entry = given.get(key);
      if (entry) read(entry);
    };
    take("preset", ({ value }) => (order.preset = value));
    take("settings", (entry) => {
      order.settings = {};
      for (const [key, value] of new URLSearchParams(entry.value)) {
        if (value === "") this.wrong(entry.line, say("{0} says nothing.", { quoted: key }));
        order.settings[key] = value;
      }
    });
    take("run", (entry) => (order.run = this.runs(entry)));
    const choose = (key: "map" | "view" | "samples" | "panel", choices: string[]) =>
      take(key, (entry) => {
        const chosen = this.oneOf(entry, choices);
        if (chosen) order[key] = chosen;
      });
    choose("map", kMaps);
    choose("view", kViews);
    choose("samples", kSampleViews);
    choose("panel", kPanels);
    take("sweep", (entry) => {
      const [from, to, step, ...more] = entry.value.split(/\s+/).map(Number) as [number, number, number, ...number[]];
      if (more.length > 0 || !(step > 0 && to > from) || (to - from) / step > 40)
        this.wrong(entry.line, say("A sweep is from, to and step, as in {0}, of at most 40 steps.", "-1 1 0.2"));
      else order.sweep = { from, to, step };
    });
    take("sample", (entry) => {
      const [of, number = "", ...more] = entry.value.split(/\s+/);
      const unless = more.join(" ") === kUnlessPainted;
      const value = this.whole(entry, 0, 99_999, number);
      if ((of !== "held-out" && of !== "class") || (more.length > 0 && !unless))
        this.wrong(entry.line, say("A sample is {0} with a number, and {1} behind it if need be.", "held-out, class", kUnlessPainted));
      else if (value !== undefined)
        order.sample = { ...(of === "class" ? { ofClass: value } : { place: value }), ...(unless ? { unlessPainted: true } : {}) };
    });
    take("drawing", ({ value }) => (order.drawing = value));
    take("noise", ({ value }) => (order.noise = value));
    take("recipe", (entry) => {
      const said = this.oneOf(entry, ["open", "closed"]);
      if (said) order.recipe = said === "open";
    });
    if (order.sample && order.drawing)
      this.wrong(given.get("drawing")!.line, say("The pad takes a sample or a drawing, not both."));
    return order;
  }

  private runs(entry: Entry): Run[] {
    const found: Run[] = [];
    for (const word of entry.value.split(",").map((one) => one.trim())) {
      if (word === "start" || word === "untrained" || word === "go") found.push(word);
      else if (/^\d+$/.test(word)) found.push(this.whole(entry, 1, kMostEpochs, word) ?? 1);
      else this.wrong(entry.line, say("{0} is one of {1}, not {2}.", entry.key, "start, untrained, go, 3", { quoted: word }));
    }
    if (found.slice(1).some((one) => one === "start" || one === "untrained") || found.slice(0, -1).includes("go"))
      this.wrong(entry.line, say("A run begins with start or untrained, and go is its end."));
    return found;
  }

  private point(entries: Entry[], line: number): void {
    const at = this.sorted(entries, ["at"]).get("at");
    if (!at) return this.wrong(line, say("The block has no {0}.", { quoted: "at" }));
    if (at.value !== "none") this.step!.point = at.value.split(",").map((id) => id.trim());
  }

  private ask(entries: Entry[], line: number): Ask {
    const given = this.sorted(entries, ["question", "choice", "draw", "right", "then", "run"], "choice");
    const choices = entries.filter(({ key, value }) => key === "choice" && value !== "").map(({ value }) => value);
    const ask: Ask = { question: given.get("question")?.value ?? "", choices, right: 0, then: given.get("then")?.value ?? "" };
    for (const key of ["question", "then"]) if (!given.has(key)) this.wrong(line, say("The block has no {0}.", { quoted: key }));
    const draw = given.get("draw");
    if (draw) ask.draw = draw.value;
    if (draw && choices.length > 0) this.wrong(draw.line, say("A guess is chosen or drawn, not both."));
    if (!draw && choices.length < 2) this.wrong(line, say("A guess has two choices or more."));
    if (new Set(choices).size < choices.length) this.wrong(line, say("Two choices say the same."));
    const right = given.get("right");
    if (right) ask.right = this.whole(right, 0, Math.max(choices.length, 0)) ?? 0;
    const run = given.get("run");
    if (run) ask.run = this.runs(run);
    return ask;
  }

  private wait(entries: Entry[], line: number): Wait {
    const given = this.sorted(entries, ["for", "words"]);
    const [what = "", about, ...more] = (given.get("for")?.value ?? "").split(/\s+/);
    const kind = Object.hasOwn(kWaits, what) ? kWaits[what] : undefined;
    const wait: Wait = { what, words: given.get("words")?.value ?? "" };
    const entry = given.get("for");
    // A translation may leave it out; the check of the whole lesson asks for it.
    if (!entry) return wait;
    if (kind === undefined || more.length > 0 || (kind === "") !== (about === undefined)) {
      this.wrong(entry.line, say("{0} is nothing that a step waits for; there are: {1}.", { quoted: entry.value }, Object.keys(kWaits).join(", ")));
      return wait;
    }
    if (about !== undefined) wait.about = about;
    if (kind === "number") this.whole(entry, 1, kMostEpochs, about);
    if (kind === "panel") this.oneOf({ ...entry, value: about! }, kPanels);
    if (kind === "map") this.oneOf({ ...entry, value: about! }, kMaps);
    if (wait.words === "") this.wrong(line, say("The block has no {0}.", { quoted: "words" }));
    return wait;
  }

  private figures(entries: Entry[]): Row[] {
    const rows: Row[] = [];
    this.sorted(entries, ["row"], "row");
    for (const { key, value, line } of entries) {
      if (key !== "row" || value === "") continue;
      const [name = "", published = "", measured = "", ...more] = value.split("|").map((one) => one.trim());
      const [, path = "", tolerance, share = ""] = /^(\S+?)\s*(?:±\s*(\S+?)\s*(%?))?$/.exec(measured) ?? [];
      if (more.length > 0 || name === "" || path === "") {
        this.wrong(line, say("A row is words, what was published, and the figure that is measured, with bars between them."));
        continue;
      }
      this.path(path, line);
      const value_ = published === "-" ? 0 : numberOf(published);
      if (value_ === null) this.wrong(line, say("{0} is no number that can be compared.", { quoted: published }));
      const row: Row = { name, published, path };
      if (tolerance !== undefined) row.within = this.within(tolerance, share, value_ ?? 0, line);
      rows.push(row);
    }
    return rows;
  }
}

/** The first number in a text: "30.7", "3,000", "-1.5", "12 %". */
export function numberOf(text: string): number | null {
  const found = /[-\u2212]?\d[\d,]*(\.\d+)?/.exec(text)?.[0];
  return found === undefined ? null : Number(found.replaceAll(",", "").replace("\u2212", "-"));
}

/** A line that was broken in the file goes on; scripts without spaces need none there. */
function joined(text: string): string {
  const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]/;
  return text.replace(/(.)[ \t]*\n[ \t]*(.)/gu, (_, a: string, b: string) => (wide.test(a) && wide.test(b) ? a + b : `${a} ${b}`));
}

const kindOf = (type: string) => ({ html: "HTML", image: "image", blockquote: "quotation", thematicBreak: "rule" })[type] ?? type;
