// Frames only when something changed. Whoever changes something calls want(); the studio says after each frame whether
// and when it wants the next. While the page is hidden nothing is drawn, but the engine is still heard. What a person does
// is answered at once; pictures that only show how training goes on leave most of the time to training: the graphics card
// may be the processor itself, and there may be no processor but those that train.
import type { FrameCost } from "./frame-cost.ts";

// Milliseconds:
const kPatience = 1000;
const kAttention = 700; // after what a person did
const kRest = 6; // times what a frame took
const kLongestRest = 900;

/** In the first of them the studio takes what was pressed, in the next ones every widget shows it. */
const kFramesToAnswer = 3;

export class Frames {
  private wanted = false; // since the last frame
  private asked = false; // of the browser
  private drawing = false;
  private deed = false; // of a person, which no frame has taken yet
  private awaited: { frames: number; done: () => void }[] = [];
  private sort = ""; // of what a person did last
  private timer = 0;
  private listener = 0;
  private attended = -Infinity;
  private restsUntil = 0;
  private held = false; // a frame was wanted while the one before was still being drawn

  /** `draw` returns the seconds after which it wants to be called again; negative: not before want(). */
  constructor(
    private readonly draw: () => number,
    private readonly hear: () => void,
    private readonly training: () => boolean,
    private readonly cost: FrameCost,
  ) {
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.answer(() => true);
      this.want();
    });
  }

  /** A person did something of this sort. */
  attend(sort: string): void {
    this.sort = sort;
    this.deed = true;
    this.attended = performance.now();
    this.want();
  }

  /**
   * Before a person's next deed is told: what waits for its frame is done first, so that on a slow machine no key
   * overtakes the pen and no press the one before. Deeds of one sort, such as a slider's steps, share a frame; those
   * without a sort do not.
   */
  settle(sort: string): void {
    if (this.asked && !this.drawing && (sort === "" || sort !== this.sort)) this.drawNow();
  }

  /** Before a script calls: what a person did before is done, so that no call overtakes a press. */
  settleDeeds(): void {
    if (this.deed && this.wanted && !this.drawing && !document.hidden) this.drawNow();
  }

  /** Resolves when what was done until now is on the screen and in the mirror; at once where nothing is drawn for it. */
  drawn(): Promise<void> {
    if (!this.wanted || document.hidden) return Promise.resolve();
    return new Promise((done) => this.awaited.push({ frames: this.deed ? kFramesToAnswer : 1, done }));
  }

  /** Nothing is to be drawn, now or later, before something happens. */
  resting(): boolean {
    return !this.wanted && this.timer === 0;
  }

  want(): void {
    if (document.hidden) return;
    this.wanted = true;
    if (this.asked) return;
    const wait = this.wait();
    this.held = wait === Infinity;
    if (this.held) return;
    if (wait > 0) return this.later(wait);
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      if (!document.hidden) this.drawNow();
    });
  }

  private drawNow(): void {
    this.stopTimer();
    const started = performance.now();
    this.wanted = this.deed = false;
    this.drawing = true;
    let rest = -1;
    try {
      rest = this.draw();
    } finally {
      this.drawing = false;
    }
    this.restAfter(started);
    if (rest === 0) this.want();
    else if (rest > 0) this.later(rest * 1000);
    this.answer((one) => --one.frames <= 0 || rest !== 0);
  }

  private answer(due: (one: { frames: number }) => boolean): void {
    const awaited = this.awaited;
    this.awaited = [];
    for (const one of awaited) {
      if (due(one)) one.done();
      else this.awaited.push(one);
    }
  }

  private later(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.want();
    }, milliseconds);
  }

  private stopTimer(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
  }

  private wait(): number {
    const now = performance.now();
    return now < this.attended + kAttention || !this.training() ? 0 : this.restsUntil - now;
  }

  private restAfter(started: number): void {
    if (!this.training()) return;
    const watched = this.cost.watch(started, (spent) => {
      this.restsUntil = performance.now() + Math.min(kRest * spent, kLongestRest);
      if (this.held) this.want();
    });
    if (watched) this.restsUntil = Infinity;
  }

  /** The engine said something. */
  heard(): void {
    if (document.hidden || this.wait() > 0) this.hear();
    if (document.hidden) return;
    this.want();
    // A frame that is scrolled out of sight gets no pictures, though it is not hidden: it listens all the same.
    this.listener ||= window.setTimeout(() => {
      this.listener = 0;
      if (this.asked) this.hear();
    }, kPatience);
  }
}
