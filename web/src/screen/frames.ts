// Frames: when the studio draws. A frame is drawn only when something changed: whoever changes something calls want(), and
// the studio says after each frame whether and when it wants the next. When the page is hidden, what the person did right
// before is drawn at once and then nothing; the engine's messages are still taken in. What a person does is drawn at once.
// Frames that only show how training goes on, or how a map comes about, leave most of the time to the engine, because the
// graphics card may be emulated by the very processors that it works on.
import type { FrameCost } from "./frame-cost.ts";

// While the engine works, the rest after a frame is kRest times what the frame cost, and at most kLongestRest milliseconds; after one that took
// so long that the graphics card must be the processor, which the engine works on too, twice that.
const kRest = 10;
const kDearFrame = 20;
const kLongestRest = 2000;
// When no frame was drawn for so many milliseconds after a message of the engine, the message is taken in without one.
const kPatience = 1000;

// Who moves the pointer acts again before the studio has settled: nobody waits longer than so many frames for the answer.
const kFramesToAnswer = 3;

export class Frames {
  private wanted = false; // a frame was wanted since the last one
  private asked = false; // the browser was asked for a frame
  private drawing = false;
  private deed = false; // the person acted since the last frame
  private awaited: { frames: number; done: () => void }[] = [];
  private sort = ""; // of the person's last action
  private timer = 0; // for a frame that is wanted later
  private listener = 0; // for messages of the engine that no frame took in
  private toAnswer = false; // the person's last action is not yet on the screen as a whole: its frames are drawn without rests
  private restsUntil = 0; // infinite while the graphics card draws the last frame
  private held = false; // a frame was wanted while the graphics card still drew the last one

  /** `draw` returns the seconds after which it wants to be called again; negative: not before want(). `settling`: whether frames
   * are due before what came in is drawn as a whole. */
  constructor(
    private readonly draw: () => number,
    private readonly receive: () => void,
    private readonly busy: () => boolean,
    private readonly settling: () => boolean,
    private readonly left: () => void,
    private readonly cost: FrameCost,
  ) {
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.leave();
      this.want();
    });
    window.addEventListener("pagehide", () => this.leave());
  }

  /** The person acted: a frame follows at once. `sort` as in settle(). */
  attend(sort: string): void {
    this.sort = sort;
    this.deed = true;
    this.toAnswer = true;
    this.want();
  }

  /**
   * Called before the studio is told of an action of the person. The studio carries actions out when it draws; so an
   * earlier action that still waits for its frame gets it now, and two actions are never carried out in another order than
   * they were done, however slow the machine is. Actions of the same `sort` (the steps of one slider) may share a frame;
   * those whose sort is empty never do.
   */
  settle(sort: string): void {
    if (this.asked && !this.drawing && (sort === "" || sort !== this.sort)) this.drawNow();
  }

  /** Called before a script's call: the person's earlier actions are carried out, so that no call overtakes a press. */
  settleDeeds(): void {
    if (this.deed && this.wanted && !this.drawing && !document.hidden) this.drawNow();
  }

  /**
   * Nobody sees the page any more, and it may be gone in a moment: the person's last actions are carried out, for a browser
   * may throw a hidden page away without a word.
   */
  private leave(): void {
    if (this.deed && this.wanted && !this.drawing) this.drawNow();
    this.left();
    this.answer(() => true);
  }

  /** Resolves when all actions until now are on the screen and in the mirror; at once where no frame is due. */
  drawn(): Promise<void> {
    if (!this.wanted || document.hidden) return Promise.resolve();
    return new Promise((done) => this.awaited.push({ frames: this.deed ? kFramesToAnswer : 1, done }));
  }

  /** Nothing is to be drawn, now or later, before something happens. */
  resting(): boolean {
    return !this.wanted && this.timer === 0;
  }

  /** `news`: because of what the engine told, and not of what the person did. */
  want(news = false): void {
    if (document.hidden) return;
    this.wanted = true;
    if (this.asked) return;
    const wait = this.wait(news);
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
    this.toAnswer = this.deed || this.settling(); // drawing may have set off another
    this.restAfter(started);
    if (rest === 0) this.want();
    else if (rest > 0) this.later(rest * 1000);
    this.answer((one) => --one.frames <= 0 || !this.toAnswer);
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

  /** Milliseconds until a frame may be drawn. */
  private wait(news: boolean): number {
    return (!news && this.toAnswer) || !this.busy() ? 0 : this.restsUntil - performance.now();
  }

  /** Counts the rest from when the graphics card has drawn the frame that was begun at `started`. */
  private restAfter(started: number): void {
    if (!this.busy()) return;
    const watched = this.cost.watch(started, (spent) => {
      this.restsUntil = performance.now() + Math.min((spent < kDearFrame ? kRest : 2 * kRest) * spent, kLongestRest);
      if (this.held) this.want();
    });
    if (watched) this.restsUntil = Infinity;
  }

  /** A message of the engine came. */
  received(): void {
    if (document.hidden || this.wait(true) > 0) this.receive();
    if (document.hidden) return;
    this.want(true);
    // A browser draws no frames in a page that is embedded and scrolled out of sight, though it is not hidden.
    this.listener ||= window.setTimeout(() => {
      this.listener = 0;
      if (this.asked) this.receive();
    }, kPatience);
  }
}
