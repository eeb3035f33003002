// FrameCost: how long the graphics card draws a frame after the studio has handed it over. Where the card is emulated by
// the processor, training does not have that time.

// Milliseconds between two questions whether the frame is drawn, and until the answer is no longer waited for.
const kLook = 3;
const kGiveUp = 2000;

export class FrameCost {
  private fence: WebGLSync | null = null;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** Calls `drawn` with the milliseconds since `started` (performance.now()), unless another frame is still watched
   * or there is no context; then it answers false. */
  watch(started: number, drawn: (milliseconds: number) => void): boolean {
    const gl = this.canvas.getContext("webgl2");
    if (!gl || this.fence) return false;
    const fence = (this.fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0));
    if (!fence) return false; // the context is lost
    gl.flush();
    const look = () => {
      const spent = performance.now() - started;
      const over = gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.UNSIGNALED || gl.isContextLost();
      if (!over && spent < kGiveUp) return void window.setTimeout(look, kLook);
      gl.deleteSync(fence);
      this.fence = null;
      drawn(spent);
    };
    window.setTimeout(look, kLook);
    return true;
  }
}
