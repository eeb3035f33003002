// Accidents while the page is at work: its engine is killed, storage and memory fail, the machine sleeps, the graphics card goes.
// Whatever it is, the page goes on, says what the person should know, and nothing that was learnt is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { badCases } from "./lib/bad-cases.mjs";
import { open, opened } from "./lib/open.mjs";
import { inWorkers } from "./lib/in-workers.mjs";
import { pause, until } from "./lib/wait.mjs";
import { engineEvents, watchEngine } from "./lib/watch.mjs";

const note = badCases("accidents");
const kQuery = "preset=classroom&images=2000";

const kill = (studio) => studio.page.evaluate(() => window.dispatchEvent(new Event("hourglass-kill-engine")));
const restarted = (studio, times) => until(`restart ${times}`, async () => (await studio.call("stats")).restarts === times);
const works = (studio) => until("the engine answers", () => studio.call("codes").then(() => true, () => false));
const saying = (studio, words) => studio.item("status", /Notice|Problem/, ({ value }) => words.test(value));

/** Until the shelf has the present run as it is now. */
const kept = (studio) =>
  until("the run is on the shelf", async () => {
    const [{ run, epoch }, runs] = [await studio.state(), await studio.call("runs")];
    return runs.find(({ id, epoch: at }) => id === run && at === epoch);
  });

test("an engine that is killed while it hands over what was learnt leaves all that was said to be kept", async (t) => {
  const studio = await opened(t, { query: kQuery });
  await studio.call("configure", { encoder: [784, 512, 128, 2], epochs: 100000 });
  for (let time = 1; time <= 3; ++time) {
    const before = (await studio.call("runs"))[0]?.epoch ?? 0;
    await studio.press("button", /^(Train|Resume)/);
    await until("more of it is kept", async () => ((await studio.call("runs"))[0]?.epoch ?? 0) > before);
    // The engine that is started goes on from the last weights that the page has heard of, which may be a moment older than
    // what the dead one gave to the shelf.
    const { weightsEpoch: shown } = await studio.state();
    await kill(studio);
    await restarted(studio, time);
    await works(studio);
    const { epoch } = await studio.state();
    assert.ok(epoch >= shown, `it goes on from ${epoch}; ${shown} was shown`);
  }
  await note(studio, "the engine is killed while it writes");
  const { run } = await studio.state();
  const [{ epoch }] = await studio.call("runs");
  await until("the page has noted its run", () => studio.page.evaluate((id) => sessionStorage.getItem("hourglass").includes(id), run));
  await studio.page.reload({ waitUntil: "load" });
  await studio.ready();
  const after = await studio.stateWith("the run is back", ({ dataset, epoch: at }) => dataset && at > 0);
  assert.equal(after.run, run);
  assert.ok(after.epoch >= epoch);
});

test("an engine that is killed while it loads leaves the images and the run before, and the load can be tried again", async (t) => {
  // It dies of the first piece of a file that it reads once it is told so.
  const dies = `const { get } = Map.prototype;
    Map.prototype.get = function (key) {
      const found = get.call(this, key);
      if (globalThis.armed && found instanceof Blob) throw new Error("a test asked for it");
      return found;
    };`;
  const studio = await opened(t, { query: kQuery, ...inWorkers(/engine-worker/, dies) });
  await studio.call("train", { epochs: 1 });
  const before = await studio.caughtUp();
  const engine = studio.page.workers().find((worker) => worker.url().includes("/spoilt/"));
  await engine.evaluate(() => (globalThis.armed = true));
  await assert.rejects(studio.call("load", "letters"), /stopped/);
  await restarted(studio, 1);
  await works(studio);
  const after = await studio.state();
  assert.equal(after.dataset.name, before.dataset.name);
  assert.equal(after.epoch, before.epoch);
  await note(studio, "the engine is killed while it loads");
  await studio.call("load", "letters");
  assert.equal((await studio.state()).dataset.name, "letters");
});

test("memory that is refused to the engine with threads leaves one thread", async (t) => {
  const refuse = `const { Memory } = WebAssembly;
    WebAssembly.Memory = class extends Memory {
      constructor(kind) {
        if (kind.shared) throw new RangeError("WebAssembly.Memory(): could not allocate memory");
        super(kind);
      }
    };`;
  const studio = await open(t, { query: kQuery, ...inWorkers(/engine-worker/, refuse) });
  await until("an engine", () => studio.ready().then(() => true, () => false));
  const { variant, threads } = await studio.ready();
  assert.deepEqual([variant, threads], ["relaxed", 1]);
  await studio.images();
  assert.ok(await studio.call("train", { epochs: 1 }));
  await note(studio, "memory is refused to the engine with threads");
});

