// What this browser can do, found out before anything large is fetched.

/** (func (result v128) i32.const 0 i8x16.splat): valid only with fixed-width SIMD. */
const kSimd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11];

function valid(bytes: number[]): boolean {
  try {
    return typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array(bytes));
  } catch {
    return false;
  }
}

export function hasSimd(): boolean {
  return valid(kSimd);
}

/** As SDL asks for it (platform/window.cpp), who then is given this one: a canvas has one context. */
const kContext: WebGLContextAttributes = { alpha: false, depth: false, stencil: false, antialias: false };

/** To ask for a context takes a while where the processor is the graphics card, and the studio is not there yet. */
function hasWebGl2(): boolean {
  try {
    return (document.getElementById("canvas") as HTMLCanvasElement).getContext("webgl2", kContext) !== null;
  } catch {
    return false;
  }
}

/** What is missing, in words for the person; empty when the page can run. */
export function missing(): string[] {
  const list: string[] = [];
  if (!hasSimd()) list.push("WebAssembly SIMD");
  if (!hasWebGl2()) list.push("WebGL 2");
  return list;
}
