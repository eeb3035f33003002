// What stands in the canvas's place before the studio draws: a mark at once, a progress bar when loading passes 1.5 s, and
// a page of words where the browser cannot run the studio or a file did not arrive.
import { say } from "../text/say.ts";

function element<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

const kPatience = 1500; // milliseconds before the bar appears

export class Welcome {
  private readonly parts = new Map<string, { done: number; total: number }>();
  private readonly timer: number;
  private late = false;

  constructor() {
    element("welcome-late").remove();
    this.timer = window.setTimeout(() => {
      element("welcome-progress").hidden = false;
      this.late = true;
      this.show();
    }, kPatience);
  }

  /** In the person's language, now that it is there: what index.html says in English, and what was said meanwhile. */
  speak(): void {
    document.title = say("Hourglass: an autoencoder playground");
    const about = say("Train small autoencoders in your browser and look inside them.");
    document.querySelector<HTMLMetaElement>('meta[name="description"]')!.content = about;
    this.show();
  }

  /** Bytes after decompression, so that the share is true whatever the server compresses. */
  progress(part: string, done: number, total: number): void {
    this.parts.set(part, { done: Math.min(done, total), total });
    this.show();
  }

  private show(): void {
    let done = 0;
    let total = 0;
    for (const part of this.parts.values()) {
      done += part.done;
      total += part.total;
    }
    if (this.late) element("welcome-text").textContent = say("Loading Hourglass");
    const bar = element<HTMLProgressElement>("welcome-bar");
    bar.setAttribute("aria-label", say("Loading"));
    bar.max = Math.max(total, 1);
    bar.value = done;
    element("welcome-amount").textContent = say("{0} of {1} MB", { bytes: done }, { bytes: total });
  }

  /** Nothing comes any more, in words, with a way on; empty: it comes again. */
  stalled(words: string, again: () => void): void {
    const line = element("welcome-stalled");
    line.hidden = words === "";
    element("welcome-stalled-text").textContent = words;
    const button = element<HTMLButtonElement>("welcome-again");
    button.textContent = say("Try again");
    button.onclick = again;
  }

  close(): void {
    window.clearTimeout(this.timer);
    element("welcome").hidden = true;
  }

  private notice(title: string, paragraphs: (Node | string)[]): HTMLElement {
    window.clearTimeout(this.timer);
    const welcome = element("welcome");
    const box = document.createElement("div");
    box.className = "notice";
    box.setAttribute("role", "alert");
    const heading = document.createElement("h1");
    heading.textContent = title;
    box.append(heading, ...paragraphs);
    welcome.replaceChildren(box);
    welcome.hidden = false;
    return box;
  }

  unsupported(missing: string[]): void {
    const [one, both] = missing;
    const lacks = both
      ? say("This browser has neither {0} nor {1}, which Hourglass needs to train a network inside the page.", one!, both)
      : say("This browser has no {0}, which Hourglass needs to train a network inside the page.", one!);
    const what = paragraph(`${lacks} ${say("These browsers have both:")}`);
    const list = document.createElement("ul");
    const browsers = [
      say("Chrome or Edge {0} and newer", "97"),
      say("Firefox {0} and newer", "102"),
      say("Safari {0} and newer (also on iPhone and iPad)", "16.4"),
    ];
    for (const name of browsers) {
      const item = document.createElement("li");
      item.textContent = name;
      list.append(item);
    }
    const hint = paragraph(
      say("If yours is one of them, WebGL or WebAssembly may have been switched off in its settings, or by hardware acceleration being turned off."),
    );
    this.notice(say("Hourglass cannot run here"), [what, list, hint]);
  }

  failed(message: string, retry: () => void): void {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = say("Try again");
    button.addEventListener("click", retry);
    this.notice(say("Hourglass did not load"), [paragraph(message), button]);
  }
}

function paragraph(text: string): HTMLParagraphElement {
  const p = document.createElement("p");
  p.textContent = text;
  return p;
}
