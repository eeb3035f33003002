// What the page keeps: after many changes of the data set as much as after a few.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inWorkers } from "./lib/in-workers.mjs";
import { kept, openForgetful } from "./lib/kept.mjs";
import { opened } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";

/** Two small sets of a person's own, as IDX files: 600 images each, which share no byte pattern. */
function idx(seed) {
  const count = 600;
  const bytes = new Uint8Array(16 + count * 784);
  bytes.set([0, 0, 8, 3, 0, 0, count >> 8, count & 255, 0, 0, 0, 28, 0, 0, 0, 28]);
  for (let i = 16; i < bytes.length; ++i) bytes[i] = (i * (seed + 3) + (i >> 5) * 7) % 251 > 200 ? 255 : 0;
  return bytes;
}

/** Loads of every outcome, `times` over: taken, refused by the reader, refused by its options, and given up for another. */
function change(studio, times) {
  return studio.page.evaluate(
    async (count, sets) => {
      const files = sets.map((text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
      const { hourglass } = window;
      for (let i = 0; i < count; ++i) {
        await hourglass.load(new File([files[i % 2]], `set-${i % 2}-idx3-ubyte`));
        await hourglass.load(new File([new Uint8Array(200_000)], "nothing.bin")).catch(() => {});
        await hourglass.load(new File([files[0]], "wrong"), { orientation: "sideways" }).catch(() => {});
        const given_up = hourglass.load(new File([files[0]], "first-idx3-ubyte")).catch(() => {});
        await Promise.all([given_up, hourglass.load(new File([files[1]], "second-idx3-ubyte"))]);
      }
    },
    times,
    [idx(1), idx(2)].map((bytes) => Buffer.from(bytes).toString("base64")),
  );
}

test("fifty changes of the data set keep what five keep", async (t) => {
  const studio = await openForgetful(t, "preset=classroom&images=1000");
  await change(studio, 5);
  const few = await kept(studio);
  assert.equal(few.filesKept, 1, "the file of the set in use, and no other");
  await change(studio, 45);
  const many = await kept(studio);
  t.diagnostic(JSON.stringify({ few, many }));
  assert.equal(many.filesKept, few.filesKept, "files");
  // Forgotten changes cost 0.5 MB of images each, and one of the pad's images 80 KB: 45 of them are well above these.
  assert.ok(many.memoryUsed < few.memoryUsed + 1e6, "the studio's memory");
  assert.ok(many.heap < few.heap + 4e6, "the page's memory");
  studio.assertClean();
});

test("fifty changes of the catalogue's set end where five ended", async (t) => {
  const studio = await openForgetful(t, "preset=classroom");
  const change = (times) =>
    studio.page.evaluate(async (count) => {
      for (let i = 0; i < count; ++i) {
        await window.hourglass.load(["letters", "mnist"][i % 2]);
        await window.hourglass.drawn();
      }
    }, times);
  await change(5);
  const few = await kept(studio);
  await change(45);
  const many = await kept(studio);
  t.diagnostic(JSON.stringify({ few, many }));
  assert.equal(many.filesKept, few.filesKept, "files");
  assert.ok(many.memoryUsed < few.memoryUsed + 1e6, "the studio's memory");
  assert.ok(many.heap < few.heap + 4e6, "the page's memory");
  // Each set is 2 MB as it is fetched: were they kept, the process would grow by 90 MB and more. It grows by 10 to 20 until the
  // heaps of engine and browser have found their size.
  assert.ok(many.process < few.process + 45e6, "the process");
  studio.assertClean();
});

test("a set that arrives when it is awaited no longer is forgotten", async (t) => {
  const studio = await openForgetful(t, "preset=classroom&images=1000");
  const choose = (name) => studio.page.evaluate((set) => void window.hourglass.load(set).catch(() => {}), name);
  for (let i = 0; i < 6; ++i) await choose(["mnist", "letters"][i % 2]);
  await studio.call("load", "mnist");
  const { filesKept } = await studio.call("stats");
  const entry = await studio.page.evaluate(async () => (await (await fetch("data/catalogue.json")).json()).sets.find((set) => set.id === "mnist"));
  assert.equal(filesKept, entry.files.length);
  studio.assertClean();
});

/** Before the page loads: remembers all bytes that come to it, in messages of its engine and in answers of the server. */
const watchBytes = (page) =>
  page.evaluateOnNewDocument(() => {
    window.cameAsBytes = [];
    window.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        this.addEventListener("message", ({ data }) => data.is === "event" && window.cameAsBytes.push(...data.parts));
      }
    };
    const { read } = ReadableStreamDefaultReader.prototype;
    ReadableStreamDefaultReader.prototype.read = async function (...given) {
      const result = await read.apply(this, given);
      if (result.value) window.cameAsBytes.push(result.value.buffer);
      return result;
    };
  });

