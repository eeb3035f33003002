// A class at play: half an hour of presses at random, by a seed that is printed and can be replayed, and then the page works and keeps no
// more than before. Takes HOURGLASS_SOAK_MINUTES (30) and a sixth of that before with tools/test --long; HOURGLASS_SOAK_SEED replays a seed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { kept, openForgetful } from "./lib/kept.mjs";
import { pause, until } from "./lib/wait.mjs";

const kLong = process.env.HOURGLASS_LONG === "1";
const kMinutes = Number(process.env.HOURGLASS_SOAK_MINUTES ?? 30);
const kSeed = Number(process.env.HOURGLASS_SOAK_SEED ?? Math.floor(Date.now() / 1000) % 1e6);

/** Numbers from 0 to 1 by a seed (mulberry32). */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What leaves the page or opens it anew, or asks for a file. */
const kAway = /^(data\/open|about\/(texts|forget)|.*language|map\/save|(recipe|bar)\/share|share\/.*|help\/projector|paint\/save|loss\/(png|svg|csv)|.*save.*|.*\/list|notice\/.*\/action|.*\/by)$/;

/** One press, slide, choice, stroke, key or accident. Answers what it was. */
async function deed(studio, random) {
  const { page } = studio;
  const of = (list) => list[Math.floor(random() * list.length)];
  const items = (await studio.items()).filter(({ id, disabled }) => !disabled && !kAway.test(id));
  const sort = random();
  if (sort < 0.45) {
    const button = of(items.filter(({ role }) => ["button", "switch", "tab"].includes(role)));
    if (!button) return "nothing to press";
    await page.evaluate((id) => document.querySelector(`#mirror [data-id="${CSS.escape(id)}"]`)?.click(), button.id);
    return `press ${button.id}`;
  }
  if (sort < 0.65) {
    const choice = of(items.filter(({ role }) => ["combobox", "radiogroup", "slider"].includes(role)));
    if (!choice) return "nothing to choose";
    const part = random();
    await page.evaluate(
      (id, at) => {
        const element = document.querySelector(`#mirror [data-id="${CSS.escape(id)}"]`);
        if (!element) return;
        const radios = [...element.querySelectorAll("input[type=radio]")];
        if (radios.length > 0) return radios[Math.floor(at * radios.length)].click();
        if (element.options) element.selectedIndex = Math.floor(at * element.options.length);
        else element.value = String(Number(element.min) + at * (Number(element.max) - Number(element.min)));
        element.dispatchEvent(new Event("input", { bubbles: true }));
        element.dispatchEvent(new Event("change", { bubbles: true }));
      },
      choice.id,
      part,
    );
    return `choose ${choice.id} ${part.toFixed(2)}`;
  }
  if (sort < 0.8) {
    const points = Array.from({ length: 2 + Math.floor(random() * 8) }, () => [random() * 1440, random() * 900]);
    const [first, ...rest] = points;
    await page.mouse.move(...first);
    const drags = random() < 0.7;
    if (drags) await page.mouse.down();
    for (const point of rest) await page.mouse.move(...point, { steps: 3 });
    if (drags) await page.mouse.up();
    if (random() < 0.3) await page.mouse.wheel({ deltaY: (random() - 0.5) * 600 });
    return "pointer";
  }
  if (sort < 0.97) {
    // In the list of languages a key opens the page anew in other letters, which need a font of their own.
    const in_languages = await page.evaluate(() => /language/.test(document.activeElement?.dataset?.id ?? ""));
    const key = in_languages ? "Escape" : of(["Space", "s", "r", "n", "l", "f", "Escape", "Tab", "ArrowDown", "ArrowRight", "Enter", "End"]);
    await page.keyboard.press(key);
    return `key ${key}`;
  }
  const accident = of(["engine", "context", "size"]);
  if (accident === "engine") await page.evaluate(() => window.dispatchEvent(new Event("hourglass-kill-engine")));
  if (accident === "context")
    await page.evaluate(async () => {
      const lose = document.getElementById("canvas").getContext("webgl2").getExtension("WEBGL_lose_context");
      lose.loseContext();
      await new Promise((done) => setTimeout(done, 100));
      lose.restoreContext();
    });
  if (accident === "size") {
    await page.setViewport({ width: of([390, 820, 1024, 1440]), height: of([600, 844, 900]) });
    await studio.drawn();
    await page.setViewport({ width: 1440, height: 900 });
  }
  return accident;
}

const engines = (studio) => studio.page.workers().filter((worker) => worker.url().includes("engine-worker"));

