// How soon which error is there, by the clock: trains what is meant to be soon there, and what is meant to get as low as can be, with
// some seeds and on two threads, beside the recipe of the post that published a figure for the same layers. Prints the tables of
// docs/results.md and writes docs/time-curves.svg. An hour of two processors, so what is done is kept and not done again; wants a
// machine that does nothing else.
//   node bench/curves.mjs [NAME...]     only the runs of that name anew; without names, all that are not in build/curves.json
//   node bench/curves.mjs --kept        trains nothing: tables and picture of what is there
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { charts } from "./lib/chart.mjs";
import { reached } from "./lib/figure.mjs";
import { markdownHead, markdownLine } from "./lib/table.mjs";

const root = resolve(import.meta.dirname, "..");
const program = process.env.HOURGLASS ?? join(root, "build/native/hourglass");
const kept = join(root, "build/curves.json");
const [csv, model] = ["csv", "safetensors"].map((end) => join(root, `build/curves.${end}`));
const presets = JSON.parse(readFileSync(join(root, "assets/presets.json"), "utf8"));

/** A chart each: our preset with so many seeds, and the post's recipe for so many epochs; of its curve all above `high` is left out. */
const kCharts = [
  { name: "quick-10", seeds: 5, post: ["post-a-10", 4], high: 0.26 },
  { name: "quick-2d", seeds: 5, post: ["post-b-mnist", 12], high: 45 },
  { name: "quick-10d", seeds: 5, post: ["post-a-512-128-10-denoise", 4], high: 0.25 },
  { name: "best-2d", seeds: 5, high: 34 },
  { name: "quick-30d", seeds: 5, high: 12 },
  { name: "hinton-30d", seeds: 1, high: 6 },
];

const runs = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")) : {};
const kKept = process.argv.includes("--kept");
const names = process.argv.slice(2).filter((name) => name !== "--kept");
const known = kCharts.flatMap(({ name, post }) => [name, ...(post ? [post[0]] : [])]);
for (const name of names.filter((one) => !known.includes(one))) {
  console.error(`curves: there is no run called ${name}; there are: ${known.join(", ")}`);
  process.exit(2);
}

/** The history, points as the command line writes them, and the error of the training images without noise, by the last weights. */
function train(name, seed, epochs) {
  const key = `${name}/${seed}`;
  if (kKept || (runs[key] && !names.includes(name))) return runs[key];
  console.error(`Training ${name}, seed ${seed}`);
  const told = (...args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const length = epochs ? ["--epochs", String(epochs)] : [];
  told("train", "--preset", name, ...length, "--seed", String(seed), "--threads", "2", "--csv", csv, "--save", model, "--weights-only");
  const [head, ...rows] = readFileSync(csv, "utf8").trim().split("\n").map((line) => line.split(","));
  const wanted = ["epoch", "seconds", "heldout_sse", "heldout_rmse"];
  const points = rows.map((row) => Object.fromEntries(wanted.map((column) => [column, Number(row[head.indexOf(column)])])));
  const training = JSON.parse(told("eval", "--model", model, "--part", "training", "--json"));
  runs[key] = { points, training: { sse: training.sse, rmse: training.rmse } };
  writeFileSync(kept, JSON.stringify(runs));
  return runs[key];
}

console.log(markdownHead(["preset", "encoder", "published", "seed", "seconds to it", "at epoch", "reached", "training", "seconds in all"]));
const pictures = kCharts.flatMap(({ name, seeds, post, high }) => {
  const { published, settings } = presets.find(({ key }) => key === name);
  const rmse = published.unit.includes("RMSE"), digits = rmse ? 4 : 2;
  const curve = ({ points }) => points.map((point) => [point.seconds, point[rmse ? "heldout_rmse" : "heldout_sse"]]).filter(([, error]) => error <= high);
  const lines = [];
  for (let seed = 1; seed <= seeds; ++seed) {
    const run = train(name, seed);
    if (!run) continue;
    const { place, error } = reached(run.points, published);
    const at = run.points[place];
    const cells = [at ? at.seconds.toFixed(2) : "never", at ? Number(at.epoch.toFixed(2)) : "", error.toFixed(digits), run.training[rmse ? "rmse" : "sse"].toFixed(digits)];
    console.log(markdownLine([`\`${name}\``, settings.encoder, published.value, seed, ...cells, run.points.at(-1).seconds.toFixed(1)]));
    lines.push({ name: "ours, a line a seed", points: curve(run) });
  }
  const theirs = post && train(post[0], 1, post[1]);
  if (theirs) lines.push({ name: "the post's recipe, its beginning", points: curve(theirs) });
  if (lines.length === 0) return [];
  const until = Math.max(...lines.flatMap(({ points }) => points.map(([seconds]) => seconds)));
  lines.push({ name: "published", points: [[0, published.value], [until, published.value]] });
  return [{ title: `${name}: ${settings.encoder}, held-out ${rmse ? "RMSE" : "SSE"}`, across: "seconds of training, two threads", lines }];
});
writeFileSync(join(root, "docs/time-curves.svg"), charts(pictures));
