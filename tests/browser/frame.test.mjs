// Inside a course page of another origin: what the frame does not use goes to the page around it.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { freshProfile, open } from "./lib/open.mjs";
import { pixelsOf } from "./lib/studio.mjs";
import { until } from "./lib/wait.mjs";

/** A course page, long, with the studio in its middle: {page, frame, box, scrolled()}. */
async function course(t, { touch = false, query = "preset=classroom&images=1000", style = "" } = {}) {
  const context = await freshProfile(t, { drawn: true });
  const studio = await open(t, { isolated: false, context });
  const html = `<!doctype html><meta name="viewport" content="width=device-width"><body style="margin:0">
    <button id="before">Before</button><div style="height:200px">A course</div>
    <iframe sandbox="allow-scripts allow-same-origin allow-downloads allow-popups" style="width:100%;height:560px;border:0;${style}" src="${studio.server.url}?${query}"></iframe>
    <button id="after">After</button><div style="height:3000px">More of it</div>`;
  const teaching = createServer((_request, response) => response.writeHead(200, { "content-type": "text/html" }).end(html));
  await new Promise((done) => teaching.listen(0, "127.0.0.1", done));
  t.after(() => (teaching.closeAllConnections(), teaching.close()));
  const page = await context.newPage();
  await page.setViewport({ width: touch ? 390 : 1100, height: 800, hasTouch: touch, isMobile: touch });
  await page.goto(`http://localhost:${teaching.address().port}/`, { waitUntil: "load" });
  const frame = await until("the frame", () => page.frames().find((one) => one.url().startsWith(studio.server.url)));
  const scrolled = () => page.evaluate(() => scrollY);
  /** The middle of an item, in the course page's pixels. */
  const at = async (id) => {
    const within = await until(id, () =>
      frame.evaluate((name) => {
        const element = document.querySelector(`#mirror [data-id="${name}"]`);
        const box = element?.getBoundingClientRect();
        return box && box.width > 0 ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
      }, id),
    );
    const box = await (await page.$("iframe")).boundingBox();
    return { x: box.x + within.x, y: box.y + within.y };
  };
  return { page, frame, scrolled, at };
}
async function stands({ frame }) {
  await frame.evaluate(() => window.hourglass.ready);
  await until("its images", () => frame.evaluate(() => window.hourglass.state().then((state) => state.dataset?.training === 1000)));
}

test("the wheel over the frame scrolls the course, and with Ctrl it zooms the map", async (t) => {
  const { page, frame, scrolled, at } = await course(t).then(async (all) => (await stands(all), all));
  const map = await at("map/surface");
  await page.mouse.move(map.x, map.y);
  await page.mouse.wheel({ deltaY: 60 });
  await until("the course scrolls", async () => (await scrolled()) > 0);
  await page.evaluate(() => scrollTo(0, 0));
  await until("it is back", async () => (await scrolled()) === 0);
  const there = await at("map/surface");
  await page.mouse.move(there.x, there.y);
  const picture = () => pixelsOf(page);
  await until("the page rests", () => frame.evaluate(() => window.hourglass.stats().then((stats) => stats.resting)), { every: 400 });
  const before = await picture();
  assert.equal(await picture(), before, "nothing moves by itself");
  await page.keyboard.down("Control");
  await page.mouse.wheel({ deltaY: -120 });
  await page.keyboard.up("Control");
  await until("the map is nearer", async () => (await picture()) !== before);
  assert.equal(await scrolled(), 0);
});

test("a finger that swipes over the frame's bar scrolls the course, and one on the pad paints", async (t) => {
  const all = await course(t, { touch: true });
  await stands(all);
  const { page, scrolled, at } = all;
  const client = await page.createCDPSession();
  const swipe = async ({ x, y }, dy) => {
    const touch = (type, points) => client.send("Input.dispatchTouchEvent", { type, touchPoints: points });
    await touch("touchStart", [{ x, y }]);
    for (let step = 1; step <= 10; ++step) await touch("touchMove", [{ x, y: y + (dy * step) / 10 }]);
    await touch("touchEnd", []);
  };
  await swipe(await at("bar/progress"), -150);
  await until("the course scrolls", async () => (await scrolled()) > 20);
});

test("keys that the frame has no use for scroll the course, and Tab can leave at once", async (t) => {
  const all = await course(t);
  await stands(all);
  const { page, frame, scrolled } = all;
  // The frame is a process of its own: until the course, too, has heard who has the keyboard, the browser drops what is pressed.
  const hasKeyboard = (where, id) => until(`${id} has the keyboard`, () => where.evaluate((one) => document.hasFocus() && document.activeElement?.matches(one), id));
  await frame.focus('#mirror [data-id="bar/reset"]');
  await hasKeyboard(frame, '[data-id="bar/reset"]');
  await hasKeyboard(page, "iframe");
  // Its processes may hear of the keyboard later than both documents: a key that comes before is the browser's loss, not the page's.
  await until("the course scrolls", async () => {
    await page.keyboard.press("PageDown");
    return (await scrolled()) > 0;
  }, { every: 1000 });

  await page.focus("#before");
  await hasKeyboard(page, "#before");
  await until("the frame has not", () => frame.evaluate(() => !document.hasFocus()));
  await page.keyboard.press("Tab");
  await until("the first stop is the way past", () => frame.evaluate(() => document.activeElement?.closest("#skip") !== null));
  await page.keyboard.press("End"); // the last of the ways
  assert.equal(await frame.evaluate(() => document.activeElement.textContent), "After Hourglass");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await until("the course has the keyboard", () => page.evaluate(() => document.activeElement?.id === "after"));
});

test("a frame that is not displayed at first works when it is", async (t) => {
  const all = await course(t, { style: "display:none" });
  await all.page.evaluate(() => (document.querySelector("iframe").style.display = "block"));
  await stands(all);
  const box = await until("a canvas of its size", () =>
    all.frame.evaluate(() => {
      const { width, height } = document.getElementById("canvas").getBoundingClientRect();
      return width > 100 ? { width, height } : null;
    }),
  );
  assert.equal(box.height, 560);
  assert.ok(await all.frame.evaluate(() => window.hourglass.train({ steps: 3 })));
});

test("a frame offers a tab of its own, where there may be threads", async (t) => {
  const all = await course(t);
  await stands(all);
  const offered = () => all.frame.evaluate(() => [...document.querySelectorAll("#mirror button")].some((one) => one.getAttribute("aria-label") === "Open in a tab of its own"));
  await until("the offer", offered);
});
