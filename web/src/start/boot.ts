// The page's beginning: ask what the browser can do, bring the studio and its model, then the engine, then the images, and put them
// together. What a person does not wait for comes when Train can be pressed.
import "./trust.ts";
import { Datasets } from "../files/datasets.ts";
import { FetchError, stallWords } from "../files/fetch.ts";
import { followVersions, holdVersion, isKept, isolate, mayIsolate, offerTab } from "../keep/offline.ts";
import { followAddress, readAddress } from "../keep/address.ts";
import { likedLanguage, speakLanguage } from "../text/catalogue.ts";
import { say } from "../text/say.ts";
import { Page } from "../page.ts";
import { First } from "./first.ts";
import { hasSimd, missing } from "./probe.ts";
import { answerEmbedder } from "../bridge/embedder.ts";
import { ScriptApi } from "../bridge/script-api.ts";
import { Shelf } from "../keep/shelf.ts";
import { addressOfReload, keepNothing, kept, keptLanguage } from "../keep/storage.ts";
import { Studio } from "../bridge/studio.ts";
import { systemIsDark } from "../screen/theme.ts";
import { Turn } from "./turn.ts";
import { Welcome } from "./welcome.ts";

const kStartSet = "mnist";

async function boot(): Promise<void> {
  const { query: said, file, language, lesson, step, origins, embedded } = readAddress();
  if (origins.length > 0) keepNothing();
  const asked = addressOfReload() ?? said;
  const tag = language || keptLanguage() || likedLanguage();
  const query = tag === "en" || language ? asked : inLanguage(asked, tag);
  if (query !== said) followAddress(query); // whoever is sent the address reads the same
  const spoken = speakLanguage(tag);
  const welcome = new Welcome();
  void spoken.then(() => welcome.speak());
  if (!hasSimd()) return spoken.then(() => welcome.unsupported(missing()));
  // To ask for WebGL takes a while, in which the studio comes; unless the page is about to be loaded once more.
  const early = mayIsolate() ? null : new First(welcome);
  const lacking = missing();
  if (lacking.length > 0) {
    early?.cancel();
    return spoken.then(() => welcome.unsupported(lacking));
  }
  holdVersion();
  if (await isolate((done, total) => welcome.progress("all", done, total))) return;
  welcome.progress("all", 0, 0);
  const first = early ?? new First(welcome);
  const engineTurn = new Turn();
  if (isKept()) engineTurn.end();

  let ready: (studio: Studio) => void = () => {};
  let broken: (error: unknown) => void = () => {};
  const studioReady = new Promise<Studio>((done, failed) => ([ready, broken] = [done, failed]));
  studioReady.catch(() => {});
  const datasets = new Datasets(new URL("data/", document.baseURI).href, engineTurn.over);
  const shelf = new Shelf(origins.length > 0);
  const engineFetching = {
    onBytes: (done: number) => engineTurn.progress(done, page.engineSize()),
    onStall: (stalled: boolean) => {
      if (!stalled) return page.notices.takeBack("engine");
      engineTurn.end();
      page.notices.say("engine", stallWords(say("The engine")), say("Try again"), () => page.startEngine());
    },
  };
  const page = new Page(datasets, shelf, engineFetching, first.over);
  void engineTurn.with(page.engineSettled);
  const api = new ScriptApi(studioReady, page);
  page.api = api;
  window.hourglass = api.make();
  answerEmbedder(window.hourglass, origins);

  try {
    const heard = await spoken;
    const wanted = likelySet(query);
    const images = wanted ? datasets.prefetch(wanted) : Promise.resolve();
    datasets.catalogueText().catch(() => {}); // asked for early; what becomes of it is said when the studio stands
    const studio = await Studio.start(await first.program, page.moduleOptions());
    // Before the studio draws, so that a person who comes back sees no other run first.
    await shelf.opened;
    if (!page.open(studio, kept(), query, heard, systemIsDark()))
      return welcome.failed(say("The canvas could not be opened: this browser gave no WebGL 2 context."), () => location.reload());
    await page.openShelf();
    // A model that is here already is in the first picture.
    const model = first.modelCame;
    if (model) studio.startModel(model);
    page.begin();
    ready(studio);
    welcome.close();
    giveCatalogue(page, datasets);
    const begun = first.model.then(
      (bytes) => bytes && bytes !== model && page.give((s) => s.startModel(bytes)),
      () => {}, // the studio then begins untrained
    );
    if (file) await page.openLink(file).catch((error: unknown) => page.give((s) => s.fetchFailed("", words(error))));
    // What the lesson does comes after all that the page begins with. One that does not come says so in its place.
    if (lesson !== null) void begun.then(() => page.lesson(lesson, step)).catch((error: unknown) => console.warn(error));
    // What is kept for the next visit comes after all that this one waits for. And a service worker that takes the page over would do
    // so thread by thread, of an engine that is still making its own.
    void Promise.all([page.engineSettled, images])
      .then(() => canTrain(studio))
      .then(() => followVersions(page.notices, () => studio.busy()));
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

/** Until Train can be pressed; where that takes long though all has come, something is in its way. */
async function canTrain(studio: Studio): Promise<void> {
  for (let looked = 0; looked < 20 && !studio.canTrain(); ++looked) await new Promise((done) => setTimeout(done, 250));
}

function giveCatalogue(page: Page, datasets: Datasets): void {
  datasets.catalogueText().then(
    (text) => page.give((s) => s.catalogue(text)),
    (error: unknown) => page.notices.say("catalogue", words(error), say("Try again"), () => giveCatalogue(page, datasets)),
  );
}

function words(error: unknown): string {
  return error instanceof FetchError ? error.message : say("Something unexpected went wrong: {0}", String(error));
}

void boot();
