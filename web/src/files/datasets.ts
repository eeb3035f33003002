// The sets that the site offers: fetched with progress, checked, kept for the visit, and given to the engine as files that
// never pass through the studio. Cancelled or failed, they can be asked for again.
import { say } from "../text/say.ts";
import type { Named } from "./ways-in.ts";
import { fetchBlob, fetchBytes, FetchError, fetchText, ofThisSite, sha256 } from "./fetch.ts";

interface SetFile {
  path: string;
  bytes: number;
  sha256: string;
}

export interface CatalogueEntry {
  id: string;
  title: string;
  bytes: number;
  files: SetFile[];
}

/** A link may name a file of this site instead of a set of the catalogue, whose ids have no dot and no slash. */
export const isPath = (id: string) => /[./]/.test(id);

export interface DatasetEvents {
  progress(id: string, done: number, total: number): void;
  failed(id: string, message: string): void;
  /** `entry` is empty for what the catalogue does not know. */
  arrived(id: string, entry: string, files: Named[]): void;
}

interface Fetching {
  abort: AbortController;
  files: Promise<Named[]>;
  done: number;
  total: number;
}

export class Datasets {
  private readonly fetching = new Map<string, Fetching>();
  private catalogue: Promise<string> | null = null;
  /** Addresses that failed or were cancelled. The next try passes the caches by: they may have kept damaged bytes, and a
   * browser lets an address wait for as long as an unfinished answer of it holds its place there. */
  private readonly failed = new Set<string>();
  events: DatasetEvents | null = null;

  constructor(private readonly base: string) {}

  /** catalogue.json; asked of the server each time the page opens, because a host may add sets. */
  catalogueText(): Promise<string> {
    this.catalogue ??= fetchText(new URL("catalogue.json", this.base).href, say("The list of data sets"), "no-cache");
    this.catalogue.catch(() => (this.catalogue = null));
    return this.catalogue;
  }

  private async entry(id: string): Promise<CatalogueEntry> {
    const { sets } = JSON.parse(await this.catalogueText()) as { sets: CatalogueEntry[] };
    const entry = sets.find((one) => one.id === id);
    if (!entry) throw new FetchError(say("This site has no data set named {0}.", { quoted: id }));
    return entry;
  }

  /** Begins to fetch before the studio asks, so that data and program arrive together. */
  prefetch(id: string): void {
    this.start(id).files.catch(() => {});
  }

  private start(id: string): Fetching {
    const running = this.fetching.get(id);
    if (running) return running;
    const fetching: Fetching = { abort: new AbortController(), files: Promise.resolve([]), done: 0, total: 0 };
    fetching.files = this.fetchAll(id, fetching);
    this.fetching.set(id, fetching);
    // What failed is asked for anew the next time.
    fetching.files.catch(() => this.end(id, fetching));
    return fetching;
  }

  private async fetchAll(id: string, fetching: Fetching): Promise<Named[]> {
    if (isPath(id)) return [await this.fetchLinked(id, fetching)];
    const entry = await this.entry(id);
    fetching.total = entry.files.reduce((sum, file) => sum + file.bytes, 0);
    const done = entry.files.map(() => 0);
    return Promise.all(
      entry.files.map(async (file, i) => {
        const name = file.path.split("/").at(-1) ?? file.path;
        const url = new URL(file.path, this.base);
        // The address holds the checksum: a changed file is another address for every cache on the way.
        url.searchParams.set("sha256", file.sha256.slice(0, 16));
        const onBytes = (count: number) => {
          done[i] = count;
          fetching.done = done.reduce((a, b) => a + b, 0);
          this.events?.progress(id, fetching.done, fetching.total);
        };
        const again = this.failed.delete(url.href);
        if (again) await forget(url.href);
        try {
          const bytes = await fetchBytes(url.href, name, onBytes, fetching.abort.signal, again ? "reload" : "default");
          await check(file, name, bytes);
          return { name, file: new Blob([bytes]) };
        } catch (error) {
          this.failed.add(url.href);
          throw error;
        }
      }),
    );
  }

  private async fetchLinked(path: string, fetching: Fetching): Promise<Named> {
    const { name, url } = ofThisSite(path);
    const onBytes = (done: number, total: number) => {
      [fetching.done, fetching.total] = [done, total];
      this.events?.progress(path, done, total);
    };
    return { name, file: await fetchBlob(url, name, onBytes, fetching.abort.signal) };
  }

  /** Answered by events: progress, then arrived or failed. */
  async fetch(id: string): Promise<void> {
    const fetching = this.start(id);
    try {
      if (fetching.total > 0) this.events?.progress(id, fetching.done, fetching.total);
      const files = await fetching.files;
      this.events?.arrived(id, isPath(id) ? "" : JSON.stringify(await this.entry(id)), files);
    } catch (error) {
      if (fetching.abort.signal.aborted) return;
      const message = error instanceof FetchError ? error.message : say("The data set did not load: {0}", String(error));
      this.events?.failed(id, message);
    } finally {
      // The browser's own cache and the service worker keep the files; memory need not.
      this.end(id, fetching);
    }
  }

  /** Unless another has begun since. */
  private end(id: string, fetching: Fetching): void {
    if (this.fetching.get(id) === fetching) this.fetching.delete(id);
  }

  cancel(id: string): void {
    this.fetching.get(id)?.abort.abort();
    this.fetching.delete(id);
  }
}

/** Takes an address out of what the service worker keeps. */
async function forget(url: string): Promise<void> {
  if (!globalThis.caches) return;
  for (const name of await caches.keys()) await (await caches.open(name)).delete(url);
}

async function check(file: SetFile, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (bytes.length !== file.bytes)
    throw new FetchError(say("{0} is damaged: {1} bytes were expected, {2} arrived.", name, file.bytes, bytes.length));
  const sum = await sha256(bytes);
  if (sum !== null && sum !== file.sha256)
    throw new FetchError(say("{0} is damaged: its checksum is not the expected one. Another try may bring it whole.", name));
}
