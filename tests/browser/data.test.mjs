// The images people bring: every format becomes images, everything else a sentence that says what was wrong, and then the
// images before it stay. What the page said is written to build/logs/data-said.json (docs/data-formats.md is made of it).
import assert from "node:assert/strict";
import { rmSync, truncateSync } from "node:fs";
import { test } from "node:test";
import { folders, imagesOf, mixed, openToBring, sayings } from "./lib/brought.mjs";
import * as made from "./lib/made.mjs";
import * as forms from "./lib/made-forms.mjs";
import { gif, jpeg, webp } from "./lib/made-pictures.mjs";
import { becomes } from "./lib/wait.mjs";

const kLong = process.env.HOURGLASS_LONG === "1";
const record = sayings("data");

const letters = { name: "notMNIST_small.tar.gz", bytes: made.gz(made.tar(folders)) };
const strange = [
  { path: "set/A/0.png", bytes: made.png(made.image(0), { depth: 16 }) },
  { path: "set/A/1.png", bytes: made.png(made.image(1), { depth: 4, colour: 3 }) },
  { path: "set/A/2.png", bytes: made.png(made.image(2), { interlaced: true }) },
  { path: "set/A/3.png", bytes: made.png(made.image(3), { depth: 1, interlaced: true }) },
  { path: "set/B/0.png", bytes: made.png(made.image(4), { colour: 2 }) },
  { path: "set/B/1.png", bytes: made.png(made.image(5), { colour: 6 }) },
  { path: "set/B/2.png", bytes: made.png(made.image(6), { depth: 2, colour: 3, interlaced: true }) },
  { path: "set/B/3.png", bytes: made.png(made.image(7, 64), { width: 64, height: 64 }) },
];
const arrays = [
  { path: "x_train.npy", bytes: made.npy("|u1", [60, 28, 28], made.images(60)) },
  { path: "y_train.npy", bytes: made.npy("|u1", [60], made.labels(60)) },
  { path: "x_test.npy", bytes: made.npy("|u1", [20, 28, 28], made.images(20)) },
  { path: "y_test.npy", bytes: made.npy("|u1", [20], made.labels(20)) },
];

