// Pictures made for tests in the formats that are not PNG, and photographs of a drawn digit: written by code that shares
// nothing with the readers.
import { png } from "./made.mjs";

/** Bits one after the other, the first of each byte lowest (GIF, WebP) or highest (JPEG). */
class BitWriter {
  bytes = [];
  #held = 0;
  #count = 0;
  constructor({ highFirst = false } = {}) {
    this.highFirst = highFirst;
  }
  /** The lowest `count` bits of `value`; in the order of the file. */
  put(value, count) {
    for (let i = 0; i < count; ++i) {
      const bit = (value >> (this.highFirst ? count - 1 - i : i)) & 1;
      this.#held |= bit << (this.highFirst ? 7 - this.#count : this.#count);
      if (++this.#count === 8) this.#flush();
    }
  }
  /** Fills the last byte with `bit`. */
  end(bit = 0) {
    while (this.#count > 0) this.put(bit, 1);
    return Buffer.from(this.bytes);
  }
  #flush() {
    this.bytes.push(this.#held);
    if (this.highFirst && this.#held === 0xff) this.bytes.push(0); // JPEG: else it would be a marker
    this.#held = this.#count = 0;
  }
}

const chunksOf = (bytes, size) => Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

/** 256 greys. Each pixel is a code of nine bits; the table is cleared before its codes would grow to ten. */
export function gif(grey, side = 28) {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(side, 0);
  size.writeUInt16LE(side, 2);
  const palette = Buffer.from(Array.from({ length: 256 }, (_, i) => [i, i, i]).flat());
  const codes = new BitWriter();
  const kClear = 256, kEnd = 257;
  grey.forEach((value, at) => {
    if (at % 200 === 0) codes.put(kClear, 9);
    codes.put(value, 9);
  });
  codes.put(kEnd, 9);
  const blocks = chunksOf(codes.end(), 255).flatMap((block) => [Buffer.from([block.length]), block]);
  return Buffer.concat([
    Buffer.from("GIF89a"), size, Buffer.from([0xf7, 0, 0]), palette, Buffer.from(","), Buffer.alloc(4), size, Buffer.from([0, 8]),
    ...blocks, Buffer.from([0]), Buffer.from(";"),
  ]);
}

/** WebP without loss: green as it is, in eight bits a pixel; red and blue as differences from it, which are none. */
export function webp(grey, side = 28) {
  const bits = new BitWriter();
  bits.put(0x2f, 8);
  bits.put(side - 1, 14);
  bits.put(side - 1, 14);
  bits.put(0, 1 + 3); // opaque; version 0
  bits.put(1, 1), bits.put(2, 2); // a transform: green is taken off
  bits.put(0, 1); // no other
  bits.put(0, 2); // no cache of colours, one set of codes
  // The lengths of green's codes: 256 are 8, those of 24 copies 0; told in a bit each.
  bits.put(0, 1);
  const kOrder = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8];
  bits.put(kOrder.length - 4, 4);
  for (const length of kOrder) bits.put(length === 0 || length === 8 ? 1 : 0, 3);
  bits.put(0, 1);
  for (let code = 0; code < 280; ++code) bits.put(code < 256 ? 1 : 0, 1);
  // One value each, which takes no bits.
  for (const value of [0, 0, 255, 0]) bits.put(1, 1), bits.put(0, 1), bits.put(1, 1), bits.put(value, 8);
  const turned = (value) => Array.from({ length: 8 }, (_, i) => ((value >> i) & 1) << (7 - i)).reduce((a, b) => a | b);
  for (const value of grey) bits.put(turned(value), 8);
  const body = bits.end();
  const padded = Buffer.concat([body, Buffer.alloc(body.length % 2)]);
  const little = (value) => Buffer.from(Uint32Array.of(value).buffer);
  return Buffer.concat([Buffer.from("RIFF"), little(12 + padded.length), Buffer.from("WEBPVP8L"), little(body.length), padded]);
}

const kZigzag = Array.from({ length: 64 }, (_, i) => [i % 8, i >> 3]).sort(([ax, ay], [bx, by]) =>
  ax + ay !== bx + by ? ax + ay - bx - by : (ax + ay) % 2 ? ay - by : ax - bx);

const kWaves = Array.from({ length: 8 }, (_, u) =>
  Array.from({ length: 8 }, (_, x) => (u === 0 ? Math.SQRT1_2 : 1) * Math.cos(((2 * x + 1) * u * Math.PI) / 16) / 2));

/** The cosine transform of a block of 8 by 8 (ITU T.81, A.3.3). */
function transformed(block) {
  const rows = kWaves.map((wave) => Array.from({ length: 8 }, (_, y) => wave.reduce((sum, w, x) => sum + w * block[8 * y + x], 0)));
  return kZigzag.map(([u, v]) => Math.round(kWaves[v].reduce((sum, w, y) => sum + w * rows[u][y], 0)));
}

/** Grey, baseline, nothing lost but what rounding takes. */
export function jpeg(grey, width = 28, height = width) {
  const segment = (marker, body) => Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), Buffer.from(body)]);
  // Codes of one length: 16 sizes of 5 bits; 16 runs by 11 sizes of 8 bits. None is all ones.
  const dc = Array.from({ length: 16 }, (_, size) => size);
  const ac = Array.from({ length: 176 }, (_, i) => ((i % 16) << 4) | (i >> 4));
  const table = (kind, symbols, length) => [kind, ...Array.from({ length: 16 }, (_, i) => (i + 1 === length ? symbols.length : 0)), ...symbols];
  const bits = new BitWriter({ highFirst: true });
  const sizeOf = (value) => (value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1);
  const number = (value, size) => bits.put(value < 0 ? value + 2 ** size - 1 : value, size);
  let before = 0;
  for (let top = 0; top < height; top += 8)
    for (let left = 0; left < width; left += 8) {
      const block = Array.from({ length: 64 }, (_, i) => {
        const x = Math.min(width - 1, left + (i % 8)), y = Math.min(height - 1, top + (i >> 3));
        return grey[y * width + x] - 128;
      });
      const [mean, ...waves] = transformed(block);
      const size = sizeOf(mean - before);
      bits.put(dc.indexOf(size), 5);
      number(mean - before, size);
      before = mean;
      const put = (run, value) => {
        bits.put(ac.indexOf((run << 4) | sizeOf(value)), 8);
        number(value, sizeOf(value));
      };
      let run = 0;
      const last = waves.findLastIndex((value) => value !== 0);
      for (const value of waves.slice(0, last + 1)) {
        if (value === 0 && run < 15) ++run;
        else {
          put(run, value);
          run = 0;
        }
      }
      if (last < 62) put(0, 0);
    }
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, [0, ...Array(64).fill(1)]),
    segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    segment(0xc4, table(0x00, dc, 5)),
    segment(0xc4, table(0x10, ac, 8)),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    bits.end(1),
    Buffer.from([0xff, 0xd9]),
  ]);
}

