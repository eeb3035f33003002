// The page by keyboard alone: parts to go to, one stop for what belongs together with arrow keys inside, an order that
// follows the eye, a name for each thing that is its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";

const kControls = ["button", "switch", "slider", "combobox", "spinbutton", "textbox", "tab", "radiogroup", "application"];
const at = (studio) =>
  studio.page.evaluate(() => {
    const focused = document.activeElement;
    return focused?.closest("#skip") ? "skip" : (focused?.closest(".item")?.dataset.id ?? null);
  });

/** The stops of the Tab key from the page's beginning to its end. */
async function stops(studio) {
  await studio.page.evaluate(() => document.activeElement?.blur());
  const list = [];
  for (;;) {
    await studio.page.keyboard.press("Tab");
    const id = await at(studio);
    if (id === null || list.includes(id)) return list;
    list.push(id);
  }
}

for (const [width, height, most] of [[1440, 900, 75], [1024, 768, 75], [390, 844, 40]])
  test(`at ${width} every control is reached by Tab and arrows, with at most ${most} stops`, async (t) => {
    const studio = await opened(t, { query: "preset=classroom&images=1000", viewport: { width, height } });
    await studio.rest();
    const list = await stops(studio);
    t.diagnostic(`${list.length} stops at ${width}x${height}`);
    assert.equal(list[0], "skip", "the first stop leads to the parts");
    assert.ok(list.length <= most, `${list.length} stops`);
    const items = await studio.items();
    const stopOf = new Map(list.map((id) => [id, items.find((item) => item.id === id)?.parent]));
    const groups = new Set(items.filter(({ id, role }) => ["toolbar", "tablist", "group"].includes(role) && [...stopOf.values()].includes(id)).map(({ id }) => id));
    const missed = items.filter(
      ({ id, role, disabled, parent }) =>
        kControls.includes(role) && !disabled && !stopOf.has(id) && !groups.has(parent) && !/\/(less|more)$/.test(id),
    );
    assert.deepEqual(missed.map(({ id }) => id), [], "reached");
    studio.assertClean();
  });

test("arrow keys walk within a group, and the group remembers where", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=1000" });
  await studio.rest();
  for (const group of (await studio.items()).filter(({ role }) => ["toolbar", "group"].includes(role))) {
    const members = () =>
      studio.page.evaluate(
        (id) => [...document.querySelector(`#mirror [data-id="${id}"]`).children].filter((one) => one.tagName === "BUTTON" || one.hasAttribute("tabindex")).map((one) => ({ id: one.dataset.id, stop: one.tabIndex === 0 })),
        group.id,
      );
    const before = await members();
    if (before.length < 2) continue;
    assert.equal(before.filter(({ stop }) => stop).length, 1, `${group.id} has one stop`);
    const first = before.findIndex(({ stop }) => stop);
    await studio.page.evaluate((id) => document.querySelector(`#mirror [data-id="${id}"]`).focus(), before[first].id);
    await studio.page.keyboard.press("ArrowRight");
    const next = before[(first + 1) % before.length].id;
    assert.equal(await at(studio), next, `${group.id}: to the right`);
    assert.equal((await members()).find(({ stop }) => stop)?.id, next, `${group.id} remembers`);
    await studio.page.keyboard.press("ArrowLeft");
    assert.equal(await at(studio), before[first].id, `${group.id}: and back`);
    await studio.page.keyboard.press("End");
    assert.equal(await at(studio), before.at(-1).id, `${group.id}: to its end`);
  }
  studio.assertClean();
});

test("within the bar and each part's header Tab goes from left to right", async (t) => {
  for (const width of [1440, 390]) {
    const studio = await opened(t, { query: "preset=classroom&images=1000", viewport: { width, height: 844 } });
    await studio.rest();
    const items = await studio.items();
    const regions = items.filter(({ role }) => role === "region");
    assert.ok(regions.length >= 2);
    for (const region of regions) {
      const title = items.find(({ id }) => id === `${region.id}/title`) ?? region;
      const inside = (item) => item.parent === region.id || item.parent?.startsWith(`${region.id}/tools`);
      const header = items.filter((item) => inside(item) && kControls.includes(item.role) && Math.abs(item.y + item.h / 2 - title.y - title.h / 2) < 12);
      const order = header.map(({ x }) => x);
      assert.deepEqual(order, [...order].sort((a, b) => a - b), `${region.id} at ${width}: ${header.map(({ id }) => id)}`);
    }
    studio.assertClean();
  }
});

