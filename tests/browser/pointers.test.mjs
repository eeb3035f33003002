// Pointers at every end: whatever ends a press, no button stays down behind it.
import { test } from "node:test";
import { opened } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";

const kLeft = 1;
const kRight = 2;

/** A page with what these tests do: real presses of the browser's own, and the buttons that the studio takes for pressed. */
async function open(t, options = {}) {
  const studio = await opened(t, { query: "preset=classroom&images=2000", ...options });
  await studio.page.bringToFront();
  const client = await studio.page.createCDPSession();
  const map = await studio.item("application", "Code map");
  const at = { x: map.x + map.w / 2, y: map.y + map.h / 2 };
  const mouse = (type, button, buttons, dx = 0) =>
    client.send("Input.dispatchMouseEvent", { type, x: at.x + dx, y: at.y, button, buttons, clickCount: 1 });
  const touch = (type, ...points) =>
    client.send("Input.dispatchTouchEvent", { type, touchPoints: points.map((dx, id) => ({ x: at.x + dx, y: at.y, id })) });
  const down = () => studio.page.evaluate(() => window.hourglass.stats().then((stats) => stats.buttonsDown));
  const becomes = (wanted, when) => until(`${when}: buttons ${wanted}`, async () => (await down()) === wanted);
  return { studio, client, at, mouse, touch, becomes };
}

test("two buttons held together are let go in any order", async (t) => {
  const { studio, mouse, becomes } = await open(t);
  for (const [first, second] of [["left", "right"], ["right", "left"]]) {
    const bits = { left: kLeft, right: kRight };
    for (const last of [first, second]) {
      const early = last === first ? second : first;
      await mouse("mousePressed", first, bits[first]);
      await becomes(bits[first], `${first} pressed`);
      await mouse("mousePressed", second, 3);
      await becomes(3, `${second} pressed, too`);
      await mouse("mouseReleased", early, bits[last]);
      await becomes(bits[last], `${early} let go`);
      await mouse("mouseReleased", last, 0);
      await becomes(0, `${last} let go last`);
    }
  }
  studio.assertClean();
});

test("a press ends with the window's focus, with the capture, and with the pointer itself", async (t) => {
  const { studio, mouse, becomes } = await open(t);
  const ends = {
    "another window": () => window.dispatchEvent(new Event("blur")),
    "another tab": () => {
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
      Object.defineProperty(document, "hidden", { value: false, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    },
    "capture lost": () => document.getElementById("canvas").dispatchEvent(new PointerEvent("lostpointercapture", { pointerId: 1 })),
    cancelled: () => document.getElementById("canvas").dispatchEvent(new PointerEvent("pointercancel", { pointerId: 1 })),
  };
  for (const [why, end] of Object.entries(ends)) {
    await mouse("mousePressed", "left", kLeft);
    await becomes(kLeft, "pressed");
    await studio.page.evaluate(end);
    await mouse("mouseMoved", "none", kLeft, 8);
    await becomes(0, why);
    await mouse("mouseReleased", "left", 0);
    await becomes(0, `${why}, then let go`);
  }
  // A menu of the browser's took the end of the press: the next move has no button.
  await mouse("mousePressed", "right", kRight);
  await becomes(kRight, "pressed");
  await mouse("mouseMoved", "none", 0, 4);
  await becomes(0, "a move without buttons");
  studio.assertClean();
});

test("a finger beside the mouse, a second finger and a lost one leave nothing pressed", async (t) => {
  const { studio, mouse, touch, becomes } = await open(t, { touch: true, viewport: { width: 1440, height: 900 } });
  await mouse("mousePressed", "left", kLeft);
  await becomes(kLeft, "the mouse pressed");
  await touch("touchStart", 60);
  await becomes(kLeft, "a finger beside it");
  await mouse("mouseReleased", "left", 0);
  await becomes(0, "the mouse let go");
  await touch("touchEnd");
  await becomes(0, "and the finger");
  await touch("touchStart", 0);
  await becomes(kLeft, "one finger");
  await touch("touchStart", 0, 60);
  await becomes(0, "two fingers are a gesture");
  await touch("touchCancel");
  await touch("touchStart", 0);
  await becomes(kLeft, "one finger again");
  await touch("touchCancel");
  await becomes(0, "taken away by the system");
  studio.assertClean();
});
