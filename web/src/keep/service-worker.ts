// Offline: the shell is stored when this worker is installed, engines, data and languages when they are used. Answers keep the
// server's headers, so a page that was isolated stays isolated.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { CacheFirst, NetworkFirst } from "workbox-strategies";

declare const self: ServiceWorkerGlobalScope;

const kUsed = "hourglass-used";
const base = new URL("./", self.location.href);
const within = (url: URL, folder: string) => url.origin === base.origin && url.pathname.startsWith(base.pathname + folder);

precacheAndRoute(__SHELL__, { ignoreURLParametersMatching: [/.*/] });
cleanupOutdatedCaches();
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("index.html"), {
    allowlist: [new RegExp(`^${base.pathname.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(index\\.html)?(\\?.*)?$`)],
  }),
);

// The catalogue and a language may grow; the rest carries its checksum in its address.
registerRoute(
  ({ url }) => within(url, "data/catalogue.json") || within(url, "text/"),
  new NetworkFirst({ cacheName: kUsed, networkTimeoutSeconds: 4 }),
);
registerRoute(
  ({ url }) => within(url, "wasm/") || (within(url, "data/") && url.searchParams.has("sha256")),
  new CacheFirst({ cacheName: kUsed }),
);

self.addEventListener("message", (event: ExtendableMessageEvent) => {
  const message = event.data as { type?: string; urls?: string[] } | null;
  if (message?.type !== "USED" || !message.urls) return;
  const urls = message.urls;
  event.waitUntil(
    (async () => {
      const cache = await caches.open(kUsed);
      for (const url of urls) {
        const place = new URL(url);
        if (!["wasm/", "data/", "text/"].some((folder) => within(place, folder))) continue;
        if (!(await cache.match(url))) await cache.add(url).catch(() => {});
      }
    })(),
  );
});

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event: ExtendableEvent) => {
  event.waitUntil(
    (async () => {
      await self.clients.claim();
      // Engines of earlier builds are never asked for again.
      const cache = await caches.open(kUsed);
      const keys = await cache.keys();
      const engines = keys.filter((request) => within(new URL(request.url), "wasm/"));
      for (const request of engines.slice(0, Math.max(0, engines.length - 8))) await cache.delete(request);
    })(),
  );
});
