// Which control gets the focus when the one that had it has gone (web/src/bridge/keyboard-place.ts).
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { pageModule } from "../../tools/lib/page-source.mjs";

const { KeyboardPlace, partOf } = await pageModule("src/bridge/keyboard-place.ts");
let place, person;

beforeEach(() => {
  person = {};
  globalThis.window = { addEventListener: (name, hear) => (person[name] = hear) };
  place = new KeyboardPlace();
});

/** "map: fit save" and so on, as the mirror's items. */
function items(...parts) {
  const all = new Map();
  for (const part of parts) {
    const [id, controls] = part.split(":");
    all.set(id, { id, role: id === "sheet" ? "dialog" : "region" });
    for (const one of controls.trim().split(/\s+/).filter(Boolean)) all.set(one, { id: one, role: "button", parent: id });
  }
  return all;
}

/** The mirror as it was and as it is; answers who has the focus then. */
function change(was, is, at) {
  const find = (from) => (id) => from.get(id);
  const now = is.has(at) ? at : "";
  const part = at === "" ? "" : partOf(find(was), at);
  return place.after([...is.keys()], find(is), { at, place: [...was.keys()].indexOf(at), part, now }) ?? now;
}

const kAll = items("bar: train help", "map: fit save", "loss: log pin");

test("the next of its part gets it, else the part's first, else what follows", () => {
  person.keydown();
  assert.equal(change(kAll, items("bar: train help", "map: save", "loss: log pin"), "fit"), "save");
  person.keydown();
  assert.equal(change(kAll, items("bar: train help", "map: fit", "loss: log pin"), "save"), "fit", "and not the loss chart's first");
  person.keydown();
  assert.equal(change(kAll, items("bar: train help", "loss: log pin"), "fit"), "log");
  person.keydown();
  assert.equal(change(kAll, items("bar: train help", "map: fit save"), "pin"), "train", "rather than nobody");
});

test("what comes back has it again, also where what had it instead had gone, too", () => {
  person.keydown();
  const without = items("bar: train help", "map:", "loss: log pin"), less = items("bar: help", "map:");
  assert.equal(change(kAll, items("bar: train help", "map: save", "loss: log pin"), "fit"), "save");
  assert.equal(change(items("bar: train help", "map: save", "loss: log pin"), without, "save"), "log");
  assert.equal(change(without, less, "log"), "help");
  assert.equal(change(less, kAll, "help"), "fit");
  assert.equal(change(kAll, kAll, "fit"), "fit");
});

test("without keys nobody gets it meanwhile, and what comes back has it", () => {
  const without = items("bar: train help", "map: save", "loss: log pin");
  assert.equal(change(kAll, without, "fit"), "");
  assert.equal(change(without, kAll, ""), "fit");
});

test("whoever did anything since stays where he is", () => {
  const without = items("bar: train help", "map: save", "loss: log pin");
  for (const deed of ["keydown", "pointerdown"]) {
    person.keydown();
    assert.equal(change(kAll, without, "fit"), "save");
    person[deed]();
    assert.equal(change(without, kAll, "save"), "save", deed);
  }
  person.keydown();
  assert.equal(change(kAll, without, "fit"), "save");
  assert.equal(change(without, kAll, "help"), "help", "a script gave it to another one");
});

test("another thing of the same name in another part is another thing", () => {
  person.keydown();
  assert.equal(change(kAll, items("bar: train help", "map: save", "loss: log pin"), "fit"), "save");
  assert.equal(change(items("bar: train help", "map: save", "loss: log pin"), items("bar: train help", "map: save", "loss: fit log"), "save"), "save");
});

test("a sheet takes it and gives it back", () => {
  person.keydown();
  const open = items("bar: train help", "map: fit save", "loss: log pin", "sheet: close");
  assert.equal(change(kAll, open, "help"), "close");
  assert.equal(change(open, kAll, "close"), "help");
});
