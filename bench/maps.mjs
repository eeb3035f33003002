// Three maps of the same images, as docs/results.md shows them: the second post's code, PCA and t-SNE, of MNIST's test images
// and, where their folder is given, of notMNIST's. Trains the codes, writes docs/map-*.png and prints the table.
//   node bench/maps.mjs [NOTMNIST_FOLDER]
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const program = process.env.HOURGLASS ?? join(root, "build/native/hourglass");
const models = join(root, "build/maps");
mkdirSync(models, { recursive: true });
const run = (...args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

const sets = [{ key: "mnist", preset: "post-b-mnist", data: ["--data", "mnist-full"], part: "held-out" }];
if (process.argv[2]) sets.push({ key: "notmnist", preset: "post-b-notmnist", data: ["--data", resolve(process.argv[2])], part: "all" });

console.log("| images | map | of the class of 5 neighbours | trustworthiness | continuity | squared error per image | divergence |");
console.log("| --- | --- | --- | --- | --- | --- | --- |");
for (const { key, preset, data, part } of sets) {
  const model = join(models, `${key}.safetensors`);
  if (!existsSync(model)) run("train", "--preset", preset, ...data, "--weights-only", "--save", model);
  for (const method of ["autoencoder", "pca", "tsne"]) {
    const what = method === "autoencoder" ? ["--model", model, ...data] : data;
    const picture = join(root, `docs/map-${key}-${method}.png`);
    const out = join(models, `${key}-${method}.csv`);
    const told = JSON.parse(run("map", "--method", method, ...what, "--part", part, "--out", out, "--png", picture, "--json"));
    if (method === "autoencoder") told.error = JSON.parse(run("eval", "--model", model, ...data, "--part", part, "--json")).sse;
    const fixed = (value, digits) => (value === undefined ? "\u2013" : value.toFixed(digits));
    const cells = [told.images.toLocaleString("en"), method, `${fixed(100 * told.knn5, 1)}%`, fixed(told.trustworthiness, 3), fixed(told.continuity, 3), fixed(told.error, 2), fixed(told.kl, 3)];
    console.log(`| ${key}, ${cells.join(" | ")} |`);
  }
}
