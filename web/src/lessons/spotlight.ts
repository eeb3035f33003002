// Spotlight: a ring round one thing of the studio, and shade over the rest of it. It follows the mirror's rectangle in each frame
// that is drawn, through scrolls and resizes; what is not there now is looked for by its card, and that by its tab. Presses go
// through it.
import type { LessonPage } from "./studio.ts";

/** The card on which an item stands, where that is not the first part of its id. */
const kCards: Record<string, string> = { sweep: "map", filters: "samples", tabs: "tabs" };
const kRoom = 6; // pixels between the thing and its ring

export class Spotlight {
  private readonly layer = document.createElement("div");
  private readonly ring = document.createElement("div");
  private at = "";
  private box = "";
  private sought = ""; // was asked to come into sight

  constructor(private readonly page: LessonPage) {
    this.layer.id = "spotlight";
    this.layer.setAttribute("aria-hidden", "true");
    this.layer.hidden = true;
    this.ring.className = "ring";
    this.layer.append(this.ring);
    document.body.append(this.layer);
    // Who takes hold of the studio wants to see it; the ring stays.
    document.getElementById("canvas")!.addEventListener("pointerdown", () => this.layer.classList.add("lit"));
    window.addEventListener("resize", () => this.follow());
  }

  /** An empty id: on nothing. */
  point(id: string): void {
    this.at = id;
    this.sought = this.box = "";
    this.layer.classList.remove("lit");
    this.follow();
  }

  /** The id of what has the ring, which may be the card or the tab of what it shall have. */
  get on(): string {
    return this.layer.hidden ? "" : (this.ring.dataset["on"] ?? "");
  }

  follow(): void {
    const found = this.at === "" ? null : this.find(this.at);
    if (!found) {
      this.layer.hidden = true;
      return;
    }
    const [thing, screen] = [found.element.getBoundingClientRect(), this.page.area()];
    const left = Math.max(thing.left - kRoom, screen.left) - screen.left;
    const top = Math.max(thing.top - kRoom, screen.top) - screen.top;
    const width = Math.min(thing.right + kRoom, screen.right) - screen.left - left;
    const height = Math.min(thing.bottom + kRoom, screen.bottom) - screen.top - top;
    const box = [found.id, left, top, width, height].join();
    this.layer.hidden = width <= 0 || height <= 0;
    if (box === this.box) return;
    this.box = box;
    this.ring.dataset["on"] = found.id;
    Object.assign(this.ring.style, { transform: `translate(${left}px, ${top}px)`, width: `${width}px`, height: `${height}px` });
  }

  private find(id: string): { id: string; element: HTMLElement } | null {
    const first = id.split("/")[0]!;
    const card = kCards[first] ?? first;
    for (const one of [id, card, `${card}/show`, `tabs/${card}`]) {
      const item = this.page.item(one);
      if (!item) continue;
      if (!item.hidden) return { id: one, element: item.element };
      // Once: the person may scroll it away again.
      if (this.sought !== one) {
        this.sought = one;
        this.page.show(one);
      }
    }
    return null;
  }
}
