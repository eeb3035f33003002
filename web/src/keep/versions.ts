// Versions: what the service worker stores of the site, as whole versions. A version is all that a page of one build may need: page,
// studio, the engines that this browser can run (with threads and without), worker scripts, the start model. It is stored before it is
// used, every file is compared with what was built, and it stays while a page that was made of it is open. Data sets and
// languages are stored as they are used; data and letters carry their checksum in their address, so all versions share them.
import { type SiteFile, sha256 } from "../files/fetch.ts";
import { release } from "../files/bytes.ts";
import { pageLock } from "./page-lock.ts";
import { kVariants, machine } from "../engine/variant.ts";

const base = new URL("./", self.location.href);
/** Caches belong to an origin, on which other pages, even another copy of this one, may lie. */
const kPrefix = `hourglass ${base.pathname} `;
const kVersion = `${kPrefix}version ${__SCRIPT__} ${__SUM__}`;
const kUsed = `${kPrefix}used`;

/** The path of an address within the site; null for what lies elsewhere. */
export function sitePath(url: URL): string | null {
  return url.origin === base.origin && url.pathname.startsWith(base.pathname) ? url.pathname.slice(base.pathname.length) : null;
}

/** What carries its checksum in its address: data, and the letters of a language. */
const isData = (path: string) => path.startsWith("data/") || path.endsWith(".otf");
const isText = (path: string) => path.startsWith("text/");
/** Stored as they are used; each has its content in its address. */
const isLesson = (path: string) => path.startsWith("lessons/");
/** May change while its address stays, beside the page itself. */
export const mayGrow = (path: string) => path === "data/catalogue.json" || (isText(path) && !isData(path));

const known = new Map(__FILES__.map((file) => [file.path, file]));

/** The address by which the page asks for a file. */
function addressOf({ path, sha256: sum }: SiteFile): URL {
  // Some hosts send index.html on to the folder, and an answer that was sent on is no answer to a navigation.
  const url = new URL(path === "index.html" ? "./" : path, base);
  if (isData(path) && !mayGrow(path)) url.searchParams.set("sha256", sum.slice(0, 16));
  return url;
}

/** The files of this version. */
function ofVersion(): SiteFile[] {
  const runs = kVariants.filter((variant) => variant.startsWith(machine().relaxed ? "relaxed" : "baseline"));
  const engine = /^wasm\/engine-(.+)-[^-/]+\//;
  return __FILES__.filter(({ path }) => {
    const variant = engine.exec(path)?.[1];
    return variant === undefined ? !isData(path) && !isText(path) && !isLesson(path) : (runs as string[]).includes(variant);
  });
}

/** Whether the bytes have this checksum, or a longer one that begins so; true where nobody can tell. */
async function hasSum(blob: Blob, sum: string): Promise<boolean> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const found = await sha256(bytes);
  release(bytes.buffer);
  return found === null || found.startsWith(sum);
}

/** Whether an answer's body is the file. Hosts may add to a page's HTML: it is ours when it begins with our script. */
async function isWhole(file: SiteFile, body: Blob): Promise<boolean> {
  if (file.path.endsWith(".html")) return (await body.text()).includes(__SCRIPT__);
  return body.size === file.bytes && hasSum(body, file.sha256);
}

/** The file from the server, past every cache on the way where these have something else; null when it cannot be had. */
async function bring(file: SiteFile): Promise<Response | null> {
  for (const cache of [file.hashed || isData(file.path) ? "default" : "no-cache", "reload"] as const) {
    const response = await fetch(addressOf(file), { cache, credentials: "same-origin" }).catch(() => null);
    const body = response?.ok ? await response.blob().catch(() => null) : null;
    if (response && body && (await isWhole(file, body).catch(() => false))) return isolated(response, body);
  }
  return null;
}

/**
 * Memory is shared between threads only in a page that lets no other origin in: these headers say so. What is stored has
 * them already and is handed out as it is. (Made anew, an answer that was sent on to another address also becomes one that may answer a
 * navigation.) `body`: where it was read, the bytes; the browser holds a Blob's, and not this worker.
 */
export function isolated(response: Response, body?: Blob): Response {
  const done = response.headers.has("Cross-Origin-Embedder-Policy") && !response.redirected;
  if (response.status === 0 || (done && !body)) return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  const { status, statusText } = response;
  return new Response([204, 205, 304].includes(status) ? null : (body ?? response.body), { status, statusText, headers });
}

const keyOf = ({ path }: SiteFile) => new URL(path, base).href;

