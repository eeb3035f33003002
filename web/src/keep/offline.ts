// The page's side of the service worker (service-worker.ts): threads where the host sends no headers for them, a new version
// that is offered and never forced, and what shall be there without a network. Inside a frame of another site, on a plain
// http address or in a private window there may be no service worker, and nothing depends on it.
import { kStall } from "../files/fetch.ts";
import type { PageNotices } from "../bridge/notices.ts";
import { framed } from "../screen/framed.ts";
import { say } from "../text/say.ts";
import { pageLock } from "./page-lock.ts";
import type { FromServiceWorker, ToServiceWorker } from "./service-worker.ts";

/** In sessionStorage: this tab was loaded again for its threads once, and never is a second time. */
const kTried = "hourglass-isolation";
const kHour = 3_600_000;

const script = new URL(import.meta.url).pathname.split("/").at(-1)!;

const possible = () => "serviceWorker" in navigator && window.isSecureContext;
/** One core, one thread, with or without the headers. */
const manyCores = (navigator.hardwareConcurrency ?? 1) > 1;

let registered: Promise<ServiceWorkerRegistration> | null = null;
function register(): Promise<ServiceWorkerRegistration> {
  registered ??= navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI).href, { updateViaCache: "none" });
  return registered;
}

function hear(handler: (news: FromServiceWorker) => void): () => void {
  const listener = ({ data }: MessageEvent<FromServiceWorker>) => handler(data);
  navigator.serviceWorker.addEventListener("message", listener);
  navigator.serviceWorker.startMessages();
  return () => navigator.serviceWorker.removeEventListener("message", listener);
}

const tell = (worker: ServiceWorker | null | undefined, message: ToServiceWorker) => worker?.postMessage(message);

/** The service worker answers for this page: what it needs is here, and takes no time on the line. */
export const isKept = () => possible() && navigator.serviceWorker.controller !== null;

/** As long as a page of this build is open, no later version clears its files away. */
export function holdVersion(): void {
  void navigator.locks?.request(pageLock(script), { mode: "shared" }, () => new Promise(() => {})).catch(() => {});
}

/** Whether this page may be loaded once more for its threads. */
export function mayIsolate(): boolean {
  if (window.crossOriginIsolated || framed || !possible() || !manyCores) return false;
  try {
    return !sessionStorage.getItem(kTried);
  } catch {
    return false; // no storage
  }
}

/** Answers true when the page is being loaded again. */
export async function isolate(progress: (done: number, total: number) => void): Promise<boolean> {
  if (!mayIsolate()) return false;
  try {
    sessionStorage.setItem(kTried, "yes");
    if (!(await controlled(progress))) return false;
  } catch {
    return false; // no service worker: one thread
  }
  location.reload();
  return true;
}

/** Until a worker that adds the headers answers for this page; false where nothing comes of it for a while. */
async function controlled(progress: (done: number, total: number) => void): Promise<boolean> {
  const registration = await register();
  let late: (value: boolean) => void = () => {};
  let timer = 0;
  const wait = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => late(false), kStall);
  };
  const done = hear((news) => {
    if (news.is !== "brought") return;
    progress(news.done, news.total);
    wait();
  });
  try {
    return await new Promise<boolean>((answer) => {
      late = answer;
      wait();
      navigator.serviceWorker.addEventListener("controllerchange", () => answer(true), { once: true });
      // One that answers already without adding headers is of an earlier build; nothing of this page needs it yet.
      const worker = registration.installing ?? registration.waiting;
      worker?.addEventListener("statechange", () => {
        if (worker.state === "installed" && registration.active) tell(worker, { is: "take over" });
        if (worker.state === "redundant") answer(false);
      });
      if (worker?.state === "installed") tell(worker, { is: "take over" });
      // After a forced reload a worker stands, but is passed by: it answers the next load.
      if (!worker && registration.active) answer(true);
    });
  } finally {
    window.clearTimeout(timer);
    done();
  }
}

/** Called when the page has all that it begins with, so that storing does not compete with opening. */
export function followVersions(notices: PageNotices, busy: () => boolean): void {
  if (!possible()) return;
  register().then(
    (registration) => {
      void navigator.serviceWorker.ready.then(rememberUsed);
      offerNew(registration, notices, busy);
      window.setInterval(() => void registration.update().catch(() => {}), kHour);
    },
    () => {}, // a teaching platform's frame may forbid it
  );
}

/** What this visit used before the worker stood (its engine, its data, its language) is stored for the next one. */
function rememberUsed(registration: ServiceWorkerRegistration): void {
  const base = new URL("./", document.baseURI).href;
  const told = (entries: PerformanceEntry[]) => {
    const urls = entries
      .map((entry) => entry.name)
      .filter((url) => ["wasm/engine", "data/", "text/", "lessons/"].some((used) => url.startsWith(base + used)));
    if (urls.length > 0) tell(registration.active, { is: "used", urls });
  };
  new PerformanceObserver((list) => told(list.getEntries())).observe({ type: "resource", buffered: true });
}

/** A new version waits until the person wants it, and is not offered while a network learns. */
function offerNew(registration: ServiceWorkerRegistration, notices: PageNotices, busy: () => boolean): void {
  let timer = 0;
  const offer = (worker: ServiceWorker) => {
    window.clearTimeout(timer);
    if (busy()) timer = window.setTimeout(() => offer(worker), 1000);
    else
      notices.say("version", say("A new version of Hourglass is here."), say("Load it"), () => {
        navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
        tell(worker, { is: "take over" });
      });
  };
  const follow = (worker: ServiceWorker | null) =>
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && navigator.serviceWorker.controller) offer(worker);
    });
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  follow(registration.installing);
  registration.addEventListener("updatefound", () => follow(registration.installing));
}

/** Fetches what is not stored yet, all sets and engines, and says how far it is. */
export function keepForOffline(notices: PageNotices): void {
  const topic = "offline";
  const cannot = say("This browser keeps nothing for later here: it is a private window, or the page stands in another one.");
  if (!possible()) return notices.say(topic, cannot);
  notices.say(topic, say("Keeping everything for use without a network."));
  const done = hear((news) => {
    if (news.is === "kept" && news.done < news.total)
      return notices.say(topic, say("Kept for use without a network: {0} of {1} MB.", { bytes: news.done }, { bytes: news.total }));
    if (news.is === "brought") return;
    done();
    if (news.is === "kept") notices.say(topic, say("Everything is kept: Hourglass now works here without a network."));
    else
      notices.say(topic, say("Not everything arrived. What did is kept."), say("Try again"), () => keepForOffline(notices));
  });
  register()
    .then(() => navigator.serviceWorker.ready)
    .then(
      ({ active }) => tell(active, { is: "keep all" }),
      () => notices.say(topic, cannot),
    );
}

/** In a frame of another site there is one thread; in a tab of its own there may be more. */
export function offerTab(notices: PageNotices): void {
  if (!framed || window.crossOriginIsolated || !manyCores || !possible()) return;
  notices.say("tab", say("Inside another page Hourglass trains with one thread."), say("Open in a tab of its own"), () => {
    window.open(location.href, "_blank", "noopener");
  });
}
