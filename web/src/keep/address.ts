// The page's address: what it says when the page opens, and how it follows what the person chooses.

/** A picture or a model in `?data=` is opened beside the set that the page begins with. */
const kBeside = /\.(png|jpe?g|webp|gif|bmp|avif|safetensors)$/i;
/** What concerns this machine alone is in no link that a person gives away. */
const kOfThisMachine = ["engine", "threads"];

const kOfLessons = ["lesson", "step"] as const;

/** The lesson that is open. */
let open: { lesson: string; step: string } | null = null;

export interface Address {
  /** For the studio, which lets be what is no setting. */
  query: string;
  /** A file of this site that is to be opened beside the data. */
  file: string | null;
  /** Empty where it says none. */
  language: string;
  /** A lesson that is to be opened, by its key or as a file of this site, and its step. */
  lesson: string | null;
  step: string;
  /** Of the pages that may speak with this one (bridge/embedder.ts). */
  origins: string[];
  /** Panels alone, in an article. */
  embedded: boolean;
}

/** `?data=` is a setting like others: a set of the catalogue by its id, or a file of this site by its path. */
export function readAddress(search = location.search): Address {
  const query = new URLSearchParams(search);
  const data = query.get("data");
  const beside = data !== null && kBeside.test(data);
  if (beside) query.delete("data");
  const [lesson, step] = [query.get("lesson"), query.get("step") ?? ""];
  // The page's own: it follows the lesson that is open (followLesson).
  for (const name of kOfLessons) query.delete(name);
  if (lesson !== null) open = { lesson, step };
  const origins = originsOf(query.getAll("origin"));
  query.delete("origin");
  if (origins.length > 0) query.set("origin", origins.join(","));
  const language = query.get("lang") ?? "";
  const embedded = (query.get("embed") ?? "") !== "";
  return { query: query.toString(), file: beside ? data : null, language, lesson, step, origins, embedded };
}

/** Those of the lists that are origins of pages; no pattern, and not the origin of what has none. */
export function originsOf(lists: string[]): string[] {
  const origins = new Set<string>();
  for (const one of lists.flatMap((list) => list.split(","))) {
    try {
      const { protocol, origin } = new URL(one.trim());
      if (protocol === "https:" || protocol === "http:") origins.add(origin);
    } catch {
      // No address at all.
    }
  }
  return [...origins];
}

/** The key of the lesson that is open, or an empty text. */
export const openLesson = (): string => open?.lesson ?? "";

/** A reload comes back to the lesson that is open; null: none is. */
export function followLesson(at: { lesson: string; step: string } | null): void {
  open = at;
  const query = new URLSearchParams(location.search);
  for (const name of kOfLessons) query.delete(name);
  followAddress(query.toString());
}

/** The address follows the settings, so that a reload and a bookmark bring them back. */
export function followAddress(query: string): void {
  if (leaving) return;
  try {
    const url = withQuery(query);
    if (open) for (const name of kOfLessons) if (open[name]) url.searchParams.set(name, open[name]);
    history.replaceState(null, "", url);
  } catch {
    // A frame with an opaque origin has no address of its own.
  }
}

let leaving = false;

/** Opens the page anew in another language; whatever else the address says stays. */
export function openInLanguage(tag: string): void {
  const url = new URL(location.href);
  if (url.searchParams.get("lang") === tag) return;
  url.searchParams.set("lang", tag);
  leaving = true;
  location.replace(url.href);
}

/** The whole address that shows another person the same. */
export function linkTo(query: string): string {
  const url = withQuery(query);
  for (const name of kOfThisMachine) if (url.searchParams.has(name)) url.searchParams.delete(name);
  return url.href;
}

function withQuery(query: string): URL {
  const url = new URL(location.href);
  url.search = query;
  return url;
}
