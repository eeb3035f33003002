// The page's beginning: probe the browser before anything large is fetched, then bring studio, engine and start data in
// parallel, and put them together.
import { assets } from "virtual:stage";
import { Datasets } from "./datasets.ts";
import { fetchBytes, FetchError } from "./fetch.ts";
import { registerOffline } from "./offline.ts";
import { Page } from "./page.ts";
import { missing } from "./probe.ts";
import { ScriptApi } from "./script-api.ts";
import { kept } from "./storage.ts";
import { Studio } from "./studio.ts";
import { systemIsDark } from "./theme.ts";
import { Welcome } from "./welcome.ts";

const kStartModel = "start.safetensors";
const kStartSet = "mnist";

async function boot(): Promise<void> {
  const welcome = new Welcome();
  const lacking = missing();
  if (lacking.length > 0) return welcome.unsupported(lacking);

  let ready: (studio: Studio) => void = () => {};
  let broken: (error: unknown) => void = () => {};
  const studioReady = new Promise<Studio>((done, failed) => ([ready, broken] = [done, failed]));
  studioReady.catch(() => {});
  const { settings: query, file } = readLink();
  const datasets = new Datasets(new URL("data/", document.baseURI).href);
  const page = new Page(datasets, (done) => welcome.progress("engine", done, page.engineSize()));
  const api = new ScriptApi(studioReady, (files) => page.giveFiles(files), page.frames);
  page.api = api;
  window.hourglass = api.make();
  window.hourglass.ready.catch(() => {});

  try {
    const wanted = likelySet(query);
    if (wanted) datasets.prefetch(wanted);
    const startModel = fetchStartModel(welcome);
    const catalogue = datasets.catalogueText();
    catalogue.catch(() => {});
    const studio = await Studio.load(page.moduleOptions(), (done) => welcome.progress("studio", done, Studio.size()));
    if (!page.open(studio, kept(), query, systemIsDark()))
      return welcome.failed("The canvas could not be opened: this browser gave no WebGL 2 context.", () => location.reload());
    ready(studio);
    welcome.close();
    catalogue.then(
      (text) => page.give((s) => s.catalogue(text)),
      (error: unknown) => page.give((s) => s.fetchFailed("", words(error))),
    );
    startModel.then(
      (bytes) => bytes && page.give((s) => s.startModel(bytes)),
      () => {}, // the studio then begins untrained
    );
    if (file) await page.openLink(file).catch((error: unknown) => page.give((s) => s.fetchFailed("", words(error))));
    registerOffline();
  } catch (error) {
    broken(error);
    console.error(error);
    welcome.failed(words(error), () => location.reload());
  }
}

/** `?data=` is a setting like others: a set of the catalogue by its id, or a file of this site by its path. But a picture
 * or a model is opened beside the set that the page begins with. */
function readLink(): { settings: string; file: string | null } {
  const settings = new URLSearchParams(location.search);
  const data = settings.get("data");
  if (!data || !/\.(png|jpe?g|webp|gif|bmp|avif|safetensors)$/i.test(data)) return { settings: settings.toString(), file: null };
  settings.delete("data");
  return { settings: settings.toString(), file: data };
}

/** The set that the studio will ask for, where that is known before it runs. */
function likelySet(query: string): string | null {
  const settings = new URLSearchParams(query);
  return settings.get("data") ?? (settings.has("preset") || kept() ? null : kStartSet);
}

async function fetchStartModel(welcome: Welcome): Promise<Uint8Array | null> {
  const asset = assets[kStartModel];
  if (!asset) return null;
  const url = new URL(asset.path, document.baseURI).href;
  return fetchBytes(url, "The start model", (done) => welcome.progress("model", done, asset.bytes));
}

function words(error: unknown): string {
  return error instanceof FetchError ? error.message : `Something unexpected went wrong: ${String(error)}`;
}

void boot();