test("the way past leads into each part, and is seen while it has the keyboard", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=1000" });
  await studio.rest();
  const parts = await studio.page.evaluate(() => [...document.querySelectorAll("#skip button")].map((button) => button.textContent));
  assert.deepEqual(parts, (await studio.items()).filter(({ role }) => role === "region").map(({ name }) => name));
  for (let i = 0; i < parts.length; ++i) {
    await studio.page.evaluate(() => document.querySelector('#skip button[tabindex="0"]').focus());
    await studio.page.keyboard.press("Home");
    for (let k = 0; k < i; ++k) await studio.page.keyboard.press("ArrowRight");
    if (i === 1) await studio.picture("skip-links");
    assert.equal(await studio.page.evaluate(() => getComputedStyle(document.getElementById("skip")).clipPath), "none");
    await studio.page.keyboard.press("Enter");
    const region = await studio.page.evaluate(() => document.activeElement.closest('[role="region"]')?.getAttribute("aria-label"));
    assert.equal(region, parts[i]);
  }
  studio.assertClean();
});

test("no two controls of a screen have the same role and name, and no id breaks a reference", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=1000" });
  await studio.rest();
  for (const open of [null, "bar/dataset", "bar/preset"]) {
    if (open) await studio.page.evaluate((id) => document.querySelector(`#mirror [data-id="${id}"]`).click(), open);
    if (open) await studio.item("dialog", /./);
    const items = (await studio.items()).filter(({ role }) => kControls.includes(role));
    const names = items.map(({ role, name }) => `${role} ${name}`);
    assert.deepEqual(names.filter((name, i) => names.indexOf(name) !== i), [], open ?? "the page");
    const lost = await studio.page.evaluate(() =>
      [...document.querySelectorAll("[aria-describedby]")].filter((one) => !document.getElementById(one.getAttribute("aria-describedby"))).map((one) => one.outerHTML),
    );
    assert.deepEqual(lost, []);
    assert.ok(await studio.page.evaluate(() => [...document.querySelectorAll("[aria-describedby]")].every((one) => !/\s/.test(one.getAttribute("aria-describedby")))));
    if (open) await studio.page.keyboard.press("Escape");
    if (open) await studio.gone("dialog", /./);
  }
  studio.assertClean();
});

test("what goes while the window is another size, and comes back, has the keyboard as before", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=1000" });
  await studio.rest();
  const focus = (id) => studio.page.evaluate((one) => document.querySelector(`#mirror [data-id="${one}"]`).focus(), id);
  /** A phone's bar has no About. */
  const resize = async (wide) => {
    await studio.page.setViewport({ ...studio.page.viewport(), width: wide ? 1440 : 390, height: 844 });
    await until("the bar has its other buttons", async () => Boolean(await studio.byId("bar/about")) === wide);
    await studio.drawn();
  };
  await resize(true);
  for (const byKeys of [false, true]) {
    await focus("bar/about");
    if (byKeys) await studio.page.keyboard.press("Shift");
    await resize(false);
    const instead = await at(studio);
    assert.ok(byKeys ? instead.startsWith("bar/") : instead === null, `${instead} has it meanwhile`);
    await resize(true);
    assert.equal(await at(studio), "bar/about", byKeys ? "by keys" : "by a script");
  }
  // Whoever goes on meanwhile stays where he went.
  await resize(false);
  await focus("bar/help");
  await resize(true);
  assert.equal(await at(studio), "bar/help");
  studio.assertClean();
});

test("what goes for good leaves the keyboard in its part", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=1000" });
  await studio.rest();
  await studio.press("button", "Save"); // a row of three buttons on the map
  await studio.item("button", "Codes (CSV)");
  await studio.page.evaluate(() => document.querySelector('#mirror [data-id="map/save-csv"]').focus());
  await studio.page.keyboard.press("Shift"); // the person is at the keys
  await studio.press("button", "Save");
  await studio.gone("button", "Codes (CSV)");
  const part = await studio.page.evaluate(() => document.activeElement.closest('[role="region"]')?.dataset.id);
  assert.equal(part, "map");
  studio.assertClean();
});
