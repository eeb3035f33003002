// What was read of a file, told by the .npz in which it is saved again: every image in its part and class, compared with what is
// right for a case (cases.mjs).
import assert from "node:assert/strict";

/** {name: {descr, shape, bytes}} of an .npz whose entries are stored. */
export function arraysOf(npz) {
  const arrays = {};
  const end = npz.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = npz.readUInt32LE(end + 16);
  for (let left = npz.readUInt16LE(end + 10); left > 0; --left) {
    const [size, name, extra, comment] = [npz.readUInt32LE(at + 24), npz.readUInt16LE(at + 28), npz.readUInt16LE(at + 30), npz.readUInt16LE(at + 32)];
    assert.equal(npz.readUInt16LE(at + 10), 0, "it is stored");
    const local = npz.readUInt32LE(at + 42);
    const start = local + 30 + npz.readUInt16LE(local + 26) + npz.readUInt16LE(local + 28);
    const file = npz.subarray(start, start + size);
    const body = 10 + file.readUInt16LE(8);
    const head = file.subarray(10, body).toString();
    const shape = /'shape': \(([\d, ]*)\)/.exec(head)[1].split(",").filter((part) => part.trim()).map(Number);
    arrays[npz.subarray(at + 46, at + 46 + name).toString().replace(/\.npy$/, "")] = { descr: /'descr': '([^']*)'/.exec(head)[1], shape, bytes: file.subarray(body) };
    at += 46 + name + extra + comment;
  }
  return arrays;
}

function words({ descr, shape, bytes }) {
  const width = Number(/^<U(\d+)$/.exec(descr)[1]);
  const letters = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + 4 * width * shape[0]));
  return Array.from({ length: shape[0] }, (_, n) => String.fromCodePoint(...letters.subarray(n * width, (n + 1) * width)).replace(/\0+$/, ""));
}

/** [{part: "train", "val" or "test", name: of the class, or null, pixels}] */
export function imagesIn(npz) {
  const arrays = arraysOf(npz);
  const names = arrays.class_names ? words(arrays.class_names) : [];
  return ["train", "val", "test"].flatMap((part) => {
    const images = arrays[`x_${part}`], labels = arrays[`y_${part}`];
    if (!images) return [];
    assert.deepEqual(images.shape.slice(1), [28, 28]);
    return Array.from({ length: images.shape[0] }, (_, n) => ({ part, name: labels ? names[labels.bytes[n]] : null, pixels: images.bytes.subarray(784 * n, 784 * (n + 1)) }));
  });
}

/** Each image of `right` is found once, in its part and class, its pixels as they were: but for `loss` in the mean; null: whatever they are. */
export function assertFound(images, right, loss) {
  const groups = (list) => {
    const groups = {};
    for (const one of list) (groups[`${one.part}, class ${one.name}`] ??= []).push(one);
    return groups;
  };
  const counts = (list) => Object.fromEntries(Object.entries(groups(list)).map(([group, { length }]) => [group, length]).sort());
  assert.deepEqual(counts(images), counts(right));
  if (loss === null) return;
  const wanted = groups(right);
  for (const [group, list] of Object.entries(groups(images))) {
    const left = [...wanted[group]];
    list.forEach(({ pixels }, n) => {
      const distance = (one) => one.pixels.reduce((sum, value, at) => sum + Math.abs(value - pixels[at]), 0) / 784;
      const distances = left.map(distance);
      const nearest = Math.min(...distances);
      assert.ok(nearest <= loss, `image ${n} of ${group} is none of those that were brought: the nearest differs by ${nearest} a pixel`);
      left.splice(distances.indexOf(nearest), 1);
    });
  }
}

/** `got`: what the command line or the page told of a set and the .npz in which it saved it. */
export function assertRight({ classes, told, guesses, images, loss }, got) {
  assert.deepEqual(got.classes, classes);
  assert.equal(got.notes.length, told.length, `notes: ${got.notes.join("\n")}`);
  told.forEach((note, i) => assert.match(got.notes[i], note));
  assert.deepEqual(got.guesses.map(({ question }) => question), guesses);
  assertFound(imagesIn(got.npz), images, loss);
}
