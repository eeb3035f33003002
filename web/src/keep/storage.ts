// The saved state survives a refresh where the browser lets it: inside a frame of another site storage may be forbidden,
// and then asking throws. A page keeps its own for as long as its tab is there, and the last one's is where the next begins:
// two tabs do not overwrite each other's.
const kKey = "hourglass";
/** The language that the person chose, for all pages of the site. */
const kLanguage = "hourglass-language";

/** The tab's own, and the one that all pages of the site share. */
const kStores = [() => sessionStorage, () => localStorage];

let nothing = false;

/** From here on nothing that was kept is read, and nothing is kept: another site's page may speak with this one. */
export function keepNothing(): void {
  nothing = true;
}

function ask<T>(deed: () => T): T | null {
  if (nothing) return null;
  try {
    return deed();
  } catch {
    return null; // the page works without; it only forgets
  }
}

export function kept(): string {
  for (const store of kStores) {
    const json = ask(() => store().getItem(kKey));
    if (json) return json;
  }
  return "";
}

/** In sessionStorage: what this tab keeps is of the page that it shows, which has done what its address asked for. */
const kDone = "hourglass-done";

/**
 * The settings of a page that is loaded again, as an address says them; null where its address asks for something. The address itself
 * may be an older one: it can change while the page is on its way already.
 */
export function addressOfReload(): string | null {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (navigation?.type !== "reload") ask(() => sessionStorage.removeItem(kDone));
  if (!ask(() => sessionStorage.getItem(kDone))) return null;
  const address = ask(() => (JSON.parse(sessionStorage.getItem(kKey) ?? "") as { address?: unknown }).address);
  return typeof address === "string" ? address : null;
}

/** Empty: none was chosen here yet. */
export const keptLanguage = () => ask(() => localStorage.getItem(kLanguage)) ?? "";

export function keepLanguage(tag: string): void {
  ask(() => localStorage.setItem(kLanguage, tag));
}

let forgotten = false;

export function keep(json: string): void {
  if (forgotten) return;
  for (const store of kStores) ask(() => store().setItem(kKey, json));
  ask(() => sessionStorage.setItem(kDone, "yes"));
}

const kLessons = "hourglass-lessons";

/** How far the person has come in the lessons: of all tabs, the last one's. */
export const keptLessons = (): string => ask(() => localStorage.getItem(kLessons)) ?? "";

export function keepLessons(json: string): void {
  if (!forgotten) ask(() => localStorage.setItem(kLessons, json));
}

/** The run that the saved state names; `mine`: this very tab had it. */
export function keptRun(): { run: string; mine: boolean } {
  const mine = ask(() => sessionStorage.getItem(kKey)) !== null;
  const run = ask(() => (JSON.parse(kept()) as { run?: unknown }).run);
  return { run: typeof run === "string" ? run : "", mine };
}

/** And nothing is saved any more: the page is about to be opened anew. */
export function forgetState(): void {
  forgotten = true;
  for (const store of kStores) ask(() => store().removeItem(kKey));
  ask(() => localStorage.removeItem(kLessons));
  ask(() => localStorage.removeItem(kLanguage));
}
