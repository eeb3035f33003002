// The DOM mirror: every widget of the canvas as an invisible element over it, with role, name, value and state, in reading
// order, within the region or group that holds it. Screen readers read it, the keyboard walks it, tests press it by name.
// What comes from the studio is described in src/platform/bridge.def.
import { set, setText, updateOptions, updateRadios, updateRange } from "./element-values.ts";
import { KeyboardPlace, partOf, takesKeyboard } from "./keyboard-place.ts";
import { Roving } from "./roving.ts";
import type { Studio } from "./studio.ts";
import type { Item, MirrorChanges } from "./table.ts";

export interface Mirrored {
  item: Item;
  kind: string; // what sort of element stands for it: another kind needs another element
  element: HTMLElement;
  hint?: HTMLElement;
  place?: string; // where it lies now
  stepped?: boolean; // the number that is typed into was changed by a step
}

const isField = (item: Item) => item.role === "textbox" || item.role === "spinbutton";
const kHolders = ["region", "dialog", "group", "toolbar", "tablist", "listbox"];
export const holds = (item: Item) => kHolders.includes(item.role);

/** An image or text that can be chosen is pressed like a button. */
const kindOf = (item: Item) => (item.role === "img" && item.selected !== undefined ? "img-button" : item.role);

export class Mirror {
  private readonly shown = new Map<string, Mirrored>();
  private order: string[] = [];
  private editing: Mirrored | null = null;
  private readonly keyboard = new KeyboardPlace();
  private readonly roving: Roving;

  constructor(
    private readonly root: HTMLElement,
    private readonly studio: () => Studio,
    private readonly act: (sort: string, tell: () => void) => void,
    /** The regions that stand by themselves changed. */
    private readonly regions: (regions: Item[]) => void,
  ) {
    this.roving = new Roving(root, (id) => this.shown.get(id));
    root.addEventListener("focusin", (event) => this.focused(idOf(event.target)));
    root.addEventListener("focusout", (event) => {
      if (!(event.relatedTarget instanceof Node) || !root.contains(event.relatedTarget)) this.focused("");
      this.stopEditing();
    });
  }

  private focused(id: string): void {
    this.act("focus", () => this.studio().mirrorFocus(id));
  }

  apply(json: string): void {
    const changes = JSON.parse(json) as MirrorChanges;
    const at = changes.order ? idOf(document.activeElement) : "";
    const place = this.order.indexOf(at);
    const find = (id: string) => this.shown.get(id)?.item;
    const part = at === "" ? "" : partOf(find, at);
    for (const id of changes.removed ?? []) this.remove(id);
    for (const item of changes.items ?? []) this.put(item);
    if (changes.order) {
      this.arrange(changes.order);
      const items = changes.order.map(find);
      this.regions(items.filter((item) => item?.role === "region" && !item.parent && !item.hidden) as Item[]);
      const active = document.activeElement;
      const now = active === document.body || active === null ? "" : idOf(active) || "elsewhere";
      const wanted = this.keyboard.after(this.order, find, { at, place, part, now });
      // A browser takes the keyboard from what is moved.
      const kept = at !== "" && now !== at ? at : undefined;
      const next = wanted ?? kept;
      if (next) this.focus(next);
    }
    this.roving.update(this.order);
  }

  /** The first control of a region or a group, or the item itself, gets the keyboard; what is only read has it until it goes on. */
  enter(id: string): void {
    const entered = this.shown.get(id);
    if (entered && !holds(entered.item)) {
      if (!entered.element.matches("button, input, select, [tabindex]")) entered.element.tabIndex = -1;
      return this.focus(id);
    }
    const within = this.order.slice(this.order.indexOf(id));
    const first = within.find((one) => takesKeyboard(this.shown.get(one)?.item));
    if (first) this.focus(first);
  }

  private focus(id: string): void {
    this.shown.get(id)?.element.focus({ preventScroll: true });
  }

  private remove(id: string): void {
    const mirrored = this.shown.get(id);
    if (!mirrored) return;
    if (this.editing === mirrored) this.editing = null;
    mirrored.element.remove();
    mirrored.hint?.remove();
    this.shown.delete(id);
  }

  /** Moves only what stands wrong, so that the element with the focus keeps it. */
  private arrange(order: string[]): void {
    this.order = order;
    const next = new Map<HTMLElement, Element | null>();
    for (const id of order) {
      const mirrored = this.shown.get(id);
      if (!mirrored) continue;
      const holder = this.holder(mirrored.item)?.element ?? this.root;
      const due = next.has(holder) ? next.get(holder)! : holder.firstElementChild;
      if (mirrored.element === due) {
        next.set(holder, due.nextElementSibling);
      } else {
        // What leaves another holder may have been the one due there.
        const from = mirrored.element.parentElement;
        if (from && from !== holder && next.get(from) === mirrored.element)
          next.set(from, mirrored.element.nextElementSibling);
        holder.insertBefore(mirrored.element, due);
        next.set(holder, due);
      }
    }
  }

