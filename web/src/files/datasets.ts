// The sets that the site offers: fetched with progress, checked, kept for the visit, and given to the engine as files that
// never pass through the studio. Cancelled or failed, they can be asked for again.
import { say } from "../text/say.ts";
import type { Named } from "./ways-in.ts";
import { fetchBlob, FetchError, fetchText, fileName, ofThisSite, type Whole } from "./fetch.ts";

interface SetFile extends Whole {
  path: string;
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
  /** Nothing has come for a while. The next progress, or the end, takes it back. */
  stalled(id: string): void;
  /** `entry` is empty for what the catalogue does not know. */
  arrived(id: string, entry: string, files: Named[]): void;
}

interface Fetching {
  abort: AbortController;
  files: Promise<Named[]>;
  done: number;
  total: number;
  stalled: boolean;
}

export class Datasets {
  private readonly fetching = new Map<string, Fetching>();
  private catalogue: Promise<string> | null = null;
  /** Addresses that failed or were cancelled. The next try passes the caches by: a browser lets an address wait for as long
   * as an unfinished answer of it holds its place there. */
  private readonly failed = new Set<string>();
  events: DatasetEvents | null = null;

  /** `turn`: no images are asked for before. */
  constructor(
    private readonly base: string,
    private readonly turn: Promise<void> = Promise.resolve(),
  ) {}

  /** catalogue.json; asked of the server each time the page opens, because a host may add sets. */
  catalogueText(): Promise<string> {
    this.catalogue ??= fetchText(new URL("catalogue.json", this.base).href, say("The list of data sets"), {
      cache: "no-cache",
    });
    this.catalogue.catch(() => (this.catalogue = null));
    return this.catalogue;
  }

  private async entry(id: string): Promise<CatalogueEntry> {
    const { sets } = JSON.parse(await this.catalogueText()) as { sets: CatalogueEntry[] };
    const entry = sets.find((one) => one.id === id);
    if (!entry) throw new FetchError(say("This site has no data set named {0}.", { quoted: id }));
    return entry;
  }

  /** Begins to fetch before the studio asks. Answers when they have come, or will not. */
  prefetch(id: string): Promise<void> {
    return this.start(id).files.then(
      () => {},
      () => {},
    );
  }

  private start(id: string): Fetching {
    const running = this.fetching.get(id);
    if (running) return running;
    const fetching: Fetching = { abort: new AbortController(), files: Promise.resolve([]), done: 0, total: 0, stalled: false };
    fetching.files = this.fetchAll(id, fetching);
    this.fetching.set(id, fetching);
    // What failed is asked for anew the next time.
    fetching.files.catch(() => this.end(id, fetching));
    return fetching;
  }

  private async fetchAll(id: string, fetching: Fetching): Promise<Named[]> {
    await this.turn;
    fetching.abort.signal.throwIfAborted();
    if (isPath(id)) return [await this.fetchLinked(id, fetching)];
    const entry = await this.entry(id);
    fetching.total = entry.files.reduce((sum, file) => sum + file.bytes, 0);
    const done = entry.files.map(() => 0);
    return Promise.all(
      entry.files.map(async (file, i) => {
        const url = ofThisSite(file.path, this.base);
        const name = fileName(url);
        // The address holds the checksum: a changed file is another address for every cache on the way.
        url.searchParams.set("sha256", file.sha256.slice(0, 16));
        const onBytes = (count: number) => {
          done[i] = count;
          fetching.done = done.reduce((a, b) => a + b, 0);
          this.events?.progress(id, fetching.done, fetching.total);
        };
        const cache = this.failed.delete(url.href) ? "reload" : "default";
        try {
          const how = { onBytes, onStall: this.stalling(id, fetching), signal: fetching.abort.signal, cache, whole: file } as const;
          return { name, file: await fetchBlob(url.href, name, how) };
        } catch (error) {
          this.failed.add(url.href);
          throw error;
        }
      }),
    );
  }

  private async fetchLinked(path: string, fetching: Fetching): Promise<Named> {
    const url = ofThisSite(path);
    const onBytes = (done: number, total: number) => {
      [fetching.done, fetching.total] = [done, total];
      this.events?.progress(path, done, total);
    };
    const how = { onBytes, onStall: this.stalling(path, fetching), signal: fetching.abort.signal };
    return { name: fileName(url), file: await fetchBlob(url.href, fileName(url), how) };
  }

  /** One of the files stalls: others may still come, but the set cannot be whole without it. */
  private stalling(id: string, fetching: Fetching): (stalled: boolean) => void {
    return (stalled) => {
      fetching.stalled = stalled;
      if (stalled) this.events?.stalled(id);
    };
  }

  /** Answered by events: progress, then arrived or failed. */
  async fetch(id: string): Promise<void> {
    const fetching = this.start(id);
    try {
      if (fetching.total > 0) this.events?.progress(id, fetching.done, fetching.total);
      if (fetching.stalled) this.events?.stalled(id);
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