/** [what, files, images, classes, a note or null] */
const kGood = [
  ["IDX images and labels together", [["a-images-idx3-ubyte", made.idxImages(60)], ["a-labels-idx1-ubyte", made.idxLabels(60)]], 60, 10, null],
  ["the same, gzipped", [["b-images-idx3-ubyte.gz", made.gz(made.idxImages(60))], ["b-labels-idx1-ubyte.gz", made.gz(made.idxLabels(60))]], 60, 10, null],
  ["packed with xz", [["xz-images-idx3-ubyte.xz", made.xz(made.idxImages(60))], ["xz-labels-idx1-ubyte.xz", made.xz(made.idxLabels(60))]], 60, 10, null],
  ["IDX train and t10k, four files", [
    ["train-images-idx3-ubyte.gz", made.gz(made.idxImages(60))], ["train-labels-idx1-ubyte.gz", made.gz(made.idxLabels(60))],
    ["t10k-images-idx3-ubyte.gz", made.gz(made.idxImages(20))], ["t10k-labels-idx1-ubyte.gz", made.gz(made.idxLabels(20))]], 80, 10, null],
  ["IDX images without labels", [["c-images-idx3-ubyte", made.idxImages(60)]], 60, 0, /no labels; choose the file of their labels/],
  ["Fashion-MNIST's IDX", [["fashion-images-idx3-ubyte", made.idxImages(60)], ["fashion-labels-idx1-ubyte", made.idxLabels(60)]], 60, 10, null],
  ["EMNIST's IDX, transposed", [["emnist-letters-train-images-idx3-ubyte.gz", made.gz(made.idxImages(78))],
    ["emnist-letters-train-labels-idx1-ubyte.gz", made.gz(made.idx([78], Buffer.from(made.labels(78, 26).map((l) => l + 1))))]], 78, 26, /stored transposed, as EMNIST's are, and were turned upright/],
  ["IDX of 20 x 20 pixels", [["d-images-idx3-ubyte", made.idxImages(60, 20)], ["d-labels-idx1-ubyte", made.idxLabels(60)]], 60, 10, /20 by 20 pixels and were fitted to 28 by 28/],
  ["notMNIST's tar.gz of PNG folders", [[letters.name, letters.bytes]], 60, 10, null],
  ["the same as tar", [["notMNIST_plain.tar", made.tar(folders)]], 60, 10, null],
  ["the same as zip", [["notMNIST_zip.zip", made.zip(folders)]], 60, 10, null],
  ["a zip of IDX files", [["idx.zip", made.zip([{ path: "x-images-idx3-ubyte", bytes: made.idxImages(60) }, { path: "x-labels-idx1-ubyte", bytes: made.idxLabels(60) }])]], 60, 10, null],
  ["path tricks, links, empty files, a broken PNG and a text among images", [["mixed.tar.gz", made.gz(made.tar(mixed))]], 63, 11, /4 files could not be used and were skipped; the first: .*empty/],
  ["PNGs of 16 bits, palettes, interlaced, colours, 64 x 64", [["strange.zip", made.zip(strange)]], 8, 2, /1 image of another size was fitted to 28 by 28/],
  ["a zip of BMP folders", [["paint.zip", made.zip(Array.from({ length: 60 }, (_, n) => ({ path: `paint/${n % 10}/${n}.bmp`, bytes: made.bmp(made.image(n)) })))]], 60, 10, null],
  ["pictures with a labels.csv beside them", [["beside.zip", made.zip([{ path: "beside/labels.csv", bytes: Buffer.from(["filename,label", ...Array.from({ length: 60 }, (_, n) => `${n}.png,${n % 10}`)].join("\n")) }, ...Array.from({ length: 60 }, (_, n) => ({ path: `beside/images/${n}.png`, bytes: made.png(made.image(n)) }))])]], 60, 10, /The classes are those that "labels\.csv" gives/],
  ["pictures with their classes in their names", [["named.zip", made.zip(Array.from({ length: 60 }, (_, n) => ({ path: `named/${n % 10}_${1000 + n}.png`, bytes: made.png(made.image(n)) })))]], 60, 10, /The classes were taken from the names of the files: "0_1000\.png" is of class "0"/],
  ["CSV as on Kaggle", [["kaggle.csv", made.csv(60)]], 60, 10, null],
  ["CSV without header", [["plain.csv", made.csv(60, { header: false })]], 60, 10, null],
  ["CSV with its label last, divided by semicolons", [["last.csv", Buffer.from(Array.from({ length: 60 }, (_, n) => [...made.image(n), n % 10].join(";")).join("\r\n"))]], 60, 10, /The last column was taken as the label/],
  ["CSV in UTF-16, as Excel saves it", [["wide.csv", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(made.csv(60).toString(), "utf16le")])]], 60, 10, null],
  ["libsvm's text", [["mnist.scale", made.libsvm(60)]], 60, 10, null],
  ["images, labels and a README, chosen together", [["r-images-idx3-ubyte", made.idxImages(60)], ["r-labels-idx1-ubyte", made.idxLabels(60)], ["README.md", Buffer.from("# Digits\n\nSixty of them.\n")]], 60, 10, /1 file could not be used and was skipped: "README.md"/],
  ["each file plain and gzipped", [["s-images-idx3-ubyte", made.idxImages(60)], ["s-images-idx3-ubyte.gz", made.gz(made.idxImages(60))], ["s-labels-idx1-ubyte", made.idxLabels(60)], ["s-labels-idx1-ubyte.gz", made.gz(made.idxLabels(60))]], 60, 10, /Second copies of 2 files were left out/],
  ["NumPy .npy, bytes", [["bytes.npy", made.npy("|u1", [60, 28, 28], made.images(60))], ["labels.npy", made.npy("<i8", [60], Buffer.from(BigInt64Array.from(made.labels(60), BigInt).buffer))]], 60, 10, null],
  ["NumPy .npy, floats -0.5 to 0.5", [["floats.npy", made.npy("<f4", [60, 784], made.floats([...made.images(60)].map((p) => p / 255 - 0.5)))]], 60, 0, /Pixels from -0.5 to 0.5 were taken as black to white/],
  ["NumPy .npz as Keras's mnist.npz", [["mnist.npz", made.zip(arrays)]], 80, 10, null],
  ["the Udacity course's notMNIST.pickle", [["notMNIST.pickle", made.notMnistPickle(60, 20, 20)]], 100, 10, /Pixels from -0.5 to 0.5 were taken as black to white/],
  ["the same by class, .pickle files", ["A", "B"].map((name) => [`${name}.pickle`, made.pickledArray("f4", [20, 28, 28], made.floats([...made.images(20)].map((p) => p / 255 - 0.5)))]), 40, 2, /Each file was taken as one class/],
  ["a MATLAB file, an image a column", [["mnist.mat", Buffer.concat([made.mat4("images", 784, 60, made.images(60)), made.mat4("labels", 60, 1, made.labels(60))])]], 60, 10, null],
  ["NumPy .npy, labels and pixels in one array", [["train.npy", made.npy("|u1", [60, 785], Buffer.concat(Array.from({ length: 60 }, (_, n) => Buffer.concat([Buffer.from([n % 10]), made.image(n)]))))]], 60, 10, /The first column was taken as the label/],
  ["images, labels and a model, chosen together", [["m-images-idx3-ubyte", made.idxImages(60)], ["m-labels-idx1-ubyte", made.idxLabels(60)], ["model.safetensors", forms.safetensors(forms.torchArrays([784, 4, 2]))]], 60, 10, /1 file could not be used and was skipped: "model\.safetensors" holds a model \(safetensors\), not images\. Open it by itself as a model/],
  ["a folder chosen file by file: PNGs without folders", made.folders(12, "").map(({ path, bytes }) => [path.replace("/", "-"), bytes]), 12, 0, /These images have no labels|All images stand in one folder/],
];

