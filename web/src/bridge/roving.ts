// Roving: one stop of the Tab key for a group of controls (a toolbar, the tabs, a legend, a grid of images), with arrow keys
// inside, as ARIA's Authoring Practices have it ("roving tabindex").
import type { Mirrored } from "./mirror.ts";
import type { Item } from "./table.ts";

const kGroups = ["toolbar", "tablist", "group"];
/** Sliders, fields and lists have a use of their own for arrow keys, and stay stops of their own. */
const kMembers = ["button", "switch", "tab", "img-button"];
/** Words that explain themselves are members, too. */
const isMember = ({ kind, item }: Mirrored) => kMembers.includes(kind) || (kind === "text" && item.keys === true);

export class Roving {
  /** Per group the member that the Tab key reaches. */
  private readonly stops = new Map<string, string>();

  constructor(
    root: HTMLElement,
    private readonly find: (id: string) => Mirrored | undefined,
  ) {
    root.addEventListener("focusin", (event) => this.entered(event.target));
    root.addEventListener("keydown", (event) => this.key(event));
  }

  private members(group: Mirrored): Mirrored[] {
    const found: Mirrored[] = [];
    for (const child of group.element.children) {
      const member = this.find((child as HTMLElement).dataset["id"] ?? "");
      if (member && isMember(member) && !member.item.hidden) found.push(member);
    }
    return found;
  }

  private groupOf(target: EventTarget | null): { group: Mirrored; at: Mirrored } | null {
    const at = target instanceof HTMLElement ? this.find(target.dataset["id"] ?? "") : undefined;
    const group = at?.item.parent === undefined ? undefined : this.find(at.item.parent);
    return at && group && kGroups.includes(group.item.role) && isMember(at) ? { group, at } : null;
  }

  /** The buttons beside a number do what the arrow keys do in it: the Tab key need not stop at them. */
  private leaveOutSteppers(order: string[]): void {
    for (const id of order) {
      const base = /^(.*)\/(less|more)$/.exec(id)?.[1];
      if (base !== undefined && this.find(base)?.item.role === "spinbutton") this.find(id)!.element.tabIndex = -1;
    }
  }

  /** After the mirror changed: each group has one stop. */
  update(order: string[]): void {
    this.leaveOutSteppers(order);
    for (const id of order) {
      const group = this.find(id);
      if (!group || !kGroups.includes(group.item.role)) continue;
      const members = this.members(group);
      const stop =
        members.find((member) => member.element === document.activeElement) ??
        members.find((member) => member.item.id === this.stops.get(id)) ??
        members.find((member) => member.item.selected) ??
        members[0];
      for (const member of members) member.element.tabIndex = member === stop ? 0 : -1;
    }
  }

  private entered(target: EventTarget | null): void {
    const found = this.groupOf(target);
    if (!found) return;
    this.stops.set(found.group.item.id, found.at.item.id);
    this.update([found.group.item.id]);
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const found = this.groupOf(event.target);
    if (!found) return;
    const members = this.members(found.group);
    const next = neighbour(members, members.indexOf(found.at), event.key);
    if (!next) return;
    next.element.focus({ preventScroll: true });
    event.preventDefault();
    event.stopPropagation(); // the studio has a use of its own for arrows
  }
}

const middle = ({ rect: [x, y, w, h] }: Item): [number, number] => [x + w / 2, y + h / 2];

/** Left and right go along the reading order, and round at its ends; up and down go to the row above or below, or, where
 * there is one row only, along it. */
function neighbour(members: Mirrored[], at: number, key: string): Mirrored | undefined {
  const last = members.length - 1;
  switch (key) {
    case "ArrowRight":
      return members[at === last ? 0 : at + 1];
    case "ArrowLeft":
      return members[at === 0 ? last : at - 1];
    case "Home":
      return members[0];
    case "End":
      return members[last];
    case "ArrowUp":
    case "ArrowDown": {
      const [x, y] = middle(members[at]!.item);
      const down = key === "ArrowDown";
      const rows = members.filter((member) => Math.abs(middle(member.item)[1] - y) > members[at]!.item.rect[3] / 2);
      if (rows.length === 0) return neighbour(members, at, down ? "ArrowRight" : "ArrowLeft");
      const far = (member: Mirrored) => {
        const [mx, my] = middle(member.item);
        return 4 * Math.abs(my - y) + Math.abs(mx - x);
      };
      return rows.filter((member) => middle(member.item)[1] > y === down).sort((a, b) => far(a) - far(b))[0];
    }
  }
  return undefined;
}
