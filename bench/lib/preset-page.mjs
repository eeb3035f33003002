// The built page in a browser of its own, at a preset whose training has not begun.
import { openStudio } from "../../tests/browser/lib/studio.mjs";

/** `query` names the preset ("preset=classroom&seed=1"); `before(page)` may prepare the page. Answers the Studio, which the caller closes. */
export async function openPreset(query, { before } = {}) {
  const studio = await openStudio({ query, before, whole: true, v8: [], traffic: false });
  try {
    await studio.ready();
    await studio.images();
    await studio.call("reset");
    return studio;
  } catch (error) {
    await studio.close();
    throw error;
  }
}

/** Runs in the page: to its scripts it is then behind another tab; with false, in front again. */
export function hide(away = true) {
  Object.defineProperty(document, "hidden", { value: away, configurable: true });
  Object.defineProperty(document, "visibilityState", { value: away ? "hidden" : "visible", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}
