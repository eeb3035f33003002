// The canvas's backing size is its CSS size times the device's pixels, followed on every change; and its WebGL context is
// given back to the studio when the browser takes it away and returns it.

export interface CanvasSize {
  width: number; // CSS pixels
  height: number;
  pixelWidth: number; // of the backing store
  pixelHeight: number;
}

export class CanvasFollower {
  private size: CanvasSize;
  private stale = true;
  private device: ResizeObserverSize | null = null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly changed: () => void,
  ) {
    this.size = this.measure();
    const observer = new ResizeObserver((entries) => {
      const entry = entries.at(-1);
      // The device's own count of pixels, where the browser tells it: no rounding, so text stays sharp at any scale.
      this.device = entry?.devicePixelContentBoxSize?.[0] ?? null;
      this.update(this.measure());
    });
    try {
      observer.observe(canvas, { box: "device-pixel-content-box" });
    } catch {
      observer.observe(canvas);
    }
    this.followScale();
  }

  private measure(): CanvasSize {
    const { width, height } = this.canvas.getBoundingClientRect();
    const scale = window.devicePixelRatio || 1;
    const size = { width, height, pixelWidth: Math.round(width * scale), pixelHeight: Math.round(height * scale) };
    const device = this.device;
    // Where the two counts differ by more than rounding, the page is shown at a scale that the device does not have.
    const near = (a: number, b: number) => Math.abs(a - b) < 2;
    if (device && near(device.inlineSize, size.pixelWidth) && near(device.blockSize, size.pixelHeight))
      return { ...size, pixelWidth: device.inlineSize, pixelHeight: device.blockSize };
    return size;
  }

  /** A page zoom or a move to another screen changes the scale without always changing the size. */
  private followScale(): void {
    const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const changed = () => {
      this.update(this.measure());
      this.followScale();
    };
    query.addEventListener("change", changed, { once: true });
  }

  private update(size: CanvasSize): void {
    const now = this.size;
    if (
      size.width === now.width &&
      size.height === now.height &&
      size.pixelWidth === now.pixelWidth &&
      size.pixelHeight === now.pixelHeight
    )
      return;
    this.size = size;
    this.stale = true;
    this.changed();
  }

  /** The next take() answers although nothing has changed. */
  again(): void {
    this.stale = true;
  }

  get current(): CanvasSize {
    return this.size;
  }

  /**
   * Called right before a frame is drawn, because giving a canvas a size empties it: the new size when it changed since
   * the last call, and nothing otherwise.
   */
  take(): CanvasSize | null {
    if (!this.stale) return null;
    this.stale = false;
    this.canvas.width = Math.max(1, this.size.pixelWidth);
    this.canvas.height = Math.max(1, this.size.pixelHeight);
    return this.size;
  }
}

export function followContext(canvas: HTMLCanvasElement, lost: () => void, restored: () => void): void {
  canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault(); // without this it never comes back
    lost();
  });
  canvas.addEventListener("webglcontextrestored", restored);
}
