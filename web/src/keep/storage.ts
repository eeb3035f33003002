// The saved state survives a refresh where the browser lets it: inside a frame of another site storage may be forbidden,
// and then asking throws.
const kKey = "hourglass";

export function kept(): string {
  try {
    return localStorage.getItem(kKey) ?? "";
  } catch {
    return "";
  }
}

export function keep(json: string): void {
  try {
    localStorage.setItem(kKey, json);
  } catch {
    // The page works without; it only forgets.
  }
}
