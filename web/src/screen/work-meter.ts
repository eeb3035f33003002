// WorkMeter: what each frame costs this page. `work` is the studio's own: taking in the engine's messages since the frame
// before, and everything until the picture is handed over. `submit` is the handing over to the graphics card.

const kKept = 1024;

class Kept {
  private readonly values = new Float64Array(kKept);
  private count = 0;

  add(value: number): void {
    this.values[this.count++ % kKept] = value;
  }

  /** The smallest value that `share` of the kept ones do not exceed. */
  quantile(share: number): number {
    const sorted = this.values.slice(0, Math.min(this.count, kKept)).sort();
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  }

  get size(): number {
    return Math.min(this.count, kKept);
  }

  clear(): void {
    this.count = 0;
  }
}

export class WorkMeter {
  private readonly work = new Kept();
  private readonly submit = new Kept();
  private readonly received = new Kept();
  private messages = 0;

  /** Milliseconds in which a message of the engine was taken in; they count for the next frame. */
  message(spent: number): void {
    this.messages += spent;
  }

  frame(whole: number, submit: number): void {
    this.work.add(whole - submit + this.messages);
    this.submit.add(submit);
    this.received.add(this.messages);
    this.messages = 0;
  }

  /** Milliseconds, of the last 1024 frames or those since `clear()`; `messages` is a part of `work`. */
  summary() {
    const of = (kept: Kept) => ({ median: kept.quantile(0.5), p95: kept.quantile(0.95), most: kept.quantile(1) });
    return { frames: this.work.size, work: of(this.work), messages: of(this.received), submit: of(this.submit) };
  }

  clear(): void {
    this.work.clear();
    this.submit.clear();
    this.received.clear();
  }
}
