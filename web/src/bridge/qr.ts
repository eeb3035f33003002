// A text as a QR code, made by a library that is fetched when the first one is wanted.

export interface Code {
  side: number; // 0: the text is too long for one
  modules: Uint8Array;
}

/** Without the light border; `side` times `side` bytes row by row, 1 for dark. */
export async function codeOf(text: string): Promise<Code> {
  const { encode } = await import("uqr");
  try {
    // The last row reads large modules more easily than well-protected small ones.
    const { size, data } = encode(text, { ecc: "L", boostEcc: true, border: 0 });
    return { side: size, modules: Uint8Array.from(data.flat(), Number) };
  } catch {
    return { side: 0, modules: new Uint8Array() };
  }
}
