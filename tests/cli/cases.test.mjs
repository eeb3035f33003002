// The forms in which people have their images, as `hourglass data --json` understands them: how many images, their split, their classes, and what is told.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { cases as kCases, filesOf, modelOf, models, pads, real, unknownCases } from "../browser/lib/cases.mjs";
import { assertRight } from "../browser/lib/images-found.mjs";
import * as made from "../browser/lib/made.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.HOURGLASS ?? join(root, "build/native/hourglass");
const folder = mkdtempSync(join(tmpdir(), "hourglass-cases-"));
after(() => rmSync(folder, { recursive: true }));

const digits = [..."0123456789"];
const bytes = (count) => made.npy("|u1", [count, 28, 28], made.images(count));
const numbers = (count) => made.npy("|u1", [count], made.labels(count));
const rows = (count, line) => Buffer.from(Array.from({ length: count }, (_, n) => line([...made.image(n)], n % 10)).join("\n") + "\n");
/** Numbers as numpy.savetxt writes them: 2.550000000000000000e+02. */
const savetxt = (value) => value.toExponential(18).replace(/e([+-])(\d)$/, "e$10$2");
const lists = (count) => Array.from({ length: count }, (_, n) => [...made.image(n)]);

/** The files in a folder of their own, and their paths: together, or of the whole folder. */
function put(files, whole = false) {
  const place = mkdtempSync(join(folder, "set-"));
  for (const [name, content] of files) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), content);
  }
  return whole ? [place] : files.map(([name]) => join(place, name));
}