const kNoStorage = `FileSystemFileHandle.prototype.createSyncAccessHandle = () => Promise.reject(new DOMException("no", "SecurityError"));
  Object.defineProperty(self, "indexedDB", { get() { throw new DOMException("no", "SecurityError"); } });`;

test("storage that is refused is said once, and runs last as long as the page", async (t) => {
  const studio = await open(t, { query: kQuery, ...inWorkers(/keeper/, kNoStorage) });
  await saying(studio, /keeps nothing here/);
  await note(studio, "storage is refused");
  await studio.images();
  await studio.call("reset");
  await studio.call("train", { epochs: 2 });
  await kept(studio);
  const before = await studio.state();
  await studio.press("button", "Reset");
  await studio.press("button", "Bring it back");
  await studio.stateWith("it is back", ({ run, epoch }) => run === before.run && epoch === before.epoch);
});

test("a page in the background whose storage answers after its engine has spoken opens all the same", async (t) => {
  const source = `const { getDirectory } = StorageManager.prototype;
    const said = new Promise((go) => (new BroadcastChannel("said").onmessage = go));
    StorageManager.prototype.getDirectory = function () {
      return said.then(() => getDirectory.call(this));
    };`;
  const slow = inWorkers(/keeper/, source);
  const before = async (page) => {
    await slow.before(page);
    await watchEngine(page, "engine_ready");
    await (await page.browserContext().newPage()).bringToFront();
  };
  const studio = await open(t, { query: kQuery, ...slow, before, whole: true });
  assert.ok(await studio.page.evaluate(() => document.hidden));
  await until("the engine has spoken", async () => (await engineEvents(studio.page)).length > 0);
  await studio.page.evaluate(() => new BroadcastChannel("said").postMessage("go"));
  await studio.ready();
  await studio.images();
  await studio.page.bringToFront();
  assert.ok(await studio.call("train", { epochs: 1 }));
  studio.assertClean();
});

test("files that another page has in hand for a moment are asked for again", async (t) => {
  const source = `const busy = (object, deed, name) => {
      const does = object[deed];
      let times = 0;
      object[deed] = function (...given) {
        return ++times <= 8 ? Promise.reject(new DOMException("another page has it", name)) : does.apply(this, given);
      };
    };
    busy(Blob.prototype, "arrayBuffer", "NotReadableError");
    busy(FileSystemFileHandle.prototype, "createSyncAccessHandle", "NoModificationAllowedError");
    busy(FileSystemDirectoryHandle.prototype, "removeEntry", "NoModificationAllowedError");`;
  const studio = await open(t, { query: kQuery, ...inWorkers(/keeper/, source) });
  await studio.ready();
  await studio.images();
  await studio.call("reset");
  await studio.call("train", { epochs: 2 });
  await kept(studio);
  const { run } = await studio.state();
  const names = await studio.page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("hourglass-kept");
    return Array.fromAsync(folder.keys());
  });
  assert.ok(names.some((name) => name.startsWith(`run-${run}`)), "in the quick storage");
  assert.ok(!names.some((name) => name.startsWith("probe")));
  await until("the page has noted its run", () => studio.page.evaluate((id) => sessionStorage.getItem("hourglass").includes(id), run));
  await studio.page.reload({ waitUntil: "load" });
  await studio.ready();
  await studio.stateWith("the run is back", ({ run: id, dataset }) => dataset && id === run);
  studio.assertClean();
});

for (const [what, fails, comesBack] of [
  ["fails at the tenth write", "++writes === 10", true],
  ["fails from the tenth write on", "++writes >= 10", false],
]) {
  test(`storage that ${what} is said, and what was kept before is whole`, async (t) => {
    const source = `let writes = 0;
      const { write } = FileSystemSyncAccessHandle.prototype;
      FileSystemSyncAccessHandle.prototype.write = function (...given) {
        if (${fails}) throw new DOMException("the disk", "InvalidStateError");
        return write.apply(this, given);
      };`;
    const studio = await open(t, { query: kQuery, ...inWorkers(/keeper/, source) });
    await studio.ready();
    await studio.images();
    await studio.call("configure", { epochs: 100000, seed: 9 });
    await studio.press("button", /^Train/);
    await saying(studio, /could not be kept/);
    await note(studio, `storage ${what}`);
    await studio.press("button", "Pause");
    const { run } = await studio.stateWith("it rests", ({ state }) => state === "paused");
    await kept(studio); // by this page, if nowhere else
    if (comesBack) {
      await studio.call("train", { epochs: 1 });
      await kept(studio);
    }
    const last = await studio.state();
    await until("the page has noted its run", () => studio.page.evaluate((id) => sessionStorage.getItem("hourglass").includes(id), run));
    await studio.page.reload({ waitUntil: "load" });
    await studio.ready();
    const after = await studio.stateWith("the page stands", ({ dataset }) => dataset);
    const runs = await studio.call("runs");
    if (comesBack) assert.deepEqual([after.run, after.epoch], [run, last.epoch]);
    assert.ok(runs.length > 0, "what came before the tenth write is on the shelf");
    for (const one of runs) assert.ok(one.epoch > 0, "what is on the shelf is whole");
  });
}

