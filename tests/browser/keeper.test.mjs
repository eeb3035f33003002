// The keeper (web/src/keep/keeper.ts) alone, with storage that writes when the test lets it: what it says to be kept is written,
// a run only goes forward, and no bytes stay that were handed over.
import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./lib/wait.mjs";
import { pageWith } from "./lib/page-with.mjs";

/** In the worker, before the keeper: a file is opened for writing when the channel `hourglass-test` has let it. "hold", "one", "go":
 * none from now on, the one that waits, all. Each is answered, and so is a file that waits. */
const kHolds = `
const channel = new BroadcastChannel("hourglass-test");
const { createSyncAccessHandle: create } = FileSystemFileHandle.prototype;
let held = false, release = () => {};
channel.onmessage = ({ data }) => {
  if (data !== "one") held = data === "hold";
  if (data !== "hold") release();
  channel.postMessage(data);
};
FileSystemFileHandle.prototype.createSyncAccessHandle = async function () {
  if (held) {
    channel.postMessage("waits");
    await new Promise((done) => (release = done));
  }
  return create.call(this);
};
`;

/** In the page: a keeper, what it says, and an engine's way to it. */
const kPage = `<!doctype html><script type="module">
const keeper = new Worker("./worker.js", { type: "module" });
window.told = [];
// Of a card what a test asks: nobody is sent the long ones.
const read = ([{ id, step, points = "" }]) => ({ id, step, points: points.length });
keeper.onmessage = ({ data }) =>
  window.told.push(data.is === "changed" ? { is: data.is, run: read(JSON.parse(new TextDecoder().decode(data.runs))) } : data);
const { port1, port2 } = new MessageChannel();
keeper.postMessage({ is: "engine", port: port1 }, [port1]);
const bytes = (text) => new TextEncoder().encode(text).buffer;
window.hand = (id, step, { card = 0, model = 0 } = {}) => {
  const parts = [bytes(id), bytes(JSON.stringify({ step, points: "-".repeat(card) })), bytes(("model of " + step).padEnd(model))];
  port2.postMessage({ what: "run", parts, step }, parts);
};
window.hands = (id, bytes) => {
  const trail = new Uint8Array(bytes);
  keeper.postMessage({ is: "trail", id, trail }, [trail.buffer]);
};
window.say = (message) => keeper.postMessage(message);
window.others = new BroadcastChannel("hourglass-kept");
window.storage = new BroadcastChannel("hourglass-test");
window.answers = [];
window.storage.onmessage = ({ data }) => window.answers.push(data);
</script>`;

async function keeperIn(t) {
  const page = await pageWith(t, "src/keep/keeper.ts", {
    "holds.js": kHolds,
    "worker.js": 'import "./holds.js"; import "./built.js";',
    "index.html": kPage,
  });
  const say = (message) => page.evaluate((one) => window.say(one), message);
  await say({ is: "open", run: "", mine: false });
  const told = (what, is) => until(what, async () => (await page.evaluate(() => window.told)).find(is));
  await told("the keeper stands", ({ is }) => is === "opened");
  const answered = (by) => until(`the storage says: ${by}`, () => page.evaluate((one) => window.answers.includes(one), by));
  return {
    told,
    /** `sizes`: {card, model}, at least so many bytes. */
    hand: (id, step, sizes) => page.evaluate((...run) => window.hand(...run), id, step, sizes),
    storage: async (does) => {
      await page.evaluate((one) => {
        window.answers = [];
        window.storage.postMessage(one);
      }, does);
      await answered(does);
    },
    waits: () => answered("waits"),
    /** So many bytes of earlier epochs' codes; once they are written. */
    async trail(id, bytes) {
      await page.evaluate((run, count) => ((window.told = []), window.hands(run, count)), id, bytes);
      await told("the codes are kept", ({ is, run }) => is === "changed" && run.id === id);
    },
    /** Another page has written this run; once its card is read again. */
    async elsewhere(id) {
      await page.evaluate((run) => ((window.told = []), window.others.postMessage({ id: run })), id);
      await told("it is read again", ({ is, run }) => is === "changed" && run.id === id);
    },
    /** Bytes that the keeper's own heap does not count: buffers that nobody has given back yet. */
    buffers: async () => (await page.workers()[0].client.send("Runtime.getHeapUsage")).backingStorageSize,
    /** The steps that this run was said to be kept at, in turn. */
    steps: () => page.evaluate(() => window.told.filter(({ is }) => is === "changed").map(({ run: { step } }) => step)),
    async model(id) {
      await page.evaluate(() => (window.told = window.told.filter(({ is }) => is !== "read")));
      await say({ is: "read", id, why: "look" });
      const { found } = await told("it is read", ({ is }) => is === "read");
      return Buffer.from(Object.values(found.model)).toString();
    },
  };
}

