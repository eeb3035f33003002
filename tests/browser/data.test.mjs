// The images people bring: every format becomes images, everything else a sentence that says what was wrong, and then the
// images before it stay. What the page said is written to build/logs/data-said.json (docs/data-formats.md is made of it).
import assert from "node:assert/strict";
import { mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { Bringer } from "./lib/bring.mjs";
import * as made from "./lib/made.mjs";
import * as forms from "./lib/made-forms.mjs";
import { gif, jpeg, webp } from "./lib/made-pictures.mjs";
import { opened } from "./lib/open.mjs";
import { build } from "./lib/studio.mjs";
import { becomes, changes, until } from "./lib/wait.mjs";
import { engineEvents, watchEngine, watchItem } from "./lib/watch.mjs";

const kLong = process.env.HOURGLASS_LONG === "1";
const record = [];
after(() => {
  mkdirSync(join(build, "logs"), { recursive: true });
  writeFileSync(join(build, "logs/data-said.json"), JSON.stringify(record, null, 1));
});

async function open(t, options = {}) {
  const studio = await opened(t, { query: "preset=classroom", ...options });
  const bringer = new Bringer(studio);
  t.after(() => bringer.close());
  return { studio, bringer };
}

const of = (dataset) => dataset.training + dataset.validation + dataset.heldOut;

const folders = made.folders(60);
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

const mixed = [
  ...folders,
  { path: "../../../etc/passwd.png", bytes: made.png(made.image(60)) },
  { path: "/A/absolute.png", bytes: made.png(made.image(61)) },
  { path: "C:\\B\\drive.png", bytes: made.png(made.image(62)) },
  { path: "notMNIST_small/A/link.png", kind: "2" },
  { path: "notMNIST_small/A/empty.png" },
  { path: "notMNIST_small/F/empty.png" },
  { path: "notMNIST_small/B/broken.png", bytes: made.png(made.image(9)).subarray(0, -20) },
  { path: "notMNIST_small/readme.txt", bytes: Buffer.from("Letters A to J.") },
  { path: "notMNIST_small/.DS_Store", bytes: Buffer.alloc(300, 1) },
];

/** [what, files, images, classes, a note or null] */
const kGood = [
  ["IDX images and labels together", [["a-images-idx3-ubyte", made.idxImages(60)], ["a-labels-idx1-ubyte", made.idxLabels(60)]], 60, 10, null],
  ["the same, gzipped", [["b-images-idx3-ubyte.gz", made.gz(made.idxImages(60))], ["b-labels-idx1-ubyte.gz", made.gz(made.idxLabels(60))]], 60, 10, null],
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
  const { studio, bringer } = await open(t);
  for (const [what, files, images, classes, note] of kGood) {
    const { dataset, said, seconds } = await bringer.outcome(() => bringer.choose(files.map(([name, bytes]) => ({ name, bytes }))));
    record.push({ way: "chosen", what, images: dataset && of(dataset), classes: dataset?.classes.join(" "), said, seconds });
    assert.ok(dataset, `${what}: ${said}`);
    assert.equal(of(dataset), images, what);
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
  const { studio, bringer } = await open(t);
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

test("a full-size notMNIST_small.tar.gz loads while its progress is shown; two files are skipped and counted", async (t) => {
  const { studio, bringer } = await open(t, { before: (page) => watchEngine(page, "file_progress") });
  const entries = made.notMnistSmall();
  assert.equal(entries.length, 18_726);
  const [path] = bringer.write([{ name: "notMNIST_small.tar.gz", bytes: made.gz(made.tar(entries)) }]);
  const shown = await watchItem(studio.page, "bar/progress", (bar) =>
    document.querySelector('#mirror [data-id="bar/state"]')?.textContent === "Loading" ? (bar.getAttribute("aria-valuetext") ?? "") : undefined,
  );
  const before = (await engineEvents(studio.page)).length;
  const { dataset, said, seconds } = await bringer.outcome(() => bringer.choosePaths([path]));
  const told = (await engineEvents(studio.page)).slice(before).map(({ done, total }) => done / total);
  const seen = await shown();
  record.push({ way: "chosen", what: "notMNIST_small.tar.gz, full size", images: of(dataset), classes: dataset.classes.join(" "), said, seconds, seen });
  assert.equal(of(dataset), 18_724);
  assert.deepEqual(dataset.classes, [..."ABCDEFGHIJ"]);
  assert.match(said.join(" "), /2 files could not be used and were skipped; the first: .*is empty/);
  assert.ok(told.some((share) => share > 0 && share < 1), `progress is told on the way: ${told}`);
  assert.deepEqual(told, told.toSorted((a, b) => a - b), "and rises");
  assert.equal(told.at(-1), 1, "to the end");
  const percentages = seen.filter((text) => text.endsWith("%")).map((text) => Number.parseInt(text));
  assert.ok(percentages.length > 0, `it is shown: ${seen}`);
  assert.deepEqual(percentages, percentages.toSorted((a, b) => a - b), "as it rises");
  studio.assertClean();
});

test("how files are read is chosen on the sheet, and they are read again otherwise", async (t) => {
  const { studio, bringer } = await open(t);
  const twice = [...folders, ...folders.map(({ path, bytes }) => ({ path: path.replace(".png", "-again.png"), bytes }))];
  for (let i = 0; i < 5; ++i) twice.push({ path: `notMNIST_small/I/white-${i}.png`, bytes: made.png(Buffer.alloc(784, 255)) });
  await bringer.outcome(() => bringer.choose([{ name: "twice.tar.gz", bytes: made.gz(made.tar(twice)) }]));
  await studio.press("button", /^Data set/);
  await studio.press("switch", "No duplicates");
  await studio.press("switch", "No blank images");
  await studio.set("spinbutton", "Images to keep at most", 50);
  const again = await bringer.outcome(() => studio.press("button", "Read again"));
  assert.equal(of(again.dataset), 50);
  record.push({ way: "read again", what: "no duplicates, no blank images, at most 50", images: 50, said: again.said });
  assert.match(again.said.join(" "), /5 blank images dropped.*60 exact duplicates dropped|60 exact duplicates dropped/);
  assert.match(again.said.join(" "), /A random sample of 50 of 60 images was kept, as equal by class as they are/);
  await studio.picture("own-images");

  await bringer.closeNotices();
  await studio.press("button", "Look at the images");
  await studio.item("img", "A: 5 images");
  await studio.picture("data-look");
  studio.assertClean();
});

test("images that may be meant otherwise are shown before they are used, and read again as the person says", async (t) => {
  const { studio, bringer } = await open(t);
  const before = JSON.stringify((await studio.state()).dataset);
  const dark = made.idxImages(60);
  for (let i = 16; i < dark.length; ++i) dark[i] = 255 - dark[i];
  await bringer.choose([{ name: "paper-images-idx3-ubyte", bytes: dark }]);
  const use = await studio.item("button", "Use these images", ({ disabled }) => !disabled);
  assert.ok(use);
  assert.equal((await studio.byId("asked/ground")).value, "Light on dark");
  assert.equal(JSON.stringify((await studio.state()).dataset), before, "nothing is used yet");
  await studio.picture("asked-images");
  await studio.set("radiogroup", "The images are", "Dark on light");
  await until("they are read again", async () => {
    const [ground, button] = [await studio.byId("asked/ground"), await studio.byId("asked/use")];
    return ground?.value === "Dark on light" && button && !button.disabled;
  });
  await studio.press("button", "Use these images");
  const { dataset } = await studio.stateWith("they are used", (state) => state.dataset?.name === "paper-images-idx3-ubyte" && !state.loading);
  assert.match(dataset.notes.join(" "), /Black and white were exchanged/);
  await bringer.choose([{ name: "other-images-idx3-ubyte", bytes: dark }]);
  await studio.press("button", "Cancel");
  await studio.gone("button", "Use these images");
  assert.equal((await studio.state()).dataset.name, "paper-images-idx3-ubyte");
  studio.assertClean();
});

test("JPEG and WebP pictures become images, and a damaged one among them is told", async (t) => {
  const { studio, bringer } = await open(t);
  for (const [ending, kind] of [["jpg", "JPEG"], ["webp", "WebP"]]) {
    // By the browser's own encoders.
    const pictures = await studio.page.evaluate(async (type) => {
      const canvas = new OffscreenCanvas(28, 28);
      const pen = canvas.getContext("2d");
      const files = [];
      for (let n = 0; n < 20; ++n) {
        pen.fillStyle = "black";
        pen.fillRect(0, 0, 28, 28);
        pen.fillStyle = "white";
        pen.fillRect(n, n % 2 ? 4 : 14, 6, 8);
        const blob = await canvas.convertToBlob({ type, quality: 0.9 });
        files.push([...new Uint8Array(await blob.arrayBuffer())]);
      }
      return files;
    }, `image/${kind.toLowerCase()}`);
    const entries = pictures.map((bytes, n) => ({ path: `set/${"AB"[n % 2]}/${n}.${ending}`, bytes: Buffer.from(bytes) }));
    entries.push({ path: `set/A/torn.${ending}`, bytes: entries[0].bytes.subarray(0, -20) });
    const { dataset, said } = await bringer.outcome(() => bringer.choose([{ name: `${ending}.zip`, bytes: made.zip(entries) }]));
    record.push({ way: "chosen", what: `a zip of ${kind} folders, one of them cut off`, images: dataset && of(dataset), said });
    assert.ok(dataset, said.join(" "));
    assert.equal(of(dataset), 20);
    assert.deepEqual(dataset.classes, ["A", "B"]);
    assert.match(said.join(" "), new RegExp(`1 file could not be used and was skipped: "set/A/torn\\.${ending}" is a ${kind} that cannot be read`));
  }
  studio.assertClean();
});

test("a photograph is shown with its crop before the pad takes the drawing upon it", async (t) => {
  const { studio, bringer } = await open(t);
  // A stroke in a slanting shadow.
  const grey = Array.from({ length: 300 * 400 }, (_, i) => {
    const [x, y] = [i % 300, Math.floor(i / 300)];
    const light = 230 - 0.25 * x - 0.2 * y;
    return Math.round(x > 140 && x < 160 && y > 120 && y < 280 ? 0.3 * light : light);
  });
  const code = async () => (await studio.byId("paint/code"))?.name;
  await until("the page's own painting is read", code);
  const before = await code();
  await bringer.choose([{ name: "photo.png", bytes: made.png(grey, { width: 300, height: 400 }) }]);
  await studio.item("img", "What the network will see");
  assert.equal(await studio.byId("picture/failed"), undefined);
  await studio.picture("photograph");
  await studio.press("button", "Take");
  await until("the drawing is on the pad", async () => ![undefined, before].includes(await code()));
  studio.assertClean();
});

test("files come in by drop, folder, paste, link and script; a picture goes to the pad, a model becomes the run", async (t) => {
  const served = { "/given/few.zip": made.zip(folders), "/given/digit.png": made.png(made.image(3)) };
  const fault = (path) => (served[path] ? { bytes: served[path] } : null);
  const { studio, bringer } = await open(t, { fault });
  const overlay = () => studio.page.evaluate(() => (document.getElementById("drop").hidden ? "" : document.getElementById("drop-text").textContent));
  const told = [];

  const [archive] = bringer.write([{ name: "dropped.zip", bytes: made.zip(folders) }]);
  let got = await bringer.outcome(() => bringer.drop([archive], async () => told.push(await overlay())));
  assert.equal(of(got.dataset), 60);
  assert.match(told.at(-1), /Drop images to train on: IDX, tar, zip, CSV or NumPy files, or a folder/);
  assert.equal(await overlay(), "");
  record.push({ way: "dropped", what: "a zip", images: 60, said: [told.at(-1), ...got.said] });

  bringer.write(mixed.filter(({ path, kind }) => path.startsWith("notMNIST") && !kind).map(({ path, bytes }) => ({ name: `whole/${path}`, bytes: bytes ?? Buffer.alloc(0) })));
  got = await bringer.outcome(() => bringer.drop([join(bringer.folder, "whole/notMNIST_small")]));
  assert.equal(of(got.dataset), 60);
  assert.deepEqual(got.dataset.classes, [..."ABCDEFGHIJ"]);
  assert.match(got.said.join(" "), /4 files could not be used and were skipped/);
  record.push({ way: "dropped", what: "a folder of PNG folders", images: 60, said: got.said });

  got = await bringer.outcome(() => bringer.paste("table.csv", "text/csv", made.csv(60)));
  assert.equal(of(got.dataset), 60);
  record.push({ way: "pasted", what: "a CSV file", images: 60, said: got.said });

  // A painting is told apart by its code.
  const code = async () => (await studio.byId("paint/code"))?.name;
  for (const [way, bring] of [
    ["pasted", () => bringer.paste("image.png", "image/png", made.png(made.image(4)))],
    ["chosen", () => bringer.choose([{ name: "no-ending", bytes: made.png(made.image(7)) }])],
  ]) {
    const before = await code();
    await bring();
    await changes(`a picture that was ${way} is on the pad`, code, before);
    record.push({ way, what: "a picture", said: ["(it is on the pad)"] });
  }
  got = await bringer.outcome(() => bringer.choose([{ name: "torn.png", bytes: made.png(made.image(7)).subarray(0, 45) }]));
  assert.match(got.said.join(" "), /torn.png could not be read: it is damaged/);
  record.push({ way: "chosen", what: "a picture cut off", said: got.said });

  await studio.call("configure", { encoder: [784, 16, 2], seed: 9 });
  const model = Buffer.from(await studio.page.evaluate(() => window.hourglass.exportModel().then((bytes) => [...bytes])));
  await studio.call("configure", { encoder: [784, 12, 2], seed: 3 });
  await bringer.choose([{ name: "saved.safetensors", bytes: model }]);
  await studio.stateWith("the saved model is the run", ({ settings }) => settings.encoder === "784,16,2");
  record.push({ way: "chosen", what: "a saved model", said: ["(it is the run)"] });

  const state = await studio.page.evaluate(async () => {
    const bytes = new Uint8Array([0, 0, 8, 3, 0, 0, 0, 60, 0, 0, 0, 28, 0, 0, 0, 28, ...Array.from({ length: 60 * 784 }, (_, i) => (i * 7) % 251)]);
    return window.hourglass.load(bytes, { name: "from-script", images: 30, balanced: false });
  });
  assert.equal(of(state.dataset), 30);
  await assert.rejects(studio.page.evaluate(() => window.hourglass.load(new Uint8Array([1, 2, 3]), "three")), /"three" is of no kind that is known here/);

  await studio.page.goto(studio.server.url + "?data=given/few.zip", { waitUntil: "load" });
  await studio.ready();
  await studio.stateWith("the link's images are there", ({ dataset }) => dataset?.classes.length === 10 && of(dataset) === 60);
  assert.match(await studio.page.evaluate(() => location.search), /data=given(%2F|\/)few\.zip/, "a refresh brings it again");
  assert.deepEqual(await bringer.notices(), []);
  record.push({ way: "?data= link", what: "a zip of this site", images: 60, said: [] });
  await studio.page.goto(studio.server.url + "?preset=classroom&data=given/digit.png", { waitUntil: "load" });
  await studio.ready();
  await studio.images(10000); // beside the usual images
  for (const [link, words] of [
    ["given/none.zip", /none.zip did not arrive: the server answered 404/],
    ["http://localhost:9/few.zip", /lies on another site; Hourglass opens data of its own site only/],
  ]) {
    await studio.page.evaluate(() => localStorage.clear());
    await studio.page.goto(`${studio.server.url}?data=${encodeURIComponent(link)}`, { waitUntil: "load" });
    await studio.ready();
    const said = await becomes("it is refused", async () => (await bringer.notices()).map(({ text }) => text).join(" "), words);
    record.push({ way: "?data= link", what: link, said: [said] });
  }
  studio.errors = studio.errors.filter((text) => !/status of 404/.test(text));
  studio.assertClean();
});

test("images and labels may come one after the other", async (t) => {
  const { studio, bringer } = await open(t);
  const images = { name: "g-images-idx3-ubyte", bytes: made.idxImages(60) };
  const labels = { name: "g-labels-idx1-ubyte", bytes: made.idxLabels(60) };
  let got = await bringer.outcome(() => bringer.choose([labels]));
  assert.equal(got.dataset, null);
  assert.match(got.said.join(" "), /60 labels and no images: now choose their images/);
  record.push({ way: "chosen", what: "IDX labels alone", said: got.said });
  got = await bringer.outcome(() => bringer.choose([images]));
  assert.equal(got.dataset.classes.length, 10);
  record.push({ way: "chosen", what: "then their images", images: of(got.dataset), said: got.said });

  got = await bringer.outcome(() => bringer.choose([images]));
  assert.equal(got.dataset.classes.length, 0);
  got = await bringer.outcome(() => bringer.choose([{ ...labels, bytes: made.idxLabels(59) }]));
  assert.match(got.said.join(" "), /59 labels, but there are 60 images/);
  record.push({ way: "chosen", what: "images, then labels of another count", said: got.said });
  got = await bringer.outcome(() => bringer.choose([labels]));
  assert.equal(got.dataset.classes.length, 10);
  studio.assertClean();
});

test("a file that vanishes, a second load during the first, and a cancelled one leave the page as it was", async (t) => {
  const { studio, bringer } = await open(t);
  const pictures = made.folders(100);
  const many = Array.from({ length: 150_000 }, (_, n) => pictures[n % 100]);
  const [slow] = bringer.write([{ name: "slow.tar", bytes: made.tar(many) }]);
  let got = await bringer.outcome(async () => {
    await bringer.choosePaths([slow]);
    await studio.stateWith("the first is being read", ({ loading }) => loading?.done > 0);
    await bringer.choose([{ name: "quick.zip", bytes: made.zip(folders) }]);
  });
  assert.equal(got.dataset.name, "quick");
  assert.deepEqual(got.said, []);
  record.push({ way: "chosen", what: "a second load during the first", images: of(got.dataset), said: got.said });

  await studio.press("button", /^Data set/);
  await bringer.choosePaths([slow]);
  await studio.press("button", "Cancel");
  await studio.stateWith("nothing loads", ({ loading }) => loading === null);
  assert.equal((await bringer.dataset()).name, "quick");

  const before = await bringer.dataset();
  got = await bringer.outcome(async () => {
    await bringer.choosePaths([slow]);
    await studio.stateWith("it is being read", ({ loading }) => loading?.done > 0);
    rmSync(slow);
  });
  assert.match(got.said.join(" "), /slow.tar cannot be read any more: it was moved, changed or taken away/);
  record.push({ way: "chosen", what: "a file that vanishes while read", said: got.said });
  assert.deepEqual(await bringer.dataset(), before);
  studio.assertClean();
});

test("a set of the catalogue can be cancelled while it is fetched, and fetched again from the cache", async (t) => {
  const { studio, bringer } = await open(t);
  // Until it stands, what was fetched is asked for once more when it comes, to be stored for the next visit.
  await until("the service worker answers", () => studio.page.evaluate(() => navigator.serviceWorker.controller !== null));
  const first = await bringer.dataset();
  studio.server.fault = (path) => (/letters-images/.test(path) ? { hang: true } : null);
  await studio.press("button", /^Data set/);
  await studio.item("dialog", "Images");
  const card = await studio.page.evaluate(() => {
    const text = (id) => document.querySelector(`#mirror [data-id="data/letters/${id}"]`)?.textContent ?? "";
    return { title: text("title"), facts: text("facts"), about: text("about"), terms: text("terms") };
  });
  assert.match(card.title, /Letters A-J \(free fonts, in the manner of notMNIST\)/);
  assert.match(card.facts, /10,000 images . 2\.1 MB/);
  assert.match(card.terms, /Debian's font packages.*OFL/);
  const use = async () => {
    const button = await until("the card's button", () => studio.page.$('#mirror [data-id="data/letters/use"]'));
    await button.evaluate((node) => node.click());
  };
  await use();
  await studio.press("button", "Cancel");
  await studio.stateWith("nothing loads", ({ loading }) => loading === null);
  assert.deepEqual(await bringer.dataset(), first);

  studio.server.fault = () => null;
  await use();
  await studio.stateWith("the letters are there", ({ dataset }) => dataset.name === "letters");
  assert.deepEqual((await bringer.dataset()).classes, [..."ABCDEFGHIJ"]);
  const asked = () => studio.server.requests.filter((path) => /letters-images/.test(path)).length;
  const before = asked();
  await studio.call("load", "mnist");
  await studio.call("load", "letters");
  assert.equal(asked(), before, "it was kept");
  studio.assertClean();
});

test("the choice of images, classes, held-out share and seed is a setting and part of the link", async (t) => {
  const { studio, bringer } = await open(t, { fault: (path) => (path === "/given/few.zip" ? { bytes: made.zip(made.folders(400)) } : null), query: "data=given/few.zip" });
  assert.equal((await bringer.dataset()).training, 330);
  await studio.press("switch", "Class C takes part");
  await studio.set("spinbutton", "Training images", 100);
  await studio.press("button", "More settings: Data");
  await studio.set("spinbutton", "Held-out share", 0.5);
  await studio.set("spinbutton", "Seed", 12);
  await studio.stateWith("100 images to train on and half held out", ({ dataset }) => dataset.training === 100 && dataset.heldOut === 180);
  const address = () => studio.page.evaluate(() => location.search);
  await becomes("the address says so", address, /(?=.*held-out-share)(?=.*seed)/);
  const held = await studio.call("codes");
  const search = await address();
  for (const part of [/images=100/, /classes=0,1,3,4,5,6,7,8,9|classes=0%2C1%2C3/, /held-out-share=0\.5/, /seed=12/]) assert.match(search, part);
  await studio.page.evaluate(() => localStorage.clear());
  await studio.page.reload({ waitUntil: "load" });
  await studio.ready();
  await studio.stateWith("the images are there", ({ dataset }) => dataset?.heldOut === 180);
  assert.deepEqual((await studio.call("codes")).labels, held.labels, "the same images are held out");
  studio.assertClean();
});

test("what is too large ends with a sentence: 2 GB files, bombs, too little memory", { skip: !kLong }, async (t) => {
  const { studio, bringer } = await open(t);
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
