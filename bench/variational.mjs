// What a variational code costs and gives, as docs/results.md shows it: the same layers with a plain code and with a variational
// one, for 2 and 10 numbers. Trains them, prints the table, and writes docs/sweep-quantiles.png of the two-number code.
//   node bench/variational.mjs
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const program = process.env.HOURGLASS ?? join(root, "build/native/hourglass");
const models = join(root, "build/maps");
mkdirSync(models, { recursive: true });
const run = (...args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
/** By how many numbers the code has: the recipe, which for ten is that of the best plain code, at cross-entropy. */
const recipes = { 2: ["--preset", "variational-2d"], 10: ["--preset", "best-10d", "--loss", "bce", "--epochs", "15"] };

console.log("| numbers | code | KL weight | squared error per image, held out | divergence per image, in nats | of the class of 5 neighbours |");
console.log("| --- | --- | --- | --- | --- | --- |");
for (const numbers of [2, 10]) {
  for (const weight of [null, 0.1, 0.3, 1, 3]) {
    const variational = weight === null ? ["--variational", "off"] : ["--variational", "on", "--kl-weight", String(weight)];
    const model = join(models, `variational-${numbers}-${weight ?? "plain"}.safetensors`);
    const told = run("train", ...recipes[numbers], ...variational, "--json", "--weights-only", "--save", model);
    const { heldout_sse: error, heldout_kl: divergence } = JSON.parse(told.trim().split("\n").findLast((line) => line.startsWith("{\"epoch\"")));
    // Of wider codes a map shows two numbers alone, which says nothing of the code.
    const { knn5 } = numbers > 2 ? {} : JSON.parse(run("map", "--method", "autoencoder", "--model", model, "--data", "mnist-full", "--out", join(models, "codes.csv"), "--json"));
    const cells = [weight === null ? "plain" : "variational", weight ?? "\u2013", error.toFixed(2), divergence === undefined ? "\u2013" : divergence.toFixed(2), knn5 === undefined ? "\u2013" : `${(100 * knn5).toFixed(1)}%`];
    console.log(`| ${numbers} | ${cells.join(" | ")} |`);
    if (numbers === 2 && weight === 1) run("sweep", "--model", model, "--quantiles", "20", "--out", join(root, "docs/sweep-quantiles.png"));
  }
}
