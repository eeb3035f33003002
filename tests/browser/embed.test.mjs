// Panels in an article of another origin, and what its scripts may say to them; the sheet that makes such a link.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { freshProfile, open, opened } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";

/** A page of its own origin that listens and speaks to frames: its address. */
async function site(t, body) {
  const html = `<!doctype html><meta name="viewport" content="width=device-width"><body style="margin:0">${body}
    <script>
      window.heard = [];
      addEventListener("message", ({ data, origin }) => heard.push({ ...data, origin }));
      window.tell = (message, target = "*") => document.querySelector("iframe").contentWindow.postMessage(message, target);
    </script>`;
  const server = createServer((_request, response) => response.writeHead(200, { "content-type": "text/html" }).end(html));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => (server.closeAllConnections(), server.close()));
  return server.address().port;
}

/** An article with panels in it: {article, frame, context, home}. `origin` is made of the article's own; null: the link names none. */
async function article(t, { query = "embed=map,paint&preset=classroom&images=1000", origin = (own) => own, style = "width:900px;height:480px" } = {}) {
  const context = await freshProfile(t);
  const studio = await open(t, { isolated: false, context, query: "preset=classroom&images=1000" });
  const home = studio.server.url;
  // The port of an article is known only when it stands, and its frame is of another port.
  const port = await site(t, `<iframe style="border:0;${style}" sandbox="allow-scripts allow-same-origin allow-popups"></iframe>`);
  const own = `http://localhost:${port}`;
  const named = origin(own);
  const src = `${home}?${query}${named === null ? "" : `&origin=${encodeURIComponent(named)}`}`;
  const page = await context.newPage();
  await page.setViewport({ width: 1000, height: 800 });
  await page.goto(`${own}/`, { waitUntil: "load" });
  await page.evaluate((address) => (document.querySelector("iframe").src = address), src);
  const frame = await until("the frame", () => page.frames().find((one) => one.url().startsWith(home)));
  await until("its scripts", () => frame.evaluate(() => "hourglass" in window).catch(() => false));
  await frame.evaluate(() => window.hourglass.ready);
  await until("its images", () => frame.evaluate(() => window.hourglass.state().then((state) => state.dataset?.training === 1000)));
  const shows = (id) => frame.evaluate((name) => document.querySelector(`#mirror [data-id="${name}"]`) !== null, id);
  return { page, frame, shows, studio, own, home };
}

/** Says something to the frame, and answers what comes back. */
async function asked({ page }, message) {
  await page.evaluate((one) => window.tell(one), message);
  return until(`an answer to ${message.id}`, () => page.evaluate((id) => window.heard.find((one) => one.hourglass === "answer" && one.id === id) ?? null, message.id));
}

test("panels stand alone in an article, and follow the frame's size", async (t) => {
  const all = await article(t, { origin: () => null });
  for (const id of ["map/surface", "paint/pad", "embed/open"]) await until(id, () => all.shows(id));
  for (const id of ["bar", "bar/train", "loss/chart", "recipe", "tabs/map"]) assert.equal(await all.shows(id), false, id);
  const notices = await all.frame.evaluate(() => [...document.querySelectorAll("#mirror [role=status]")].map((one) => one.textContent));
  assert.deepEqual(notices.filter((text) => /tab of its own|one thread/.test(text)), [], "no offer covers a figure of an article");
  await all.page.evaluate(() => (document.querySelector("iframe").style.cssText = "border:0;width:320px;height:300px"));
  await until("tabs in a small frame", () => all.shows("tabs/map"));
});

test("the page around calls the methods of window.hourglass by messages, where the link names its origin", async (t) => {
  const all = await article(t);
  await until("it says that it listens", () => all.page.evaluate(() => window.heard.some((one) => one.hourglass === "listening")));
  const state = await asked(all, { hourglass: "state", id: "a" });
  assert.equal(state.result.dataset.training, 1000);
  assert.equal(state.origin, new URL(all.home).origin);
  const ready = await asked(all, { hourglass: "ready", id: 2 });
  assert.equal(ready.result.threads, 1);
  assert.equal((await asked(all, { hourglass: "configure", args: [{ seed: 41 }], id: 3 })).error, undefined);
  assert.equal((await asked(all, { hourglass: "state", id: 4 })).result.settings.seed, "41");
  const decoded = await asked(all, { hourglass: "decode", args: [[[0, 0]]], id: 5 });
  assert.ok(decoded.result, decoded.error);
  const refused = await asked(all, { hourglass: "configure", args: [{ seed: "none" }], id: 6 });
  assert.equal(refused.result, undefined);
  assert.match(refused.error, /\w/, "a reason in words");
  await until("who can steer it is said", () => all.shows("embed/origins"));

  // What is no call gets no answer: later ones are answered in their order.
  for (const wrong of [null, 7, "state", {}, { hourglass: 3 }, { hourglass: "nonsense", id: 7 }, { hourglass: "constructor", id: 8 }, { hourglass: "state", args: 3, id: 9 }])
    await all.page.evaluate((message) => window.tell(message), wrong);
  await asked(all, { hourglass: "state", id: 10 });
  assert.deepEqual(await all.page.evaluate(() => window.heard.filter(({ id }) => [7, 8, 9].includes(id))), []);
});

