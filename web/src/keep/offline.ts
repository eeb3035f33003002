// The page works without a network after its first visit. Inside a frame of another site, or on a plain http address,
// there is no service worker, and nothing depends on it.

/** Called when the studio stands, so that storing does not compete with opening. */
export function registerOffline(): void {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  navigator.serviceWorker
    .register(new URL("service-worker.js", document.baseURI), { updateViaCache: "none" })
    .then(() => navigator.serviceWorker.ready)
    .then((registration) => rememberUsed(registration))
    .catch(() => {
      // A teaching platform's frame may forbid it.
    });
}

/** What this visit used before the worker stood (its engine, its data, its language) is stored for the next one. */
function rememberUsed(registration: ServiceWorkerRegistration): void {
  const base = new URL("./", document.baseURI).href;
  const tell = (entries: PerformanceEntry[]) => {
    const urls = entries
      .map((entry) => entry.name)
      .filter((url) => ["wasm/engine", "data/", "text/"].some((used) => url.startsWith(base + used)));
    if (urls.length > 0) registration.active?.postMessage({ type: "USED", urls });
  };
  new PerformanceObserver((list) => tell(list.getEntries())).observe({ type: "resource", buffered: true });
}
