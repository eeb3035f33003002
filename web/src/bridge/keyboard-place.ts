// KeyboardPlace: which control gets the focus when the one that had it is gone: the first of a sheet that opened, the one
// that had it before the sheet when that closes, else the next of its part in reading order, or the one with which that part
// begins. One that was gone for a moment only (a window that changed its size) gets it back.
import type { Item } from "./table.ts";

const kControls = ["button", "switch", "slider", "combobox", "spinbutton", "textbox", "tab"];

export const takesKeyboard = (item: Item | undefined) =>
  item !== undefined && !item.hidden && (kControls.includes(item.role) || item.keys === true || item.selected !== undefined);

/** The item that holds this one and that no other holds: a region, a sheet. */
export function partOf(find: (id: string) => Item | undefined, id: string): string {
  for (let at = id; ; ) {
    const parent = find(at)?.parent;
    if (parent === undefined) return at;
    at = parent;
  }
}

export class KeyboardPlace {
  private sheet = "";
  private before = "";
  private byKeys = false;
  /** What went while it had the focus, and what got it instead, until the person does anything. */
  private gone: { id: string; part: string; instead: string } | null = null;

  constructor() {
    const acts = (byKeys: boolean) => () => {
      this.byKeys = byKeys;
      this.gone = null;
    };
    window.addEventListener("keydown", acts(true), true);
    window.addEventListener("pointerdown", acts(false), true);
  }

  /**
   * The id that shall have the focus after a change, or none. `at` had it before, as the `place`-th of the order then and in
   * the part (what no other item holds) `part`; `now` has it after the change, an empty text where nothing of the page has.
   */
  after(
    order: string[],
    find: (id: string) => Item | undefined,
    { at, place, part, now }: { at: string; place: number; part: string; now: string },
  ): string | undefined {
    const sheet = order.find((id) => find(id)?.role === "dialog") ?? "";
    const was = this.sheet;
    this.sheet = sheet;
    if (sheet !== "" && was === "") this.before = at;
    if (sheet !== was) this.gone = null;
    const back = this.comesBack(find, at, now);
    if (back !== undefined) return back;
    const left = place >= 0 && find(at) === undefined && sheet === was;
    // Where what has it instead goes, too, the first that went is still the one that is wanted.
    const went = this.gone ?? { id: at, part };
    if (left && !this.byKeys) this.gone = { ...went, instead: "" };
    // A pointer has no place to keep; a ring that nobody asked for would only puzzle.
    if (!this.byKeys) return undefined;
    if (sheet !== was && sheet !== "") return order.slice(order.indexOf(sheet)).find((id) => takesKeyboard(find(id)));
    if (was !== "" && sheet === "") return find(this.before) ? this.before : undefined;
    if (!left) return undefined;
    const first = (ids: string[]) => ids.find((id) => takesKeyboard(find(id)));
    const ofPart = (id: string) => partOf(find, id) === part;
    const next = order.slice(place);
    const instead = first(next.filter(ofPart)) ?? first(order.filter(ofPart)) ?? first(next) ?? first(order);
    this.gone = { ...went, instead: instead ?? "" };
    return instead;
  }

  private comesBack(find: (id: string) => Item | undefined, at: string, now: string): string | undefined {
    if (!this.gone) return undefined;
    const { id, part, instead } = this.gone;
    // Somebody else has taken the focus elsewhere.
    if (at !== instead) this.gone = null;
    else if (now !== "" && now !== instead) this.gone = null;
    else if (takesKeyboard(find(id)) && partOf(find, id) === part) {
      this.gone = null;
      return id;
    }
    return undefined;
  }
}
