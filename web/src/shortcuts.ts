// Keyboard shortcuts: only the keys that the studio says are its own, never while typing, never with Ctrl, Alt or Meta: the
// browser's keys stay the browser's.
import type { Studio } from "./studio.ts";

function typing(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== "range" && target.type !== "radio";
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Space and Enter belong to the control that has the focus. */
function pressable(target: EventTarget | null): boolean {
  return target instanceof HTMLButtonElement || target instanceof HTMLSelectElement || target instanceof HTMLInputElement;
}

export function followShortcuts(studio: Studio, want: () => void): void {
  window.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    // A held arrow moves on; every other key counts once.
    if (event.repeat && !event.key.startsWith("Arrow")) return;
    if (typing(event.target) || (key === " " && pressable(event.target))) return;
    if (studio.key(key, event.shiftKey)) event.preventDefault();
    want();
  });
}
