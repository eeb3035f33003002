// Time to the figure, natively: trains the presets quick-* and says after how many seconds of training (and of measuring the
// held-out images on the way) each has the figure that the post needed all its epochs for. Loading the images is not in it.
//   node bench/figure.mjs [--threads N] [--seeds N] [--data-folder FOLDER] [NAME...]     5 seeds on 2 threads; hinton's with one
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { summary } from "./lib/statistics.mjs";

const root = resolve(import.meta.dirname, "..");
const program = process.env.HOURGLASS ?? join(root, "build/native/hourglass");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { threads: { type: "string", default: "2" }, seeds: { type: "string" }, "data-folder": { type: "string" } },
});
/** Seconds on two cores that are asked for; minutes-long runs are done once. */
const goals = { "quick-2d": 3, "quick-10d": 4, "quick-10": 2, "quick-30d": 100 };
const once = new Set(["quick-30d"]);

const presets = JSON.parse(readFileSync(join(root, "assets/presets.json"), "utf8")).filter(({ key }) => key.startsWith("quick-"));
const unknown = positionals.find((name) => !presets.some(({ key }) => key === name));
if (unknown) {
  console.error(`figure: there is no preset called ${unknown}; there are: ${presets.map(({ key }) => key).join(", ")}`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "hourglass-figure-"));
const csv = join(folder, "history.csv");

/** {seconds, epoch, last, cpu} of one run; seconds and epoch are Infinity where it does not get there. */
function train({ key, published }, seed) {
  const flags = values["data-folder"] ? ["--data-folder", values["data-folder"]] : [];
  const command = [program, "train", "--preset", key, "--seed", String(seed), "--threads", values.threads, "--json", "--csv", csv, ...flags];
  const { status, stderr } = spawnSync("bash", ["-c", 'TIMEFORMAT="cpu %U"; time "$0" "$@"', ...command], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stderr);
  const [head, ...rows] = readFileSync(csv, "utf8").trim().split("\n").map((line) => line.split(","));
  const points = rows.map((row) => Object.fromEntries(head.map((name, i) => [name, Number(row[i])])));
  const figure = published.unit.includes("RMSE") ? "heldout_rmse" : "heldout_sse";
  const there = points.find((point) => point[figure] <= published.value);
  return { seconds: there?.seconds ?? Infinity, epoch: there?.epoch ?? Infinity, last: points.at(-1)[figure], cpu: Number(/cpu ([\d.]+)/.exec(stderr)[1]) };
}

const text = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : "never");
const span = (list, digits) => {
  const { median, low, high } = summary(list);
  return list.length > 1 ? `${text(median, digits)} (${text(low, digits)} to ${text(high, digits)})` : text(median, digits);
};
console.log("| preset | encoder | figure | seeds there | seconds to it | goal | at epoch | of | reached | processor time of the whole run |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const preset of presets) {
  if (positionals.length > 0 && !positionals.includes(preset.key)) continue;
  const count = Number(values.seeds ?? (once.has(preset.key) ? 1 : 5));
  const runs = Array.from({ length: count }, (_, i) => train(preset, i + 1));
  const { value, unit } = preset.published;
  const digits = unit.includes("RMSE") ? 4 : 2;
  const of = (name) => runs.map((run) => run[name]);
  const there = of("seconds").filter(Number.isFinite).length;
  const cells = [`${value} ${unit}`, `${there} of ${count}`, span(of("seconds"), 2), goals[preset.key] ?? "", text(summary(of("epoch")).median, 2)];
  console.log(`| \`${preset.key}\` | ${preset.settings.encoder} | ${cells.join(" | ")} | ${preset.settings.epochs} | ${span(of("last"), digits)} | ${span(of("cpu"), 1)} s |`);
}
rmSync(folder, { recursive: true });
