// Light or dark: the system's wish, unless the person chose in the studio; the page around the canvas follows.
const query = window.matchMedia("(prefers-color-scheme: dark)");

export function systemIsDark(): boolean {
  return query.matches;
}

export function followTheme(changed: (dark: boolean) => void): void {
  query.addEventListener("change", () => changed(query.matches));
}

/** "light", "dark", or "" to follow the system. */
export function showTheme(name: string): void {
  if (name === "light" || name === "dark") document.documentElement.dataset["theme"] = name;
  else delete document.documentElement.dataset["theme"];
}
