// What a page keeps, measured after everything that can be forgotten was.
import { readFileSync } from "node:fs";
import { kShortLife, launchChromium, openStudio } from "./studio.mjs";

/** A browser of its own, which can be told to collect garbage. */
export async function openForgetful(t, query) {
  const browser = await launchChromium({ v8: [...kShortLife, "--expose-gc"], traffic: false });
  const studio = await openStudio({ query, context: browser.defaultBrowserContext() });
  t.after(async () => {
    await browser.close();
    await studio.server.close();
  });
  await studio.ready();
  return studio;
}

/** What the page's process has of its own, in bytes: the largest of those that draw pages. */
async function processBytes(browser) {
  const session = await browser.target().createCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const own = ({ id }) => 1024 * Number(/^Private_Dirty:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))[1]);
  return Math.max(...processInfo.filter(({ type }) => type === "renderer").map(own));
}

/** After everything that can be forgotten was, on the page and in the engine's worker. */
export async function kept(studio) {
  const forget = () => {
    for (let i = 0; i < 4; ++i) globalThis.gc();
  };
  await studio.page.evaluate(forget);
  for (const worker of studio.page.workers()) if (worker.url().includes("engine-worker")) await worker.evaluate(forget);
  const { filesKept, memoryUsed } = await studio.call("stats");
  const { JSHeapUsedSize, Nodes } = await studio.page.metrics();
  const workers = studio.page.workers().length;
  return { filesKept, memoryUsed, heap: JSHeapUsedSize, nodes: Nodes, workers, process: await processBytes(studio.browser) };
}
