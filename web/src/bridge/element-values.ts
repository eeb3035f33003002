// What an element of the mirror shows: its attributes, text, range and options, each touched only where it has changed, so that a
// screen reader says nothing anew that is as it was.
import type { Item } from "./table.ts";

export function set(element: HTMLElement, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

export function setText(element: HTMLElement, text: string): void {
  if (element.textContent === text) return;
  // A figure that changes ten times a second would leave a node each time for the collector of garbage.
  const there = element.firstChild;
  if (there instanceof Text && element.childNodes.length === 1) there.data = text;
  else element.textContent = text;
}

export function updateRange(element: HTMLElement, item: Item): void {
  set(element, "aria-valuemin", decimal(item.min));
  set(element, "aria-valuemax", decimal(item.max));
  set(element, "aria-valuenow", decimal(item.number));
}

/** As ARIA wants a number: 1e-8 is "0.00000001". */
function decimal(value: number | undefined): string | null {
  if (value === undefined) return null;
  const text = String(value);
  return text.includes("e") ? value.toFixed(20).replace(/\.?0+$/, "") : text;
}

export function updateOptions(select: HTMLSelectElement, item: Item): void {
  const options = item.options ?? [];
  const same = ({ key, text }: { key: string; text: string }, i: number) =>
    select.options[i]?.value === key && select.options[i]?.text === text;
  if (select.length !== options.length || !options.every(same))
    select.replaceChildren(...options.map(({ key, text }) => new Option(text, key)));
  if (document.activeElement !== select || select.value !== item.value) select.value = item.value ?? "";
  select.disabled = item.disabled ?? false;
}

export function updateRadios(group: HTMLElement, item: Item): void {
  const options = item.options ?? [];
  let inputs = [...group.querySelectorAll("input")];
  const same = ({ key, text }: { key: string; text: string }, i: number) =>
    inputs[i]?.value === key && inputs[i]?.getAttribute("aria-label") === text;
  if (inputs.length !== options.length || !options.every(same)) {
    inputs = options.map(({ key, text }) => {
      const input = document.createElement("input");
      input.type = "radio";
      input.name = item.id;
      input.value = key;
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
