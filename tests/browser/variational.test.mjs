// A variational code on the page: chosen in the recipe, trained, its divergence in the chart, its sweep by quantiles, the spread of
// a point under the mouse.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened } from "./lib/open.mjs";
import { becomes, changes, until } from "./lib/wait.mjs";

const about = async (studio) => (await studio.item("application", "Code map")).value;

test("a variational code is trained, measured and swept", async (t) => {
  const studio = await opened(t, { drawn: true, query: "preset=variational-classroom&images=2000&epochs=3" });
  await studio.press("button", /^Train/);
  const { history } = await studio.stateWith("it is trained", ({ state, epoch }) => state !== "training" && epoch === 3);
  const { heldoutKl, trainKl, heldoutSse, trainLoss } = history.at(-1);
  assert.ok(heldoutKl > 0 && trainKl > 0 && heldoutSse > 0 && trainLoss > trainKl, JSON.stringify(history.at(-1)));
  await becomes("codes on the map", () => about(studio), /^[1-9][\d,]* codes/);
  await studio.caughtUp();

  await studio.set("combobox", "Figure", "KL");
  const told = async () => (await studio.byId("loss/chart"))?.value;
  const said = await becomes("the divergence is told", told, new RegExp(`held-out ${heldoutKl.toFixed(3).slice(0, 3)}`));
  assert.match(said, /^Epoch 3: training \d/);
  await studio.picture("variational-kl");

  const map = await studio.item("application", "Code map");
  const clip = () => studio.pixels({ x: map.x, y: map.y, width: map.w, height: map.h });
  const still = await clip();
  await studio.page.mouse.move(map.x + 0.5 * map.w, map.y + 0.5 * map.h);
  await becomes("a place is decoded", () => about(studio), /probe at/);
  await changes("the spread of the point is drawn", clip, still);
  await studio.picture("variational-spread");

  await studio.set("radiogroup", "View", "Sweep");
  await studio.press("switch", "Quantiles of the normal");
  await studio.item("text", /20 \u00d7 20 = 400 images$/);
  assert.match((await studio.item("textbox", "Across from")).description ?? "", /Quantiles/);
  await studio.picture("variational-sweep");
  await studio.press("button", "\u22121 to 1");
  await studio.item("text", /10 \u00d7 10 = 100 images$/);
  const { columns, rows, codes } = await studio.call("sweep", { quantiles: 5 });
  assert.deepEqual([columns, rows, codes.length], [5, 5, 25]);
  assert.ok(Math.abs(codes[0][0] + 1.2815516) < 1e-5 && Math.abs(codes[0][1] - 1.2815516) < 1e-5, String(codes[0]));
  studio.assertClean();
});

test("a variational code beside a code penalty is refused with the reason, and a link carries it", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000&code-penalty=0.1" });
  await assert.rejects(studio.call("sweep", { quantiles: 5 }), /variational/);
  await assert.rejects(studio.call("configure", { variational: "on" }), /code penalty to 0/);
  await studio.call("configure", { "code-penalty": 0, variational: "on", "kl-weight": 0.3 });
  await until("the address says it", async () => /variational=on/.test(await studio.page.evaluate(() => location.search)));
  await studio.page.reload({ waitUntil: "load" });
  await studio.ready();
  const { settings } = await studio.stateWith("it is back", ({ dataset }) => dataset);
  assert.deepEqual([settings.variational, settings["kl-weight"]], ["on", "0.3"]);
  studio.assertClean();
});
