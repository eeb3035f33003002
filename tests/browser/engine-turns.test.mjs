// The engine's worker (web/src/engine/engine-worker.ts) alone, with a module that does nothing without end: slices follow one another
// until the page has sent something, and a page that cannot say so is listened to after each of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./lib/wait.mjs";
import { pageWith } from "./lib/page-with.mjs";

/** Tells after each turn how many slices it had, and of each command that it has come. */
const kModule = `
export default async ({ channel }) => {
  const tell = (...words) => channel.post([new Uint8Array(words).buffer]);
  let slices = 0;
  return {
    _engine_open: () => 1,
    _engine_receive: () => tell(99),
    _engine_work() {
      if (slices++ === 0) queueMicrotask(() => (tell(Math.min(slices, 98)), (slices = 0)));
      return true;
    },
  };
};
`;

const kPage = `<!doctype html><script type="module">
const worker = new Worker("./built.js", { type: "module" });
const sent = new Int32Array(new SharedArrayBuffer(4));
window.told = [];
worker.onmessage = ({ data }) => { if (data.is === "event") window.told.push(new Uint8Array(data.parts[0])[0]); };
window.say = (message) => (worker.postMessage(message), Atomics.add(sent, 0, 1));
window.count = (more) => Atomics.add(sent, 0, more);
window.start = async (counted) => {
  const code = await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  const script = new URL("./module.js", location).href;
  window.say({ is: "start", variant: "", threads: 1, script, code, ...(counted ? { sent: sent.buffer } : {}) });
  window.say({ is: "command", parts: [] });
};
</script>`;

const opened = (t) => pageWith(t, "src/engine/engine-worker.ts", { "module.js": kModule, "index.html": kPage });
const kCommand = 99;
/** Slices of the turns since it was last asked, once there are some. */
const turns = (page) =>
  until("it takes turns", () =>
    page.evaluate((command) => {
      const all = window.told.filter((word) => word !== command);
      if (all.length < 3) return null;
      window.told = [];
      return all;
    }, kCommand),
  );

test("slices follow one another until the page has sent something", async (t) => {
  const page = await opened(t);
  await page.evaluate(() => window.start(true));
  await turns(page);
  assert.ok((await turns(page)).some((slices) => slices > 1));
  await page.evaluate(() => window.say({ is: "command", parts: [] }));
  await until("the command has come", () => page.evaluate((command) => window.told.includes(command), kCommand));
  await page.evaluate(() => window.count(1)); // a message on its way
  await turns(page);
  assert.ok((await turns(page)).every((slices) => slices === 1));
});

test("a page that shares no memory is listened to after each slice", async (t) => {
  const page = await opened(t);
  await page.evaluate(() => window.start(false));
  await turns(page);
  assert.ok((await turns(page)).every((slices) => slices === 1));
});
