// What a file is for, told by its first bytes: names and the types that browsers guess from them are often wrong.

export type Kind = "picture" | "model" | "data";

const kStart = 16;

/** Of a picture also the type that browsers call it by; else empty. */
export async function kindOf(file: Blob): Promise<{ kind: Kind; type: string }> {
  let start: Uint8Array;
  try {
    start = new Uint8Array(await file.slice(0, kStart).arrayBuffer());
  } catch {
    return { kind: "data", type: "" }; // gone since it was chosen; the engine says so
  }
  const type = pictureType(start, file.size);
  if (type) return { kind: "picture", type };
  return { kind: isModel(start) ? "model" : "data", type: "" };
}

/** A model that can be opened. NumPy's archives of weights come as data: the engine sees which they are. */
function isModel(start: Uint8Array): boolean {
  // safetensors: eight bytes of length, small enough for a header, then a JSON object, perhaps with spaces before it.
  const text = start.subarray(8).findIndex((byte) => byte !== 0x20);
  const json = text < 0 ? start.length > 9 : start[8 + text] === 0x7b;
  if (json && start.length > 9 && start.subarray(4, 8).every((byte) => byte === 0) && start[3]! < 3) return true;
  // ONNX: its version, then the name of the program that made it, the graph or another field of a model.
  const [field, version, next] = start;
  return field === 0x08 && version! >= 3 && version! <= 30 && [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42].includes(next!);
}

function pictureType(start: Uint8Array, size: number): string {
  const text = String.fromCharCode(...start);
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("GIF8")) return "image/gif";
  if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) return "image/webp";
  if (text.startsWith("ftypavif", 4)) return "image/avif";
  const bitmap = text.startsWith("BM") && start.length === kStart && new DataView(start.buffer).getUint32(2, true) === size;
  return bitmap ? "image/bmp" : "";
}
