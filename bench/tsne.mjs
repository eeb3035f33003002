// t-SNE from the command line, beside scikit-learn's where Debian's python3-sklearn is installed, then on the page in Chromium, watched and
// hidden, beside npm's wasm-bhtsne in the same browser (npm install in bench/): times, divergences and how many of five neighbours are of
// the same class. Wants the build and the staged data (tools/test makes both).
//   node bench/tsne.mjs [--quick] [--native | --page]     --quick leaves out the whole of MNIST, and takes 10,000 images once
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { summary } from "./lib/statistics.mjs";
import { table } from "./lib/table.mjs";
import { byTheLibrary, onThePage } from "./lib/tsne-page.mjs";

const kQuick = process.argv.includes("--quick");
const kPageOnly = process.argv.includes("--page"), kNativeOnly = process.argv.includes("--native");
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

/** On the images that were drawn last; null where it is not installed. `written`: only their coordinates, for others. */
function theirs(...written) {
  const script = join(root, "bench/peers/tsne_sklearn.py");
  const { status, stdout, stderr } = spawnSync("/usr/bin/python3", [script, join(root, "build/stage/data/mnist"), points, ...written], { encoding: "utf8" });
  if (status === 0) return written.length > 0 || JSON.parse(stdout);
  if (/No module named/.test(stderr)) return null;
  throw new Error(stderr);
}

const words = (list, digits) => {
  if (list.some((value) => !Number.isFinite(value))) return "";
  const { median, low, high } = summary(list);
  return list.length > 1 ? `${median.toFixed(digits)} (${low.toFixed(digits)}-${high.toFixed(digits)})` : median.toFixed(digits);
};
const rows = [];
const row = (who, images, told) => {
  const of = (figure) => told.map((one) => one[figure]);
  const share = words(of("knn5").map((one) => 100 * one), 1);
  // As they come, since the whole takes minutes.
  console.log(`${who}, ${images}: ${words(of("seconds"), 2)} s`);
  rows.push([who, images, words(of("seconds"), 2), words(of("kl"), 3), share && `${share}%`]);
};

// Each round draws other images, on which both are measured: of few images one descent ends in another valley than the other.
for (const images of kPageOnly ? [] : kQuick ? [1000, 10000] : [1000, 10000, 0]) {
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
// On the page the 10,000 images that train of the set that it opens with, and all of MNIST but those for validation: 65,000.
if (!kNativeOnly) {
  const small = ["classroom", "training", 10000];
  for (const [preset, part, images] of kQuick ? [small] : [small, ["post-b-mnist", "all", 65000]]) {
    for (const [threads, hidden] of [[1, true], [2, true], [2, false]]) {
      const told = await onThePage({ preset, part, threads, hidden, rounds: images === 10000 ? kRounds : 1 });
      row(`the page, ${threads} thread${threads > 1 ? "s" : ""}, ${hidden ? "hidden" : "watched"}`, images.toLocaleString("en"), told);
      if (hidden) console.log(`  the first picture after ${words(told.map(({ first }) => first), 2)} s`);
      else console.log(`  a frame's work at most ${words(told.map(({ frame }) => frame), 1)} ms`);
    }
  }
  const [coordinates, labels] = ["coordinates.f32", "labels.u8"].map((name) => join(folder, name));
  ours(10000, 2, 1);
  const known = theirs(coordinates, labels);
  const library = known && (await byTheLibrary({ coordinates, labels: readFileSync(labels), n: 10000, threads: 2 }));
  if (library) row("wasm-bhtsne, 2 threads", "10,000", [library]);
}
console.log(table(["who", "images", "seconds", "divergence", "of the class of 5"], rows, 1));
rmSync(folder, { recursive: true });