/** An engine that answers. One that stopped too often is not started again by itself; the button of the bar does that. */
const engineReady = (studio) =>
  until("an engine", async () => {
    if (await studio.ready().then(() => true, () => false)) return true;
    await studio.page.evaluate(() => document.querySelector('#mirror [data-id="bar/train"]')?.click());
    return false;
  });

/** Everything back to where the page began, and it works. The engine is a new one, begun after the settings and images of the beginning are
 * there again: WebAssembly's memory only grows, and one that had the largest network or set, were it only to hand it on, keeps that much. */
async function calm(studio) {
  for (let i = 0; i < 3; ++i) await studio.page.keyboard.press("Escape");
  await engineReady(studio);
  await studio.call("pause").catch(() => {});
  await studio.page.evaluate(async () => {
    const { hourglass } = window;
    await hourglass.load("mnist").catch(() => {});
    await hourglass.configure({ preset: "classroom" });
    await hourglass.load("mnist").catch(() => {});
    await hourglass.reset();
  });
  await until("no pinned run", () =>
    studio.page.evaluate(() => {
      const pins = [...document.querySelectorAll('#mirror [data-id^="loss/unpin/"]')];
      for (const pin of pins) pin.click();
      return pins.length === 0;
    }),
  );
  await studio.images();
  const killed = engines(studio);
  await studio.page.evaluate(() => window.dispatchEvent(new Event("hourglass-kill-engine")));
  await until("the engine is gone", () => killed.every((one) => !engines(studio).includes(one)));
  await engineReady(studio);
  await studio.images();
  const [first] = await studio.call("train", { epochs: 1 });
  assert.ok(first.heldoutSse > 0);
}

/** As kept() has it, but of the process the least within some seconds: the memory of an engine that was killed is given back when the
 * browser finds time for it. */
async function keptInTheEnd(studio) {
  let found = await kept(studio);
  for (let i = 0; i < 6; ++i) {
    await pause(4000);
    const { process } = await kept(studio);
    found = { ...found, process: Math.min(found.process, process) };
  }
  return found;
}

test(`${kMinutes} minutes of presses at random leave the page as it was`, { skip: !kLong && "with --long" }, async (t) => {
  t.diagnostic(`HOURGLASS_SOAK_SEED=${kSeed} replays this run`);
  const studio = await openForgetful(t, "preset=classroom");
  const random = numbers(kSeed);
  const last = [];
  let deeds = 0, opened = 1;
  /** Plays until the time is over or the page was opened anew. Answers the minutes that are left. */
  const play = async (minutes) => {
    const end = Date.now() + minutes * 60_000;
    for (const page = opened; Date.now() < end && opened === page; ++deeds) {
      // Another language, chosen by the mouse, opens the page anew: what was there goes on.
      const done = await deed(studio, random).catch(async (error) => {
        if (!/context was destroyed|frame was detached/i.test(error.message)) throw error;
        ++opened;
        await until("the page opens anew", () => studio.ready().then(() => true, () => false));
        return "the page opens anew";
      });
      last.push(done);
      if (last.length > 20) last.shift();
      assert.deepEqual(studio.errors.filter((text) => !/CONTEXT_LOST|a test asked for it/.test(text)), [], `seed ${kSeed}, after ${last.join("; ")}`);
    }
    await calm(studio);
    return Math.max(0, (end - Date.now()) / 60_000);
  };
  let before, settings;
  for (let left = kMinutes; left > 0; left = await play(left)) {
    // Every panel was seen: buffers, tiles and grids have found their size. Another page has others to find.
    while ((await play(kMinutes / 6)) > 0);
    before = await keptInTheEnd(studio);
    settings ??= (await studio.state()).settings;
  }
  const after = await keptInTheEnd(studio);
  t.diagnostic(`${deeds} deeds, ${opened} times opened, ${JSON.stringify({ before, after, runs: (await studio.call("runs")).length })}`);
  assert.deepEqual((await studio.state()).settings, settings, "the run is that of the beginning");
  assert.equal(after.workers, before.workers, "workers");
  assert.ok(after.filesKept <= before.filesKept + 1, "files");
  // Map and sweep keep the tiles of what they showed last, up to 3 MB each. 30 minutes are some 20,000 deeds: a leak of 500 bytes in
  // each would be 10 MB.
  assert.ok(after.memoryUsed < before.memoryUsed + 8e6, "the studio's memory");
  assert.ok(after.heap < before.heap + 6e6, "the page's memory");
  assert.ok(after.nodes < before.nodes + 500, "nodes of the document");
  assert.ok(after.process < before.process + 60e6, "the process");
});
