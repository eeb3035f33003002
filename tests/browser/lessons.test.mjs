// Lessons: the panel beside the studio, its steps, spotlight, guesses and waits; and every step of every lesson that is shipped, with
// each figure in its text compared with what is measured.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { open, opened } from "./lib/open.mjs";
import { site } from "./lib/studio.mjs";
import { becomes, kPatience, pause, until } from "./lib/wait.mjs";

const lesson = readFileSync(resolve(import.meta.dirname, "lessons/try.en.md"));
const kPath = "course/try.en.md";
/** A teacher's file on the same site. */
const withLesson = { fault: (path) => (path === `/${kPath}` ? { bytes: lesson, type: "text/markdown" } : null) };

/** What the panel shows. */
const panel = (studio) =>
  studio.page.evaluate(() => {
    const root = document.getElementById("lessons");
    if (!root || root.hidden) return null;
    const { lesson, step, state } = root.dataset;
    const shown = (element) => element && !element.hidden;
    return {
      lesson,
      step,
      state,
      text: root.querySelector(".text").innerText,
      title: root.querySelector("h1")?.textContent,
      focused: document.activeElement?.textContent,
      waits: root.querySelector(".wait:not([hidden])")?.classList.contains("done") === false,
      strayed: Boolean(shown(root.querySelector(".again"))),
      box: root.getBoundingClientRect().toJSON(),
    };
  });

const press = (studio, name) =>
  until(`the lessons' button ${name}`, () =>
    studio.page.evaluate((text) => {
      const found = [...document.querySelectorAll("#lessons button")].find((one) => (one.getAttribute("aria-label") ?? one.textContent) === text && !one.hidden);
      found?.click();
      return Boolean(found);
    }, name),
  );

/** Until the step is set up and its own training is over; as long as that goes on it is waited for. */
async function ready(studio, step) {
  let end = Date.now() + kPatience;
  for (let before = -1; ; await pause(100)) {
    const now = await panel(studio);
    if (now && (step === undefined || now.step === step) && now.state === "ready") return now;
    const { step: batches } = await studio.call("screen").catch(() => ({ step: before }));
    if (batches !== before) end = Date.now() + kPatience;
    before = batches;
    assert.ok(Date.now() < end, `the step ${step} is ready; the panel has ${JSON.stringify(now)}`);
  }
}

const figures = async (studio) => (await studio.call("screen")).figures;

/** Where the ring is, and on what. */
const ring = (studio) =>
  studio.page.evaluate(() => {
    const layer = document.getElementById("spotlight");
    const element = layer.querySelector(".ring");
    return layer.hidden ? null : { on: element.dataset.on, ...element.getBoundingClientRect().toJSON() };
  });

/** Whether there is no shade over the middle of this item. */
const unshaded = async (studio, id) => {
  const { x, y, w, h } = await studio.byId(id);
  return studio.page.evaluate(
    ([x, y]) => {
      const path = /path\(evenodd, "([^"]+)"\)/.exec(document.querySelector("#spotlight .shade").style.clipPath)[1];
      return !document.createElement("canvas").getContext("2d").isPointInPath(new Path2D(path), x, y, "evenodd");
    },
    [x + w / 2, y + h / 2],
  );
};

/** Until the ring lies round this item of the mirror. */
async function pointsAt(studio, id) {
  await until(`the spotlight is on ${id}`, async () => {
    const [found, item] = [await ring(studio), await studio.byId(id)];
    if (!found || !item || found.on !== id) return false;
    return Math.abs(found.left + 6 - item.x) < 8 && Math.abs(found.right - 6 - item.x - item.w) < 8 && found.top <= item.y + 1;
  });
}