test("what came as bytes gives its memory back as soon as it was read", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&epochs=1", before: watchBytes });
  await studio.call("reset");
  await studio.call("train");
  await studio.rest();
  const sizes = await studio.page.evaluate(() => window.cameAsBytes.map(({ byteLength }) => byteLength));
  assert.ok(sizes.length > 20, `${sizes.length} pieces came`);
  assert.deepEqual(sizes.filter((size) => size > 0), []);
  studio.assertClean();
});

test("what the keeper tells, every second of a run that trains, is given back", async (t) => {
  const tells = `globalThis.tellsMuch = (times, bytes) => {
    for (let i = 0; i < times; ++i) {
      const runs = new TextEncoder().encode('[{"id":"none","lost":true}]'.padEnd(bytes));
      postMessage({ is: "changed", runs }, [runs.buffer]);
    }
    postMessage({ is: "trouble", trouble: { why: "newer", count: 3 } });
  };`;
  const studio = await opened(t, { query: "preset=classroom&images=2000", ...inWorkers(/keeper/, tells) });
  const session = await studio.page.createCDPSession();
  const buffers = async () => (await session.send("Runtime.getHeapUsage")).backingStorageSize;
  const before = await buffers();
  const keeper = studio.page.workers().find((worker) => worker.url().includes("/spoilt/"));
  await keeper.evaluate(() => globalThis.tellsMuch(60, 200_000));
  await studio.item("status", /Notice|Problem/, ({ value }) => /3 runs on the shelf/.test(value));
  assert.ok((await buffers()) - before < 1e6, "of 12 MB");
  studio.assertClean();
});

test("garbage of page, engine and keeper is looked for once a minute of training", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000&epochs=100000" });
  const worker = (name) => studio.page.workers().find((one) => one.url().includes(name));
  const places = { page: studio.page, engine: worker("engine-worker"), keeper: worker("keeper") };
  const litter = (place) => place.evaluate(() => (globalThis.litter = new WeakRef(new Blob(["of no use"]))) && 0);
  const lies = (place) => place.evaluate(() => globalThis.litter.deref() !== undefined);
  const later = (place, seconds) =>
    place.evaluate((more) => {
      const now = performance.now.bind(performance);
      performance.now = () => now() + 1000 * more;
    }, seconds);
  for (const place of Object.values(places)) await litter(place);
  await studio.call("reset");
  await studio.press("button", /^Train/);
  await studio.stateWith("it trains", ({ epoch }) => epoch > 2);
  for (const [name, place] of Object.entries(places)) {
    await later(place, 61);
    await until(`what lies in the ${name} is found`, async () => !(await lies(place)));
  }
  studio.assertClean();
});

test("a figure that changes while a run trains keeps its node", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=2000&epochs=100000" });
  await studio.call("reset");
  await studio.press("button", /^Train/);
  await studio.stateWith("it trains", ({ epoch }) => epoch > 1);
  await studio.page.evaluate(() => {
    const texts = [...document.querySelectorAll(".item")].filter(({ firstChild }) => firstChild instanceof Text);
    window.before = texts.map((element) => ({ element, node: element.firstChild, words: element.textContent }));
  });
  const changed = () =>
    studio.page.evaluate(() => {
      const these = window.before.filter(({ element, words }) => element.isConnected && element.textContent !== words);
      return { count: these.length, kept: these.every(({ element, node }) => element.firstChild === node) };
    });
  await until("two figures change", async () => (await changed()).count >= 2);
  assert.ok((await changed()).kept);
  studio.assertClean();
});
