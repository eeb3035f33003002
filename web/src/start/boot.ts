// The page's beginning: probe the browser before anything large is fetched, then bring studio, engine and start data in
// parallel, and put them together.
import "./trust.ts";
import { Datasets } from "../files/datasets.ts";
import { FetchError, stallWords } from "../files/fetch.ts";
import { fetchStartModel, startModel } from "../files/start-model.ts";
import { followVersions, holdVersion, isolate, offerTab } from "../keep/offline.ts";
import { followAddress, readAddress } from "../keep/address.ts";
import { likedLanguage, speakLanguage } from "../text/catalogue.ts";
import { say } from "../text/say.ts";
import { Page } from "../page.ts";
import { missing } from "./probe.ts";
import { answerEmbedder } from "../bridge/embedder.ts";
import { ScriptApi } from "../bridge/script-api.ts";
import { Shelf } from "../keep/shelf.ts";
import { keepNothing, kept, keptLanguage } from "../keep/storage.ts";
import { Studio } from "../bridge/studio.ts";
import { systemIsDark } from "../screen/theme.ts";
import { Welcome } from "./welcome.ts";

const kStartSet = "mnist";

async function boot(): Promise<void> {
  const { query: asked, file, language, lesson, step, origins, embedded } = readAddress();
  if (origins.length > 0) keepNothing();
  const tag = language || keptLanguage() || likedLanguage();
  const query = tag === "en" || language ? asked : inLanguage(asked, tag);
  if (query !== asked) followAddress(query); // whoever is sent the address reads the same
  const spoken = speakLanguage(tag);
  const welcome = new Welcome();
  void spoken.then(() => welcome.speak());
  const lacking = missing();
  if (lacking.length > 0) return spoken.then(() => welcome.unsupported(lacking));
  holdVersion();
  if (await isolate((done, total) => welcome.progress("all", done, total))) return;
  welcome.progress("all", 0, 0);

  let ready: (studio: Studio) => void = () => {};
  let broken: (error: unknown) => void = () => {};
  const studioReady = new Promise<Studio>((done, failed) => ([ready, broken] = [done, failed]));
  studioReady.catch(() => {});
  const datasets = new Datasets(new URL("data/", document.baseURI).href);
  const shelf = new Shelf(origins.length > 0);
  const page = new Page(datasets, shelf, {
    onBytes: (done) => welcome.progress("engine", done, page.engineSize()),
    onStall: (stalled) =>
      stalled
        ? page.notices.say("engine", stallWords(say("The engine")), say("Try again"), () => page.startEngine())
        : page.notices.takeBack("engine"),
  });
  const api = new ScriptApi(studioReady, page);
  page.api = api;
  window.hourglass = api.make();
  answerEmbedder(window.hourglass, origins);

  try {
    const heard = await spoken;
    const wanted = likelySet(query);
    if (wanted) datasets.prefetch(wanted);
    const model = bringStartModel(welcome);
    datasets.catalogueText().catch(() => {}); // asked for early; what becomes of it is said when the studio stands
    const studio = await bringStudio(page, welcome);
    // Before the studio draws, so that a person who comes back sees no other run first.
    await shelf.opened;
    if (!page.open(studio, kept(), query, heard, systemIsDark()))
      return welcome.failed(say("The canvas could not be opened: this browser gave no WebGL 2 context."), () => location.reload());
    await page.openShelf();
    ready(studio);
    welcome.close();
    giveCatalogue(page, datasets);
    const begun = model.then(
      (bytes) => bytes && page.give((s) => s.startModel(bytes)),
      () => {}, // the studio then begins untrained
    );
    if (file) await page.openLink(file).catch((error: unknown) => page.give((s) => s.fetchFailed("", words(error))));
    // What the lesson does comes after all that the page begins with. One that does not come says so in its place.
    if (lesson !== null) void begun.then(() => page.lesson(lesson, step)).catch((error: unknown) => console.warn(error));
    // A service worker that takes this page over meanwhile would do so thread by thread, of an engine that is still making its own.
    void page.engineSettled.then(() => followVersions(page.notices, () => studio.busy()));
    if (!embedded) offerTab(page.notices);
  } catch (error) {
    broken(error);
    console.error(error);
    welcome.failed(words(error), () => location.reload());
  }
}

/** The studio knows its language by the address, which says it from then on. */
function inLanguage(query: string, tag: string): string {
  const settings = new URLSearchParams(query);
  settings.set("lang", tag);
  return settings.toString();
}

/** The set that the studio will ask for, where that is known before it runs. */
function likelySet(query: string): string | null {
  const settings = new URLSearchParams(query);
  return settings.get("data") ?? (settings.has("preset") || kept() ? null : kStartSet);
}

/** The studio's program. Where it stalls, the person may have it asked for anew. */
async function bringStudio(page: Page, welcome: Welcome): Promise<Studio> {
  for (let cache: RequestCache = "default"; ; cache = "reload") {
    const abort = new AbortController();
    try {
      return await Studio.load(page.moduleOptions(), {
        cache,
        signal: abort.signal,
        onBytes: (done) => welcome.progress("studio", done, Studio.size()),
        onStall: (stalled) => welcome.stalled(stalled ? stallWords(say("The studio")) : "", () => abort.abort()),
      });
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
  }
}

function giveCatalogue(page: Page, datasets: Datasets): void {
  datasets.catalogueText().then(
    (text) => page.give((s) => s.catalogue(text)),
    (error: unknown) => page.notices.say("catalogue", words(error), say("Try again"), () => giveCatalogue(page, datasets)),
  );
}

async function bringStartModel(welcome: Welcome): Promise<Uint8Array | null> {
  const abort = new AbortController();
  return fetchStartModel({
    signal: abort.signal,
    onBytes: (done) => welcome.progress("model", done, startModel?.bytes ?? 0),
    onStall: (stalled) => stalled && abort.abort(), // the studio then begins untrained
  });
}

function words(error: unknown): string {
  return error instanceof FetchError ? error.message : say("Something unexpected went wrong: {0}", String(error));
}

void boot();
