// Keyboard shortcuts: only the keys that the studio says are its own, never while typing, never with Ctrl, Alt or Meta (but
// for undo and redo): the browser's keys stay the browser's.
import type { Studio } from "../bridge/studio.ts";

function typing(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== "range" && target.type !== "radio";
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Space and Enter belong to the control that has the focus. */
function pressable(target: EventTarget | null): boolean {
  return target instanceof HTMLButtonElement || target instanceof HTMLSelectElement || target instanceof HTMLInputElement;
}

/** What a presenter's remote control presses. */
const kTurns: Record<string, string> = { PageDown: "hourglass-next", PageUp: "hourglass-back" };

/**
 * `act` tells the studio in its turn; it answers whether the key was the studio's. While the page is projected, a presenter's
 * keys are an event of the window first, "hourglass-next" or "hourglass-back": a lesson that turns its step prevents its default.
 */
export function followShortcuts(studio: Studio, act: (tell: () => boolean) => boolean, projected: () => boolean): void {
  // Before the lesson's panel takes them to scroll its text: who turns the steps has pressed a button of it.
  const turns = (event: KeyboardEvent): void => {
    const turn = projected() && !typing(event.target) ? kTurns[event.key] : undefined;
    if (!turn || window.dispatchEvent(new CustomEvent(turn, { cancelable: true }))) return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("keydown", turns, true);
  window.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.altKey || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      // A painter's hand undoes without thinking; every other combination is the browser's.
      const meant = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" && !event.metaKey ? "redo" : null;
      if (!meant || typing(event.target)) return;
      if (act(() => studio.key(meant, event.shiftKey))) event.preventDefault();
      return;
    }
    // A held arrow moves on; every other key counts once.
    if (event.repeat && !event.key.startsWith("Arrow")) return;
    if (typing(event.target) || ((key === " " || key === "Enter") && pressable(event.target))) return;
    if (act(() => studio.key(key, event.shiftKey))) event.preventDefault();
  });
}
