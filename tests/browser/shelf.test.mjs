// Nothing is lost: a page that is loaded again, or whose tab has died, goes on where it was; what begins a new run leaves the one
// before on the shelf; two tabs share it and leave each other alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { badCases } from "./lib/bad-cases.mjs";
import { freshProfile, open, opened } from "./lib/open.mjs";
import { pause, until } from "./lib/wait.mjs";
import { engineEvents, watchEngine } from "./lib/watch.mjs";

const note = badCases("shelf");

const kLong = Boolean(process.env.HOURGLASS_LONG);

/** Until the shelf has the present run as it is now. */
const kept = (studio) =>
  until("the run is on the shelf", async () => {
    const [{ run, epoch }, runs] = [await studio.state(), await studio.call("runs")];
    return runs.find(({ id, epoch: at }) => id === run && at === epoch);
  });

async function trained(t, options = {}) {
  const studio = await opened(t, { query: "preset=classroom&images=2000", ...options });
  await studio.call("reset");
  await studio.call("train", { epochs: 2 });
  await kept(studio);
  return studio;
}

/** The tab's process dies, and the person opens the page in another tab. */
async function dies(studio, before = async () => {}) {
  const session = await studio.page.createCDPSession();
  const died = new Promise((done) => studio.page.once("error", done));
  session.send("Page.crash").catch(() => {});
  await died;
  const page = await studio.page.browserContext().newPage();
  await before(page);
  await studio.page.close();
  studio.page = page;
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(studio.server.url, { waitUntil: "load" });
  await studio.ready();
  return studio;
}

async function again(studio) {
  await studio.page.reload({ waitUntil: "load" });
  await studio.ready();
}

test("a page that is loaded again goes on where it was, and says Resume", async (t) => {
  const studio = await trained(t);
  await studio.call("configure", { "learning-rate": 0.004 });
  const before = await studio.state();
  await until("the new rate is kept", async () => (await studio.call("runs"))[0].settings["learning-rate"] === "0.004");
  await until("the page has noted its run", () => studio.page.evaluate((run) => sessionStorage.getItem("hourglass").includes(run), before.run));
  const pixels = Array.from({ length: 784 }, (_, i) => (i % 28 > 12 && i % 28 < 16 ? 1 : 0));
  const code = await studio.call("encode", pixels);
  const epochs = () => until("the map can be wound back", () => studio.page.evaluate(() => document.querySelector('#mirror [data-id="map/trail"]')?.max));
  // The last epoch's codes may still be on their way.
  await studio.rest();
  const wound = await epochs();
  await again(studio);
  const after = await studio.stateWith("the run is back, with its images", ({ dataset, state }) => dataset && state === "paused");
  assert.equal(after.run, before.run);
  assert.equal(after.epoch, before.epoch);
  assert.deepEqual(after.history, before.history);
  assert.deepEqual(after.settings, before.settings);
  assert.deepEqual(await studio.call("encode", pixels), code, "the same weights");
  assert.equal(await epochs(), wound, "the map's earlier epochs");
  await studio.item("button", "Resume");
  await studio.picture("shelf-reloaded");
  await studio.call("train", { epochs: 1 });
  assert.equal((await studio.state()).run, before.run, "it goes on under its name");
  studio.assertClean();
});

test("what was done right before the page is loaded again, or hidden and thrown away, is there", async (t) => {
  const studio = await trained(t);
  // As a tablet's browser does that wants the memory for something else.
  const hide = () => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  };
  const reload = () => {
    window.old = true;
    location.reload();
  };
  const reloaded = () => until("another page", () => studio.page.evaluate(() => !window.old).catch(() => false));
  // What a page stores is in other processes' hands a moment later; a browser that throws a page away has told it long before.
  const thrownAway = async (rate) => {
    const other = await studio.page.browserContext().newPage();
    await other.goto(`${studio.server.url}icon.svg`);
    await until("it is kept", () => other.evaluate((value) => localStorage.getItem("hourglass").includes(value), rate));
    await other.close();
    await dies(studio);
  };
  const ways = [
    { rate: "0.0031", leave: reload, back: reloaded },
    { rate: "0.0042", leave: hide, back: thrownAway },
  ];
  for (const { rate, leave, back } of ways) {
    const before = await studio.state();
    await studio.rest();
    const [shelf, field] = [await studio.item("button", "The shelf"), await studio.item("spinbutton", "Learning rate")];
    const deeds = `const of = (id) => document.querySelector('#mirror [data-id="' + id + '"]');
      const field = of("${field.id}");
      field.value = "${rate}";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      of("${shelf.id}").click();
      (${leave})();`;
    await studio.page.evaluate(deeds);
    await back(rate);
    await studio.ready();
    const after = await studio.stateWith("the run is back", ({ dataset, epoch }) => dataset && epoch === before.epoch);
    assert.equal(Number(after.settings["learning-rate"]), Number(rate));
    await studio.item("dialog", "The shelf");
    await studio.press("button", "Close");
    await studio.gone("dialog", "The shelf");
  }
  studio.assertClean();
});

