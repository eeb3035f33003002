// The service worker: answers from the version that is stored (versions.ts), so that the page opens without a network and a
// new version on the server never breaks an open page; and adds the two headers that threads need, where the host sends none.
import { install, isolated, keepAll, mayGrow, page, remember, sitePath, stored, sweep } from "./versions.ts";

declare const self: ServiceWorkerGlobalScope;

/** What a page may tell this worker, and what it hears. */
export type ToServiceWorker =
  | { is: "take over" } // the person wants the new version now
  | { is: "used"; urls: string[] } // by a page, before this worker stood
  | { is: "keep all" };
export type FromServiceWorker = { is: "brought" | "kept"; done: number; total: number } | { is: "not kept" };

/** Until the server has answered; then what is stored has to do. */
const kNetwork = 4000;

self.addEventListener("install", (event: ExtendableEvent) => {
  event.waitUntil(
    (async () => {
      const pages = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
      await install((done, total) => {
        for (const one of pages) one.postMessage({ is: "brought", done, total } satisfies FromServiceWorker);
      });
    })(),
  );
});

// Pages of an earlier version go on with that worker; this one begins when they are closed, or when it is asked to.
self.addEventListener("activate", (event: ExtendableEvent) => {
  // Not waited for: Firefox asks every thread of a page, and those of an engine that rests hear nothing.
  void self.clients.claim();
  event.waitUntil(sweep());
});

self.addEventListener("fetch", (event: FetchEvent) => {
  const { request } = event;
  const path = request.method === "GET" ? sitePath(new URL(request.url)) : null;
  if (path === null || path === "service-worker.js") return;
  event.respondWith(answer(event, path).then(isolated, () => Response.error()));
});

async function answer(event: FetchEvent, path: string): Promise<Response> {
  const { request } = event;
  const { search } = new URL(request.url);
  if (request.mode === "navigate" && (path === "" || path === "index.html")) {
    event.waitUntil(sweep());
    return (await page()) ?? fetch(request);
  }
  if (mayGrow(path)) return newest(event, path);
  const past = request.cache === "reload" || request.cache === "no-store";
  const found = past ? undefined : await stored(path, search);
  return found ?? fromServer(event, path, search);
}

async function fromServer(event: FetchEvent, path: string, search: string): Promise<Response> {
  const response = await fetch(event.request).catch(() => null);
  // Without a network even what was to come past the caches is better from there than not at all: the page checks it.
  if (!response) return (await stored(path, search)) ?? Response.error();
  if (response.ok) event.waitUntil(remember(path, search, response.clone()).catch(() => {}));
  return response;
}

/** Of the server where it answers, else what it answered before. */
async function newest(event: FetchEvent, path: string): Promise<Response> {
  const late = new Promise<null>((done) => setTimeout(() => done(null), kNetwork));
  const asked = fetch(event.request).catch(() => null);
  const response = await Promise.race([asked, late]);
  if (response?.ok && (await readable(response.clone()))) {
    event.waitUntil(remember(path, "", response.clone()).catch(() => {}));
    return response;
  }
  return (await stored(path)) ?? response ?? (await asked) ?? Response.error();
}

const readable = (response: Response) =>
  response.json().then(
    () => true,
    () => false,
  );

self.addEventListener("message", (event: ExtendableMessageEvent) => {
  const message = event.data as ToServiceWorker;
  const tell = (news: FromServiceWorker) => event.source?.postMessage(news);
  switch (message.is) {
    case "take over":
      return event.waitUntil(self.skipWaiting());
    case "used":
      return event.waitUntil(store(message.urls));
    case "keep all":
      return event.waitUntil(
        keepAll((done, total) => tell({ is: "kept", done, total })).then(
          () => tell({ is: "kept", done: 1, total: 1 }),
          () => tell({ is: "not kept" }),
        ),
      );
  }
});

async function store(urls: string[]): Promise<void> {
  for (const url of urls.map((text) => new URL(text))) {
    const path = sitePath(url);
    if (path === null || (await stored(path, url.search))) continue;
    const response = await fetch(url, { credentials: "same-origin" }).catch(() => null);
    if (response?.ok) await remember(path, url.search, response).catch(() => {});
  }
}