test("an article that the link does not name is not heard", async (t) => {
  for (const origin of [() => null, () => "https://elsewhere.example", () => "*", () => "null", (own) => own.replace(/\d+$/, "1")]) {
    const all = await article(t, { origin });
    await all.page.evaluate(() => window.tell({ hourglass: "configure", args: [{ seed: 41 }], id: 1 }));
    // Its messages come in order: what the frame's own script posts afterwards is heard after them.
    await all.frame.evaluate(() => new Promise((done) => (addEventListener("message", ({ data }) => data === "after" && done()), postMessage("after", "*"))));
    await all.frame.evaluate(() => window.hourglass.drawn());
    assert.notEqual(await all.frame.evaluate(() => window.hourglass.state().then(({ settings }) => settings.seed)), "41");
    assert.deepEqual(await all.page.evaluate(() => window.heard), [], String(origin));
  }
});

test("a page that another site may speak with knows nothing of this browser", async (t) => {
  const all = await article(t);
  // Of the same site, so that no partition of the browser's stands between them.
  const query = `preset=classroom&images=1000&origin=${encodeURIComponent("https://course.example")}`;
  const context = all.page.browserContext();
  const before = await context.newPage();
  await before.goto(`${all.home}?preset=classroom&images=1000`, { waitUntil: "load" });
  await before.evaluate(() => window.hourglass.ready);
  await until("images", () => before.evaluate(() => window.hourglass.state().then(({ dataset }) => dataset?.training === 1000)));
  await before.evaluate(() => window.hourglass.train({ epochs: 2 }));
  await until("a run is kept", () => before.evaluate(() => window.hourglass.runs().then((runs) => runs.length > 0)));
  const listens = await context.newPage();
  await listens.goto(`${all.home}?${query}`, { waitUntil: "load" });
  await listens.evaluate(() => window.hourglass.ready);
  assert.deepEqual(await listens.evaluate(() => window.hourglass.runs()), []);
});

test("the sheet makes a link, a code of it and a frame", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=1000&lang=en" });
  await studio.press("button", "Share a link");
  await studio.item("button", "Copy the link");
  const link = async () => (await studio.byId("share/link")).name;
  assert.ok((await link()).startsWith(`${studio.server.url}?`), await link());
  await until("lessons are offered", async () => (await studio.byId("share/start")) && studio.page.evaluate(() => document.querySelector('#mirror [data-id="share/start"] input[value="lesson"]') !== null));
  await until("a code", () => studio.byId("share/code"));
  const before = await link();
  await studio.press("switch", "Loss");
  await until("the link follows", async () => (await link()) !== before && /hide=loss/.test(await link()));
  await until("and the code", async () => (await studio.byId("share/code"))?.description === (await link()));
  await studio.picture("share");
  await studio.press("button", "Fill the screen with the code");
  const large = await until("a large one", () => studio.byId("code/picture"));
  assert.ok(large.h > 600, `${large.h} px for the last row`);
  await studio.picture("share-code");
  const shared = (await studio.byId("code/picture")).description;
  await studio.page.goto(shared, { waitUntil: "load" });
  await studio.ready();
  await until("what the link hides is hidden", async () => !(await studio.byId("loss")) && (await studio.byId("bar/show-all")));
  await studio.press("button", "Show all");
  await until("and comes back", () => studio.byId("loss"));
  studio.assertClean();
});

test("a projected page is larger, turns a lesson by a presenter's keys, and comes back", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=1000&lesson=squeezed" });
  await until("the lesson", () => studio.page.evaluate(() => document.querySelector("#lessons h1")?.textContent));
  const title = () => studio.page.evaluate(() => document.querySelector("#lessons h1")?.textContent);
  const first = await title();
  // Who turns the steps has pressed a button of the panel, which reads its text by the same keys.
  await studio.page.focus("#lessons .next");
  await studio.page.keyboard.press("p");
  await until("the bar is the projector's", () => studio.byId("projector/leave"));
  assert.equal(await studio.byId("paint/pad"), undefined);
  const leave = await studio.byId("projector/leave");
  assert.ok(leave.h > 34, `controls are larger: ${leave.h}`);
  await studio.page.keyboard.press("PageDown");
  await until("the next step", async () => (await title()) !== first);
  await studio.page.keyboard.press("PageUp");
  await until("and back", async () => (await title()) === first);
  await studio.press("button", "Leave projector mode");
  await until("the pad is back", () => studio.byId("paint/pad"));
  studio.assertClean();
});

test("the system's forced colours are the canvas's, too, and the mirror's texts stay unseen", async (t) => {
  const studio = await opened(t, { drawn: true, query: "preset=classroom&images=1000" });
  const color = () => studio.page.evaluate(() => getComputedStyle(document.querySelector('#mirror [data-id="bar/train"]')).color);
  const before = await studio.pixels();
  const client = await studio.page.createCDPSession();
  await client.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }, { name: "prefers-color-scheme", value: "dark" }] });
  await until("the page is drawn in other colours", async () => (await studio.pixels()) !== before);
  assert.match(await color(), /rgba\(0, 0, 0, 0\)|transparent/);
  await studio.picture("forced-colours");
  studio.assertClean();
});
