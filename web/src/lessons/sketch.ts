// Sketch: a small paper in the panel on which a guess is drawn; afterwards it stays as it is, beside what came.
import { say } from "../text/say.ts";

const kSide = 240;

export function makeSketch(label: string, drawn: () => void): { element: HTMLElement; fix(): void } {
  const canvas = document.createElement("canvas");
  canvas.className = "sketch";
  canvas.width = canvas.height = 2 * kSide;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  const pen = canvas.getContext("2d");
  let fixed = false;
  const at = (event: PointerEvent) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * canvas.width, ((event.clientY - box.top) / box.height) * canvas.height] as const;
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (fixed || !pen || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.lineWidth = 6;
    pen.lineCap = pen.lineJoin = "round";
    pen.beginPath();
    pen.moveTo(...at(event));
    pen.lineTo(...at(event));
    pen.stroke();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (fixed || !pen || !canvas.hasPointerCapture(event.pointerId)) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) pen.lineTo(...at(one));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => !fixed && drawn());
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "quiet";
  clear.textContent = say("Clear");
  clear.addEventListener("click", () => pen?.clearRect(0, 0, canvas.width, canvas.height));
  const element = document.createElement("div");
  element.append(canvas, clear);
  return {
    element,
    fix() {
      fixed = true;
      canvas.classList.add("fixed");
      clear.remove();
    },
  };
}
