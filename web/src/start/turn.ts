// Turns: all that the page begins with comes over one line, and what a person sees first is to come first. Who waits for a turn
// begins when the one before is nearly there, so that the line is never idle in between.

/** Of its bytes; what is left comes while the next one is asked for. */
const kNearly = 0.97;

export class Turn {
  private finish: () => void = () => {};
  /** It is nearly there, or nobody need wait for it any longer. Never rejects. */
  readonly over = new Promise<void>((done) => (this.finish = done));

  /** Of `total` bytes; 0 where that is not known. */
  progress(done: number, total: number): void {
    if (total > 0 && done >= kNearly * total) this.finish();
  }

  /** It has arrived, will not, or stands still: what comes after it may. */
  end(): void {
    this.finish();
  }

  /** Over with this promise, however that ends. */
  with<T>(promise: Promise<T>): Promise<T> {
    promise.then(this.finish, this.finish);
    return promise;
  }
}
