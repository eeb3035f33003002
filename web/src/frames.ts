// Frames only when something changed. Whoever changes something calls want(); the studio says after each frame whether
// and when it wants the next. While the page is hidden nothing is drawn, but the engine is still heard.

const kPatience = 1000; // milliseconds

export class Frames {
  private asked = false;
  private timer = 0;
  private listener = 0;

  /** `draw` returns the seconds after which it wants to be called again; negative: not before want(). */
  constructor(
    private readonly draw: () => number,
    private readonly hear: () => void,
  ) {
    document.addEventListener("visibilitychange", () => this.want());
  }

  want(): void {
    if (this.asked || document.hidden) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      window.clearTimeout(this.timer);
      const rest = this.draw();
      if (rest === 0) this.want();
      else if (rest > 0) this.timer = window.setTimeout(() => this.want(), rest * 1000);
    });
  }

  /** The engine said something. */
  heard(): void {
    if (document.hidden) return this.hear();
    this.want();
    // A frame that is scrolled out of sight gets no pictures, though it is not hidden: it listens all the same.
    this.listener ||= window.setTimeout(() => {
      this.listener = 0;
      if (this.asked) this.hear();
    }, kPatience);
  }
}
