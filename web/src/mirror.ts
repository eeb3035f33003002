// The DOM mirror: every widget of the canvas as an invisible element over it, with role, name, value and state, in reading
// order. Screen readers read it, the keyboard walks it, tests press it by name. What comes from the studio is described in
// src/studio/mirror.h.
import { KeyboardPlace } from "./keyboard-place.ts";
import type { Studio } from "./studio.ts";

export interface Item {
  id: string;
  role: string;
  name: string;
  rect: [number, number, number, number];
  value?: string;
  checked?: boolean;
  selected?: boolean;
  min?: number;
  max?: number;
  step?: number;
  number?: number; // the value as a number, where it is one
  options?: string[];
  disabled?: boolean;
  description?: string;
  invalid?: boolean;
  hidden?: boolean;
  keys?: boolean; // takes keys of its own (arrows, Space, Enter)
  live?: boolean;
  level?: number;
}

interface Changes {
  items?: Item[];
  removed?: string[];
  order?: string[];
}

interface Mirrored {
  item: Item;
  kind: string; // what sort of element stands for it: another kind needs another element
  element: HTMLElement;
  hint?: HTMLElement;
  place?: string; // where it lies now
}

const isField = (item: Item) => item.role === "textbox" || item.role === "spinbutton";

/** An image or text that can be chosen is pressed like a button. */
const kindOf = (item: Item) => (item.role === "img" && item.selected !== undefined ? "img-button" : item.role);

export class Mirror {
  private readonly shown = new Map<string, Mirrored>();
  private order: string[] = [];
  private editing: Mirrored | null = null;
  private readonly keyboard = new KeyboardPlace();

  constructor(
    private readonly root: HTMLElement,
    private readonly studio: () => Studio,
    private readonly act: (sort: string, tell: () => void) => void,
  ) {
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
    const changes = JSON.parse(json) as Changes;
    const at = changes.order ? idOf(document.activeElement) : "";
    const place = this.order.indexOf(at);
    for (const id of changes.removed ?? []) this.remove(id);
    for (const item of changes.items ?? []) this.put(item);
    if (!changes.order) return;
    this.arrange(changes.order);
    const wanted = this.keyboard.after(this.order, (id) => this.shown.get(id)?.item, at, place);
    // A browser takes the keyboard from what is moved.
    const kept = at !== "" && idOf(document.activeElement) !== at ? at : undefined;
    const next = wanted ?? kept;
    if (next) this.shown.get(next)?.element.focus({ preventScroll: true });
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
    let next: Element | null = this.root.firstElementChild;
    for (const id of order) {
      const mirrored = this.shown.get(id);
      if (!mirrored) continue;
      if (mirrored.element === next) next = next.nextElementSibling;
      else this.root.insertBefore(mirrored.element, next);
    }
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
      this.root.append(mirrored.element);
    }
    mirrored.item = item;
    this.update(mirrored);
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
      case "text":
        return document.createElement("p");
      default: {
        const element = document.createElement("div");
        element.setAttribute("role", item.role);
        if (item.role === "dialog") element.setAttribute("aria-modal", "true");
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
        input.blur();
      }
      if (mirrored?.item.role === "spinbutton" && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        event.preventDefault();
        this.stepField(input, mirrored.item, event.key === "ArrowUp" ? 1 : -1);
      }
    });
    return input;
  }

  private stepField(input: HTMLInputElement, item: Item, direction: number): void {
    const step = item.step ?? 1;
    const value = Number.parseFloat(input.value) + direction * step;
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
    const place = item.rect.join();
    if (mirrored.place !== place) {
      mirrored.place = place;
      element.style.transform = `translate(${x}px, ${y}px)`;
      element.style.width = `${w}px`;
      element.style.height = `${h}px`;
    }
    set(element, "aria-disabled", item.disabled ? "true" : null);
    set(element, "aria-invalid", item.invalid ? "true" : null);
    set(element, "aria-live", item.live ? "polite" : null);
    this.describe(mirrored);

    switch (mirrored.kind) {
      case "text":
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
        set(element, "aria-selected", String(item.selected ?? false));
        break;
      case "img-button":
        set(element, "aria-pressed", String(item.selected ?? false));
        break;
      case "img":
      case "region":
        setText(element, item.value ?? "");
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
        if (this.editing !== mirrored) input.value = item.value ?? "";
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
    if (!item.description) {
      mirrored.hint?.remove();
      delete mirrored.hint;
      element.removeAttribute("aria-describedby");
      return;
    }
    if (!mirrored.hint) {
      mirrored.hint = document.createElement("span");
      mirrored.hint.className = "hint";
      mirrored.hint.id = `hint-${item.id}`;
      document.body.append(mirrored.hint);
      element.setAttribute("aria-describedby", mirrored.hint.id);
    }
    setText(mirrored.hint, item.description);
  }

  /**
   * A press on the canvas at this place: a text field there is edited in the DOM, so that soft keyboards, input methods
   * and copy and paste work. The topmost item is the last one in order.
   */
  editAt(x: number, y: number): boolean {
    for (const id of [...this.order].reverse()) {
      const mirrored = this.shown.get(id);
      if (!mirrored || mirrored.item.hidden || mirrored.item.role === "region" || mirrored.item.role === "dialog") continue;
      const [left, top, w, h] = mirrored.item.rect;
      if (x < left || y < top || x >= left + w || y >= top + h) continue;
      if (!isField(mirrored.item) || mirrored.item.disabled) return false;
      mirrored.element.focus({ preventScroll: true });
      return true;
    }
    return false;
  }

  find(id: string): Item | undefined {
    return this.shown.get(id)?.item;
  }
}

function idOf(target: EventTarget | null): string {
  const element = target instanceof HTMLElement ? target.closest<HTMLElement>(".item") : null;
  return element?.dataset["id"] ?? "";
}

function set(element: HTMLElement, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function updateRange(element: HTMLElement, item: Item): void {
  set(element, "aria-valuemin", item.min === undefined ? null : String(item.min));
  set(element, "aria-valuemax", item.max === undefined ? null : String(item.max));
  set(element, "aria-valuenow", item.number === undefined ? null : String(item.number));
}

function updateOptions(select: HTMLSelectElement, item: Item): void {
  const options = item.options ?? [];
  if (select.length !== options.length || options.some((text, i) => select.options[i]?.value !== text))
    select.replaceChildren(...options.map((text) => new Option(text, text)));
  if (document.activeElement !== select || select.value !== item.value) select.value = item.value ?? "";
  select.disabled = item.disabled ?? false;
}

function updateRadios(group: HTMLElement, item: Item): void {
  const options = item.options ?? [];
  let inputs = [...group.querySelectorAll("input")];
  if (inputs.length !== options.length || options.some((text, i) => inputs[i]?.value !== text)) {
    inputs = options.map((text) => {
      const input = document.createElement("input");
      input.type = "radio";
      input.name = item.id;
      input.value = text;
      input.setAttribute("aria-label", text);
      return input;
    });
    group.replaceChildren(...inputs);
  }
  for (const input of inputs) {
    input.checked = input.value === item.value;
    input.disabled = item.disabled ?? false;
  }
}