/** Stores this version, all of it or nothing. `progress` hears bytes. */
export async function install(progress: (done: number, total: number) => void): Promise<void> {
  const wanted = ofVersion();
  const total = wanted.reduce((sum, file) => sum + file.bytes, 0);
  const cache = await caches.open(kVersion);
  let done = 0;
  const next = wanted.values();
  const worker = async () => {
    for (const file of next) {
      const key = keyOf(file);
      if (!(await cache.match(key))) {
        // What an earlier version has under the same address is the same.
        const answer = (file.hashed && (await stored(file.path))) || (await bring(file));
        if (!answer) throw new Error(`${file.path} did not arrive whole`);
        await cache.put(key, answer);
      }
      progress((done += file.bytes), total);
    }
  };
  try {
    await Promise.all([worker(), worker(), worker()]);
  } catch (error) {
    await caches.delete(kVersion);
    throw error;
  }
}

/** The page of this version. */
export async function page(): Promise<Response | undefined> {
  return (await caches.open(kVersion)).match(new URL("index.html", base).href);
}

/** What is stored of an address: this version's before those that are older. */
export async function stored(path: string, search = ""): Promise<Response | undefined> {
  const names = (await caches.keys()).filter((name) => name.startsWith(kPrefix));
  const older = (name: string) => Number(name !== kVersion);
  for (const name of names.sort((a, b) => older(a) - older(b))) {
    // Who asks for data without its checksum (a list of sources, as a page of its own) takes what there is.
    const cache = await caches.open(name);
    const found = await cache.match(new URL(path + (name === kUsed ? search : ""), base).href, { ignoreSearch: search === "" });
    // What may change under its address is only this version's own.
    if (found && (name === kVersion || name === kUsed || known.get(path)?.hashed !== false)) return found;
  }
  return undefined;
}

/** Keeps an answer for the next visit, if it is what it should be. Takes its body. */
export async function remember(path: string, search: string, response: Response): Promise<void> {
  const file = known.get(path);
  const sum = new URLSearchParams(search).get("sha256");
  const body = await response.blob();
  if (mayGrow(path)) {
    JSON.parse(await body.text()); // the page of a hotel's network is none of ours
  } else if (isData(path) && sum) {
    if (!(await hasSum(body, sum))) return;
  } else if (!file?.hashed || !(await isWhole(file, body))) {
    return;
  }
  const cache = await caches.open(isData(path) || isText(path) ? kUsed : kVersion);
  await cache.put(new URL(path + (isData(path) && sum ? search : ""), base).href, isolated(response, body));
}

/** Everything of the site that is not stored yet. */
export async function keepAll(progress: (done: number, total: number) => void): Promise<void> {
  const wanted: SiteFile[] = [];
  for (const file of __FILES__) {
    const { search } = addressOf(file);
    if (!(await stored(file.path, search))) wanted.push(file);
  }
  const total = wanted.reduce((sum, file) => sum + file.bytes, 0);
  let done = 0;
  for (const file of wanted) {
    const answer = await bring(file);
    if (!answer) throw new Error(`${file.path} did not arrive whole`);
    const cache = await caches.open(isData(file.path) || isText(file.path) ? kUsed : kVersion);
    await cache.put(isData(file.path) ? addressOf(file).href : keyOf(file), answer);
    progress((done += file.bytes), total);
  }
}

/** Versions that no open page is made of are forgotten, data that this one replaced, and what earlier builds of this page stored
 * otherwise. */
export async function sweep(): Promise<void> {
  const held = (await self.navigator.locks?.query())?.held?.map(({ name }) => name) ?? null;
  for (const name of await caches.keys()) {
    const old = name === "hourglass-used" || (name.startsWith("workbox-precache") && name.endsWith(base.href));
    const script = name.startsWith(`${kPrefix}version `) ? name.slice(kPrefix.length).split(" ")[1]! : null;
    const unneeded = script !== null && name !== kVersion && held !== null && !held.includes(pageLock(script));
    if (old || unneeded) await caches.delete(name);
  }
  const versions = (await caches.keys()).filter((name) => name.startsWith(`${kPrefix}version `));
  if (versions.every((name) => name === kVersion)) await sweepData();
}

/** A file that another build has under the same path. What the build does not know, a host has added. */
async function sweepData(): Promise<void> {
  const cache = await caches.open(kUsed);
  for (const request of await cache.keys()) {
    const url = new URL(request.url);
    const [file, sum] = [known.get(sitePath(url) ?? ""), url.searchParams.get("sha256")];
    if (file && sum && !file.sha256.startsWith(sum)) await cache.delete(request);
  }
}
