// Pointers on the canvas. One finger, the pen and the mouse are Dear ImGui's pointer, and every coalesced place of them
// goes to the paint pad; two fingers (or a trackpad's pinch) are a gesture of their own.
import { Kind, type Studio } from "./studio.ts";

/** Is there something of the page at this place that takes the press instead (a text field)? */
export type Intercept = (x: number, y: number) => boolean;

const kEraserButton = 32; // in PointerEvent.buttons
const kNotch = 100; // pixels of a wheel's notch, what Dear ImGui calls 1
const kLine = 100 / 3;
const kTap = 8; // pixels that a finger may move and still have tapped

interface Finger {
  x: number;
  y: number;
}

export class Input {
  private readonly fingers = new Map<number, Finger>();
  private mainPointer: number | null = null;
  private downAt: Finger = { x: 0, y: 0 };
  private pinching = false;
  private controlHeld = false;
  private left = 0;
  private top = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly studio: Studio,
    private readonly intercept: Intercept,
    private readonly want: () => void,
  ) {
    const listen = <K extends keyof HTMLElementEventMap>(name: K, handler: (event: HTMLElementEventMap[K]) => void) =>
      canvas.addEventListener(
        name,
        (event) => {
          handler(event);
          this.want();
        },
        { passive: false },
      );
    listen("pointerdown", (event) => this.down(event));
    listen("pointermove", (event) => this.move(event));
    listen("pointerup", (event) => this.up(event));
    listen("pointercancel", (event) => this.cancelled(event));
    listen("pointerleave", (event) => {
      if (event.pointerId !== this.mainPointer) this.studio.pointerAway();
    });
    listen("wheel", (event) => this.wheel(event));
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    // A middle press would start the browser's own scrolling.
    canvas.addEventListener("mousedown", (event) => {
      if (event.button === 1) event.preventDefault();
    });
    // Fingers never scroll or zoom the page; Safari asks to be told twice.
    canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    this.safariPinch();

    window.addEventListener("keydown", (event) => this.modifiers(event), true);
    window.addEventListener("keyup", (event) => this.modifiers(event), true);
    window.addEventListener("blur", () => {
      this.controlHeld = false;
      this.studio.modifiers(false, false, false);
      this.studio.focus(false);
      this.want();
    });
    window.addEventListener("focus", () => {
      this.studio.focus(true);
      this.want();
    });
  }

  private modifiers(event: KeyboardEvent): void {
    this.controlHeld = event.ctrlKey;
    this.studio.modifiers(event.shiftKey, event.ctrlKey, event.altKey);
  }

  private place(event: { clientX: number; clientY: number }): Finger {
    return { x: event.clientX - this.left, y: event.clientY - this.top };
  }

  private measure(): void {
    const box = this.canvas.getBoundingClientRect();
    this.left = box.left;
    this.top = box.top;
  }

  private sample(event: PointerEvent, pressed: boolean): void {
    const { x, y } = this.place(event);
    const erase = (event.buttons & (kEraserButton | 2)) !== 0;
    this.studio.sample(x, y, pressed, erase, kindOf(event), event.timeStamp / 1000);
  }

  private down(event: PointerEvent): void {
    this.measure();
    const at = this.place(event);
    const kind = kindOf(event);
    if (kind === Kind.touch) {
      this.fingers.set(event.pointerId, at);
      this.canvas.setPointerCapture(event.pointerId);
      if (this.fingers.size === 2) return this.beginPinch();
      if (this.fingers.size > 2) return;
    }
    // Leaving a field of the page takes what was typed there.
    const active = document.activeElement;
    if (active instanceof HTMLElement && active !== document.body) active.blur();
    const button = buttonOf(event);
    this.downAt = at;
    // A finger may be about to scroll: whether it meant the field is known when it is lifted.
    if (button === 0 && kind !== Kind.touch && this.intercept(at.x, at.y)) {
      event.preventDefault(); // or the press would take the focus away again
      return;
    }
    if (button < 0) return;
    this.mainPointer = event.pointerId;
    // A stroke goes on when the pointer leaves the pad, the canvas or the window.
    this.canvas.setPointerCapture(event.pointerId);
    this.studio.pointerAt(at.x, at.y, kind);
    this.studio.pointerButton(button, true);
    this.sample(event, true);
  }

  private move(event: PointerEvent): void {
    const kind = kindOf(event);
    if (kind === Kind.touch && this.fingers.has(event.pointerId)) {
      if (this.pinching) return this.movePinch(event);
      this.fingers.set(event.pointerId, this.place(event));
    }
    if (this.mainPointer !== null && event.pointerId !== this.mainPointer) return;
    if (this.mainPointer === null) this.measure();
    const at = this.place(event);
    const pressed = event.buttons !== 0 && this.mainPointer !== null;
    const places = typeof event.getCoalescedEvents === "function" ? event.getCoalescedEvents() : [];
    for (const one of places.length > 0 ? places : [event]) this.sample(one, pressed);
    this.studio.pointerAt(at.x, at.y, kind);
  }

  private up(event: PointerEvent): void {
    const kind = kindOf(event);
    const wasMain = event.pointerId === this.mainPointer;
    if (this.fingers.delete(event.pointerId) && this.pinching) {
      if (this.fingers.size === 0) this.pinching = false;
      return;
    }
    if (!wasMain) return;
    const at = this.place(event);
    const tapped = kind === Kind.touch && spread(at, this.downAt).distance < kTap;
    if (tapped && this.intercept(at.x, at.y)) return this.letGo(event);
    this.studio.pointerAt(at.x, at.y, kind);
    this.studio.pointerButton(buttonOf(event), false);
    this.sample(event, false);
    // With a mouse, pointerup comes once, after the last button.
    this.mainPointer = null;
    // A finger that was lifted is nowhere; what it touched must not stay lit.
    if (kind === Kind.touch) this.studio.pointerAway();
  }

  private cancelled(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
    if (this.fingers.size === 0) this.pinching = false;
    if (event.pointerId === this.mainPointer) this.letGo(event);
  }

  /** Lets go without pressing what lies under the pointer. */
  private letGo(event?: PointerEvent): void {
    this.mainPointer = null;
    this.studio.pointerAway();
    this.studio.pointerButton(0, false);
    if (event) this.sample(event, false);
  }

  private beginPinch(): void {
    this.pinching = true;
    if (this.mainPointer !== null) this.letGo();
  }

  private movePinch(event: PointerEvent): void {
    const [a, b] = [...this.fingers.entries()];
    if (!a || !b || (event.pointerId !== a[0] && event.pointerId !== b[0])) return;
    const before = { ...spread(a[1], b[1]) };
    this.fingers.set(event.pointerId, this.place(event));
    const [c, d] = [...this.fingers.values()];
    const after = spread(c!, d!);
    const scale = before.distance > 1 && after.distance > 1 ? after.distance / before.distance : 1;
    this.studio.pinch(before.x, before.y, scale, after.x - before.x, after.y - before.y);
  }

  private wheel(event: WheelEvent): void {
    this.measure();
    const at = this.place(event);
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? kLine : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 800 : 1;
    if (event.ctrlKey) {
      // Browsers tell a trackpad's pinch as a wheel with Ctrl; with the key really held it is the person's page zoom.
      if (this.controlHeld) return;
      event.preventDefault();
      this.studio.pinch(at.x, at.y, Math.exp((-event.deltaY * unit) / 100), 0, 0);
      return;
    }
    event.preventDefault();
    this.studio.pointerAt(at.x, at.y, Kind.mouse);
    const sideways = event.shiftKey && event.deltaX === 0;
    const dx = sideways ? event.deltaY : event.deltaX;
    const dy = sideways ? 0 : event.deltaY;
    this.studio.wheel((-dx * unit) / kNotch, (-dy * unit) / kNotch);
  }

  /** Safari tells a trackpad's pinch by events of its own. */
  private safariPinch(): void {
    let last = 1;
    const handle = (event: Event) => {
      event.preventDefault();
      const { scale, clientX, clientY } = event as Event & { scale: number; clientX: number; clientY: number };
      if (event.type === "gesturestart") {
        last = 1;
        this.measure();
      } else if (this.fingers.size === 0 && scale > 0) {
        const at = this.place({ clientX, clientY });
        this.studio.pinch(at.x, at.y, scale / last, 0, 0);
        last = scale;
      }
      this.want();
    };
    for (const name of ["gesturestart", "gesturechange", "gestureend"]) this.canvas.addEventListener(name, handle);
  }
}

function spread(a: Finger, b: Finger): { x: number; y: number; distance: number } {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, distance: Math.hypot(a.x - b.x, a.y - b.y) };
}

function kindOf(event: PointerEvent): Kind {
  return event.pointerType === "touch" ? Kind.touch : event.pointerType === "pen" ? Kind.pen : Kind.mouse;
}

/** Dear ImGui's numbers: 0 main, 1 second, 2 middle. The pen's eraser draws like the main button. */
function buttonOf(event: PointerEvent): number {
  return ({ 0: 0, 1: 2, 2: 1, 5: 0 } as Record<number, number>)[event.button] ?? -1;
}
