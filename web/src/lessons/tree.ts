// Tree: a lesson's blocks as DOM nodes. Nothing of a text becomes markup.
import { say } from "../text/say.ts";
import type { Figures } from "./figures.ts";
import type { Ask, Block, Row, Words } from "./lesson.ts";
import { makeSketch } from "./sketch.ts";

export interface Showing {
  figures: Figures;
  /** What was guessed before in this step; nothing: not yet. */
  guessed: string | undefined;
  guess(words: string, ask: Ask): void;
  /** A link within the lessons. */
  follow(link: string): void;
}

export function element<K extends keyof HTMLElementTagNameMap>(name: K, className = "", ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

export function button(words: string, className: string, press: () => void): HTMLButtonElement {
  const made = element("button", className, words);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

export function blocks(list: Block[], showing: Showing): Node[] {
  return list.map((block) => {
    if ("paragraph" in block) return element("p", "", ...words(block.paragraph, showing));
    if ("list" in block)
      return element(block.ordered ? "ol" : "ul", "", ...block.list.map((item) => element("li", "", ...itemOf(item, showing))));
    if ("ask" in block) return askOf(block.ask, showing);
    return tableOf(block.figures, showing);
  });
}

/** A list's item of one line is that line. */
function itemOf(item: Block[], showing: Showing): (Node | string)[] {
  const [first, ...more] = item;
  if (first && "paragraph" in first) return [...words(first.paragraph, showing), ...blocks(more, showing)];
  return blocks(item, showing);
}

function words(list: Words[], showing: Showing): (Node | string)[] {
  return list.map((word) => {
    if (typeof word === "string") return word;
    if ("strong" in word) return element("strong", "", ...words(word.strong, showing));
    if ("emphasis" in word) return element("em", "", ...words(word.emphasis, showing));
    if ("code" in word) return element("code", "", word.code);
    if ("live" in word) return showing.figures.live(word.live);
    if ("figure" in word) return showing.figures.written(word.figure, word.path, word.within);
    return linkOf(word.link, words(word.words, showing), showing);
  });
}

function linkOf(address: string, children: (Node | string)[], showing: Showing): HTMLElement {
  if (!address.startsWith("https://")) {
    const inner = button("", "link", () => showing.follow(address));
    inner.append(...children);
    return inner;
  }
  const link = element("a", "", ...children);
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener";
  return link;
}

function tableOf(rows: Row[], showing: Showing): HTMLElement {
  const head = [say("Figure"), say("Published"), say("Here")].map((text, i) => {
    const cell = element("th", i === 0 ? "" : "number", text);
    cell.scope = "col";
    return cell;
  });
  const published = rows.some((row) => row.published !== "-");
  const body = rows.map((row) => {
    const name = element("th", "", row.name);
    name.scope = "row";
    const here = element("td", "number", showing.figures.live(row.path, row.published === "-" ? undefined : row.published));
    const there = element("td", "number", row.published === "-" ? "\u2013" : row.published);
    if (row.within !== undefined) Object.assign(there.dataset, { path: row.path, within: String(row.within), wanted: row.published });
    return element("tr", "", name, ...(published ? [there] : []), here);
  });
  const cells = published ? head : [head[0]!, head[2]!];
  return element("table", "figures", element("thead", "", element("tr", "", ...cells)), element("tbody", "", ...body));
}

function askOf(ask: Ask, showing: Showing): HTMLElement {
  const group = element("div", "ask");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", ask.question);
  group.append(element("p", "question", ask.question));
  const answer = element("p", "then");
  answer.setAttribute("role", "status");
  const { draw } = ask;
  if (draw !== undefined) {
    const done = button(say("That is my guess"), "", () => settle());
    done.disabled = true;
    const sketch = makeSketch(draw, () => (done.disabled = false));
    const settle = () => {
      sketch.fix();
      done.remove();
      answer.textContent = ask.then;
      answer.scrollIntoView({ block: "nearest" });
      showing.guess(say("a drawing"), ask);
    };
    group.append(element("p", "", draw), sketch.element, done, answer);
    return group;
  }
  let guessed = false;
  const choices = ask.choices.map((choice) => button(choice, "choice", () => !guessed && choose(choice, true)));
  const choose = (chosen: string, now: boolean) => {
    choices.forEach((one, i) => {
      const mine = ask.choices[i] === chosen;
      one.setAttribute("aria-pressed", String(mine));
      one.setAttribute("aria-disabled", "true");
      one.classList.toggle("right", ask.right === i + 1);
      one.classList.toggle("wrong", mine && ask.right !== 0 && ask.right !== i + 1);
    });
    guessed = true;
    answer.textContent = ask.then;
    if (!now) return;
    answer.scrollIntoView({ block: "nearest" });
    showing.guess(chosen, ask);
  };
  group.append(element("div", "choices", ...choices), answer);
  if (showing.guessed !== undefined && ask.choices.includes(showing.guessed)) choose(showing.guessed, false);
  return group;
}
