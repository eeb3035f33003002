// Sets and models made for tests in the forms of other programs: pickles, MATLAB, Parquet, networks. By code that shares
// nothing with the readers; as the programs' own writers lay them out.
import { deflateSync } from "node:zlib";
import { zip } from "./made.mjs";

const join = (...parts) => Buffer.concat(parts.flat(Infinity).map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
const little = (value) => Buffer.from(Uint32Array.of(value).buffer);

// -- Pickles ----------------------------------------------------------------------------------------------------------

/** What Python 3 writes by protocol 2, or by protocol 0, which is lines of text. */
const kOpcodes = {
  2: {
    start: Buffer.from([0x80, 2]),
    number: (value) => join("J", little(value >>> 0)),
    text: (words) => join("X", little(Buffer.byteLength(words)), Buffer.from(words)),
    no: Buffer.from([0x89]),
    yes: Buffer.from([0x88]),
    /** Bytes are letters of Latin-1. */
    letters(bytes) {
      const text = Buffer.from(bytes.toString("latin1"));
      return join("X", little(text.length), text);
    },
  },
  0: {
    start: Buffer.alloc(0),
    number: (value) => `I${value}\n`,
    text: (words) => `V${words}\n`,
    no: "I00\n",
    yes: "I01\n",
    letters: (bytes) => join("V", bytes.toString("latin1").replace(/[\\\n\r\0\x1a]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`), "\n"),
  },
};

export class Pickle {
  constructor(protocol = 2) {
    this.by = kOpcodes[protocol];
  }
  number = (value) => this.by.number(value);
  text = (words) => this.by.text(words);
  global = (module, name) => `c${module}\n${name}\n`;
  tuple = (...values) => join("(", values, "t");
  list = (...values) => join("](", values, "e");
  dictionary = (members) => join("}(", Object.entries(members).map(([key, value]) => [this.text(key), value]), "u");
  bytes = (bytes) => join(this.global("_codecs", "encode"), this.tuple(this.by.letters(bytes), this.text("latin1")), "R");
  dtype = (type) =>
    join(
      this.global("numpy", "dtype"), this.tuple(this.text(type), this.by.no, this.by.yes), "R",
      this.tuple(this.number(3), this.text(type.endsWith("1") ? "|" : "<"), "NNN", this.number(-1), this.number(-1), this.number(0)), "b",
    );
  array = (type, shape, values) =>
    join(
      this.global("numpy.core.multiarray", "_reconstruct"),
      this.tuple(this.global("numpy", "ndarray"), this.tuple(this.number(0)), this.bytes(Buffer.from("b"))), "R",
      this.tuple(this.number(1), this.tuple(...shape.map(this.number)), this.dtype(type), this.by.no, this.bytes(values)), "b",
    );
  /** As joblib.dump() writes an array: what it is, behind it as many bytes as end at a multiple of 16, and its numbers. */
  joblibArray = (type, shape, values) =>
    join(
      this.global("joblib.numpy_pickle", "NumpyArrayWrapper"), ")\x81",
      this.dictionary({
        subclass: this.global("numpy", "ndarray"), shape: this.tuple(...shape.map(this.number)), order: this.text("C"),
        dtype: this.dtype(type), allow_mmap: this.by.yes, numpy_array_alignment_bytes: this.number(16),
      }),
      "b", Buffer.from([5]), Buffer.alloc(5), values,
    );
  file = (value) => join(this.by.start, value, ".");
}

// -- MATLAB -----------------------------------------------------------------------------------------------------------

/** By the class of the array: the type of its numbers, how wide one is, how it is written. */
const kMatlab = {
  uint8: { kind: 9, type: 2, write: (values) => Buffer.from(values) },
  double: { kind: 6, type: 9, write: (values) => Buffer.from(Float64Array.from(values).buffer) },
};
const tagged = (type, bytes) => join(little(type), little(bytes.length), bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8));
const headed = (kind, shape, name) => [tagged(6, join(little(kind), little(0))), tagged(5, join(shape.map(little))), tagged(1, Buffer.from(name))];

/** An array whose values stand column by column. */
export const matlabArray = (name, of, shape, values) =>
  tagged(14, join(headed(kMatlab[of].kind, shape, name), tagged(kMatlab[of].type, kMatlab[of].write(values))));
/** A struct of one by one: {field: its array, without a name}. */
export const matlabStruct = (name, fields) =>
  tagged(14, join(headed(2, [1, 1], name), little(0x40005), little(32), tagged(1, join(Object.keys(fields).map((field) => field.padEnd(32, "\0")))), Object.values(fields)));
/** Of version 5, each variable packed, as MATLAB and SciPy save them. */
export const matlab = (...variables) =>
  join("MATLAB 5.0 MAT-file, made for a test".padEnd(124), Buffer.from([0, 1]), "IM", variables.map((variable) => {
    const packed = deflateSync(variable);
    return [little(15), little(packed.length), packed];
  }));

// -- Parquet ----------------------------------------------------------------------------------------------------------

function varint(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return Buffer.from([...bytes, value]);
}
/** Thrift's compact protocol: fields as [number, kind, value]. */
const thrift = {
  i32: (id, value) => [id, 5, varint(2 * value)],
  i64: (id, value) => [id, 6, varint(2 * value)],
  text: (id, words) => [id, 8, join(varint(Buffer.byteLength(words)), Buffer.from(words))],
  list: (id, kind, values) => [id, 9, join(Buffer.from([0xf0 | kind]), varint(values.length), values)],
  inner: (id, ...fields) => [id, 12, thrift.struct(...fields)],
  struct(...fields) {
    let last = 0;
    const parts = fields.map(([id, kind, value]) => {
      const step = id - last;
      last = id;
      return [Buffer.from([(step << 4) | kind]), value];
    });
    return join(parts, Buffer.from([0]));
  },
};

/**
 * As Hugging Face serves a set of pictures: `image` is a struct of the picture's bytes and its path, `label` a number whose names the
 * file's metadata has.
 */
export function parquet(pictures, labels, names) {
  const { i32, i64, text, list, inner, struct } = thrift;
  const strings = (values) => join(values.map((value) => [little(value.length), value]));
  const columns = [
    { path: ["image", "bytes"], type: 6, level: 2, values: strings(pictures) },
    { path: ["image", "path"], type: 6, level: 2, values: strings(pictures.map((_, n) => Buffer.from(`${n}.png`))) },
    { path: ["label"], type: 2, level: 1, values: Buffer.from(BigInt64Array.from(labels, BigInt).buffer) },
  ];
  let out = Buffer.from("PAR1");
  const chunks = columns.map(({ path, type, level, values }) => {
    // One run of the same level, which says that every value is there.
    const run = join(varint(2 * pictures.length), Buffer.from([level]));
    const page = join(little(run.length), run, values);
    const head = struct(i32(1, 0), i32(2, page.length), i32(3, page.length), inner(5, i32(1, pictures.length), i32(2, 0), i32(3, 3), i32(4, 3)));
    const at = out.length;
    out = join(out, head, page);
    const name = (words) => join(varint(words.length), words);
    return struct(i64(2, at), inner(3, i32(1, type), list(2, 5, [varint(0)]), list(3, 8, path.map(name)), i32(4, 0), i64(5, pictures.length), i64(6, head.length + page.length), i64(7, head.length + page.length), i64(9, at)));
  });
  const info = JSON.stringify({ info: { features: { image: { _type: "Image" }, label: { names, _type: "ClassLabel" } } } });
  const footer = struct(
    i32(1, 1),
    list(2, 12, [
      struct(text(4, "schema"), i32(5, 2)), struct(i32(3, 1), text(4, "image"), i32(5, 2)), struct(i32(1, 6), i32(3, 1), text(4, "bytes")),
      struct(i32(1, 6), i32(3, 1), text(4, "path"), i32(6, 0)), struct(i32(1, 2), i32(3, 1), text(4, "label")),
    ]),
    i64(3, pictures.length),
    list(4, 12, [struct(list(1, 12, chunks), i64(2, out.length), i64(3, pictures.length))]),
    list(5, 12, [struct(text(1, "huggingface"), text(2, info))]),
    text(6, "made for a test"),
  );
  return join(out, footer, little(footer.length), "PAR1");
}

// -- Networks ---------------------------------------------------------------------------------------------------------

/** Small numbers that are the same whenever they are made, others for each `salt`. */
const weights = (count, salt) => Float32Array.from({ length: count }, (_, i) => ((((i + 1) * (salt + 1) * 2654435761) >>> 0) / 2 ** 32 - 0.5) / 8);

/** {name: {shape, values}}; `spaces` stand before the head, `metadata` in it. */
export function safetensors(arrays, { metadata = {}, spaces = 0 } = {}) {
  const head = { __metadata__: metadata };
  const pieces = [];
  let end = 0;
  for (const [name, { shape, values }] of Object.entries(arrays)) {
    head[name] = { dtype: "F32", shape, data_offsets: [end, (end += 4 * values.length)] };
    pieces.push(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  }
  const text = Buffer.from(" ".repeat(spaces) + JSON.stringify(head));
  return join(little(text.length), little(0), text, pieces);
}

/** The arrays of an autoencoder of these widths as a PyTorch module of numbered layers holds them: (out, in). */
export function torchArrays(widths) {
  let made = 0;
  const array = (...shape) => ({ shape, values: weights(shape.reduce((a, b) => a * b), ++made) });
  const layers = (part, sizes) =>
    sizes.slice(1).flatMap((out, i) => [[`${part}.${i}.weight`, array(out, sizes[i])], [`${part}.${i}.bias`, array(out)]]);
  return Object.fromEntries([...layers("encoder", widths), ...layers("decoder", widths.toReversed())]);
}

/** What torch.save() leaves: a zip with a pickle in it. */
export const torchZip = () =>
  zip([{ path: "archive/data.pkl", bytes: Buffer.from("\x80\x02}q\x00.", "latin1") }, { path: "archive/version", bytes: Buffer.from("3\n") }, { path: "archive/data/0", bytes: Buffer.alloc(400) }], { deflated: false });

/** The autoencoder of these widths, ReLU between its layers, as PyTorch's export to ONNX lays it out. */
export function onnx(widths) {
  const bytes = (id, ...parts) => {
    const body = join(...parts);
    return join(varint(8 * id + 2), varint(body.length), body);
  };
  const number = (id, value) => join(varint(8 * id), varint(value));
  const attribute = (name, value) => bytes(5, bytes(1, name), number(3, value), number(20, 2));
  const sizes = [...widths, ...widths.toReversed().slice(1)];
  const nodes = [], stored = [];
  let last = "pixels";
  sizes.slice(1).forEach((out, i) => {
    const dense = `dense${i}`;
    nodes.push(bytes(1, bytes(1, last), bytes(1, `w${i}`), bytes(1, `b${i}`), bytes(2, dense), bytes(4, "Gemm"), attribute("transB", 1)));
    for (const [name, shape] of [[`w${i}`, [out, sizes[i]]], [`b${i}`, [out]]])
      stored.push(bytes(5, shape.map((size) => number(1, size)), number(2, 1), bytes(8, name), bytes(9, Buffer.from(weights(shape.reduce((a, b) => a * b), stored.length).buffer))));
    last = dense;
    const inner = i + 1 !== widths.length - 1 && i + 2 !== sizes.length;
    if (inner) nodes.push(bytes(1, bytes(1, dense), bytes(2, (last = `relu${i}`)), bytes(4, "Relu")));
  });
  const value = (id, name, width) => bytes(id, bytes(1, name), bytes(2, bytes(1, number(1, 1), bytes(2, bytes(1, bytes(2, "n")), bytes(1, number(1, width))))));
  const graph = [nodes, bytes(2, "main_graph"), stored, value(11, "pixels", widths[0]), value(12, last, widths[0])];
  return join(number(1, 8), bytes(2, "pytorch"), bytes(3, "2.1.0"), bytes(7, graph), bytes(8, number(2, 13)));
}
