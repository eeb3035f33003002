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
  // safetensors: eight bytes of length, small enough for a header, then a JSON object.
  const model = start.length > 9 && start[8] === 0x7b && start.subarray(4, 8).every((byte) => byte === 0);
  return { kind: model ? "model" : "data", type: "" };
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
