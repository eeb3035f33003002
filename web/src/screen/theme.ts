// Light or dark: the system's wish, unless the person chose in the studio; the page around the canvas follows.
const query = window.matchMedia("(prefers-color-scheme: dark)");

export function systemIsDark(): boolean {
  return query.matches;
}

export function followTheme(changed: (dark: boolean) => void): void {
  query.addEventListener("change", () => changed(query.matches));
}

const forced = window.matchMedia("(forced-colors: active)");
const more = window.matchMedia("(prefers-contrast: more)");
const kSystem = ["Canvas", "CanvasText", "ButtonFace", "ButtonText", "Highlight", "HighlightText", "GrayText", "LinkText"];

/** As page_contrast (src/platform/bridge.def) has them. */
function contrastNow(): string {
  if (forced.matches) return systemColors();
  return more.matches ? "more" : "";
}

function systemColors(): string {
  const probe = document.createElement("span");
  probe.style.setProperty("forced-color-adjust", "none");
  document.body.append(probe);
  const colors = kSystem.map((name) => {
    probe.style.color = name;
    const parts = getComputedStyle(probe).color.match(/[\d.]+/g)?.slice(0, 3) ?? [];
    return parts.map((part) => Math.round(Number(part)).toString(16).padStart(2, "0")).join("");
  });
  probe.remove();
  return colors.join(",");
}

/** A canvas keeps its colours where the system forces its own on a page: the studio is told of them, now and later. */
export function followContrast(changed: (colors: string) => void): void {
  const tell = () => changed(contrastNow());
  for (const one of [forced, more, query]) one.addEventListener("change", tell);
  tell();
}

/** "light", "dark", or "" to follow the system. */
export function showTheme(name: string): void {
  if (name === "light" || name === "dark") document.documentElement.dataset["theme"] = name;
  else delete document.documentElement.dataset["theme"];
}
