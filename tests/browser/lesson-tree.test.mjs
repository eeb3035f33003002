// The first lesson by ear and by keys alone: what a screen reader has to read in each of its steps, the text and the part of the
// studio that the step points at, is a tested text (lessons/squeezed.en.tree.txt); HOURGLASS_WRITE_GOLDEN=1 writes it anew.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { opened } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";

const kTree = resolve(import.meta.dirname, "lessons/squeezed.en.tree.txt");

/** What is measured differs between builds by its last digits; what stands in the lesson's text is whole. */
const unmeasured = (text) => text.replace(/[-\u2212]?\d+\.\d+/g, "#.#").replace(/(nearest to training images of ).*?\./, "$1#.");

function lines({ role, name = "", children = [], ...more }, depth = 0) {
  const states = ["value", "valuetext", "description", "checked", "selected", "pressed", "expanded", "disabled", "focused", "level"];
  const told = states.filter((state) => more[state] !== undefined && more[state] !== "" && more[state] !== false).map((state) => `${state}: ${more[state]}`);
  const own = `${"  ".repeat(depth)}${role} ${JSON.stringify(name)}${told.length ? ` (${told.join("; ")})` : ""}`;
  return [unmeasured(own), ...children.flatMap((child) => lines(child, depth + 1))];
}

/** What the page holds, as a screen reader gets it. */
async function read(studio, selector) {
  const handle = await studio.page.waitForSelector(selector);
  const tree = await studio.page.accessibility.snapshot({ root: handle });
  assert.ok(tree, `a screen reader finds ${selector}`);
  return lines(tree);
}

/** What there is now and was not before. */
async function news(studio, before) {
  const known = new Set(before);
  return (await read(studio, "#lessons")).filter((line) => !known.has(line));
}

const panel = (studio) =>
  studio.page.evaluate(() => {
    const root = document.getElementById("lessons");
    return { step: root.dataset.step, ready: root.dataset.state === "ready", title: root.querySelector("h1")?.textContent, said: root.querySelector(".wait:not([hidden])")?.textContent ?? "" };
  });
const kThere = "Go to what the text points at (F6)";
const place = (studio) => studio.page.evaluate(() => Boolean(document.querySelector("#lessons .place:not([hidden])")));
const focused = (studio) => studio.page.evaluate(() => document.activeElement?.dataset.id ?? document.activeElement?.textContent ?? "");
const on = (studio) => studio.page.evaluate(() => document.querySelector("#spotlight:not([hidden]) .ring")?.dataset.on ?? "");

/** The Tab key, with Shift or without, until this has the focus; from where the focus is. */
async function tabTo(studio, what, back = false) {
  if (back) await studio.page.keyboard.down("Shift");
  for (let left = 30; (await focused(studio)) !== what; --left) {
    assert.ok(left > 0, `the Tab key does not reach ${what}`);
    await studio.page.keyboard.press("Tab");
  }
  if (back) await studio.page.keyboard.up("Shift");
}

async function press(studio, name) {
  await tabTo(studio, name);
  await studio.page.keyboard.press("Enter");
}

async function paint({ page: { keyboard } }) {
  await keyboard.press("Space");
  for (const arrow of ["ArrowDown", "ArrowRight", "ArrowDown"]) for (let i = 0; i < 6; ++i) await keyboard.press(arrow);
  await keyboard.press("Space");
}

/** What a step asks for, by keys, with the keyboard in what it points at. */
const kDeeds = {
  paint,
  async code(studio) {
    await tabTo(studio, "paint/pad", true);
    await paint(studio);
  },
  async house(studio) {
    await tabTo(studio, "paint/pad", true);
    await paint(studio);
  },
  async map({ page }) {
    for (let i = 0; i < 4; ++i) await page.keyboard.press("ArrowRight");
  },
  async walk({ page }) {
    for (const key of ["ArrowLeft", "ArrowLeft", "Enter", "ArrowUp", "ArrowUp", "ArrowRight", "Enter"]) await page.keyboard.press(key);
  },
};
/** And its questions, by what is answered. */
const kAnswers = { back: "What it learnt from other digits", guess: "A digit" };

test("the first lesson is read and done from its first step to its last without a pointer", async (t) => {
  const studio = await opened(t, { query: "lang=en&lesson=squeezed" });
  const { page } = studio;
  const said = [];
  for (;;) {
    const { step, title } = await until("a step that is ready", async () => {
      const now = await panel(studio);
      return now.ready && now;
    });
    assert.equal(await focused(studio), title, "reading begins with the step");
    const text = await read(studio, "#lessons");
    // The list of steps is as long in each of them.
    said.push(`== ${step}`, ...text.filter((line) => step === "paint" || !line.trim().startsWith("option")));
    const id = await on(studio);
    if (id !== "") {
      await until("the way to what the step points at", () => place(studio));
      // There by a button of the text, and back by the key it names.
      await press(studio, kThere);
      assert.equal(await focused(studio), id);
      await kDeeds[step]?.(studio);
      if (kDeeds[step]) await until(`${step} is done`, async () => / \u2713 Done$/.test((await panel(studio)).said));
      await studio.drawn();
      said.push(`-- ${kThere}`, ...(await read(studio, `#mirror [data-id="${id}"]`)));
      await page.keyboard.press("F6");
      assert.equal(await focused(studio), title, "back in the text");
      if (kDeeds[step]) said.push("-- done", ...(await news(studio, text)));
    }
    if (kAnswers[step]) {
      await press(studio, kAnswers[step]);
      await until("what is said to the answer", () => page.evaluate(() => document.querySelector("#lessons .then").textContent !== ""));
      said.push("-- answered", ...(await news(studio, text)));
      await page.evaluate(() => document.querySelector("#lessons h1").focus());
    }
    if (step === "end") break;
    await press(studio, "Next");
    await until("the next step", async () => (await panel(studio)).step !== step);
  }
  const whole = said.join("\n") + "\n";
  if (process.env.HOURGLASS_WRITE_GOLDEN) writeFileSync(kTree, whole);
  assert.equal(whole, readFileSync(kTree, "utf8"));
  studio.assertClean();
});
