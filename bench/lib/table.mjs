// Figures as text.

/** Three digits that say something: 0.84, 12.3, 123, 45,600. */
export function number(value) {
  if (value === undefined || !Number.isFinite(value)) return "";
  const size = Math.abs(value);
  if (size >= 1000) return String(Number(value.toPrecision(3))).replace(/\B(?=(\d{3})+$)/g, ",");
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.095 || size === 0 ? 2 : 4;
  return value.toFixed(decimals);
}

/** "0.84 (0.82-0.86)": median and quartiles; a figure that has none stands alone. */
export function spread(of) {
  if (typeof of !== "object") return number(of);
  return `${number(of.median)} (${number(of.low)}-${number(of.high)})`;
}

/** Lines of columns under their titles, the first `words` to the left and the others, numbers, to the right. */
export function table(titles, rows, words = 1) {
  const width = titles.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  const line = (cells) => cells.map((cell, i) => (i < words ? cell.padEnd(width[i]) : cell.padStart(width[i]))).join("  ").trimEnd();
  return [line(titles), line(width.map((w) => "-".repeat(w))), ...rows.map(line)].join("\n");
}

/** A line of a Markdown table, and its first two, for those that are printed as they come. */
export const markdownLine = (cells) => `| ${cells.join(" | ")} |`;
export const markdownHead = (titles) => [titles, titles.map(() => "---")].map(markdownLine).join("\n");