test("every format that people bring becomes images", async (t) => {
  const { studio, bringer } = await openToBring(t);
  for (const [what, files, images, classes, note] of kGood) {
    const { dataset, said, seconds } = await bringer.outcome(() => bringer.choose(files.map(([name, bytes]) => ({ name, bytes }))));
    record.push({ way: "chosen", what, images: dataset && imagesOf(dataset), classes: dataset?.classes.join(" "), said, seconds });
    assert.ok(dataset, `${what}: ${said}`);
    assert.equal(imagesOf(dataset), images, what);
    assert.equal(dataset.classes.length, classes, `${what}: ${dataset.classes}`);
    if (note) assert.match(said.join(" "), note, what);
  }
  studio.assertClean();
});

const whole = made.idxImages(60);
const parquet = forms.parquet(Array.from({ length: 60 }, (_, n) => made.png(made.image(n))), made.labels(60), [..."0123456789"]);
const arff = Buffer.from(["@RELATION digits", ...Array.from({ length: 784 }, (_, pixel) => `@ATTRIBUTE p${pixel} REAL`), "@ATTRIBUTE class {0,1,2,3,4,5,6,7,8,9}", "@DATA",
  ...Array.from({ length: 20 }, (_, n) => [...made.image(n), n % 10].join(","))].join("\n"));
