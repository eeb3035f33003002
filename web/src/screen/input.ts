// Pointers on the canvas. One pointer at a time (a finger, the pen or the mouse) is Dear ImGui's, with its buttons, from
// its press until all of its buttons are up; every coalesced place of it goes to the paint pad. Two fingers (or a
// trackpad's pinch) are a gesture of their own.
import { Kind, type Studio } from "../bridge/studio.ts";
import { framed } from "./framed.ts";

/** The page's text fields, which a press on the canvas can mean. */
export interface Fields {
  /** The id of the field that lies on top at this place of the canvas, or an empty string. */
  at(x: number, y: number): string;
  edit(id: string): void;
}

/** The bits of PointerEvent.buttons, in the order of Dear ImGui's numbers: main, second, middle. A pen's eraser draws like
 * the main button. */
const kButtons = [1 | 32, 2, 4];
const kErasing = 2 | 32;
const kDrawing = 1 | kErasing;
const kNotch = 100; // pixels of a wheel's notch, what Dear ImGui calls 1
const kLine = 100 / 3;
const kTap = 8; // pixels that a finger may move and still have tapped

interface Finger {
  x: number;
  y: number;
}

/** The pointer that is pressed. */
interface Held {
  id: number;
  kind: Kind;
  buttons: number; // as the studio was told
  from: Finger; // where it was pressed
  at: Finger; // where it was last
  field: string; // that a tap there means
}

export class Input {
  private readonly fingers = new Map<number, Finger>();
  private held: Held | null = null;
  private pinching = false;
  private controlHeld = false;
  private left = 0;
  private top = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly studio: Studio,
    private readonly fields: Fields,
    private readonly want: () => void,
    /** How much larger than its own pixels the studio is drawn. */
    private readonly zoom: () => number = () => 1,
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
    // After pointerup it says nothing new; without one (the browser took the pointer away) it is the only end.
    listen("lostpointercapture", (event) => this.cancelled(event));
    listen("pointerleave", () => {
      if (!this.held) this.studio.pointerAway();
    });
    listen("wheel", (event) => this.wheel(event));
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    // A middle press would start the browser's own scrolling.
    canvas.addEventListener("mousedown", (event) => {
      if (event.button === 1) event.preventDefault();
    });
    if (framed) this.shareFingers();
    // Fingers never scroll or zoom the page; Safari asks to be told twice.
    else canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    this.safariPinch();

