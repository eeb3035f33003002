// A PNG, JPEG or pasted picture becomes a 28x28 grey image for the pad: white on black, the whole picture visible.
const kSide = 28;

export function isPicture(file: { type: string }): boolean {
  return /^image\/(png|jpeg|webp|gif|bmp|avif)$/.test(file.type);
}

/** 784 bytes, 0 black to 255 white. Throws where the browser cannot read the picture. */
export async function toPixels(file: Blob): Promise<Uint8Array> {
  const whole = await createImageBitmap(file);
  const scale = kSide / Math.max(whole.width, whole.height);
  const width = Math.max(1, Math.round(whole.width * scale));
  const height = Math.max(1, Math.round(whole.height * scale));
  const small = await createImageBitmap(whole, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = kSide;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser gives no canvas to read the picture with.");
  context.drawImage(small, 0, 0);
  const left = Math.floor((kSide - width) / 2);
  const top = Math.floor((kSide - height) / 2);
  const { data } = context.getImageData(0, 0, width, height);
  const grey = new Float32Array(width * height);
  for (let i = 0; i < grey.length; ++i) {
    const [r, g, b, a] = [data[4 * i]!, data[4 * i + 1]!, data[4 * i + 2]!, data[4 * i + 3]! / 255];
    // What is transparent counts as paper.
    grey[i] = (0.2126 * r + 0.7152 * g + 0.0722 * b) * a + 255 * (1 - a);
  }
  // Ink on paper is dark on light; the network knows light on dark. The border tells which this is.
  const invert = borderMean(grey, width, height) > 127;
  const pixels = new Uint8Array(kSide * kSide);
  for (let y = 0; y < height; ++y)
    for (let x = 0; x < width; ++x) {
      const value = grey[y * width + x]!;
      pixels[(top + y) * kSide + left + x] = Math.round(invert ? 255 - value : value);
    }
  return pixels;
}

function borderMean(grey: Float32Array, width: number, height: number): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; ++y)
    for (let x = 0; x < width; ++x)
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) {
        sum += grey[y * width + x]!;
        ++count;
      }
  return sum / Math.max(count, 1);
}