const json = Buffer.from(JSON.stringify(Array.from({ length: 20 }, (_, n) => ({ image: [...made.image(n)], label: n % 10 }))));
const animation = Buffer.concat([
  Buffer.from("RIFF"), Buffer.from([60, 0, 0, 0]), Buffer.from("WEBPVP8X"), Buffer.from([10, 0, 0, 0, 2, 0, 0, 0, 27, 0, 0, 27, 0, 0]), Buffer.from("ANIM"), Buffer.from([6]), Buffer.alloc(33)]);
const inZip = (path, bytes) => [["pictures.zip", made.zip([{ path, bytes }])]];
const bomb = (prefix, size) => made.gz(Buffer.concat([prefix, Buffer.alloc(size)]));
/** [what, files, what the page says] */
const kBad = [
  ["IDX cut off", [["cut-images-idx3-ubyte", whole.subarray(0, 30_000)]], /was cut off: its header promises 60 images/],
  ["xz cut off", [["cut.xz", made.xz(whole).subarray(0, -30)]], /ends too early: the compressed data was cut off/],
  ["gzip cut off", [["cut.gz", made.gz(whole).subarray(0, -30)]], /ends too early: the compressed data was cut off/],
  ["tar cut off", [["cut.tar", made.tar(folders).subarray(0, 30_000)]], /ends too early: the archive was cut off/],
  ["zip cut off", [["cut.zip", made.zip(folders).subarray(0, 9_000)]], /cut off or is damaged/],
  ["CSV cut off within a line", [["cut.csv", made.csv(20).subarray(0, 20_000)]], /line \d+, has .* values where the lines before have 785/],
  [".npy cut off", [["cut.npy", arrays[0].bytes.subarray(0, 5_000)]], /was cut off: its header promises/],
  ["wrong magic: text", [["holiday.txt", Buffer.from("Dear diary, today I went to the sea.\n".repeat(30))]], /is a text that is no table of images.*What can be read here/],
  ["wrong magic: a web page named .gz", [["train-images.gz", Buffer.from("<!doctype html><html><body>404</body></html>")]], /is a web page/],
  ["wrong magic: a PDF", [["slides.pdf", Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(2000, 7)])]], /is a PDF document/],
  ["a pickle cut off", [["cut.pickle", made.notMnistPickle(20, 20, 20).subarray(0, 9_000)]], /is a Python pickle that ends too early: it was cut off/],
  ["a damaged pickle", [["data.pkl", Buffer.concat([Buffer.from([0x80, 4, 0x95]), Buffer.alloc(900, 1)])]], /is a Python pickle that cannot be read: it is damaged/],
  ["a pickle that would run a program", [["gift.pickle", Buffer.from("\x80\x02cos\nsystem\nU\x06xclock\x85R.", "latin1")]], /asks Python to run "os.system"; it is not opened/],
  ["a MATLAB file cut off", [["cut.mat", made.mat4("images", 784, 60, made.images(60)).subarray(0, 30_000)]], /is a MATLAB file that ends too early: it was cut off/],
  ["a MATLAB file of version 7.3", [["new.mat", Buffer.concat([Buffer.from("MATLAB 7.3 MAT-file, made for a test".padEnd(124)), Buffer.from([0, 2]), Buffer.from("IM"), Buffer.alloc(600)])]], /is a MATLAB file of version 7.3, which is an HDF5 file: save it in MATLAB with '-v7'/],
  ["a joblib dump cut off", [["cut.joblib", new forms.Pickle().file(new forms.Pickle().joblibArray("u1", [60, 784], made.images(60))).subarray(0, 9_000)]], /is a Python pickle that ends too early: it was cut off/],
  ["a pickle of words alone", [["words.pickle", new forms.Pickle().file(new forms.Pickle().text("hello"))]], /is a Python pickle without arrays of numbers/],
  ["an HDF5 file", [["data.h5", Buffer.concat([Buffer.from("\x89HDF\r\n\x1a\n", "latin1"), Buffer.alloc(600)])]], /is an HDF5 file\. .*numpy\.savez\("images\.npz"/],
  ["Parquet cut off", [["cut.parquet", parquet.subarray(0, -900)]], /is a Parquet file that is damaged or cut off: its end is missing\. Fetch the file again/],
  ["Parquet, its list of columns damaged", [["head.parquet", Buffer.concat([Buffer.from("PAR1"), Buffer.alloc(900), Buffer.from("PAR1")])]], /damaged or cut off: its list of columns cannot be read/],
  ["Parquet of something else than pictures", [["words.parquet", forms.parquet(Array(4).fill(Buffer.from("no picture")), [0, 1, 2, 3], [..."0123"])]], /is no picture of a kind that is read here/],
  ["ARFF cut off within a line", [["cut.arff", arff.subarray(0, -700)]], /line 807, has \d+ values where the lines before have 785: the file was cut off or is damaged/],
  ["libsvm's text, its places out of order", [["down.scale", Buffer.from(made.libsvm(20).toString().replace(/^0 (\S+) (\S+)/, "0 $2 $1"))]], /line 1, has index \d+ behind index \d+; indices go up within a line/],
  ["JSON cut off", [["cut.json", json.subarray(0, -1_000)]], /ends too early: the JSON was cut off\. Fetch the file again/],
  ["JSON of something else", [["book.json", Buffer.from('{"title": "a book", "pages": 300}')]], /is a text that is no table of images/],
  ["a server's error instead of a file", [["train.csv", Buffer.from("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")]], /is a server's error message \(the file itself was not fetched\)/],
  ["a JPEG cut off", inZip("A/0.jpg", jpeg(made.image(0)).subarray(0, -200)), /"A\/0\.jpg" is a JPEG that cannot be read .*: it is damaged or cut off/],
  ["a WebP cut off", inZip("A/0.webp", webp(made.image(0)).subarray(0, -200)), /"A\/0\.webp" is a WebP that cannot be read .*: it is damaged or cut off/],
  ["a GIF cut off", inZip("A/0.gif", gif(made.image(0)).subarray(0, -200)), /"A\/0\.gif" is a GIF that cannot be read .*: it is damaged or cut off/],
  ["a BMP cut off", inZip("A/0.bmp", made.bmp(made.image(0)).subarray(0, -200)), /"A\/0\.bmp" is a BMP that cannot be read .*: it is damaged or cut off/],
  ["an animation", inZip("A/0.webp", animation), /is an animated WebP, which holds many pictures: save the one that is meant as a picture of its own/],
  ["a HEIC picture", inZip("A/0.heic", Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypheic"), Buffer.alloc(400)])), /is a HEIC picture \(save it as JPEG or PNG\)/],
  ["a TIFF picture", inZip("A/0.tif", Buffer.concat([Buffer.from("II*\0"), Buffer.alloc(400)])), /is a TIFF picture \(save it as PNG\)/],
  ["an SVG drawing", inZip("A/0.svg", Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="28" height="28"><path d="M0 0"/></svg>')), /is an SVG drawing \(save it as PNG\)/],
  ["a Keras model", [["model.keras", made.zip([{ path: "config.json", bytes: Buffer.from("{}") }, { path: "model.weights.h5", bytes: Buffer.alloc(90) }])]], /is a Keras model\. Its weights come here as a NumPy archive/],
  ["a TensorFlow Lite model", [["model.tflite", Buffer.concat([Buffer.from([28, 0, 0, 0]), Buffer.from("TFL3"), Buffer.alloc(400)])]], /is a TensorFlow Lite model, made for phones/],
  ["a language model", [["model.gguf", Buffer.concat([Buffer.from("GGUF"), Buffer.alloc(400)])]], /is a GGUF model, as language models are/],
  ["an empty file", [["nothing.gz", Buffer.alloc(0)]], /"nothing.gz" is empty/],
  ["IDX dimensions that overflow", [["huge-images-idx3-ubyte", made.idx([0xffffffff, 0xffffffff, 0xffffffff], Buffer.alloc(100))]], /more numbers than any file holds: its header is damaged/],
  [".npy dimensions that overflow", [["huge.npy", made.npy("<f8", [4294967295, 4294967295, 28], Buffer.alloc(100))]], /more numbers than any file holds/],
  ["counts that disagree", [["e-images-idx3-ubyte", made.idxImages(60)], ["e-labels-idx1-ubyte", made.idxLabels(59)]], /60 images.*59 labels.*do not belong together/],
  ["labels out of range", [["f-images-idx3-ubyte", made.idxImages(60)], ["f-labels-idx1-ubyte", made.idx([60], Buffer.alloc(60, 200))]], /label 1 is 200; labels are whole numbers from 0 to 63/],
  ["zero images", [["zero-images-idx3-ubyte", made.idx([0, 28, 28], Buffer.alloc(0))]], /holds no images/],
  ["two images", [["two-images-idx3-ubyte", made.idxImages(2)]], /too few images to hold some out/],
  ["NaN in .npy", [["nan.npy", made.npy("<f4", [4, 28, 28], made.floats(Array(4 * 784).fill(0).with(1000, NaN)))]], /not numbers \(NaN or infinite\), the first in image 2/],
  ["objects in .npy", [["objects.npy", made.npy("|O", [4], Buffer.alloc(64))]], /holds Python objects/],
  ["a word in a CSV", [["word.csv", Buffer.from(made.csv(20).toString().replace(/\n3,200,/, "\n3,ink,"))]], /line 5, column 2: "ink" is not a number/],
  ["a zip with a password", [["secret.zip", made.zip([{ path: "A/0.png", bytes: made.png(made.image(0)), flags: 1 }])]], /protected by a password/],
  ["a zip with nothing of use", [["papers.zip", made.zip([{ path: "letter.doc", bytes: Buffer.alloc(900, 1) }])]], /no images in "papers.zip".*1 file could not be used/],
  ["archives within archives", [["deep.gz", Array(6).fill(0).reduce((inner) => made.gz(inner), whole)]], /archives within archives, too many/],
  ["two sets in one zip", [["gzip.zip", made.zip(["digits", "letters"].map((set) => ({ path: `emnist-${set}-train-images-idx3-ubyte`, bytes: made.idxImages(4) })))]], /holds 2 sets .*unpack it and choose the files of one/],
  ["files of two sets", ["digits", "letters"].map((set) => [`emnist-${set}-train-images-idx3-ubyte`, made.idxImages(60)]), /These files are of 2 sets \(emnist-digits, emnist-letters\): choose the files of one/],
  ["an empty cell in a CSV", [["gap.csv", Buffer.from(made.csv(20).toString().replace(/\n3,200,/, "\n3,,"))]], /line 5, column 2 is empty/],
  ["a PNG that promises 100,000 x 100,000 pixels", [["large.zip", made.zip([{ path: "A/0.png", bytes: made.png(made.image(0), { width: 1, height: 28 }).fill(0xff, 16, 20) }])]], /could not be used; the first: "A\/0\.png"/],
  ["a gzip bomb with an IDX header", [["bomb.gz", bomb(made.idx([90_000, 28, 28], Buffer.alloc(0)), 64e6)]], /was cut off: its header promises 90,000 images|unpacks to more than/],
];

test("everything else gets a sentence, and the images before it stay", async (t) => {
  const { studio, bringer } = await openToBring(t);
  const first = await bringer.dataset();
  for (const [what, files, words] of kBad) {
    const { dataset, failed, said } = await bringer.outcome(() => bringer.choose(files.map(([name, bytes]) => ({ name, bytes }))));
    record.push({ way: "chosen", what, said });
    assert.equal(dataset, null, `${what}: the images stay`);
    assert.ok(failed, `${what}: ${said}`);
    assert.match(said.join(" "), words, what);
  }
  assert.deepEqual(await bringer.dataset(), first);
  assert.equal((await studio.call("train", { steps: 2 })).length >= 0, true, "and can be trained on");
  studio.assertClean();
});

test("what is too large ends with a sentence: 2 GB files, bombs, too little memory", { skip: !kLong }, async (t) => {
  const { studio, bringer } = await openToBring(t);
  const first = await bringer.dataset();
  const sparse = (name, start, size) => {
    const [path] = bringer.write([{ name, bytes: start }]);
    truncateSync(path, size);
    return path;
  };
  const count = Math.floor((2 ** 31 - 16) / 784);
  for (const [what, bring, words] of [
    ["a 2 GB IDX file", () => [sparse("two-gigabytes-images-idx3-ubyte", made.idx([count, 28, 28], Buffer.alloc(0)), 16 + count * 784)], /needs more than .* of memory|not enough memory/],
    ["a 2 GB file of zeros", () => [sparse("zeros.bin", Buffer.alloc(1), 2 ** 31)], /nothing but zeros/],
    ["an IDX file that fits the limit but not the memory", () => [sparse("large-images-idx3-ubyte", made.idx([900_000, 28, 28], Buffer.alloc(0)), 16 + 900_000 * 784)], /not enough memory|needs more than/],
    ["a tar bomb of 3 GB", () => bringer.write([{ name: "bomb.tar.gz", bytes: tarBomb(3e9) }]), /unpacks to more than 2\.1 GB/],
    ["a zip bomb of 3 GB", () => bringer.write([{ name: "bomb.zip", bytes: zipBomb(3e9) }]), /unpacks to more than 2\.1 GB|not enough memory/],
  ]) {
    const paths = bring();
    const { dataset, said, seconds } = await bringer.outcome(() => bringer.choosePaths(paths));
    record.push({ way: "chosen", what, said, seconds });
    assert.equal(dataset, null, what);
    assert.match(said.join(" "), words, what);
    for (const path of paths) rmSync(path);
  }
  assert.deepEqual(await bringer.dataset(), first);
  assert.ok(await studio.call("train", { steps: 2 }), "the engine lives");
  assert.equal((await studio.call("stats")).restarts, 0);
  studio.assertClean();
});

test("the Udacity course's notMNIST.pickle at its own size, 690 MB, with its own split", { skip: !kLong }, async (t) => {
  const { studio, bringer } = await openToBring(t);
  const paths = bringer.write([{ name: "notMNIST.pickle", bytes: made.notMnistPickle(200_000, 10_000, 10_000) }]);
  const what = "the Udacity course's notMNIST.pickle at its own size, 690 MB";
  const { dataset, said, seconds } = await bringer.outcome(() => bringer.choosePaths(paths));
  record.push({ way: "chosen", what, images: dataset && imagesOf(dataset), classes: dataset?.classes.join(" "), said, seconds });
  assert.ok(dataset, said.join(" "));
  assert.deepEqual([dataset.training, dataset.validation, dataset.heldOut], [200_000, 10_000, 10_000]);
  for (const path of paths) rmSync(path);
  studio.assertClean();
});

/** gzip members of zeros one after the other are one stream: a bomb need not be made at full size. */
function tarBomb(size) {
  const piece = 2 ** 24;
  const zeros = made.gz(Buffer.alloc(piece));
  const header = made.tar([{ path: "A/0.png", size }]).subarray(0, 512);
  return Buffer.concat([made.gz(header), ...Array(Math.ceil(size / piece)).fill(zeros)]);
}

/** Entries that all hold the same black images. */
function zipBomb(size) {
  const count = 80_000;
  const piece = made.npy("|u1", [count, 28, 28], Buffer.alloc(count * 784));
  const entries = Array.from({ length: Math.ceil(size / piece.length) }, (_, i) => ({ path: `A/${i}.npy`, bytes: piece }));
  return made.zip(entries);
}
