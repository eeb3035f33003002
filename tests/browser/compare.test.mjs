// Two runs side by side in a real browser: by mouse, finger and keys, from the shelf, and what a script is told of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened } from "./lib/open.mjs";
import { becomes, until } from "./lib/wait.mjs";

const within = (item, across, down) => [item.x + item.w * across, item.y + item.h * down];

/** Trains a run with these settings until it stands on the shelf. */
async function train(studio, settings) {
  await studio.call("configure", settings);
  await studio.call("train", { epochs: 1 });
  return until("the run is on the shelf", async () => {
    const [{ run, epoch }, runs] = [await studio.state(), await studio.call("runs")];
    return runs.find(({ id, epoch: at, figures }) => id === run && at === epoch && figures?.epoch === epoch);
  });
}

const nameOf = async (studio, id) => (await studio.byId(id))?.name ?? "";
const seen = async (studio) => {
  for (const which of ["a", "b"]) await becomes(`${which} has seen the images`, () => nameOf(studio, `compare/row/images/${which}`), /^\d/);
};
const pointed = (studio) => nameOf(studio, "compare/image");

/** Goes over the map of A with `touch(x, y)` until an image is found there. */
async function findImage(studio, touch) {
  const map = await studio.item("application", "Code map of A");
  await until("an image is found", async () => {
    for (let i = 0; i < 60; ++i) {
      await touch(...within(map, 0.3 + 0.4 * ((i * 0.618) % 1), 0.3 + 0.4 * ((i * 0.414) % 1)));
      await studio.rest();
      if (/^Image \d/.test(await pointed(studio))) return true;
    }
    return false;
  });
}

test("two runs of the shelf stand side by side; an image pointed at on one map is seen on the other", async (t) => {
  const studio = await opened(t, { drawn: true, query: "preset=classroom&images=2000" });
  const first = await train(studio, { hidden: "sigmoid" });
  await train(studio, { hidden: "relu" });
  await studio.page.keyboard.press("b");
  await studio.press("button", new RegExp(`^Side by side with the run on the page: ${first.name}$`));
  await seen(studio);
  assert.equal(await nameOf(studio, "compare/row/hidden/a"), "ReLU");
  assert.equal(await nameOf(studio, "compare/row/hidden/b"), "sigmoid");
  await studio.rest();
  await studio.picture("compare");
  const b = await studio.item("application", "Code map of B");
  const clip = () => studio.pixels({ x: b.x, y: b.y, width: b.w, height: b.h });
  const still = await clip();
  await findImage(studio, (x, y) => studio.page.mouse.move(x, y));
  assert.match(await nameOf(studio, "compare/image/2/error"), /^\d/);
  assert.notEqual(await clip(), still, "its ring is on the other map");
  await studio.picture("compare-pointed");

  await studio.page.mouse.click(...within(await studio.item("switch", "Turn B to A"), 0.9, 0.5));
  await until("B is turned", async () => (await studio.item("switch", "Turn B to A")).checked === "true");
  await studio.rest();
  await studio.picture("compare-turned");
  const error = await nameOf(studio, "compare/row/images/b");
  await studio.press("button", "A and B change places");
  await becomes("they have changed places", () => nameOf(studio, "compare/row/images/a"), new RegExp(`^${error}$`));
  await studio.press("button", "Open A");
  await studio.stateWith("the other run is on the page", ({ run }) => run === first.id);
  assert.equal(await studio.has("application", "Code map of A"), false);
  studio.assertClean();
});

test("by finger and by keys on a phone", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000", touch: true, viewport: { width: 390, height: 844 } });
  await train(studio, { encoder: "784,64,3" });
  await train(studio, { encoder: "784,64,2" });
  await studio.page.keyboard.press("c");
  await seen(studio);
  await findImage(studio, (x, y) => studio.page.touchscreen.tap(x, y));
  await studio.picture("compare-phone");
  await studio.focus("application", "Code map of B");
  const before = await pointed(studio);
  await studio.page.keyboard.press("ArrowRight");
  await until("the next image", async () => (await pointed(studio)) !== before);
  await studio.page.keyboard.press("Escape");
  await becomes("no image", () => pointed(studio), /^Point at an image/);
  await studio.page.keyboard.press("Escape");
  await studio.gone("application", "Code map of B");
  studio.assertClean();
});

test("a script has both runs' codes, places and differences; the pair outlasts a reload", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000" });
  const first = await train(studio, { encoder: "784,64,1" });
  const second = await train(studio, { encoder: "784,64,2", variational: "on" });
  const told = await studio.call("compare", { b: first.id });
  assert.deepEqual([told.a.codes[0].length, told.b.codes[0].length], [2, 1]);
  assert.equal(told.a.codes.length, told.b.codes.length);
  assert.deepEqual(told.differences.find(({ setting }) => setting === "encoder"), { setting: "encoder", a: "784,64,2", b: "784,64,1" });
  const { heldoutSse } = first.figures;
  assert.ok(Math.abs(told.b.error - heldoutSse) < 0.02 * heldoutSse, `${told.b.error} is measured on the same images as ${heldoutSse}`);
  assert.ok((await studio.item("switch", "Turn B to A")).disabled);
  await assert.rejects(studio.call("compare", { a: "nobody" }), /no run/);
  await assert.rejects(studio.call("compare", { a: second.id }), /with itself/);
  await studio.call("compare", { a: first.id });
  await until("the pair is kept", () => studio.page.evaluate((id) => (sessionStorage.getItem("hourglass") ?? "").includes(`"compared":["${id}",""`), first.id));
  await studio.page.reload({ waitUntil: "load" });
  await studio.ready();
  await seen(studio);
  assert.equal(await nameOf(studio, "compare/row/encoder/a"), "784,64,1");
  studio.assertClean();
});
