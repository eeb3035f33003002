// Letters that the studio's fonts have not (src/studio/ui/other_letters.h), drawn with the system's: a class or a file may be
// named in any script.

interface Wanted {
  ticket: number;
  text: string;
  /** The em in pixels. */
  size: number;
  strong: boolean;
}

/** Of a picture's rim, so that a neighbour in the studio's atlas does not shine through. */
const kRim = 1;

/** Answers HOST_CALL(draw_letters) as STUDIO_FUNCTION(page_letters) wants it (src/platform/bridge.def). */
export function drawnLetters(json: string): { told: string; alpha: Uint8Array } {
  const canvas = document.createElement("canvas");
  canvas.lang = document.documentElement.lang; // Han letters have other forms in another language
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const pictures: Uint8Array[] = [];
  const told = (JSON.parse(json) as Wanted[]).map(({ ticket, text, size, strong }) => {
    if (!context) return { ticket, width: 0, height: 0, left: 0, up: 0, advance: size };
    const font = `${strong ? 600 : 400} ${size}px system-ui, sans-serif`;
    context.font = font;
    const measured = context.measureText(text);
    // Marks that are piled up would cover the lines above and below.
    const up = Math.min(Math.ceil(measured.actualBoundingBoxAscent), Math.ceil(1.2 * size)) + kRim;
    const down = Math.min(Math.ceil(measured.actualBoundingBoxDescent), Math.ceil(0.6 * size)) + kRim;
    const left = Math.floor(-measured.actualBoundingBoxLeft) - kRim;
    const width = Math.max(0, Math.ceil(measured.actualBoundingBoxRight) + kRim - left);
    const height = Math.max(0, up + down);
    const picture = new Uint8Array(width * height);
    pictures.push(picture);
    if (width > 0 && height > 0) {
      canvas.width = width;
      canvas.height = height;
      context.font = font; // a new size forgets it
      context.fillText(text, -left, up);
      const { data } = context.getImageData(kRim, kRim, width - 2 * kRim, height - 2 * kRim);
      const across = width - 2 * kRim;
      for (let at = 0; at < data.length / 4; ++at) {
        const [red, green, blue, cover] = [data[4 * at]!, data[4 * at + 1]!, data[4 * at + 2]!, data[4 * at + 3]!];
        // Black was asked for: what has colours of its own (an emoji) is drawn paler where it is bright.
        const bright = (0.3 * red + 0.6 * green + 0.1 * blue) / 255;
        picture[(Math.floor(at / across) + kRim) * width + (at % across) + kRim] = cover * (1 - 0.8 * bright);
      }
    }
    return { ticket, width, height, left, up, advance: measured.width };
  });
  const alpha = new Uint8Array(pictures.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const picture of pictures) {
    alpha.set(picture, end);
    end += picture.length;
  }
  return { told: JSON.stringify(told), alpha };
}
