// t-SNE from the command line, beside scikit-learn's where Debian's python3-sklearn is installed: times, divergences and how many of
// five neighbours are of the same class, on the same images. Wants the native build (tools/test makes it) and the staged data.
//   node bench/tsne.mjs [--quick]     --quick leaves out the whole of MNIST and takes each time once
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

function ours(images, threads) {
  const size = images ? ["--images", String(images)] : [];
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

const rows = [];
const row = (who, images, seconds, { kl, knn5 }) => rows.push([who, images, seconds, kl.toFixed(4), `${(100 * knn5).toFixed(1)}%`]);
const words = (list) => {
  const { median, low, high } = summary(list);
  return `${median.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;
};
for (const images of kQuick ? [1000, 10000] : [1000, 10000, 0]) {
  const last = {};
  const times = { 1: [], 2: [] };
  for (let round = 0; round < kRounds; ++round)
    for (const threads of [1, 2]) times[threads].push((last[threads] = ours(images, threads)).seconds);
  const count = last[1].images.toLocaleString("en");
  for (const threads of [1, 2]) row(`Hourglass, ${threads} thread${threads > 1 ? "s" : ""}`, count, words(times[threads]), last[threads]);
  const peer = images ? theirs() : null;
  if (!peer) continue;
  row("scikit-learn, 2 jobs", count, peer.seconds.toFixed(2), peer);
  const ratio = peer.seconds / summary(times[2]).median;
  console.log(`${count} images: ${ratio.toFixed(1)} times as fast, divergence ${((100 * last[2].kl) / peer.kl - 100).toFixed(2)}% higher`);
}
console.log(table(["who", "images", "seconds", "divergence", "of the class of 5"], rows, 1));
rmSync(folder, { recursive: true });