test("a sleep of eight hours in the midst of training is no time of training, and it goes on", async (t) => {
  const studio = await opened(t, { query: `${kQuery}&epochs=100000`, whole: true });
  await studio.press("button", /^Train/);
  const before = await studio.stateWith("it trains", ({ state, history, secondsLeft }) => state === "training" && history.length > 3 && secondsLeft > 0);
  const sleep = () => {
    const { now } = performance, { now: date } = Date;
    performance.now = () => now.call(performance) + 8 * 3_600_000;
    Date.now = () => date() + 8 * 3_600_000;
  };
  const session = await studio.page.createCDPSession();
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await session.send("Page.setWebLifecycleState", { state: "active" });
  for (const worker of studio.page.workers()) if (/engine-worker|keeper/.test(worker.url())) await worker.evaluate(sleep);
  await studio.page.evaluate(sleep);
  // A page that was frozen stays hidden, and draws nothing, until somebody comes back to it.
  const other = await studio.page.browserContext().newPage();
  await other.bringToFront();
  await studio.page.bringToFront();
  await other.close();
  await until("the page is seen again", () => studio.page.evaluate(() => !document.hidden));
  const after = await studio.stateWith("it goes on", ({ state, epoch }) => state === "training" && epoch > before.epoch + 5);
  assert.equal(after.run, before.run);
  assert.ok(after.history.at(-1).seconds < 3600, `${after.history.at(-1).seconds} s of training`);
  assert.ok(after.secondsLeft < 10 * before.secondsLeft, `${after.secondsLeft} s are left, ${before.secondsLeft} before`);
  await note(studio, "the machine sleeps for eight hours in the midst of training");
  await studio.press("button", "Pause");
  await kept(studio);
  studio.assertClean();
});

test("a context that is lost twice in a second while somebody paints takes nothing of the drawing", async (t) => {
  const studio = await opened(t);
  await studio.page.bringToFront();
  const { mouse } = studio.page;
  const loseTwice = () =>
    studio.page.evaluate(() => {
      const canvas = document.getElementById("canvas");
      window.contexts = 0;
      const lose = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
      const again = () => {
        lose.loseContext();
        setTimeout(() => lose.restoreContext(), 50);
      };
      canvas.addEventListener("webglcontextrestored", () => ++window.contexts);
      canvas.addEventListener("webglcontextrestored", () => setTimeout(again), { once: true });
      again();
    });
  const cameBack = () => until("it was lost and came back twice", () => studio.page.evaluate(() => window.contexts === 2));
  /** As long as that takes at most: a pen that rests draws its corner a little otherwise. */
  const rests = () => pause(600);
  /** The RMSE of what was drawn, with the part that is painted while the card is lost or without it; the pen rests at two places. */
  const paint = async ({ first = rests, second = rests, part = true } = {}) => {
    await studio.press("button", "Clear the pad");
    const pad = await studio.item("application", "Paint pad");
    const at = (u, v) => [pad.x + u * pad.w, pad.y + v * pad.h];
    await mouse.move(...at(0.3, 0.3));
    await mouse.down();
    await mouse.move(...at(0.5, 0.5), { steps: 8 });
    await first();
    for (const corner of part ? [[0.8, 0.2], [0.2, 0.8]] : []) await mouse.move(...at(...corner), { steps: 8 });
    await second();
    await mouse.move(...at(0.7, 0.7), { steps: 8 });
    await mouse.up();
    await studio.rest();
    return Number(/[\d.]+$/.exec((await studio.byId("paint/error")).name)[0]);
  };
  const whole = await paint();
  const close = 0.01;
  assert.ok(Math.abs((await paint({ part: false })) - whole) > 2 * close, "a part that is missing is seen by this");
  const disturbed = await paint({ first: loseTwice, second: cameBack });
  assert.ok(Math.abs(disturbed - whole) <= close, `${disturbed}, undisturbed ${whole}`);
  await note(studio, "the graphics card is lost twice in a second, while somebody paints");
  await studio.picture("context-lost-twice");
  assert.deepEqual(studio.errors.filter((text) => !/CONTEXT_LOST/.test(text)), []);
});
