// The second post's own file at its own size: a notMNIST.pickle of 200,000, 10,000 and 10,000 images (690 MB), written by Python from the
// images of an IDX pair that is repeated. How long command line and page take to read it, with how much memory, and what the post's network
// learns of it in a few epochs.
//   node bench/pickle.mjs FOLDER [--epochs 3]     FOLDER holds *images-idx3-ubyte and *labels-idx1-ubyte, plain or gzipped
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { launchChromium, openStudio } from "../tests/browser/lib/studio.mjs";
import { until } from "../tests/browser/lib/wait.mjs";

const root = resolve(import.meta.dirname, "..");
const program = process.env.HOURGLASS ?? join(root, "build/native/hourglass");
const given = process.argv[2];
const epochs = Number(process.argv[process.argv.indexOf("--epochs") + 1]) || 3;
const folder = mkdtempSync(join(tmpdir(), "hourglass-pickle-"));
const file = join(folder, "notMNIST.pickle");

const kWriter = `
import gzip, pickle, sys
import numpy as np
images, labels, to = sys.argv[1:]
def idx(path):
    bytes = (gzip.open if path.endswith(".gz") else open)(path, "rb").read()
    return np.frombuffer(bytes, dtype=np.uint8, offset=4 + 4 * bytes[3])
pixels, classes = idx(images).reshape(-1, 28, 28), idx(labels)
def part(count, first):
    chosen = (np.arange(count) + first) % len(pixels)
    return pixels[chosen].astype(np.float32) / 255 - 0.5, classes[chosen].astype(np.int32)
save = {}
for name, count, first in (("train", 200000, 0), ("valid", 10000, 3), ("test", 10000, 7)):
    save[name + "_dataset"], save[name + "_labels"] = part(count, first)
pickle.dump(save, open(to, "wb"), protocol=3)  # Python 3 writes the bytes of protocol 2 as text, half as long again
`;
const found = (what) => join(given, readdirSync(given).find((name) => name.includes(what)));
execFileSync("/usr/bin/python3", ["-c", kWriter, found("images-idx3"), found("labels-idx1"), file]);
console.log(`notMNIST.pickle: ${(statSync(file).size / 1e6).toFixed(0)} MB`);

/** MB at most in a process and those that it started, looked at while `ask` is under way. */
async function most(pid, ask) {
  let highest = 0;
  const children = (of) => {
    try {
      return readFileSync(`/proc/${of}/task/${of}/children`, "utf8").trim().split(" ").filter(Boolean);
    } catch {
      return [];
    }
  };
  const held = (of) => {
    let sum = 0;
    try {
      sum = Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${of}/status`, "utf8"))?.[1] ?? 0) + Number(/^RssShmem:\s+(\d+)/m.exec(readFileSync(`/proc/${of}/status`, "utf8"))?.[1] ?? 0);
    } catch {} // it has ended
    return children(of).reduce((all, child) => all + held(child), sum);
  };
  const timer = setInterval(() => (highest = Math.max(highest, held(pid) / 1000)), 50);
  try {
    return { value: await ask(), most: () => highest.toFixed(0) };
  } finally {
    clearInterval(timer);
  }
}

try {
  const begin = performance.now();
  const child = spawn(program, ["data", file, "--json"]);
  let out = "";
  child.stdout.on("data", (text) => (out += text));
  const { most: cli } = await most(child.pid, () => new Promise((done) => child.on("exit", done)));
  const { images, published } = JSON.parse(out);
  console.log(`command line: ${images} images, ${JSON.stringify(published)}, in ${((performance.now() - begin) / 1000).toFixed(1)} s (and looked at), ${cli()} MB at most`);

  const train = ["train", "--preset", "post-b-notmnist", "--data", file, "--epochs", String(epochs), "--threads", "1"];
  console.log(execFileSync(program, train, { encoding: "utf8" }));

  const browser = await launchChromium({ whole: true, v8: [] });
  const studio = await openStudio({ query: "preset=post-b-notmnist", context: browser.defaultBrowserContext() });
  await studio.ready();
  await studio.images();
  const started = performance.now();
  const before = (await most(browser.process().pid, () => new Promise((done) => setTimeout(done, 500)))).most();
  const { most: page } = await most(browser.process().pid, async () => {
    await (await studio.page.$("#file-chooser")).uploadFile(file);
    await until("the images", async () => (await studio.state()).dataset?.validation === 10000);
  });
  const { dataset } = await studio.state();
  console.log(`the page: ${dataset.training} to train on, ${dataset.validation} to validate, ${dataset.heldOut} held out, in ${((performance.now() - started) / 1000).toFixed(1)} s; the whole browser ${before} MB before, ${page()} MB at most`);
  const history = await studio.call("train", { epochs });
  console.log(`the second post's network, ${epochs} epochs there: ${history.at(-1).heldoutSse.toFixed(2)} per held-out image, ${history.at(-1).seconds.toFixed(1)} s of training`);
  await browser.close();
  await studio.server.close();
} finally {
  rmSync(folder, { recursive: true });
}