test("a teacher's lesson of the same site goes through its steps, with spotlight, guess, wait and figures", async (t) => {
  const studio = await opened(t, { ...withLesson, query: `lesson=${kPath}` });
  let now = await ready(studio, "look");
  assert.equal(now.title, "Look at the map");
  const canvas = await studio.page.evaluate(() => document.getElementById("canvas").getBoundingClientRect().toJSON());
  assert.ok(canvas.right <= now.box.left + 1, "the studio makes room for the text");
  await becomes("the network's numbers are in the text", async () => (await panel(studio)).text, /is an image, and 2 numbers[\s\S]*\d{2},\d{3} parameters/);
  await pointsAt(studio, "map/kind");
  await studio.page.setViewport({ width: 1280, height: 760 });
  await pointsAt(studio, "map/kind");

  await press(studio, "Next");
  now = await ready(studio, "paint");
  assert.equal(now.focused, "Paint", "who reads by ear begins with the step");
  await pointsAt(studio, "paint");
  await becomes("what the drawing loses", async () => (await panel(studio)).text, /comes back is \d+\.\d/);
  assert.ok((await panel(studio)).waits);
  const pad = await studio.byId("paint/pad");
  await studio.page.mouse.move(pad.x + pad.w * 0.3, pad.y + pad.h * 0.3);
  await studio.page.mouse.down();
  await studio.page.mouse.move(pad.x + pad.w * 0.6, pad.y + pad.h * 0.6, { steps: 5 });
  await studio.page.mouse.up();
  await until("the step has what it waited for", async () => !(await panel(studio)).waits);

  await press(studio, "Next");
  await ready(studio, "guess");
  let state = await studio.state();
  assert.equal(state.settings.encoder, "784,16,2");
  assert.equal(state.epoch, 0);
  await press(studio, "It falls");
  await becomes("what is said after the guess", async () => (await panel(studio)).text, /It falls, quickly/);
  await until("the guess trained an epoch", async () => (await ready(studio)) && (await studio.state()).epoch === 1);

  await press(studio, "Next");
  now = await ready(studio, "epoch");
  assert.match(now.text, /You said: It falls\./);
  await becomes("the table has what is measured", async () => (await panel(studio)).text, /Test error\s+40\.00\s+\d+\.\d\d/);
  await press(studio, "Next");
  await ready(studio, "two");
  assert.equal((await studio.state()).epoch, 2);
  assert.equal((await studio.call("screen")).map, "pca");
  await pointsAt(studio, "recipe/learning-rate");

  // Another learning rate is what the step asks for; another network is off the path.
  await studio.set("spinbutton", "Learning rate", "0.004");
  await until("the change is heard", async () => !(await panel(studio)).waits);
  assert.equal((await panel(studio)).strayed, false);
  await studio.call("configure", { encoder: "784,8,2" });
  await until("there is a way back", async () => (await panel(studio)).strayed);
  await press(studio, "Take me back");
  await until("the studio is as the step had it", async () => {
    await ready(studio, "two");
    const { settings, epoch } = await studio.state();
    return settings.encoder === "784,16,2" && epoch === 2;
  });

  await press(studio, "Next");
  now = await ready(studio, "draw");
  assert.equal((await studio.call("screen")).map, "autoencoder");
  await studio.page.evaluate(() => document.querySelector("#lessons .sketch").scrollIntoView());
  const paper = await (await studio.page.$("#lessons .sketch")).boundingBox();
  await studio.page.mouse.move(paper.x + 30, paper.y + 30);
  await studio.page.mouse.down();
  await studio.page.mouse.move(paper.x + 90, paper.y + 90, { steps: 5 });
  await studio.page.mouse.up();
  await press(studio, "That is my guess");
  await becomes("what is said after the drawing", async () => (await panel(studio)).text, /Here it is\./);
  studio.assertClean();
});

test("back and forth, the studio is as the step had it", async (t) => {
  const studio = await opened(t, { ...withLesson, query: `lesson=${kPath}&step=two` });
  await ready(studio, "two");
  // Entered by its address, a step is set up from all that the steps before it say: with the guess's epoch, and its own.
  const there = await studio.state();
  assert.equal(there.epoch, 2);
  await press(studio, "Back");
  await ready(studio, "epoch");
  assert.equal((await studio.state()).epoch, 1);
  await studio.page.keyboard.press("ArrowLeft");
  await ready(studio, "guess");
  assert.equal((await studio.state()).epoch, 0);
  await studio.page.select("#lessons .steps", "4");
  await ready(studio, "two");
  const again = await studio.state();
  assert.equal(again.epoch, 2);
  assert.deepEqual(again.history.at(-1).heldoutSse, there.history.at(-1).heldoutSse, "the same run");
  studio.assertClean();
});

