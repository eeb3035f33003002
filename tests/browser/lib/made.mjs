// Files made for tests, in every format that people bring: written by code that shares nothing with the readers.
import { execFileSync } from "node:child_process";
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";

const kSide = 28;
const kPixels = kSide * kSide;

/** Image `n`: a bar whose place, width and brightness depend on the number, so that no two are equal. */
export function image(n, side = kSide) {
  const pixels = Buffer.alloc(side * side);
  const left = (n * 5) % (side - 8);
  for (let y = 2; y < side - 2; ++y)
    for (let x = left + 2; x < left + 4 + (n % 4); ++x) pixels[y * side + x] = 120 + ((n * 37) % 130);
  for (let bit = 0; bit < 16; ++bit) pixels[bit] = (n >> bit) & 1 ? 200 : 0;
  return pixels;
}
export const images = (count, side = kSide) => Buffer.concat(Array.from({ length: count }, (_, n) => image(n, side)));
export const labels = (count, classes = 10) => Buffer.from(Array.from({ length: count }, (_, n) => n % classes));

function big(...values) {
  const out = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => out.writeUInt32BE(value, 4 * i));
  return out;
}

/** `type`: 8 bytes, 0x0D floats... */
export const idx = (shape, values, type = 8) => Buffer.concat([Buffer.from([0, 0, type, shape.length]), big(...shape), values]);
export const idxImages = (count, side = kSide) => idx([count, side, side], images(count, side));
export const idxLabels = (count, classes = 10) => idx([count], labels(count, classes));
export const gz = (bytes) => gzipSync(bytes, { level: 6 });
export const xz = (bytes) => execFileSync("xz", ["--stdout"], { input: bytes, maxBuffer: 1e8 });

export function npy(descr, shape, values, { fortran = false } = {}) {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': ${tuple}, }`;
  const header = text.padEnd(64 * Math.ceil((text.length + 11) / 64) - 11, " ") + "\n";
  const start = Buffer.from([0x93, ..."NUMPY"].map((c) => (typeof c === "string" ? c.charCodeAt(0) : c)).concat(1, 0, 0, 0));
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(header), values]);
}
/** A variable of MATLAB's version 4: `columns` arrays of `rows` bytes each, one after the other. */
export function mat4(name, rows, columns, values) {
  const head = Buffer.alloc(20);
  [50, rows, columns, 0, name.length + 1].forEach((value, i) => head.writeUInt32LE(value, 4 * i));
  return Buffer.concat([head, Buffer.from(`${name}\0`), values]);
}
export const floats = (numbers) => Buffer.from(Float32Array.from(numbers).buffer);

export function csv(count, { header = true, withLabels = true, classes = 10 } = {}) {
  const lines = [];
  if (header) lines.push([...(withLabels ? ["label"] : []), ...Array.from({ length: kPixels }, (_, p) => `pixel${p}`)].join(","));
  for (let n = 0; n < count; ++n) lines.push([...(withLabels ? [n % classes] : []), ...image(n)].join(","));
  return Buffer.from(lines.join("\n") + "\n");
}

/** libsvm's text: of each image the label, and the places (from 1) of the pixels that are not 0. */
export const libsvm = (count, classes = 10) =>
  Buffer.from(Array.from({ length: count }, (_, n) => [n % classes, ...[...image(n)].flatMap((value, at) => (value ? [`${at + 1}:${value}`] : []))].join(" ")).join("\n") + "\n");

