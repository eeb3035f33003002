// How much memory a page takes, and how much of that is garbage.
import { readFileSync } from "node:fs";

/** MB of the page's process that are its own: all of WebAssembly's memory, JavaScript's, the browser's. */
export async function memory(browser) {
  const session = await browser.target().createCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const own = (id) =>
    ["RssAnon", "RssShmem"].reduce((sum, key) => sum + Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync(`/proc/${id}/status`, "utf8"))[1]), 0);
  return Math.max(...processInfo.filter(({ type }) => type === "renderer").map(({ id }) => own(id))) / 1024;
}

/** A thread of the engine's pool is asked, too, and hears nothing as long as it waits for work. */
const kPatience = 5000; // milliseconds

/** What was garbage in the page and its workers is collected. */
export async function collect(page) {
  const sessions = [await page.createCDPSession(), ...page.workers().map(({ client }) => client)];
  const collected = (session) => session.send("HeapProfiler.collectGarbage").catch(() => {});
  await Promise.all(sessions.map((session) => Promise.race([collected(session), new Promise((done) => setTimeout(done, kPatience))])));
  await sessions[0].detach();
}