test("a step that speaks of the drawing finds one: the reader's, or one of the set where nothing was painted", async (t) => {
  const studio = await opened(t, { query: "lesson=squeezed" });
  await ready(studio, "paint");
  const pad = async () => (await studio.call("screen")).pad;
  assert.equal((await pad()).blank, true, "fresh paper");
  await press(studio, "Next");
  await ready(studio, "pixels");
  const given = await pad();
  assert.deepEqual([given.blank, given.own], [false, false], "a four that somebody else wrote");
  await press(studio, "Back");
  await ready(studio, "paint");
  const { x, y, w, h } = await studio.byId("paint/pad");
  await studio.page.mouse.move(x + w * 0.3, y + h * 0.3);
  await studio.page.mouse.down();
  await studio.page.mouse.move(x + w * 0.6, y + h * 0.6, { steps: 5 });
  await studio.page.mouse.up();
  await until("the step has what it waited for", async () => !(await panel(studio)).waits);
  const painted = await pad();
  for (const [name, step] of [["Next", "pixels"], ["Next", "code"], ["Back", "pixels"]]) {
    await press(studio, name);
    await ready(studio, step);
    assert.equal((await pad()).version, painted.version, `the reader's own, in ${step}`);
  }
  // What a later step put on the pad has made room for what the reader painted there; it does not come back by itself.
  await studio.call("lesson", "squeezed", "house");
  await ready(studio, "house");
  assert.equal((await pad()).own, false, "a house");
  await pointsAt(studio, "paint/rebuilt");
  const caption = await studio.byId("paint/rebuilt/name");
  assert.ok((await ring(studio)).top <= caption.y, "its caption is in the ring");
  for (const [id, clear] of [["paint/rebuilt", true], ["paint/pad", true], ["paint/clear", true], ["map/surface", false]])
    assert.equal(await unshaded(studio, id), clear, id);
  await studio.press("button", "Clear the pad");
  await studio.page.mouse.move(x + w * 0.3, y + h * 0.6);
  await studio.page.mouse.down();
  await studio.page.mouse.move(x + w * 0.6, y + h * 0.3, { steps: 5 });
  await studio.page.mouse.up();
  const star = await until("the reader's own lies on the pad", async () => ((await pad()).own ? pad() : null));
  for (const [name, step] of [["Next", "map"], ["Next", "walk"], ["Back", "map"]]) {
    await press(studio, name);
    await ready(studio, step);
    assert.equal((await pad()).version, star.version, `the reader's own, in ${step}`);
  }
  studio.assertClean();
});

test("a lesson begun over a run of one's own sets the page's trained model up", async (t) => {
  const studio = await opened(t, { query: "seed=7&images=2000" });
  await studio.call("train", { epochs: 1 });
  assert.equal((await studio.state()).startModel, false);
  await studio.call("lesson", "squeezed");
  await ready(studio, "paint");
  const { startModel, epoch, settings } = await studio.state();
  assert.deepEqual([startModel, epoch > 1, settings.seed], [true, true, "1"]);
  assert.equal(await studio.page.evaluate(() => document.querySelector("#lessons .trouble").textContent), "");
  studio.assertClean();
});

test("a reload comes back to the step, and closing gives the window back to the studio", async (t) => {
  const studio = await opened(t, withLesson);
  await studio.press("button", "Lessons");
  await until("the list is there", async () => (await panel(studio))?.state === "ready");
  await studio.call("lesson", kPath, "paint");
  await ready(studio, "paint");
  assert.match(studio.page.url(), /lesson=course%2Ftry\.en\.md&step=paint/);
  await studio.page.reload({ waitUntil: "load" });
  await studio.ready();
  await ready(studio, "paint");
  await press(studio, "Close the lessons");
  await until("the panel is gone", async () => (await panel(studio)) === null);
  assert.doesNotMatch(studio.page.url(), /lesson|step/);
  const { width } = await studio.page.evaluate(() => document.getElementById("canvas").getBoundingClientRect().toJSON());
  assert.equal(width, 1440);
  assert.equal(await ring(studio), null);
  // Opened again without a step, the lesson goes on where it was left.
  assert.equal((await studio.call("lesson", kPath)).step, "paint");
  studio.assertClean();
});

