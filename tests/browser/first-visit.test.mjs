// A person who was never here is told what this is; words explain themselves to the keyboard; recipes lead to their authors.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freshProfile, open } from "./lib/open.mjs";
import { becomes, until } from "./lib/wait.mjs";

/** What the card says, or nothing. */
const welcome = (studio) => async () => (await studio.byId("welcome/what"))?.name ?? "";

test("the first visit says what this is, and goes at the first deed for good", async (t) => {
  const context = await freshProfile(t);
  const studio = await open(t, { context });
  await studio.ready();
  await becomes("the page says what it is", welcome(studio), /squeezes a picture into a few numbers/);
  await studio.item("button", "Show me");
  await studio.picture("first-visit");
  await studio.press("button", "Let me try");
  await becomes("the card is gone", welcome(studio), /^$/);
  await until("that is kept", () => studio.page.evaluate(() => !JSON.parse(localStorage.getItem("hourglass") ?? '{"welcome":true}').welcome));
  await studio.page.reload();
  await studio.ready();
  await studio.images();
  assert.equal(await welcome(studio)(), "");
  studio.assertClean();
});

test("a word explains itself to the keyboard until Escape", async (t) => {
  const studio = await open(t, { drawn: true });
  await studio.ready();
  await studio.images();
  await studio.page.keyboard.press("Escape");
  await until("the welcome is gone", async () => (await welcome(studio)()) === "");
  const element = await studio.element("text", "Code");
  assert.equal(await element.evaluate((text) => text.tabIndex), 0);
  const described = await element.evaluate((text) => document.getElementById(text.getAttribute("aria-describedby"))?.textContent);
  assert.match(described, /few numbers into which the network squeezes a picture/);
  await studio.rest();
  const box = await element.boundingBox();
  // Below the word, where its tip comes, and nothing of the focus's ring. A picture that may reach beyond the window changes the
  // window's size for a moment, and the keyboard is lost with the panel that has no room then.
  const clip = { x: box.x - 100, y: box.y + box.height + 24, width: 300, height: 60 };
  const below = () => studio.pixels(clip);
  const before = await below();
  await element.focus();
  await until("its tip", async () => (await below()) !== before);
  await studio.picture("term-by-keyboard");
  await studio.page.keyboard.press("Escape");
  await until("no tip", async () => (await below()) === before);
  assert.equal(await element.evaluate((text) => document.activeElement === text), true, "the word keeps the keyboard");
  studio.assertClean();
});

test("who published a recipe is one press away, in a new tab", async (t) => {
  const studio = await open(t, {
    query: "preset=post-b-mnist",
    before: (page) =>
      page.evaluateOnNewDocument(() => {
        window.opened = [];
        window.open = (url, where, how) => void window.opened.push([String(url), where, how]);
      }),
  });
  await studio.ready();
  await studio.images();
  await studio.press("button", "Published by bobondemon");
  const opened = await until("a page is opened", () => studio.page.evaluate(() => window.opened[0] ?? null));
  assert.deepEqual(opened, ["https://github.com/bobondemon/AutoEncoder", "_blank", "noopener"]);
  studio.assertClean();
});
