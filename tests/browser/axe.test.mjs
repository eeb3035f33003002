// axe-core finds nothing wrong with what a screen reader gets: every sheet, view and lesson, in both themes, a phone's tabs, single
// panels; and whatever another test takes a picture of (lib/studio.mjs).
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findings as found } from "./lib/axe.mjs";
import { opened } from "./lib/open.mjs";
import { site } from "./lib/studio.mjs";
import { until } from "./lib/wait.mjs";

async function findings(studio) {
  await studio.drawn();
  return found(studio);
}

const press = (studio, id) => studio.page.evaluate((id) => document.querySelector(`#mirror [data-id="${CSS.escape(id)}"]`).click(), id);

/** [what, the button that opens it] */
const kSheets = [["data sets", "bar/dataset"], ["presets", "bar/preset"], ["help", "bar/help"], ["about", "bar/about"], ["share", "bar/share"], ["shelf", "loss/shelf"]];

for (const dark of [false, true]) {
  const theme = dark ? "dark" : "light";
  test(`${theme}: the studio, its sheets and views`, async (t) => {
    const studio = await opened(t, { dark });
    assert.deepEqual(await findings(studio), [], "the first visit");
    await studio.page.keyboard.press("Escape");
    for (const [what, id] of kSheets) {
      await press(studio, id);
      await until(`${what} are open`, async () => (await studio.items()).some(({ role }) => role === "dialog"));
      assert.deepEqual(await findings(studio), [], what);
      await studio.page.keyboard.press("Escape");
      await studio.drawn();
    }
    await studio.call("train", { epochs: 1 });
    assert.deepEqual(await findings(studio), [], "after training");
    await studio.set("radiogroup", "View", "Sweep");
    assert.deepEqual(await findings(studio), [], "the sweep");
    studio.assertClean();
  });

  test(`${theme}: a phone's tabs`, async (t) => {
    const studio = await opened(t, { dark, viewport: { width: 390, height: 844, isMobile: true, hasTouch: true } });
    await studio.page.keyboard.press("Escape");
    const tabs = (await studio.items()).filter(({ role, id }) => role === "tab" && id.startsWith("tabs/"));
    assert.ok(tabs.length >= 4);
    for (const { id, name } of tabs) {
      await press(studio, id);
      assert.deepEqual(await findings(studio), [], name);
    }
    studio.assertClean();
  });
}

test("single panels in another page's frame", async (t) => {
  for (const embed of ["map,paint", "sweep", "loss,samples", "recipe"]) {
    const studio = await opened(t, { query: `embed=${embed}&preset=classroom&images=1000`, viewport: { width: 900, height: 480 } });
    assert.deepEqual(await findings(studio), [], embed);
    await studio.page.close();
  }
});

const index = join(site, "lessons/index.json");
const lessons = existsSync(index) ? JSON.parse(readFileSync(index, "utf8")) : [];

test("dark: the first step of each lesson (the walk of lessons.test.mjs has each step in the light)", async (t) => {
  assert.ok(lessons.length >= 9);
  for (const { key } of lessons) {
    const studio = await opened(t, { dark: true, query: `lesson=${key}` });
    await until(`the text of ${key}`, () => studio.page.evaluate(() => Boolean(document.querySelector("#lessons:not([hidden]) .next"))));
    assert.deepEqual(await findings(studio), [], key);
    await studio.page.close();
  }
});