const kCrc = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; ++k) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
export function crc32(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = kCrc[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

const kPasses = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** `grey`: bytes; depth 1, 2, 4, 8 or 16; colour 0 grey, 2 RGB, 3 a palette of greys, 6 RGBA (`alphas`: of each pixel). */
export function png(grey, { width = kSide, height = kSide, depth = 8, colour = 0, interlaced = false, alphas = null } = {}) {
  const rows = [];
  for (const [x0, y0, dx, dy] of interlaced ? kPasses : [[0, 0, 1, 1]])
    for (let y = y0; y < height && x0 < width; y += dy) {
      rows.push(0); // no filter
      let bits = 0;
      let filled = 0;
      for (let x = x0; x < width; x += dx) {
        const value = grey[y * width + x];
        if (depth === 16) rows.push(value, value);
        else if (colour === 2) rows.push(value, value, value);
        else if (colour === 6) rows.push(value, value, value, alphas?.[y * width + x] ?? 255);
        else if (depth === 8) rows.push(value);
        else {
          bits = (bits << depth) | (value >> (8 - depth));
          if ((filled += depth) === 8) {
            rows.push(bits);
            bits = filled = 0;
          }
        }
      }
      if (filled) rows.push(bits << (8 - filled));
    }
  const chunk = (kind, body) => {
    const marked = Buffer.concat([Buffer.from(kind), body]);
    return Buffer.concat([big(body.length), marked, big(crc32(marked))]);
  };
  const header = Buffer.concat([big(width, height), Buffer.from([depth, colour, 0, 0, interlaced ? 1 : 0])]);
  const steps = 2 ** Math.min(depth, 8) - 1;
  const palette = Buffer.from(Array.from({ length: steps + 1 }, (_, i) => Array(3).fill(Math.round((i * 255) / steps))).flat());
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    ...(colour === 3 ? [chunk("PLTE", palette)] : []),
    chunk("IDAT", deflateSync(Buffer.from(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** 8 bits by a palette of greys, from below, as Paint writes it. */
export function bmp(grey, side = kSide) {
  const head = Buffer.alloc(14 + 40 + 1024);
  head.write("BM", "latin1");
  head.writeUInt32LE(head.length + grey.length, 2);
  head.writeUInt32LE(head.length, 10);
  for (const [at, value] of [[14, 40], [18, side], [22, side], [26, 0x80001]]) head.writeUInt32LE(value, at);
  for (let i = 0; i < 256; ++i) head.fill(i, 54 + 4 * i, 57 + 4 * i);
  const rows = Array.from({ length: side }, (_, y) => grey.subarray((side - 1 - y) * side, (side - y) * side));
  return Buffer.concat([head, ...rows]);
}

/** [{path, bytes}]; ustar, with the end mark. `kind` "2" makes a link. */
export function tar(entries) {
  const blocks = [];
  for (const { path, bytes = Buffer.alloc(0), kind = "0", size = bytes.length } of entries) {
    const header = Buffer.alloc(512);
    header.write(path.slice(0, 100), 0);
    header.write("0000644\0" + "0000000\0" + "0000000\0", 100);
    header.write(size.toString(8).padStart(11, "0") + "\0" + "00000000000\0" + " ".repeat(8) + kind, 124);
    header.write("ustar\0" + "00", 257);
    header.write(header.reduce((a, b) => a + b, 0).toString(8).padStart(6, "0") + "\0 ", 148);
    blocks.push(header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** `deflated`: false stores. An entry's `flags`, `method`, `unpacked` and `packed` may say something else than is true. */
export function zip(entries, { deflated = true } = {}) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const { path, bytes = Buffer.alloc(0), ...claims } of entries) {
    const body = claims.body ?? (deflated ? deflateRawSync(bytes) : bytes);
    const name = Buffer.from(path);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(claims.flags ?? 0, 2);
    fields.writeUInt16LE(claims.method ?? (deflated ? 8 : 0), 4);
    fields.writeUInt32LE(claims.crc ?? crc32(bytes), 10);
    fields.writeUInt32LE(claims.packed ?? body.length, 14);
    fields.writeUInt32LE(claims.unpacked ?? bytes.length, 18);
    fields.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from("PK\x03\x04", "latin1"), fields, name, body);
    const offset = Buffer.alloc(14);
    offset.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), fields, offset, name);
    at += 30 + name.length + body.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}

const kLetters = "ABCDEFGHIJ";
/** PNGs in folders A to J, as notMNIST has them. */
export const folders = (count, root = "notMNIST_small/") =>
  Array.from({ length: count }, (_, n) => ({ path: `${root}${kLetters[n % 10]}/${n}.png`, bytes: png(image(n)) }));

/** As published: 18,726 files, of which one in A and one in F are empty. */
export function notMnistSmall() {
  const entries = [];
  const sizes = [1873, 1873, 1873, 1873, 1873, 1873, 1872, 1872, 1872, 1872];
  sizes.forEach((size, c) => {
    for (let i = 0; i < size; ++i) {
      const empty = (c === 0 || c === 5) && i === 700;
      // A smooth texture packs to about as many bytes as a real letter does.
      const pixels = Buffer.alloc(kPixels);
      for (let p = 0; p < kPixels; ++p) {
        const [x, y] = [p % kSide, Math.floor(p / kSide)];
        const wave = Math.sin(x * (0.2 + c / 20) + i) + Math.cos(y * (0.25 + (i % 17) / 60) + x / 9);
        pixels[p] = wave > 0.9 ? 255 : wave > 0.1 ? Math.round((wave - 0.1) * 318) : 0;
      }
      pixels.writeUInt16BE(i, 0);
      const name = Buffer.from(`face ${c} ${i}`).toString("base64");
      entries.push({ path: `notMNIST_small/${kLetters[c]}/${name}.png`, bytes: empty ? Buffer.alloc(0) : png(pixels) });
    }
  });
  return entries;
}

const little = (value) => Buffer.from(Uint32Array.of(value).buffer);
const short = (text) => Buffer.concat([Buffer.from([0x55, text.length]), Buffer.from(text)]);

/** What stands before the numbers of an array in a pickle of protocol 2, as Python 2 writes it: `type` "f4", `shape`, and how many bytes follow. */
export function pickledArrayHead(type, shape, bytes) {
  const tuple = (...parts) => Buffer.concat([Buffer.from("("), ...parts, Buffer.from("t")]);
  const number = (value) => Buffer.concat([Buffer.from("J"), little(value)]);
  const none = Buffer.from("N");
  const dtype = Buffer.concat([
    Buffer.from("cnumpy\ndtype\n"), tuple(short(type), number(0), number(1)), Buffer.from("R"),
    tuple(number(3), short(type.endsWith("1") ? "|" : "<"), none, none, none, number(-1 >>> 0), number(-1 >>> 0), number(0)), Buffer.from("b"),
  ]);
  return Buffer.concat([
    Buffer.from("cnumpy.core.multiarray\n_reconstruct\n"), tuple(Buffer.from("cnumpy\nndarray\n"), tuple(number(0)), short("b")), Buffer.from("R("),
    number(1), tuple(...shape.map(number)), dtype, Buffer.from([0x89]), Buffer.from("T"), little(bytes),
  ]);
}

/** A dictionary of arrays: {key: {type, shape, values}}. */
export function pickle(arrays) {
  const parts = [Buffer.from([0x80, 2]), Buffer.from("}(")];
  for (const [key, { type, shape, values }] of Object.entries(arrays))
    parts.push(short(key), pickledArrayHead(type, shape, values.length), values, Buffer.from("tb"));
  return Buffer.concat([...parts, Buffer.from("u.")]);
}

/** One array alone. */
export const pickledArray = (type, shape, values) =>
  Buffer.concat([Buffer.from([0x80, 2]), pickledArrayHead(type, shape, values.length), values, Buffer.from("tb.")]);

/** As the Udacity course's notMNIST.pickle, with so many images in each of its three parts; from 1,000 on in whole thousands, all of them
 * the same. */
export const notMnistPickle = (...counts) =>
  pickle(Object.fromEntries(["train", "valid", "test"].flatMap((name, i) => {
    const different = Math.min(counts[i], 1000);
    const all = (bytes) => (counts[i] > different ? Buffer.concat(Array(counts[i] / different).fill(bytes)) : bytes);
    return [
      [`${name}_dataset`, { type: "f4", shape: [counts[i], 28, 28], values: all(floats([...images(different)].map((p) => p / 255 - 0.5))) }],
      [`${name}_labels`, { type: "i4", shape: [counts[i]], values: all(Buffer.from(Int32Array.from(labels(different)).buffer)) }],
    ];
  })));
