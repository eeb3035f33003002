// How tests open the page: the tests of a file share one browser, each page has a fresh profile in it and is closed when its
// test ends.
import { after } from "node:test";
import { launchChromium, openStudio } from "./studio.mjs";

/** A test reads the mirror, hardly ever the picture, and the graphics card is the processor here: a quarter of the pixels leaves
 * half of its time to what is tested. HOURGLASS_PICTURES=1 draws all of them, for pictures that somebody looks at. */
const kSharpness = process.env.HOURGLASS_PICTURES ? 1 : 0.5;

const browsers = {};
after(() => Promise.all(Object.values(browsers).map(async (browser) => (await browser).close())));

/** A fresh profile: no storage, no cache, no service worker of another test; in a browser of that kind, as launchChromium has it. */
export async function freshProfile(t, { whole, drawn, v8 } = {}) {
  const profile = await (await (browsers[`${whole} ${drawn} ${v8}`] ??= launchChromium({ whole, drawn, v8 }))).createBrowserContext();
  t.after(() => profile.close());
  return profile;
}

/** For `before`: a browser that has none, so that a host without headers leaves the page without threads. */
export const withoutServiceWorkers = (page) => page.evaluateOnNewDocument(() => delete Navigator.prototype.serviceWorker);

/** The page as it is when its document has loaded; `options` as openStudio takes them. */
export async function open(t, options = {}) {
  const viewport = { deviceScaleFactor: kSharpness, ...options.viewport };
  const studio = await openStudio({ ...options, viewport, context: options.context ?? (await freshProfile(t, options)) });
  t.after(() => studio.server.close());
  return studio;
}

/** The page once it has its images, and an engine. */
export async function opened(t, options = {}) {
  const studio = await open(t, options);
  await studio.ready();
  await studio.images();
  return studio;
}