/** How much of a pixel a 7 covers that stands around (cx, cy), `tall` pixels high, its strokes `thick` wide: 0 to 1. */
function seven(x, y, { cx, cy, tall, thick }) {
  const [left, right, top, foot] = [cx - 0.3 * tall, cx + 0.3 * tall, cy - tall / 2, cy + tall / 2];
  const away = (ax, ay, bx, by) => {
    const [dx, dy] = [bx - ax, by - ay];
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(x - ax - t * dx, y - ay - t * dy);
  };
  const nearest = Math.min(away(left, top, right, top), away(right, top, cx, foot));
  return Math.min(1, Math.max(0, thick / 2 - nearest + 0.5));
}

const kScene = { width: 300, height: 400, cx: 150, cy: 200, tall: 140, thick: 16, contrast: 0.7, ground: () => 200 };

/** Grey levels of a picture of that 7: `ground` is lit so, and the ink takes `contrast` of its light. */
function scene(given) {
  const all = { ...kScene, ...given };
  const grey = Buffer.alloc(all.width * all.height);
  for (let y = 0; y < all.height; ++y)
    for (let x = 0; x < all.width; ++x)
      grey[y * all.width + x] = Math.round(all.ground(x, y) * (1 - all.contrast * seven(x + 0.5, y + 0.5, all)));
  return { grey, width: all.width, height: all.height };
}

const beyond = (edge) => (x, y) => x < edge || y < edge || x >= 300 - edge || y >= 400 - edge;
/** A scattering that is the same whenever it is made. */
const speck = (x, y) => (((x * 73856093) ^ (y * 19349663)) >>> 0) % 1009 === 0;

const asPng = ({ grey, width, height }) => png(grey, { width, height });
const asJpeg = ({ grey, width, height }) => jpeg(grey, width, height);

/** White strokes on a ground that is transparent, and white beneath. */
function transparent() {
  const { grey, width, height } = scene({ ground: () => 255, contrast: 1, tall: 200, thick: 40 });
  return png(Buffer.alloc(width * height, 255), { width, height, colour: 6, alphas: grey.map((value) => 255 - value) });
}

/** The 7 as cameras, scanners and screens give it: by the names of the cases. */
export const photographs = {
  "photo-shadow.jpg": () => asJpeg(scene({ ground: (x, y) => 230 - 0.25 * x - 0.25 * y })),
  "photo-lined.jpg": () => asJpeg(scene({ ground: (x, y) => ((y + Math.floor(x / 60)) % 22 < 2 ? 85 : 205) })),
  "photo-pencil-faint.jpg": () => asJpeg(scene({ ground: (x, y) => 215 - 0.1 * x - 0.05 * y, contrast: 0.2 })),
  "photo-paper-on-dark-table.jpg": () => asJpeg(scene({ ground: (x, y) => (beyond(30)(x, y) ? 60 : 200) })),
  "framed-screenshot.png": () => asPng(scene({ ground: (x, y) => (beyond(6)(x, y) ? 0 : 255) })),
  "scan-speckle.png": () => asPng(scene({ ground: (x, y) => (speck(x, y) ? 20 : 240) })),
  "transparent-white.png": transparent,
};