    window.addEventListener("keydown", (event) => this.modifiers(event), true);
    window.addEventListener("keyup", (event) => this.modifiers(event), true);
    window.addEventListener("blur", () => this.away());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.away();
    });
    window.addEventListener("focus", () => {
      this.studio.focus(true);
      this.want();
    });
  }

  /**
   * Inside another page a finger that moves scrolls that page, unless it began where it paints, slides or explores, or where
   * something can scroll its way. The browser asks at the first move, and then takes the finger away (pointercancel).
   */
  private shareFingers(): void {
    this.canvas.style.touchAction = "pan-y";
    document.documentElement.classList.add("framed");
    let from: Finger | null = null;
    this.canvas.addEventListener(
      "touchstart",
      (event) => {
        this.measure();
        const touch = event.touches[0]!;
        from = this.place(touch);
        if (event.touches.length > 1 || this.studio.takesDrag(from.x, from.y)) event.preventDefault();
      },
      { passive: false },
    );
    this.canvas.addEventListener(
      "touchmove",
      (event) => {
        const touch = event.touches[0]!;
        const at = this.place(touch);
        if (!from || !event.cancelable) return;
        const ours = event.touches.length > 1 || this.studio.takesDrag(from.x, from.y);
        if (ours || this.studio.scrolls(from.x, from.y, from.x - at.x, from.y - at.y)) event.preventDefault();
      },
      { passive: false },
    );
  }

  /** The person is in another window or tab: what is let go there is not told here. */
  private away(): void {
    this.controlHeld = false;
    this.fingers.clear();
    this.pinching = false;
    this.letGo();
    this.studio.modifiers(false, false, false);
    this.studio.focus(false);
    this.want();
  }

  private modifiers(event: KeyboardEvent): void {
    this.controlHeld = event.ctrlKey;
    this.studio.modifiers(event.shiftKey, event.ctrlKey, event.altKey);
  }

  private place(event: { clientX: number; clientY: number }): Finger {
    const zoom = this.zoom();
    return { x: (event.clientX - this.left) / zoom, y: (event.clientY - this.top) / zoom };
  }

  private measure(): void {
    const box = this.canvas.getBoundingClientRect();
    this.left = box.left;
    this.top = box.top;
  }

  private sample(event: PointerEvent, buttons: number): void {
    const { x, y } = this.place(event);
    const erase = (buttons & kErasing) !== 0;
    this.studio.sample(x, y, (buttons & kDrawing) !== 0, erase, kindOf(event), event.timeStamp / 1000);
  }

  /** Tells the studio of each button of the held pointer that is not as it was. */
  private tellButtons(held: Held, buttons: number): void {
    kButtons.forEach((bits, button) => {
      const down = (buttons & bits) !== 0;
      if (down !== ((held.buttons & bits) !== 0)) this.studio.pointerButton(button, down);
    });
    held.buttons = buttons;
  }

  private down(event: PointerEvent): void {
    this.measure();
    const at = this.place(event);
    const kind = kindOf(event);
    // One pointer at a time: the hand beside a pen is not meant, nor a finger while the mouse drags; but a pen is meant
    // although the hand came first.
    if (this.held && this.held.id !== event.pointerId) {
      if (kind === Kind.pen && this.held.kind === Kind.touch) this.letGo();
      else if (kind !== Kind.touch || this.held.kind !== Kind.touch) return;
    }
    if (kind === Kind.touch) {
      this.fingers.set(event.pointerId, at);
      this.canvas.setPointerCapture(event.pointerId);
      if (this.fingers.size === 2) return this.beginPinch();
      if (this.fingers.size > 2) return;
    }
    // Leaving a field of the page takes what was typed there.
    const active = document.activeElement;
    if (active instanceof HTMLElement && active !== document.body) active.blur();
    const main = (event.buttons & kButtons[0]!) !== 0;
    const field = main ? this.fields.at(at.x, at.y) : "";
    // A finger may be about to scroll: whether it meant the field is known when it is lifted.
    if (field !== "" && kind !== Kind.touch) {
      event.preventDefault(); // or the press would take the focus away again
      this.fields.edit(field);
      return;
    }
    if (!kButtons.some((bits) => event.buttons & bits)) return; // buttons that only the browser has a use for
    // A stroke goes on when the pointer leaves the pad, the canvas or the window.
    this.canvas.setPointerCapture(event.pointerId);
    this.held = { id: event.pointerId, kind, buttons: 0, from: at, at, field };
    this.studio.pointerAt(at.x, at.y, kind);
    this.tellButtons(this.held, event.buttons);
    this.sample(event, event.buttons);
  }

  private move(event: PointerEvent): void {
    const kind = kindOf(event);
    const at = this.place(event);
    if (this.fingers.has(event.pointerId)) {
      if (this.pinching) return this.movePinch(event);
      this.fingers.set(event.pointerId, at);
    }
    const held = this.held;
    if (!held) {
      if (kind === Kind.touch) return; // a finger that was not meant
      this.measure();
      return this.moveTo(event, 0);
    }
    if (event.pointerId !== held.id) return;
    held.at = at;
    this.moveTo(event, event.buttons);
    // A second button of a mouse is told by a move; and where its end was kept from the page (a menu of the browser's
    // took it), by a move without any button.
    if (event.buttons === 0) return this.end(event, held);
    this.tellButtons(held, event.buttons);
  }

  private moveTo(event: PointerEvent, buttons: number): void {
    const { x, y } = this.place(event);
    const places = typeof event.getCoalescedEvents === "function" ? event.getCoalescedEvents() : [];
    for (const one of places.length > 0 ? places : [event]) this.sample(one, buttons);
    this.studio.pointerAt(x, y, kindOf(event));
  }

  private up(event: PointerEvent): void {
    if (this.fingers.delete(event.pointerId) && this.pinching) {
      if (this.fingers.size === 0) this.pinching = false;
      return;
    }
    const held = this.held;
    if (!held || held.id !== event.pointerId) return;
    const at = this.place(event);
    const meant = held.field !== "" && spread(at, held.from).distance < kTap && this.fields.at(at.x, at.y) === held.field;
    if (meant) {
      this.letGo();
      return this.fields.edit(held.field);
    }
    this.studio.pointerAt(at.x, at.y, held.kind);
    this.end(event, held);
  }

  /** All buttons of the held pointer are up. */
  private end(event: PointerEvent, held: Held): void {
    this.held = null;
    this.tellButtons(held, 0);
    this.sample(event, 0);
    // A finger that was lifted is nowhere; what it touched must not stay lit.
    if (held.kind === Kind.touch) this.studio.pointerAway();
  }

  private cancelled(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
    if (this.fingers.size === 0) this.pinching = false;
    if (event.pointerId === this.held?.id) this.letGo();
  }

  /** Lets go without pressing what lies under the pointer. */
  private letGo(): void {
    const held = this.held;
    if (!held) return;
    this.held = null;
    this.studio.pointerAway();
    this.tellButtons(held, 0);
    this.studio.sample(held.at.x, held.at.y, false, false, held.kind, performance.now() / 1000);
  }

  private beginPinch(): void {
    this.pinching = true;
    this.letGo();
  }

  private movePinch(event: PointerEvent): void {
    const [a, b] = [...this.fingers.entries()];
    this.fingers.set(event.pointerId, this.place(event));
    if (!a || !b || (event.pointerId !== a[0] && event.pointerId !== b[0])) return;
    const before = spread(a[1], b[1]);
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
      // Inside another page it zooms the map, as maps there do, because the wheel alone scrolls that page.
      if (this.controlHeld && !(framed && this.studio.takesDrag(at.x, at.y))) return;
      event.preventDefault();
      this.studio.pinch(at.x, at.y, Math.exp((-event.deltaY * unit) / 100), 0, 0);
      return;
    }
    const sideways = event.shiftKey && event.deltaX === 0;
    const dx = sideways ? event.deltaY : event.deltaX;
    const dy = sideways ? 0 : event.deltaY;
    if (framed && !this.studio.scrolls(at.x, at.y, dx, dy)) return;
    event.preventDefault();
    this.studio.pointerAt(at.x, at.y, Kind.mouse);
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
