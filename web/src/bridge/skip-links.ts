// SkipLinks: the first stop of the Tab key, with a button to each part of the page, so that nobody need walk through what
// he does not want, and inside another page one that goes on there. One stop, arrow keys inside.
import { framed } from "../screen/framed.ts";
import { say } from "../text/say.ts";
import type { Item } from "./table.ts";

export class SkipLinks {
  private shown = "";

  /** `enter` gives a part's first control the keyboard. */
  constructor(
    private readonly nav: HTMLElement,
    private readonly enter: (id: string) => void,
  ) {
    nav.addEventListener("keydown", (event) => this.key(event));
  }

  show(parts: Item[]): void {
    const now = parts.map(({ id, name }) => `${id} ${name}`).join("\n");
    if (now === this.shown) return;
    this.shown = now;
    const label = document.createElement("span");
    label.textContent = say("Go to");
    this.nav.setAttribute("aria-label", say("Parts of the page"));
    this.nav.hidden = parts.length < 2;
    this.nav.replaceChildren(
      label,
      ...parts.map(({ id, name }) => linkTo(name, () => this.enter(id))),
      ...(framed ? [linkTo(say("After Hourglass"), goPast)] : []),
    );
    const first = this.nav.querySelector("button");
    if (first) first.tabIndex = 0;
  }

  private key(event: KeyboardEvent): void {
    const buttons = [...this.nav.querySelectorAll("button")];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (at < 0 || to === undefined) return;
    const next = buttons.at(to % buttons.length)!;
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
    event.preventDefault();
    event.stopPropagation();
  }
}

function linkTo(name: string, go: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = name;
  button.tabIndex = -1;
  button.addEventListener("click", go);
  return button;
}

/** The keyboard goes behind everything: the next Tab is the page's around this one. */
function goPast(): void {
  const end = document.getElementById("end") ?? document.createElement("span");
  end.id = "end";
  // A stop as long as it has the keyboard: from one that is none, Chromium's Tab begins anew.
  end.tabIndex = 0;
  end.onblur = () => (end.tabIndex = -1);
  document.body.append(end);
  end.focus();
}