  private holder(item: Item): Mirrored | undefined {
    return item.parent === undefined ? undefined : this.shown.get(item.parent);
  }

  private put(item: Item): void {
    let mirrored = this.shown.get(item.id);
    if (mirrored && mirrored.kind !== kindOf(item)) {
      this.remove(item.id);
      mirrored = undefined;
    }
    if (!mirrored) {
      mirrored = { item, kind: kindOf(item), element: this.make(item) };
      mirrored.element.classList.add("item");
      mirrored.element.dataset["id"] = item.id;
      this.shown.set(item.id, mirrored);
      (this.holder(item)?.element ?? this.root).append(mirrored.element);
    }
    const moved = mirrored.item.rect.join() !== item.rect.join();
    mirrored.item = item;
    this.update(mirrored);
    // What it holds lies where it lay; only its place within the holder is another.
    if (moved && holds(item)) for (const held of this.shown.values()) if (held.item.parent === item.id) this.put(held.item);
  }

  private press(id: string): void {
    this.act("", () => this.studio().mirrorPress(id));
  }

  private set(id: string, value: string): void {
    this.act(id, () => this.studio().mirrorSet(id, value));
  }

  private make(item: Item): HTMLElement {
    const { id } = item;
    const pressable = (role?: string) => {
      const button = document.createElement("button");
      button.type = "button";
      if (role) button.setAttribute("role", role);
      button.addEventListener("click", () => this.press(id));
      return button;
    };
    switch (kindOf(item)) {
      case "button":
      case "img-button":
        return pressable();
      case "switch":
      case "tab":
        return pressable(item.role);
      case "option": {
        // Of a list that the mouse has opened; the keyboard chooses in the combobox itself.
        const option = pressable(item.role);
        option.tabIndex = -1;
        return option;
      }
      case "slider": {
        const input = document.createElement("input");
        input.type = "range";
        input.addEventListener("input", () => this.set(id, input.value));
        return input;
      }
      case "combobox": {
        const select = document.createElement("select");
        select.addEventListener("change", () => this.set(id, select.value));
        return select;
      }
      case "textbox":
      case "spinbutton":
        return this.makeField(item);
      case "radiogroup": {
        const group = document.createElement("div");
        group.setAttribute("role", "radiogroup");
        group.addEventListener("change", (event) => {
          if (event.target instanceof HTMLInputElement) this.set(id, event.target.value);
        });
        return group;
      }
      case "img": {
        const image = document.createElement("div");
        // An application hears the arrow keys that a screen reader would keep from an image.
        image.setAttribute("role", item.keys ? "application" : "img");
        if (item.keys) image.tabIndex = 0;
        image.addEventListener("click", () => this.press(id));
        return image;
      }
      case "text": {
        const text = document.createElement("p");
        // Words that explain themselves: by focus, and by a press as a tap does.
        text.addEventListener("click", () => this.press(id));
        text.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" || !this.shown.get(id)?.item.keys) return;
          this.press(id);
          event.preventDefault();
        });
        return text;
      }
      default: {
        const element = document.createElement("div");
        element.setAttribute("role", item.role);
        if (item.role === "dialog") element.setAttribute("aria-modal", "true");
        if (holds(item)) element.classList.add("holder");
        return element;
      }
    }
  }

  private makeField(item: Item): HTMLInputElement {
    const { id } = item;
    const input = document.createElement("input");
    input.type = "text";
    input.autocomplete = "off";
    input.spellcheck = false;
    input.enterKeyHint = "done";
    if (item.role === "spinbutton") {
      input.setAttribute("role", "spinbutton");
      // A comma-separated list of widths needs the full keyboard; a number needs digits, and a minus where it may be one.
      input.inputMode = (item.min ?? 0) < 0 ? "text" : "decimal";
    }
    input.addEventListener("focus", () => {
      input.select();
      this.startEditing(id);
    });
    input.addEventListener("change", () => this.set(id, input.value));
    input.addEventListener("keydown", (event) => {
      const mirrored = this.shown.get(id);
      if (event.key === "Enter") input.blur();
      if (event.key === "Escape" && mirrored) {
        input.value = mirrored.item.value ?? "";
        // What stands refused is left: an empty entry brings back the value that holds.
        if (mirrored.item.invalid) this.set(id, "");
        input.blur();
      }
      if (mirrored?.item.role === "spinbutton" && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        event.preventDefault();
        this.stepField(input, mirrored.item, event.key === "ArrowUp");
      }
    });
    return input;
  }

  private stepField(input: HTMLInputElement, item: Item, up: boolean): void {
    const stepper = `${item.id}/${up ? "more" : "less"}`;
    if (this.shown.has(stepper)) {
      if (input.value !== item.value) this.set(item.id, input.value);
      this.shown.get(item.id)!.stepped = true;
      return this.press(stepper);
    }
    const step = item.step ?? 1;
    const value = Number.parseFloat(input.value.replace(",", ".")) + (up ? step : -step);
    if (!Number.isFinite(value)) return;
    const clamped = Math.min(item.max ?? Infinity, Math.max(item.min ?? -Infinity, value));
    input.value = String(Number(clamped.toPrecision(12)));
    this.set(item.id, input.value);
  }

  private startEditing(id: string): void {
    const mirrored = this.shown.get(id);
    if (!mirrored || !isField(mirrored.item)) return;
    this.editing = mirrored;
    mirrored.element.classList.add("editing");
  }

  private stopEditing(): void {
    const mirrored = this.editing;
    if (!mirrored) return;
    this.editing = null;
    mirrored.element.classList.remove("editing");
    this.update(mirrored);
  }

  private update(mirrored: Mirrored): void {
    const { item, element } = mirrored;
    const [x, y, w, h] = item.rect;
    const [left, top] = this.holder(item)?.item.rect ?? [0, 0];
    const place = [x - left, y - top, w, h].join();
    if (mirrored.place !== place) {
      mirrored.place = place;
      element.style.transform = `translate(${x - left}px, ${y - top}px)`;
      element.style.width = `${w}px`;
      element.style.height = `${h}px`;
    }
    set(element, "aria-disabled", item.disabled ? "true" : null);
    set(element, "aria-invalid", item.invalid ? "true" : null);
    set(element, "aria-live", item.live ? "polite" : null);
    this.describe(mirrored);

    switch (mirrored.kind) {
      case "text":
        // Of a group the member that the Tab key reaches is the group's matter (roving.ts).
        if (item.keys && !element.hasAttribute("tabindex")) element.tabIndex = 0;
        else if (!item.keys && element !== document.activeElement) element.removeAttribute("tabindex");
        setText(element, item.value ? `${item.name} ${item.value}` : item.name);
        return;
      case "heading":
        setText(element, item.name);
        set(element, "aria-level", String(item.level ?? 2));
        return;
      case "status":
        set(element, "aria-label", item.name);
        setText(element, item.value ?? "");
        return;
    }
    set(element, "aria-label", item.name);
    switch (mirrored.kind) {
      case "button":
        set(element, "aria-pressed", item.checked === undefined ? null : String(item.checked));
        break;
      case "switch":
        set(element, "aria-checked", String(item.checked ?? false));
        break;
      case "tab":
      case "option":
        set(element, "aria-selected", String(item.selected ?? false));
        break;
      case "img-button":
        set(element, "aria-pressed", String(item.selected ?? false));
        break;
      case "img":
        if (item.keys) setText(element, item.value ?? "");
        break;
      case "slider":
        this.updateSlider(element as HTMLInputElement, item);
        break;
      case "combobox":
        updateOptions(element as HTMLSelectElement, item);
        break;
      case "radiogroup":
        updateRadios(element, item);
        break;
      case "textbox":
      case "spinbutton": {
        const input = element as HTMLInputElement;
        if (this.editing !== mirrored || mirrored.stepped) input.value = item.value ?? "";
        if (this.editing === mirrored && mirrored.stepped) input.select();
        delete mirrored.stepped;
        input.readOnly = item.disabled ?? false;
        if (mirrored.kind === "spinbutton") updateRange(element, item);
        break;
      }
      case "progressbar":
        updateRange(element, item);
        set(element, "aria-valuetext", item.value ?? null);
        break;
    }
  }

  private updateSlider(input: HTMLInputElement, item: Item): void {
    input.min = String(item.min ?? 0);
    input.max = String(item.max ?? 1);
    input.step = item.step ? String(item.step) : "any";
    if (item.number !== undefined && Number.parseFloat(input.value) !== item.number) input.value = String(item.number);
    set(input, "aria-valuetext", item.value ?? null);
    input.disabled = item.disabled ?? false;
  }

  private describe(mirrored: Mirrored): void {
    const { item, element } = mirrored;
    // Nobody reads what stands within an image: what it shows describes it.
    const shows = mirrored.kind === "img" && !item.keys ? item.value : undefined;
    const words = [shows, item.description].filter(Boolean).join(" ");
    if (!words) {
      mirrored.hint?.remove();
      delete mirrored.hint;
      element.removeAttribute("aria-describedby");
      return;
    }
    if (!mirrored.hint) {
      mirrored.hint = document.createElement("span");
      mirrored.hint.className = "hint";
      // A space in an id would end it in a list of ids, and items are named after files, too.
      mirrored.hint.id = `hint-${encodeURIComponent(item.id)}`;
      document.body.append(mirrored.hint);
      element.setAttribute("aria-describedby", mirrored.hint.id);
    }
    setText(mirrored.hint, words);
  }

  /** A text field is edited in the DOM, so that soft keyboards, input methods and copy and paste work. */
  edit(id: string): void {
    this.focus(id);
  }

  find(id: string): Mirrored | undefined {
    return this.shown.get(id);
  }
}

function idOf(target: EventTarget | null): string {
  const element = target instanceof HTMLElement ? target.closest<HTMLElement>(".item") : null;
  return element?.dataset["id"] ?? "";
}
