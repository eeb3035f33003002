// The page around a frame of Hourglass, where the link names its origin (&origin=https://course.example): it may call the
// methods of window.hourglass by messages. docs/embedding.md says how. Without an origin nobody is listened to, and a message of
// any other origin is as if it had not come.
//
// Whoever makes a link can name himself in it. So a page that was asked to listen knows nothing of this browser: it reads
// nothing that was kept here and keeps nothing (keep/storage.ts, keep/shelf.ts), and the studio says who can steer it.
import { framed } from "../screen/framed.ts";
import type { HourglassApi } from "./script-api.ts";

/** What is asked, and what it is answered by: {hourglass: "answer", id, result} or {hourglass: "answer", id, error}. */
interface Asked {
  hourglass: string;
  args?: unknown[];
  id?: unknown;
}

function asAsked(data: unknown): Asked | null {
  if (typeof data !== "object" || data === null) return null;
  const { hourglass, args, id } = data as Partial<Asked>;
  if (typeof hourglass !== "string" || (args !== undefined && !Array.isArray(args))) return null;
  return { hourglass, args: args ?? [], id };
}

/** The origin of the page around this one, as far as the browser tells it. */
function around(): string {
  const told = location.ancestorOrigins?.[0];
  if (told) return told;
  try {
    return new URL(document.referrer).origin;
  } catch {
    return "";
  }
}

export function answerEmbedder(api: HourglassApi, origins: readonly string[]): void {
  if (!framed || origins.length === 0) return;
  const { parent } = window;
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || !origins.includes(origin)) return;
    const asked = asAsked(data);
    if (!asked || !Object.hasOwn(api, asked.hourglass)) return;
    const tell = (what: string, said: object) => parent.postMessage({ hourglass: what, id: asked.id, ...said }, origin);
    answer(api, asked, (progress) => tell("progress", { progress })).then(
      (result) => tell("answer", { result }),
      (error: unknown) => tell("answer", { error: error instanceof Error ? error.message : String(error) }),
    );
  });
  // What was said before is lost: whoever waits for this loses nothing.
  if (origins.includes(around())) parent.postMessage({ hourglass: "listening" }, around());
}

async function answer(api: HourglassApi, { hourglass, args = [] }: Asked, progress: (soFar: unknown) => void): Promise<unknown> {
  const member = (api as unknown as Record<string, unknown>)[hourglass];
  if (typeof member !== "function") return member; // ready
  // A function cannot be sent: what "map" tells on its way comes as messages.
  const given = hourglass === "map" ? [args[0], progress] : args;
  return (member as (...args: unknown[]) => unknown)(...given);
}
