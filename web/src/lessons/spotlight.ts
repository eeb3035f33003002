// Spotlight: a ring round one thing of the studio and its caption, and shade over the rest of it, but for what the text needs besides.
// It follows the mirror's rectangles in each frame that is drawn, through scrolls and resizes; what is not there now is looked for by
// its card, and that by its tab. Presses go through it.
import type { LessonPage } from "./studio.ts";

/** The card on which an item stands, where that is not the first part of its id. */
const kCards: Record<string, string> = { sweep: "map", filters: "samples", tabs: "tabs" };
const kRoom = 6; // pixels between the thing and its ring
const kRound = 10; // radius of its corners

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export class Spotlight {
  private readonly layer = document.createElement("div");
  private readonly shade = document.createElement("div");
  private readonly ring = document.createElement("div");
  private at: string[] = [];
  private box = "";
  private sought = ""; // was asked to come into sight

  constructor(private readonly page: LessonPage) {
    this.layer.id = "spotlight";
    this.layer.setAttribute("aria-hidden", "true");
    this.layer.hidden = true;
    this.shade.className = "shade";
    this.ring.className = "ring";
    this.layer.append(this.shade, this.ring);
    document.body.append(this.layer);
    // Who takes hold of the studio wants to see it; the ring stays.
    document.getElementById("canvas")!.addEventListener("pointerdown", () => this.layer.classList.add("lit"));
    window.addEventListener("resize", () => this.follow());
  }

  /** The first of the ids has the ring, the others only no shade. None: on nothing. */
  point(ids: string[]): void {
    this.at = ids;
    this.sought = this.box = "";
    this.layer.classList.remove("lit");
    this.follow();
  }

  /** The id of what has the ring, which may be the card or the tab of what it shall have. */
  get on(): string {
    return this.layer.hidden ? "" : (this.ring.dataset["on"] ?? "");
  }

  follow(): void {
    const [first, ...others] = this.at;
    const found = first === undefined ? null : this.find(first);
    if (!found) {
      this.layer.hidden = true;
      return;
    }
    const ring = this.around(found.id, found.element);
    const beside = others.flatMap((id) => {
      const item = this.page.item(id);
      return item && !item.hidden ? [this.around(id, item.element)] : [];
    });
    const box = JSON.stringify([found.id, ring, beside]);
    this.layer.hidden = ring.width <= 0 || ring.height <= 0;
    if (box === this.box) return;
    this.box = box;
    this.ring.dataset["on"] = found.id;
    const { left, top, width, height } = ring;
    Object.assign(this.ring.style, { transform: `translate(${left}px, ${top}px)`, width: `${width}px`, height: `${height}px` });
    this.shade.style.clipPath = `path(evenodd, "M-1 -1H32767V32767H-1Z ${[ring, ...beside].map(hole).join(" ")}")`;
  }

  /** Round an item and its caption, as far as that lies on the screen. */
  private around(id: string, element: HTMLElement): Box {
    const screen = this.page.area();
    const caption = this.page.item(`${id}/name`);
    const parts = [element, ...(caption && !caption.hidden ? [caption.element] : [])].map((part) => part.getBoundingClientRect());
    const left = Math.max(Math.min(...parts.map((part) => part.left)) - kRoom, screen.left) - screen.left;
    const top = Math.max(Math.min(...parts.map((part) => part.top)) - kRoom, screen.top) - screen.top;
    const right = Math.min(Math.max(...parts.map((part) => part.right)) + kRoom, screen.right) - screen.left;
    const bottom = Math.min(Math.max(...parts.map((part) => part.bottom)) + kRoom, screen.bottom) - screen.top;
    return { left, top, width: right - left, height: bottom - top };
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

/** A rectangle with round corners, as a path. */
function hole({ left, top, width, height }: Box): string {
  const round = Math.max(Math.min(kRound, width / 2, height / 2), 0);
  const corner = (x: number, y: number) => `a${round} ${round} 0 0 1 ${x * round} ${y * round}`;
  const [across, down] = [width - 2 * round, height - 2 * round];
  return `M${left + round} ${top}h${across}${corner(1, 1)}v${down}${corner(-1, 1)}h${-across}${corner(-1, -1)}v${-down}${corner(1, -1)}Z`;
}
