// A picture for the pad as grey pixels: the browser decodes it, the studio takes the ground away and frames what is drawn.

export interface GreyPicture {
  width: number;
  height: number;
  pixels: Uint8Array; // row by row, 0 black to 255 white
}

/** Enough for a pad of 280 pixels. */
const kLargestSide = 560;

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
  // What is transparent counts as paper.
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(whole, 0, 0, width, height);
  whole.close();
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; ++i)
    pixels[i] = Math.round(0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!);
  return { width, height, pixels };
}
