// Observers that are put into the page before a deed and tell afterwards all that happened, where a look now and then would
// see only what it comes upon.
import { decodeCbor } from "../../engine/module/cbor.mjs";

/**
 * Remembers from now on every value that an item of the mirror announces, as `read` (which runs in the page) gets it of the
 * element; undefined is not remembered. Answers a function that asks for the list.
 */
export async function watchItem(page, id, read) {
  const list = `window[${JSON.stringify(`watched ${id}`)}]`;
  await page.evaluate(`{
    const read = ${read};
    const seen = (${list} = []);
    const look = () => {
      const element = document.querySelector('#mirror [data-id="${id}"]');
      const value = element ? read(element) : undefined;
      if (value !== undefined && value !== seen.at(-1)) seen.push(value);
    };
    look();
    const all = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver(look).observe(document.getElementById("mirror"), all);
  }`);
  return () => page.evaluate(list);
}

/**
 * Before the page loads: remembers every event of this kind (src/engine/protocol.h) that its engine posts, and `at`, when it came, in
 * milliseconds of the page's clock.
 */
export const watchEngine = (page, kind) =>
  page.evaluateOnNewDocument(`{
    ${decodeCbor}
    window.engineEvents = [];
    window.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        this.addEventListener("message", ({ data }) => {
          const at = performance.now();
          const event = data.is === "event" ? decodeCbor(data.parts[0]) : null;
          if (event?.is === "${kind}") window.engineEvents.push({ ...event, at });
        });
      }
    };
  }`);
export const engineEvents = (page) => page.evaluate(() => window.engineEvents);

/**
 * Before the page loads: remembers each frame that is drawn on the canvas, and each move of the pointer, as {what, tick, at}:
 * `tick` counts the frames of the browser, `at` is in milliseconds.
 */
export function watchFrames(page) {
  return page.evaluateOnNewDocument(() => {
    let tick = 0;
    window.drawn = 0;
    window.happened = [];
    const note = (what) => window.happened.push({ what, tick, at: performance.now() });
    const count = () => {
      ++tick;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    const clear = WebGL2RenderingContext.prototype.clear;
    WebGL2RenderingContext.prototype.clear = function (bits) {
      if (this.canvas.id === "canvas") {
        ++window.drawn;
        note("frame");
      }
      return clear.call(this, bits);
    };
    window.addEventListener("pointermove", () => note("move"), true);
  });
}
export const framesDrawn = (page) => page.evaluate(() => window.drawn);