test("an address that changes while the page is already on its way again asks for nothing else", async (t) => {
  const studio = await trained(t);
  const before = await studio.state();
  await studio.rest();
  const field = await studio.item("spinbutton", "Learning rate");
  // The page comes from the server, which has it wait; nothing else reaches a page on its way but what it does by itself.
  await studio.page.setBypassServiceWorker(true);
  let arrive;
  const slow = new Promise((done) => (arrive = done));
  studio.server.fault = (path) => (path === "/" ? { until: slow } : null);
  const asked = studio.server.requests.length;
  await studio.page.evaluate((id) => {
    window.old = true;
    location.reload();
    setTimeout(() => {
      const field = document.querySelector(`#mirror [data-id="${id}"]`);
      field.value = "0.0031";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    setInterval(() => location.search.includes("0.0031") && fetch("icon.svg?followed"), 100);
  }, field.id);
  await until("the address has followed", () => studio.server.requests.slice(asked).includes("/icon.svg"));
  assert.ok(studio.server.requests.slice(asked).includes("/"), "and the page is on its way");
  arrive();
  await until("another page", () => studio.page.evaluate(() => !window.old).catch(() => false));
  await studio.ready();
  const after = await studio.stateWith("the run is back", ({ dataset, epoch }) => dataset && epoch === before.epoch);
  assert.equal(Number(after.settings["learning-rate"]), 0.0031);
  assert.match(await studio.page.evaluate(() => location.search), /0\.0031/);
  studio.assertClean();
});

test("a link that is loaded again before its page stood is followed, whatever the tab had before", async (t) => {
  const studio = await trained(t);
  await studio.page.setBypassServiceWorker(true);
  studio.server.fault = (path) => (path.endsWith("studio.wasm") ? { hang: true } : null);
  await studio.page.goto(`${studio.server.url}?preset=post-b-mnist&images=2000`, { waitUntil: "domcontentloaded" });
  await until("its scripts", () => studio.page.evaluate(() => "hourglass" in window));
  studio.server.fault = () => null;
  await again(studio);
  assert.equal((await studio.state()).preset, "post-b-mnist");
  studio.assertClean();
});

test("a run that was training when its page was loaded again goes on by itself", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000&epochs=5000" });
  await studio.press("button", /^Train/);
  const run = await until("some of it is kept", async () => (await studio.call("runs")).find(({ epoch }) => epoch > 1));
  await until("the page has noted its run", () => studio.page.evaluate((id) => sessionStorage.getItem("hourglass").includes(id), run.id));
  await again(studio);
  const after = await studio.stateWith("it trains", ({ state, epoch }) => state === "training" && epoch > run.epoch);
  assert.equal(after.run, run.id);
  await studio.item("button", "Pause");
  studio.assertClean();
});

test("the next visit opens on what the person left, and the shelf with its pictures is there", async (t) => {
  const context = await freshProfile(t);
  const studio = await trained(t, { context });
  const before = await studio.state();
  await until("the page has noted its run", () => studio.page.evaluate((run) => localStorage.getItem("hourglass").includes(run), before.run));
  await studio.page.close();
  const page = await context.newPage();
  studio.page = page;
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(studio.server.url, { waitUntil: "load" });
  await studio.ready();
  const after = await studio.stateWith("the run is back", ({ dataset, state }) => dataset && state === "paused");
  assert.equal(after.run, before.run);
  assert.equal(after.epoch, before.epoch);
  await studio.call("configure", { seed: 5 });
  await studio.call("train", { epochs: 1 });
  await kept(studio);
  await studio.call("configure", { hidden: "tanh" });
  await studio.call("train", { epochs: 1 });
  await kept(studio);
  await studio.press("button", "The shelf");
  await studio.item("dialog", "The shelf");
  await studio.item("group", /tanh/);
  // A page that becomes a telephone's is loaded anew, and its run comes back.
  const stands = () => studio.stateWith("the run stands", ({ dataset, epoch }) => dataset && epoch > 0);
  for (const phone of [false, true]) {
    await page.setViewport(phone ? { width: 390, height: 844, hasTouch: true, isMobile: true } : { width: 1440, height: 900 });
    await until("the page answers", () => page.evaluate(() => window.hourglass.ready.then(() => true)).catch(() => false));
    for (const value of ["dark", "light"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
      await stands();
      await studio.drawn();
      await studio.picture(`shelf-${phone ? 390 : 1440}-${value}`);
    }
  }
  await page.setViewport({ width: 1440, height: 900 });
  await until("the page answers", () => page.evaluate(() => window.hourglass.ready.then(() => true)).catch(() => false));
  await stands();
  const { name } = (await studio.call("runs")).find(({ id }) => id === before.run);
  await studio.press("button", `Open: ${name}`);
  await studio.stateWith("it is open", ({ run, epoch }) => run === before.run && epoch === before.epoch);
});

test("Reset leaves the run on the shelf, and a press or Ctrl Z brings it back", async (t) => {
  const studio = await trained(t);
  const before = await studio.state();
  const isBack = () => studio.stateWith("it is back", ({ run, epoch }) => run === before.run && epoch === before.epoch);
  await studio.press("button", "Reset");
  await studio.item("status", "Notice", ({ value }) => /The run before is on the shelf/.test(value));
  await studio.picture("shelf-notice");
  await studio.press("button", "Bring it back");
  await isBack();
  await studio.press("button", "Reset");
  await studio.stateWith("it is untrained", ({ epoch }) => epoch === 0);
  await studio.page.keyboard.down("Control");
  await studio.page.keyboard.press("z");
  await studio.page.keyboard.up("Control");
  await isBack();
  // Other images: the run comes back with its own.
  await studio.call("load", "letters");
  await studio.stateWith("letters are there", ({ dataset }) => dataset.name === "letters");
  await studio.press("button", "Bring it back");
  const after = await studio.stateWith("it is back with its images", ({ run, state, dataset }) => run === before.run && state === "paused" && dataset.name === "mnist");
  assert.equal(after.epoch, before.epoch);
  studio.assertClean();
});

test("two tabs have a run each, share the shelf, and leave each other's state alone", async (t) => {
  const context = await freshProfile(t);
  const first = await trained(t, { context });
  const mine = await first.state();
  const second = await open(t, { context, query: "preset=classroom&images=1000" });
  await second.page.goto(`${first.server.url}?preset=classroom&images=1000`, { waitUntil: "load" });
  await second.ready();
  await second.images(1000);
  await second.call("reset");
  await second.call("train", { epochs: 1 });
  await kept(second);
  const theirs = await second.state();
  assert.notEqual(theirs.run, mine.run);
  for (const studio of [first, second])
    await until("both runs are on the shelf of each", async () => {
      const ids = (await studio.call("runs")).map(({ id }) => id);
      return ids.includes(mine.run) && ids.includes(theirs.run);
    });
  await first.page.bringToFront();
  await again(first);
  const after = await first.stateWith("the first tab's run is back", ({ dataset, state }) => dataset && state === "paused");
  assert.equal(after.run, mine.run);
  assert.equal(after.epoch, mine.epoch);
});

test("a tab that dies while it trains comes back with all that was said to be kept, and goes on", async (t) => {
  const context = await freshProfile(t);
  const rounds = kLong ? 50 : 3;
  let studio = await open(t, { context, query: "preset=classroom&images=2000&epochs=100000" });
  await studio.ready();
  await studio.images();
  await studio.press("button", /^Train/);
  const { server } = studio;
  const lost = [];
  let before = 0;
  for (let round = 0; round < rounds; ++round) {
    await until("it is kept", async () => {
      const { run } = await studio.state();
      return (await studio.call("runs")).some(({ id, epoch }) => id === run && epoch > before);
    });
    await until("the page has noted its run", async () => {
      const { run } = await studio.state();
      return studio.page.evaluate((id) => localStorage.getItem("hourglass").includes(id), run);
    });
    await pause(500 + Math.random() * 3000);
    const to = await studio.state();
    const announced = (await studio.call("runs")).find(({ id }) => id === to.run).epoch;
    const { page } = await dies(studio, (next) => watchEngine(next, "snapshot"));
    await studio.stateWith("it goes on", ({ state }) => state === "training");
    const { epoch } = (await engineEvents(page)).find((event) => event.step > 0);
    assert.ok(epoch >= announced, `round ${round}: epoch ${epoch} came back, ${announced} was kept`);
    const last = to.history.at(-1);
    lost.push(Math.max(0, (to.epoch - epoch) * (last.seconds / last.epoch)));
    before = (await studio.state()).epoch;
  }
  // How long that is on a machine of its own is what engine/shelf.h promises; on a busy one the writing waits, too.
  lost.sort((a, b) => a - b);
  t.diagnostic(`lost, in seconds of training: ${lost.map((seconds) => seconds.toFixed(2)).join(", ")}; half of them at most ${lost[lost.length >> 1].toFixed(2)}`);
});

test("images of one's own come back with the run, are listed with their size, and can be forgotten", async (t) => {
  const studio = await open(t, { query: "preset=classroom" });
  await studio.ready();
  await studio.page.evaluate(async () => {
    const count = 300;
    const bytes = new Uint8Array(16 + count * 784);
    bytes.set([0, 0, 8, 3, 0, 0, count >> 8, count & 255, 0, 0, 0, 28, 0, 0, 0, 28]);
    for (let i = 16; i < bytes.length; ++i) bytes[i] = (i * 7 + (i >> 5) * 3) % 251 > 200 ? 255 : 0;
    await window.hourglass.load(new File([bytes], "drawn-by-us.idx3-ubyte"));
    await window.hourglass.train({ epochs: 2 });
  });
  await kept(studio);
  const before = await studio.state();
  assert.equal(before.dataset.name, "drawn-by-us");
  await until("the page has noted its run", () => studio.page.evaluate((run) => sessionStorage.getItem("hourglass").includes(run), before.run));
  await again(studio);
  const after = await studio.stateWith("images and run are back", ({ dataset, state }) => dataset && state === "paused");
  assert.equal(after.dataset.name, "drawn-by-us");
  assert.equal(after.dataset.training, before.dataset.training);
  assert.equal(after.epoch, before.epoch);
  await studio.press("button", "Data set");
  await studio.item("text", /drawn-by-us.* 300 images .* kept/);
  await studio.picture("own-images-kept");
  await studio.press("button", /^Forget drawn-by-us/);
  await studio.gone("button", /^Forget drawn-by-us/);
  studio.assertClean();
});

test("About says what is kept, and forgets all of it", async (t) => {
  const studio = await trained(t);
  await studio.press("button", "About");
  await studio.item("text", /1 run on the shelf, [\d.]+ MB in all/);
  await studio.press("button", "Forget all");
  const left = studio.page.waitForNavigation();
  await studio.press("button", "Forget all of it now");
  await left;
  await studio.ready();
  assert.deepEqual(await studio.call("runs"), []);
  assert.equal((await studio.stateWith("the start model is there", ({ startModel, epoch }) => startModel && epoch > 0)).settings.seed, "1");
  studio.assertClean();
});

test("a run of a newer Hourglass, and a damaged one, are left as they are and said, and the page opens", async (t) => {
  const studio = await trained(t);
  const { run } = await studio.state();
  /** Changes bytes of the run's files; answers how many there are. */
  const spoil = (changes) =>
    studio.page.evaluate(
      async (id, list) => {
        let count = 0;
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("hourglass-kept");
        for await (const [name, handle] of folder.entries()) {
          if (!name.startsWith(`run-${id}`)) continue;
          ++count;
          const file = await handle.createWritable({ keepExistingData: true });
          for (const [position, byte] of list) await file.write({ type: "write", position, data: new Uint8Array([byte]) });
          await file.close();
        }
        return count;
      },
      run,
      changes,
    );
  const files = await spoil([]);
  for (const [what, changes, words] of [
    ["a run on the shelf is of a newer version", [[6, 2]], /1 run on the shelf is of a newer Hourglass/],
    ["a run on the shelf is damaged", [[6, 1], [70, 0]], /1 run on the shelf is damaged/],
  ]) {
    await spoil(changes);
    await again(studio);
    await studio.item("status", "Problem", ({ value }) => words.test(value));
    await note(studio, what);
    await studio.images(2000);
    assert.ok(!(await studio.call("runs")).some(({ id }) => id === run));
    await studio.call("train", { epochs: 1 });
    await kept(studio);
    assert.equal(await spoil([]), files, "nothing was deleted");
  }
  studio.assertClean();
});

test("where the storage is full the page says so once, and the run is there for as long as the page is", async (t) => {
  const context = await freshProfile(t);
  const studio = await opened(t, { context, query: "preset=classroom&images=2000" });
  const session = await studio.page.createCDPSession();
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(studio.server.url).origin, quotaSize: 300_000 });
  await studio.call("reset");
  await studio.call("train", { epochs: 2 });
  await studio.item("status", "Problem", ({ value }) => /storage is full/.test(value));
  await note(studio, "the browser's storage is full");
  const before = await studio.state();
  await studio.call("reset");
  await studio.stateWith("it is untrained", ({ epoch }) => epoch === 0);
  await studio.page.keyboard.down("Control");
  await studio.page.keyboard.press("z");
  await studio.page.keyboard.up("Control");
  await studio.stateWith("it is back", ({ run, epoch }) => run === before.run && epoch === before.epoch);
});
