// t-SNE from the command line, beside scikit-learn's where Debian's python3-sklearn is installed: times, divergences and how many of
// five neighbours are of the same class, on the same images. Wants the native build (tools/test makes it) and the staged data.
//   node bench/tsne.mjs [--quick]     --quick leaves out the whole of MNIST, and takes 10,000 images once
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { summary } from "./lib/statistics.mjs";
import { table } from "./lib/table.mjs";

const kQuick = process.argv.includes("--quick");
const kRounds = kQuick ? 1 : 5;
const root = resolve(import.meta.dirname, "..");
const program = join(root, "build/native/hourglass");
const folder = mkdtempSync(join(tmpdir(), "hourglass-tsne-"));
const points = join(folder, "points.csv");

/** `seed` says which images are drawn of all. */
function ours(images, threads, seed) {
  const size = images ? ["--images", String(images), "--seed", String(seed)] : [];
  const args = ["map", "--method", "tsne", "--data", "mnist-full", ...size, "--threads", String(threads), "--out", points, "--json"];
  return JSON.parse(execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
}

/** On the images that were drawn last; null where it is not installed. */
function theirs() {
  const script = join(root, "bench/peers/tsne_sklearn.py");
  const { status, stdout, stderr } = spawnSync("/usr/bin/python3", [script, join(root, "build/stage/data/mnist"), points], { encoding: "utf8" });
  if (status === 0) return JSON.parse(stdout);
  if (/No module named/.test(stderr)) return null;
  throw new Error(stderr);
}

const words = (list, digits) => {
  const { median, low, high } = summary(list);
  return list.length > 1 ? `${median.toFixed(digits)} (${low.toFixed(digits)}-${high.toFixed(digits)})` : median.toFixed(digits);
};
const rows = [];
const row = (who, images, told) => {
  const of = (figure) => told.map((one) => one[figure]);
  rows.push([who, images, words(of("seconds"), 2), words(of("kl"), 3), `${words(of("knn5").map((share) => 100 * share), 1)}%`]);
};

// Each round draws other images, on which both are measured: of few images one descent ends in another valley than the other.
for (const images of kQuick ? [1000, 10000] : [1000, 10000, 0]) {
  const told = { 1: [], 2: [], theirs: [] };
  for (let round = 1; round <= (images === 1000 ? 5 : kRounds); ++round) {
    for (const threads of [1, 2]) told[threads].push(ours(images, threads, round));
    const peer = images ? theirs() : null;
    if (peer) told.theirs.push(peer);
  }
  const count = told[1][0].images.toLocaleString("en");
  for (const threads of [1, 2]) row(`Hourglass, ${threads} thread${threads > 1 ? "s" : ""}`, count, told[threads]);
  if (told.theirs.length === 0) continue;
  row("scikit-learn, 2 jobs", count, told.theirs);
  const ratios = (of) => words(told.theirs.map(of), 1);
  const faster = ratios((peer, i) => peer.seconds / told[2][i].seconds);
  const higher = ratios((peer, i) => (100 * told[2][i].kl) / peer.kl - 100);
  console.log(`${count} images: ${faster} times as fast, divergence ${higher}% higher`);
}
console.log(table(["who", "images", "seconds", "divergence", "of the class of 5"], rows, 1));
rmSync(folder, { recursive: true });