test("what waits to be written is not said to be kept", async (t) => {
  const keeper = await keeperIn(t);
  await keeper.hand("a", 1);
  await keeper.told("it is kept", ({ is, run }) => is === "changed" && run.step === 1);
  await keeper.storage("hold");
  for (const step of [2, 3, 4]) await keeper.hand("a", step);
  await keeper.waits();
  await keeper.storage("one");
  await until("one more is written", async () => (await keeper.steps()).length === 2);
  assert.deepEqual(await keeper.steps(), [1, 2]);
  await keeper.storage("go");
  assert.equal(await keeper.model("a"), "model of 4");
  assert.deepEqual(await keeper.steps(), [1, 2, 4], "the newest, and none in vain");
});

test("an engine that begins with less of a run than is kept takes nothing off it", async (t) => {
  const keeper = await keeperIn(t);
  await keeper.hand("a", 5);
  await keeper.hand("a", 3);
  assert.equal(await keeper.model("a"), "model of 5");
  await keeper.hand("a", 4);
  assert.equal(await keeper.model("a"), "model of 5");
  await keeper.hand("a", 5);
  await keeper.hand("a", 6);
  assert.equal(await keeper.model("a"), "model of 6");
  assert.deepEqual([...new Set(await keeper.steps())], [5, 6]);
});

test("codes of earlier epochs give their memory back as soon as they are written", async (t) => {
  const keeper = await keeperIn(t);
  const before = await keeper.buffers();
  for (let i = 0; i < 12; ++i) await keeper.trail("a", 2e6);
  assert.ok((await keeper.buffers()) - before < 4e6, "of 24 MB");
});

test("so do models that are behind what is kept", async (t) => {
  const keeper = await keeperIn(t);
  await keeper.hand("a", 9);
  assert.equal(await keeper.model("a"), "model of 9");
  const before = await keeper.buffers();
  for (let step = 1; step <= 8; ++step) {
    await keeper.hand("a", step, { card: 200_000, model: 2e6 });
    assert.equal(await keeper.model("a"), "model of 9");
  }
  assert.ok((await keeper.buffers()) - before < 1e6, "of 18 MB");
});

test("and models that another has overtaken, or that come too late for the one that waits", async (t) => {
  const keeper = await keeperIn(t);
  await keeper.hand("a", 1);
  assert.equal(await keeper.model("a"), "model of 1");
  const before = await keeper.buffers();
  await keeper.storage("hold");
  await keeper.hand("a", 2);
  await keeper.waits();
  for (const step of [3, 4, 5, 6, 7, 8, 9, 10, 3, 4, 5, 6, 7, 8, 9, 10]) await keeper.hand("a", step, { card: 200_000, model: 2e6 });
  await keeper.hand("a", 11);
  await keeper.storage("go");
  assert.equal(await keeper.model("a"), "model of 11");
  assert.ok((await keeper.buffers()) - before < 1e6, "of 35 MB");
});

test("so do cards", async (t) => {
  const keeper = await keeperIn(t);
  const before = await keeper.buffers();
  for (let step = 1; step <= 30; ++step) {
    await keeper.hand("a", step, { card: 200_000 });
    await keeper.told("it is kept", ({ is, run }) => is === "changed" && run.step === step && run.points === 200_000);
  }
  assert.ok((await keeper.buffers()) - before < 1e6, "of 12 MB, being two copies");
});

test("and cards of runs that another page writes", async (t) => {
  const keeper = await keeperIn(t);
  await keeper.hand("a", 1, { card: 200_000 });
  await keeper.told("it is kept", ({ is }) => is === "changed");
  const before = await keeper.buffers();
  for (let i = 0; i < 60; ++i) await keeper.elsewhere("a");
  assert.ok((await keeper.buffers()) - before < 1e6, "of 26 MB: what is read of the file, and what is told");
});
