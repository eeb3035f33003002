// A picture for the pad as grey pixels: the browser decodes it, the studio finds what is drawn upon it.

export interface GreyPicture {
  width: number;
  height: number;
  pixels: Uint8Array; // row by row, 0 black to 255 white
  alpha: Uint8Array; // likewise, 0 transparent to 255 opaque
}

/** Leaves a tenth of a photograph, cropped, as large as a network's image several times over. */
const kLargestSide = 1120;

/** `type` is what its first bytes say. Throws where the browser cannot read it. */
export async function toGrey(file: Blob, type: string): Promise<GreyPicture> {
  const whole = await createImageBitmap(new Blob([file], { type }));
  const scale = Math.min(1, kLargestSide / Math.max(whole.width, whole.height));
  const width = Math.max(1, Math.round(whole.width * scale));
  const height = Math.max(1, Math.round(whole.height * scale));
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser gives no canvas to read the picture with.");
  context.imageSmoothingQuality = "high";
  context.drawImage(whole, 0, 0, width, height);
  whole.close();
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Uint8Array(width * height);
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; ++i) {
    pixels[i] = Math.round(0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!);
    alpha[i] = data[4 * i + 3]!;
  }
  return { width, height, pixels, alpha };
}