function run(...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

/** What the command line says of images at these paths. */
function look(paths, ...more) {
  const { status, out, err } = run("data", ...paths, ...more, "--json");
  return { status, err, ...(status === 0 ? JSON.parse(out) : {}) };
}
const bring = (files, whole) => look(put(files, whole));

const idx = (count, name) => [[`${name}-images-idx3-ubyte`, made.idxImages(count)], [`${name}-labels-idx1-ubyte`, made.idxLabels(count)]];
const plain = [...idx(60, "train"), ...idx(20, "t10k")];
const split = { train: 60, validation: 0, held_out: 20 };

/** [what, files, what is understood, what is told; `whole`: the folder is named and not its files] */
const cases = [
  ["IDX files, each plain and gzipped, in a folder", [...plain, ...plain.map(([name, content]) => [`${name}.gz`, made.gz(content)])],
    { images: 80, published: split, classes: digits }, [/^Second copies of 4 files were left out/], { whole: true }],
  ["an .npz with trainX, trainY and their kin", [["set.npz", made.zip([
    { path: "trainX.npy", bytes: bytes(60) }, { path: "trainY.npy", bytes: numbers(60) },
    { path: "testX.npy", bytes: bytes(20) }, { path: "testY.npy", bytes: numbers(20) }])]],
    { name: "set", images: 80, published: split, classes: digits }, []],
  ["an .npz of ten single images without names", [["ten.npz", made.zip(Array.from({ length: 10 }, (_, n) => ({
    path: `arr_${n}.npy`, bytes: made.npy("|u1", [28, 28], made.image(n)) })))]],
    { name: "ten", images: 10, labelled: false, classes: [] }, [/^10 arrays of one image each were taken as one set\.$/]],
  ["the Udacity course's notMNIST.pickle", [["notMNIST.pickle", made.notMnistPickle(60, 20, 20)]],
    { images: 100, published: { train: 60, validation: 20, held_out: 20 }, classes: [..."ABCDEFGHIJ"] }, [/^Pixels from -0\.5 to 0\.5/]],
  ["two pickles one behind the other", [["digits.pkl", Buffer.concat([made.pickledArray("u1", [60, 28, 28], made.images(60)), made.pickledArray("u1", [60], made.labels(60))])]],
    { images: 60, labelled: true, classes: digits }, []],
  ["MATLAB's version 4", [["digits.mat", Buffer.concat([made.mat4("images", 784, 60, made.images(60)), made.mat4("labels", 60, 1, made.labels(60))])]],
    { images: 60, classes: digits }, []],
  ["CSV without header, its label last", [["last.csv", rows(60, (pixels, label) => [...pixels, label].join(","))]],
    { images: 60, classes: digits }, [/^The last column was taken as the label\.$/]],
  ["CSV whose label never changes, last", [["threes.csv", rows(60, (pixels) => [0, ...pixels.slice(1), 3].join(","))]],
    { images: 60, counts: [0, 0, 0, 60] }, [/^The last column was taken as the label\.$/]],
  ["numpy.savetxt behind a comment of many lines", [["digits.txt", Buffer.concat([
    Buffer.from("# what its author has to say of it, line after line\n".repeat(40)),
    rows(60, (pixels, label) => [label, ...pixels].map(savetxt).join(" "))])]],
    { images: 60, classes: digits }, []],
  ["labels from 1 to 10", [["r.csv", rows(60, (pixels, label) => [label || 10, ...pixels].join(","))]],
    { images: 60, classes: digits, counts: Array(10).fill(6) }, [/^Labels are 1 to 10: 10 was taken as the digit 0\.$/]],
  ["libsvm's text", [["digits.scale", made.libsvm(60)]], { images: 60, classes: digits }, [/numbered from 1/]],
  ["JSON with arrays by their names", [["digits.json", Buffer.from(JSON.stringify({
    x_test: lists(20), y_train: [...made.labels(60)], x_train: lists(60), y_test: [...made.labels(20)] }))]],
    { name: "digits", images: 80, published: split, classes: digits }, []],
  ["pictures in folders train and val of a zip", [["letters.zip", made.zip([...made.folders(60, "letters/train/"), ...made.folders(20, "letters/val/")])]],
    { images: 80, published: split, classes: [..."ABCDEFGHIJ"] }, [/^There are no test images, so the validation images are the held-out ones\.$/]],
];

for (const [what, files, understood, told, { whole } = {}] of cases) {
  test(what, () => {
    const got = bring(files, whole);
    assert.equal(got.status, 0, got.err);
    for (const [key, value] of Object.entries(understood)) assert.deepEqual(got[key], value, key);
    if (!("published" in understood)) assert.equal(got.published, undefined);
    assert.equal(got.notes.length, told.length, got.notes.join("\n"));
    told.forEach((words, i) => assert.match(got.notes[i], words));
  });
}

/** [what, files, the sentence] */
const refused = [
  ["two sets in one folder", ["emnist-digits", "emnist-letters"].flatMap((name) => idx(20, `${name}-train`)), /holds 2 sets \(emnist-digits, emnist-letters\)/],
  ["a CSV that is cut within a row", [["cut.csv", made.csv(60).subarray(0, -700)]], /has \d+ values? where the lines before have 785: the file was cut off or is damaged/],
  ["numpy.savetxt's numbers cut within the last", [["cut.txt", rows(9, (pixels) => pixels.map(savetxt).join(" ")).subarray(0, -9)]], /line 9, ends within a number: the file was cut off or is damaged/],
];

for (const [what, files, sentence] of refused) {
  test(`${what}: refused`, () => {
    const { status, err } = bring(files, files.length > 1);
    assert.equal(status, 1, err);
    assert.match(err, sentence);
  });
}

test("which array and which axis is told as a guess, and may be said", () => {
  const file = join(mkdtempSync(join(folder, "arrays-")), "digits.npz");
  const darker = made.images(28).map((value) => value >> 1);
  writeFileSync(file, made.zip([
    { path: "clean.npy", bytes: bytes(28) }, { path: "darker.npy", bytes: made.npy("|u1", [28, 28, 28], darker) }, { path: "y.npy", bytes: numbers(28) }]));
  const data = (...flags) => {
    const { status, stdout, stderr } = spawnSync(program, ["data", file, "--json", ...flags], { encoding: "utf8" });
    return { status, err: stderr, ...(status === 0 ? JSON.parse(stdout) : {}) };
  };
  const guessed = data();
  assert.equal(guessed.status, 0, guessed.err);
  const questions = Object.fromEntries(guessed.guesses.map(({ question, ...guess }) => [question, guess]));
  assert.deepEqual(questions.array, { taken: "clean", ways: ["clean", "darker"] });
  assert.deepEqual(questions.axis, { taken: "first", ways: ["first", "last"] });
  assert.match(guessed.notes.join("\n"), /"clean" was taken\./);
  const said = data("--array", "darker", "--axis", "first");
  assert.equal(said.images, 28);
  assert.deepEqual(said.guesses.filter(({ question }) => question === "array" || question === "axis"), []);
  const text = spawnSync(program, ["data", file], { encoding: "utf8" }).stdout;
  assert.match(text, /^guess: array: clean, perhaps darker$/m);
  const none = data("--array", "blurred");
  assert.equal(none.status, 1);
  assert.match(none.err, /no array of images called "blurred" here; there are these: "clean" and "darker"\./);
  assert.notEqual(data("--axis", "middle").status, 0);
});

test("a pipe that is named is read, one in a folder is passed over, a device is refused", () => {
  const place = mkdtempSync(join(folder, "pipes-"));
  for (const [name, content] of idx(60, "train")) writeFileSync(join(place, name), content);
  const piped = spawnSync("bash", ["-c", '"$1" data <(cat "$2") --json', "bash", program, join(place, "train-images-idx3-ubyte")], { encoding: "utf8" });
  assert.equal(piped.status, 0, piped.stderr);
  assert.equal(JSON.parse(piped.stdout).images, 60);
  assert.equal(spawnSync("mkfifo", [join(place, "pipe")]).status, 0);
  const { status, stdout, stderr } = spawnSync(program, ["data", place, "--json"], { encoding: "utf8", timeout: 60_000 });
  assert.equal(status, 0, stderr);
  const got = JSON.parse(stdout);
  assert.equal(got.images, 60);
  assert.match(got.notes.join(" "), /1 file could not be used and was skipped: ".*pipe" is a pipe\./);
  const device = spawnSync(program, ["data", "/dev/zero"], { encoding: "utf8" });
  assert.equal(device.status, 1);
  assert.match(device.stderr, /"\/dev\/zero" is a device\./);
});

for (const one of kCases) {
  test(`case ${one.name}: ${one.what}`, () => {
    const paths = put(filesOf(one), one.folder);
    if (one.refused) {
      const { status, err } = look(paths);
      assert.equal(status, 1);
      assert.match(err.trim(), one.refused);
      return;
    }
    const saved = join(folder, `${one.name}.npz`);
    const got = look(paths, "--save", saved);
    assert.equal(got.status, 0, got.err);
    assert.equal(got.images, one.images.length);
    assert.equal(got.labelled, one.classes.length > 0);
    assertRight(one, { ...got, npz: readFileSync(saved) });
  });
}

test("images that are dark on light are so no more when they are inverted", () => {
  const one = kCases.find(({ name }) => name === "zip-inverted");
  const saved = join(folder, "inverted.npz");
  const got = look(put(filesOf(one)), "--invert", "--save", saved);
  assert.equal(got.status, 0, got.err);
  const images = one.images.map((image) => ({ ...image, pixels: image.pixels.map((value) => 255 - value) }));
  assertRight({ ...one, images, told: [/^Black and white were exchanged/], guesses: [] }, { ...got, npz: readFileSync(saved) });
});

test("models among the cases are opened, taken in, or answered with their way out; among images they are called models", () => {
  const ours = join(folder, "ours.safetensors");
  const trained = run("train", "--encoder", "784,8,2", "--data", join(root, "tests/golden/strokes-images-idx3-ubyte"), "--epochs", "1", "--threads", "1", "--save", ours);
  assert.equal(trained.status, 0, trained.err);
  for (const one of models) {
    const [path] = put([[one.path, modelOf(one, readFileSync(ours))]]);
    const { status, out, err } = run("info", path, "--json");
    if (one.refused) {
      assert.equal(status, 1, one.name);
      assert.match(err.trim(), one.refused, one.name);
    } else {
      assert.equal(status, 0, `${one.name}: ${err}`);
      const told = JSON.parse(out);
      assert.equal(told.foreign, !one.opened, one.name);
      if (one.taken) assert.equal(told.network.encoder.join(), one.taken, one.name);
      if (one.taken) assert.match(told.taken_as[0], /^A network 784-/);
    }
    const among = look([path]);
    assert.equal(among.status, 1, one.name);
    assert.match(among.err.trim(), one.among, one.name);
  }
});

test("a picture for the pad is one image where images are asked for", () => {
  for (const { name, bytes } of pads) {
    const got = bring([[name, bytes()]]);
    assert.equal(got.status, 0, `${name}: ${got.err}`);
    assert.equal(got.images, 1, name);
    assert.match(got.notes.join(" "), /1 image of another size was fitted to 28 by 28\./, name);
  }
});

test("every file of the folder of real cases is one of these", { skip: !real }, () => {
  assert.deepEqual(unknownCases(), []);
});
