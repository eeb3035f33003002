// Keys, pointers and text fields: only what is ours is taken.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";

test("only the keys in use are taken, never the browser's and never while typing", async (t) => {
  const studio = await opened(t, { query: "preset=classroom" });
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
  await studio.gone("dialog", /.*/);
  await studio.focus("spinbutton", "Learning rate");
  assert.equal(await taken({ key: "h" }), false, "a letter typed in a field");
  assert.equal(await studio.has("dialog", /.*/), false);
  studio.assertClean();
});

test("a text field on the canvas is typed into with a real keyboard", async (t) => {
  const studio = await opened(t, { query: "preset=classroom" });
  // A real mouse must not aim while things still move.
  await studio.rest();
  await studio.point("textbox", "Encoder");
  const editing = () => studio.page.evaluate(() => document.activeElement?.classList.contains("editing"));
  await until("the field is edited", editing);
  await studio.picture("text-field");
  await studio.page.keyboard.type("784,64,2");
  await studio.page.keyboard.press("Enter");
  await studio.stateWith("the network is the one that was typed", ({ settings }) => settings.encoder === "784,64,2");
  await studio.rest();
  await studio.point("textbox", "Encoder");
  await until("the field is edited", editing);
  await studio.page.keyboard.type("9");
  await studio.page.keyboard.press("Escape");
  assert.equal((await studio.call("state")).settings.encoder, "784,64,2", "Escape takes nothing");
  studio.assertClean();
});

test("what has the keyboard is pressed by Space, and shows it", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&epochs=1000" });
  await studio.rest();
  await studio.focus("button", /^Train/);
  await studio.picture("focus");
  await studio.page.keyboard.press("Space");
  await studio.item("button", "Pause");
  await studio.page.keyboard.press("Space");
  await studio.item("button", "Resume");
  studio.assertClean();
});
