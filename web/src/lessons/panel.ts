// Panel: the text beside the studio. On wide screens it stands at the side and the canvas makes room; on phones it is a sheet from
// below, which can be folded to its first line. Its size is the style sheet's.
import { say } from "../text/say.ts";
import { blocks, button, element, type Showing } from "./tree.ts";
import type { Lesson, Problem, Step } from "./lesson.ts";
import type { Listed } from "./studio.ts";
import type { Reached } from "./reached.ts";

export interface Deeds {
  list(): void;
  close(): void;
  open(key: string): void;
  go(at: number): void;
  again(): void;
  /** The keyboard goes to what the step points at. */
  there(): void;
}

/** Keys by which a text is read and a button pressed: not the studio's while the panel has the keyboard. */
const kOwnKeys = [" ", "Enter", "Home", "End", "PageUp", "PageDown", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Escape"];

export class Panel {
  readonly root = element("aside");
  private readonly head = element("header");
  private readonly text = element("div", "text");
  private readonly foot = element("footer");
  private readonly again = button("", "quiet again", () => this.deeds.again());
  private readonly wait = element("p", "wait");
  private readonly place = button("", "place", () => this.deeds.there());
  private readonly trouble = element("p", "trouble");
  private next: HTMLButtonElement | null = null;
  private at = -1; // the step that is shown; -1: the list
  private last = false;

  constructor(private readonly deeds: Deeds) {
    this.root.id = "lessons";
    this.root.hidden = true;
    this.root.setAttribute("aria-label", say("Lessons"));
    this.wait.setAttribute("role", "status");
    this.trouble.setAttribute("role", "alert");
    this.again.hidden = this.place.hidden = true;
    this.place.textContent = say("Go to what the text points at (F6)");
    this.place.setAttribute("aria-keyshortcuts", "F6");
    this.root.append(this.head, this.text, this.foot);
    this.root.addEventListener("keydown", (event) => this.key(event));
    document.body.append(this.root);
  }

  get open(): boolean {
    return !this.root.hidden;
  }

  show(open: boolean): void {
    this.root.hidden = !open;
    document.documentElement.classList.toggle("lessons", open);
    if (open) return this.fold(false);
    document.documentElement.classList.remove("folded");
    this.root.dataset["step"] = this.root.dataset["lesson"] = "";
    this.at = -1;
  }

  /** "setting up", "training", "ready". */
  set state(state: string) {
    this.root.dataset["state"] = state;
    this.text.setAttribute("aria-busy", String(state === "setting up"));
  }

  private fold(folded: boolean): void {
    document.documentElement.classList.toggle("folded", folded);
    const fold = this.head.querySelector(".fold");
    fold?.setAttribute("aria-expanded", String(!folded));
    fold?.setAttribute("aria-label", folded ? say("Unfold the text") : say("Fold the text"));
  }

  private heads(title: string, ...more: Node[]): void {
    const fold = button("", "fold icon", () => this.fold(!document.documentElement.classList.contains("folded")));
    const close = button("\u2715", "close icon", () => this.deeds.close());
    close.setAttribute("aria-label", say("Close the lessons"));
    this.head.replaceChildren(fold, element("strong", "title", title), ...more, close);
    this.fold(document.documentElement.classList.contains("folded"));
  }

  // -- The list --

  list(lessons: { key: string; language: string; lesson: Listed }[], reached: Reached): void {
    this.at = -1;
    this.root.dataset["lesson"] = this.root.dataset["step"] = "";
    this.heads(say("Lessons"));
    const items = lessons.map(({ key, language, lesson }) => {
      const { steps } = reached.of(key);
      const entry = button("", "lesson", () => this.deeds.open(key));
      entry.lang = language;
      const far = steps.length === 0 ? "" : steps.length >= lesson.steps ? say("Done") : say("Step {0} of {1}", steps.length, lesson.steps);
      const facts = element("span", "facts", say("{0} min", lesson.minutes), ...(far ? [element("span", "reached", far)] : []));
      entry.append(element("strong", "", lesson.title), element("span", "summary", lesson.summary), facts);
      return element("li", "", entry);
    });
    const list = element("ol", "list", ...items);
    this.text.lang = "";
    this.text.replaceChildren(items.length > 0 ? list : element("p", "", say("This site has no lessons.")));
    this.foot.replaceChildren();
    this.text.scrollTop = 0;
    this.state = "ready";
  }

  /** In place of a lesson: why there is none. */
  refuse(why: string): void {
    this.at = -1;
    this.heads(say("Lessons"));
    this.text.replaceChildren(element("p", "trouble", why));
    this.text.firstElementChild!.setAttribute("role", "alert");
    this.foot.replaceChildren(button(say("All lessons"), "", () => this.deeds.list()));
    this.state = "ready";
  }

  // -- A step --

  step(key: string, language: string, lesson: Lesson, at: number, reached: string[], showing: Showing, problems: Problem[]): void {
    const step = lesson.steps[at]!;
    this.at = at;
    this.last = at === lesson.steps.length - 1;
    Object.assign(this.root.dataset, { lesson: key, step: step.key });
    this.heads(lesson.title, this.steps(lesson, at, reached));
    this.text.lang = language;
    const heading = element("h1", "", step.title);
    heading.tabIndex = -1;
    this.trouble.replaceChildren();
    this.wait.textContent = step.wait?.words ?? "";
    this.wait.classList.remove("done");
    this.wait.hidden = !step.wait;
    this.text.replaceChildren(...problemsOf(problems), heading, ...blocks(step.blocks, showing), this.wait, this.place, this.trouble);
    this.text.scrollTop = 0;
    this.feet(step, at);
    this.read();
  }

  /** Who reads by ear, or by keys, begins where the step does. */
  read(): void {
    this.text.querySelector("h1")?.focus({ preventScroll: true });
  }

  /** The step points at something that is there. */
  set points(points: boolean) {
    if (this.place.hidden === points) this.place.hidden = !points;
  }

  private steps(lesson: Lesson, at: number, reached: string[]): HTMLElement {
    const select = element("select", "steps");
    select.setAttribute("aria-label", say("Step of the lesson"));
    lesson.steps.forEach(({ key, title }, i) => {
      const mark = reached.includes(key) ? "\u2713 " : "";
      const option = new Option(`${mark}${i + 1}. ${title}`, String(i), i === at, i === at);
      select.append(option);
    });
    select.addEventListener("change", () => this.deeds.go(Number(select.value)));
    const shown = element("span", "far", say("{0} of {1}", at + 1, lesson.steps.length));
    shown.setAttribute("aria-hidden", "true");
    return element("label", "steps-box", shown, select);
  }

  private feet(step: Step, at: number): void {
    const back = button(at === 0 ? say("All lessons") : say("Back"), "", () => (at === 0 ? this.deeds.list() : this.deeds.go(at - 1)));
    this.next = button(this.last ? say("Finish") : say("Next"), "next", () => (this.last ? this.deeds.list() : this.deeds.go(at + 1)));
    this.next.classList.toggle("waits", step.wait !== undefined);
    this.again.textContent = say("Take me back");
    this.again.title = say("The studio is no longer as this step had it: set it up again.");
    this.again.hidden = true;
    this.foot.replaceChildren(back, this.again, this.next);
  }

  set strayed(strayed: boolean) {
    if (this.again.hidden === strayed) this.again.hidden = !strayed;
  }

  /** What the step waits for has happened. */
  done(): void {
    if (this.wait.classList.contains("done")) return;
    this.wait.classList.add("done");
    this.wait.append(" ", element("span", "mark", `\u2713 ${say("Done")}`));
    this.next?.classList.remove("waits");
  }

  failed(message: string, again: () => void): void {
    this.trouble.replaceChildren(message, " ", button(say("Try again"), "", again));
  }

  private key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (kOwnKeys.includes(event.key)) event.stopPropagation();
    if (event.target instanceof HTMLSelectElement || this.at < 0) return;
    if (event.key === "ArrowRight" && !this.last) this.deeds.go(this.at + 1);
    else if (event.key === "ArrowLeft" && this.at > 0) this.deeds.go(this.at - 1);
    else return;
    event.preventDefault();
  }
}

/** For the teacher who wrote it. */
function problemsOf(problems: Problem[]): Node[] {
  if (problems.length === 0) return [];
  const lines = problems.map(({ line, text }) => element("li", "", say("Line {0}: {1}", line, text)));
  return [element("details", "problems", element("summary", "", say("What is wrong with this file")), element("ul", "", ...lines))];
}