test("on a phone the text is a sheet from below, with what it speaks of in sight", async (t) => {
  const studio = await opened(t, { ...withLesson, query: `lesson=${kPath}&step=look`, touch: true, viewport: { width: 390, height: 844 } });
  for (const [step, id] of [["look", "map/kind"], ["paint", "paint"]]) {
    const { box } = await ready(studio, step);
    assert.ok(box.height <= 0.45 * 844, `${box.height} of 844`);
    await until(`${id} is in sight`, async () => {
      const found = await ring(studio);
      return found && found.on === id && found.bottom <= box.top + 1 && found.height > 0;
    });
    if (step === "look") await press(studio, "Next");
  }
  await press(studio, "Fold the text");
  await until("the studio has the room", async () => (await panel(studio)).box.height < 80);
  await press(studio, "Unfold the text");
  await until("the text is back", async () => (await panel(studio)).box.height > 200);
  await studio.picture("lesson-phone");
  studio.assertClean();
});

test("a lesson that does not exist, or lies elsewhere, is refused in words", async (t) => {
  const studio = await opened(t, { query: "lesson=https://example.org/x.md" });
  await becomes("why", async () => (await panel(studio))?.text, /lies on another site/);
  await assert.rejects(studio.call("lesson", "no-such-lesson"), /There is no lesson/);
  await assert.rejects(studio.call("lesson", "no/such.md"), /did not arrive/);
  await press(studio, "All lessons");
  await until("the list is there", async () => (await panel(studio)).state === "ready");
  await studio.call("lesson", null);
  assert.equal(await panel(studio), null);
  assert.deepEqual(studio.foreign, []);
});

// -- Those that are shipped ---------------------------------------------------------------------------------------------

const index = join(site, "lessons/index.json");
const shipped = existsSync(index) ? JSON.parse(readFileSync(index, "utf8")) : [];
const numberOf = (text) => Number(/[-\u2212]?\d[\d,]*(\.\d+)?/.exec(text)[0].replaceAll(",", "").replace("\u2212", "-"));

/** Figures of the step that are to be compared: {path, wanted, within}. */
const compared = (studio) =>
  studio.page.evaluate(() => [...document.querySelectorAll("#lessons [data-wanted]")].map(({ dataset: { path, wanted, within } }) => ({ path, wanted, within: Number(within) })));

// What is set up and measured is the same in every language (tools/lessons compares them): the others are walked by --long.
const walked = (language) => language === "en" || Boolean(process.env.HOURGLASS_LONG);

for (const { key, languages } of shipped)
  for (const [language, { steps, title }] of Object.entries(languages).filter(([language]) => walked(language)))
    test(`${key} (${language}): every step, and each figure in its text`, async (t) => {
      // Long enough for V8 to earn what it spends on fast code.
      const studio = await open(t, { query: `lang=${language}&lesson=${key}`, v8: [] });
      await studio.ready();
      const wrong = [];
      for (let i = 0; i < steps; ++i) {
        const { step } = await ready(studio, await until("a step", async () => (await panel(studio))?.step || null));
        const keys = await studio.page.evaluate(() => document.querySelector("#lessons .steps").options.length);
        assert.equal(keys, steps, title);
        // A guess that sets something off is made.
        if (await studio.page.evaluate(() => (document.querySelector("#lessons .choice:not([aria-disabled])")?.click(), Boolean(document.querySelector("#lessons .choice")))))
          await ready(studio, step);
        const trouble = await studio.page.evaluate(() => document.querySelector("#lessons .trouble")?.textContent);
        assert.equal(trouble, "", `${key}, ${step}`);
        const point = await ring(studio);
        if (point) assert.ok(point.width > 0 && point.height > 0, step);
        for (const { path, wanted, within } of await compared(studio)) {
          let value;
          await until(`${path} is measured in ${key}, ${step}`, async () => (value = (await figures(studio))[path]) !== undefined);
          if (!(Math.abs(value - numberOf(wanted)) <= within + 1e-9)) wrong.push(`${step}: ${path} is ${value}, not ${wanted} ± ${within}`);
        }
        await studio.picture(`lesson-${key}-${language}-${step}`);
        if (i + 1 < steps) {
          await studio.page.evaluate(() => document.querySelector("#lessons .next").click());
          await until("the next step", async () => (await panel(studio)).step !== step);
        }
      }
      assert.deepEqual(wrong, []);
      studio.assertClean();
    });
