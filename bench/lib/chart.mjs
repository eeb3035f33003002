// Curves as an SVG for the documents: small charts, two in a row, with one legend, in the light colours of the page.
const kColours = ["#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6", "#a96b59", "#e76300", "#b9ac70"];
const kWidth = 420, kHeight = 300, kLeft = 52, kRight = 12, kTop = 34, kBottom = 40, kInRow = 2;

/** Round numbers between the two, about five of them. */
export function ticks(low, high) {
  const rough = (high - low) / 5, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
  const found = [];
  for (let i = Math.ceil(low / step); i * step <= high + step * 1e-9; ++i) found.push(Number((i * step).toPrecision(12)));
  return found;
}

const text = (x, y, words, { anchor = "middle", size = 12, colour = "#444" } = {}) =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" fill="${colour}">${words}</text>`;

function chart({ title, across, lines, low, high }) {
  const all = lines.flatMap(({ points }) => points);
  const [x0, x1] = [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x))];
  const y0 = low ?? Math.min(...all.map(([, y]) => y)), y1 = high ?? Math.max(...all.map(([, y]) => y));
  const x = (value) => kLeft + ((kWidth - kLeft - kRight) * (value - x0)) / (x1 - x0);
  const y = (value) => kHeight - kBottom - ((kHeight - kTop - kBottom) * (Math.min(value, y1) - y0)) / (y1 - y0);
  const out = [text(kLeft, 20, title, { anchor: "start", size: 14, colour: "#111" })];
  for (const at of ticks(y0, y1)) {
    out.push(`<line x1="${x(x0)}" x2="${x(x1)}" y1="${y(at)}" y2="${y(at)}" stroke="#ddd"/>`, text(kLeft - 6, y(at) + 4, at, { anchor: "end" }));
  }
  for (const at of ticks(x0, x1)) out.push(text(x(at), kHeight - kBottom + 18, at));
  out.push(text(x((x0 + x1) / 2), kHeight - 6, across));
  for (const { points, colour } of lines) {
    const path = points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(" ");
    out.push(`<polyline points="${path}" fill="none" stroke="${kColours[colour]}" stroke-width="2" stroke-linejoin="round"/>`);
  }
  return out;
}

/**
 * [{title, across, lines: [{name, points: [[x, y], ...]}], low, high}] as one SVG. Lines of the same name have the same colour in all; what
 * lies above `high` is drawn at the edge.
 */
export function charts(list) {
  const names = [...new Set(list.flatMap(({ lines }) => lines.map(({ name }) => name)))];
  const width = kWidth * Math.min(kInRow, list.length), height = kHeight * Math.ceil(list.length / kInRow) + 30;
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Inter, sans-serif">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
  ];
  list.forEach((one, i) => {
    const lines = one.lines.map((line) => ({ ...line, colour: names.indexOf(line.name) }));
    out.push(`<g transform="translate(${(i % kInRow) * kWidth},${Math.floor(i / kInRow) * kHeight})">`, ...chart({ ...one, lines }), "</g>");
  });
  names.forEach((name, i) => {
    const left = kLeft + (i * (width - kLeft)) / names.length;
    out.push(`<rect x="${left}" y="${height - 20}" width="18" height="4" fill="${kColours[i]}"/>`, text(left + 24, height - 13, name, { anchor: "start" }));
  });
  return `${out.join("\n")}\n</svg>\n`;
}
