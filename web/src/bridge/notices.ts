// PageNotices: what the page itself has to say while the studio stands (a new version, an engine whose bytes do not come):
// a sentence under a topic of its own, with at most one button. The studio shows it among its own notices; what is said
// before the studio stands waits for it.
interface PageNotice {
  text: string;
  button: string;
  pressed: () => void;
}

export class PageNotices {
  private readonly shown = new Map<string, PageNotice>();

  /** `show` tells the studio; an empty text takes the notice back. */
  constructor(private readonly show: (topic: string, text: string, button: string) => void) {}

  say(topic: string, text: string, button = "", pressed = () => {}): void {
    this.shown.set(topic, { text, button, pressed });
    this.show(topic, text, button);
  }

  takeBack(topic: string): void {
    if (this.shown.delete(topic)) this.show(topic, "", "");
  }

  /** The studio now stands. */
  tell(): void {
    for (const [topic, { text, button }] of this.shown) this.show(topic, text, button);
  }

  pressed(topic: string): void {
    const notice = this.shown.get(topic);
    this.shown.delete(topic);
    notice?.pressed();
  }
}
