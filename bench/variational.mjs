// What a variational code costs and gives, as docs/results.md shows it: the same layers with a plain code and with a variational
// one, for 2 and 10 numbers. Trains them, prints the table, and writes docs/sweep-quantiles.png of the two-number code and
// docs/variational-curves.svg of all.
//   node bench/variational.mjs
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { charts } from "./lib/chart.mjs";

const root = resolve(import.meta.dirname, "..");
const program = process.env.HOURGLASS ?? join(root, "build/native/hourglass");
const models = join(root, "build/maps");
mkdirSync(models, { recursive: true });
const run = (...args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
/** By how many numbers the code has: the recipe, which for ten is that of the best plain code, at cross-entropy. */
const recipes = { 2: ["--preset", "variational-2d"], 10: ["--preset", "best-10d", "--loss", "bce", "--epochs", "15"] };

console.log("| numbers | code | KL weight | squared error per image, held out | divergence per image, in nats | of the class of 5 neighbours |");
console.log("| --- | --- | --- | --- | --- | --- |");
const pictures = [];
for (const numbers of [2, 10]) {
  const curves = { error: [], divergence: [] };
  for (const weight of [null, 0.1, 0.3, 1, 3]) {
    const variational = weight === null ? ["--variational", "off"] : ["--variational", "on", "--kl-weight", String(weight)];
    const model = join(models, `variational-${numbers}-${weight ?? "plain"}.safetensors`);
    const told = run("train", ...recipes[numbers], ...variational, "--json", "--weights-only", "--save", model);
    const history = told.trim().split("\n").filter((line) => line.startsWith("{\"epoch\"")).map((line) => JSON.parse(line));
    const { heldout_sse: error, heldout_kl: divergence } = history.at(-1);
    const name = weight === null ? "plain" : `KL weight ${weight}`;
    curves.error.push({ name, points: history.map((at) => [at.epoch, at.heldout_sse]) });
    if (weight !== null) curves.divergence.push({ name, points: history.map((at) => [at.epoch, at.heldout_kl]) });
    // Of wider codes a map shows two numbers alone, which says nothing of the code.
    const { knn5 } = numbers > 2 ? {} : JSON.parse(run("map", "--method", "autoencoder", "--model", model, "--data", "mnist-full", "--out", join(models, "codes.csv"), "--json"));
    const cells = [weight === null ? "plain" : "variational", weight ?? "\u2013", error.toFixed(2), divergence === undefined ? "\u2013" : divergence.toFixed(2), knn5 === undefined ? "\u2013" : `${(100 * knn5).toFixed(1)}%`];
    console.log(`| ${numbers} | ${cells.join(" | ")} |`);
    if (numbers === 2 && weight === 1) run("sweep", "--model", model, "--quantiles", "20", "--out", join(root, "docs/sweep-quantiles.png"));
  }
  // The first epochs are far above what the others are told apart by.
  const last = Math.max(...curves.error.map(({ points }) => points.at(-1)[1]));
  pictures.push(
    { title: `Squared error, ${numbers} numbers`, across: "epoch", lines: curves.error, high: 1.35 * last },
    { title: `Divergence in nats, ${numbers} numbers`, across: "epoch", lines: curves.divergence, low: 0 },
  );
}
writeFileSync(join(root, "docs/variational-curves.svg"), charts(pictures));
