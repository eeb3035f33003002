// Keys, pointers and text fields: only what is ours is taken.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openStudio } from "./lib/studio.mjs";

test("only the keys in use are taken, never the browser's and never while typing", { timeout: 60_000 }, async (t) => {
  const studio = await openStudio({ query: "preset=classroom" });
  t.after(() => studio.close());
  await studio.ready();
  const taken = (init) =>
    studio.page.evaluate((options) => {
      const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...options });
      (document.activeElement ?? document.body).dispatchEvent(event);
      return event.defaultPrevented;
    }, init);
  for (const key of ["F5", "F11", "F12", "Tab", "F6"]) assert.equal(await taken({ key }), false, key);
  for (const key of ["c", "v", "a", "r", "s", "l", "f"]) {
    assert.equal(await taken({ key, ctrlKey: true }), false, `Ctrl ${key}`);
    assert.equal(await taken({ key, metaKey: true }), false, `Meta ${key}`);
  }
  assert.equal(await taken({ key: "h" }), true, "H opens the help");
  await studio.item("dialog", /.*/);
  assert.equal(await taken({ key: "Escape" }), true, "Escape closes it");
  assert.ok(await eventually(async () => !(await studio.has("dialog", /.*/))));
  const field = await studio.element("spinbutton", "Learning rate");
  await field.focus();
  assert.equal(await taken({ key: "h" }), false, "a letter typed in a field");
  assert.equal(await studio.has("dialog", /.*/), false);
  studio.assertClean();
});

test("a text field on the canvas is typed into with a real keyboard", { timeout: 60_000 }, async (t) => {
  const studio = await openStudio({ query: "preset=classroom" });
  t.after(() => studio.close());
  await studio.ready();
  // The recipe gains a row when the images come: a real mouse must not aim before that.
  assert.ok(await eventually(async () => (await studio.call("state")).dataset));
  await studio.point("textbox", "Encoder");
  assert.ok(await eventually(() => studio.page.evaluate(() => document.activeElement?.classList.contains("editing"))));
  await studio.picture("text-field");
  await studio.page.keyboard.type("784,64,2");
  await studio.page.keyboard.press("Enter");
  assert.ok(await eventually(async () => (await studio.call("state")).settings.encoder === "784,64,2"));
  await studio.point("textbox", "Encoder");
  await studio.page.keyboard.type("9");
  await studio.page.keyboard.press("Escape");
  assert.equal((await studio.call("state")).settings.encoder, "784,64,2", "Escape takes nothing");
  studio.assertClean();
});

test("every control can be reached and pressed by keyboard alone, with a visible focus", { timeout: 240_000 }, async (t) => {
  const studio = await openStudio({ query: "preset=classroom" });
  t.after(() => studio.close());
  await studio.ready();
  await eventually(async () => (await studio.call("state")).dataset);
  const seen = new Set();
  for (let i = 0; i < 200; ++i) {
    await studio.page.keyboard.press("Tab");
    const id = await studio.page.evaluate(() => document.activeElement?.closest(".item")?.dataset.id ?? null);
    if (id === null || seen.has(id)) break;
    seen.add(id);
  }
  const controls = (await studio.items()).filter(
    (item) => ["button", "switch", "slider", "combobox", "spinbutton", "textbox", "tab"].includes(item.role) && !item.disabled,
  );
  const missed = controls.filter((item) => !seen.has(item.id)).map((item) => item.id);
  assert.deepEqual(missed, [], "reached by Tab");
  const train = await studio.element("button", "Train");
  await train.focus();
  await studio.picture("focus");
  await studio.page.keyboard.press("Space");
  await studio.item("button", "Pause");
  await studio.page.keyboard.press("Space");
  await studio.item("button", "Train");
  studio.assertClean();
});
