// KeyboardPlace: which control gets the focus when the one that had it is gone: the first of a sheet that opened, the one
// that had it before the sheet when that closes, else the next in reading order.
import type { Item } from "./table.ts";

const kControls = ["button", "switch", "slider", "combobox", "spinbutton", "textbox", "tab"];

export const takesKeyboard = (item: Item | undefined) =>
  item !== undefined && !item.hidden && (kControls.includes(item.role) || item.keys === true || item.selected !== undefined);

export class KeyboardPlace {
  private sheet = "";
  private before = "";
  private byKeys = false;

  constructor() {
    window.addEventListener("keydown", () => (this.byKeys = true), true);
    window.addEventListener("pointerdown", () => (this.byKeys = false), true);
  }

  /**
   * The id that shall have the focus after a change, or none. `at` had it before, as the `place`-th of the order then.
   */
  after(order: string[], find: (id: string) => Item | undefined, at: string, place: number): string | undefined {
    const sheet = order.find((id) => find(id)?.role === "dialog") ?? "";
    const was = this.sheet;
    this.sheet = sheet;
    if (sheet !== "" && was === "") this.before = at;
    // A pointer has no place to keep; a ring that nobody asked for would only puzzle.
    if (!this.byKeys) return undefined;
    if (sheet !== was && sheet !== "") return order.slice(order.indexOf(sheet)).find((id) => takesKeyboard(find(id)));
    if (was !== "" && sheet === "") return find(this.before) ? this.before : undefined;
    if (place < 0 || find(at)) return undefined;
    return order.slice(place).find((id) => takesKeyboard(find(id)));
  }
}
