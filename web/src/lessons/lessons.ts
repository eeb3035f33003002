// Lessons: texts beside the studio, in steps. This is what the page asks for when lessons are wanted, and not before: which lesson
// is open, at which step, and what follows from it. docs/lessons.md says how a lesson is written.
import { FetchError } from "../files/fetch.ts";
import { say } from "../text/say.ts";
import { Director, type Way } from "./director.ts";
import { Figures } from "./figures.ts";
import type { Ask, Step } from "./lesson.ts";
import { listed, load, loadDrawings, type Loaded } from "./load.ts";
import { Panel } from "./panel.ts";
import { Reached } from "./reached.ts";
import { Spotlight } from "./spotlight.ts";
import type { LessonPage, Screen } from "./studio.ts";
import { happened } from "./waits.ts";

// Milliseconds between two looks at the studio: while it draws, and while it does not.
const kLook = 250;
const kIdleLook = 1000;

export class Lessons {
  private readonly panel: Panel;
  private readonly spotlight: Spotlight;
  private readonly director: Director;
  private readonly figures = new Figures();
  private readonly reached = new Reached();
  private loaded: Loaded | null = null;
  private at = -1;
  private turn = 0; // grows with every step, list and lesson that is opened
  private stopHearing: (() => void) | null = null;
  private timer = 0;
  private looked = -Infinity;
  private drawing = { version: -1, since: 0 }; // as it lies on the pad, and since when
  private looking = false;

  constructor(private readonly page: LessonPage) {
    // Why one did not come stands in the panel.
    const show = (key: string) => void this.open(key).catch(() => {});
    this.panel = new Panel({
      list: () => show(""),
      close: () => this.close(),
      open: show,
      go: (at) => void this.go(at),
      again: () => void this.enter("again"),
      there: () => this.there(),
    });
    this.spotlight = new Spotlight(page);
    this.director = new Director(page, loadDrawings);
    // A presenter's keys (screen/shortcuts.ts).
    const turn = (by: number) => (event: Event) => {
      if (!this.loaded?.lesson.steps[this.at + by]) return;
      event.preventDefault();
      void this.go(this.at + by);
    };
    window.addEventListener("hourglass-next", turn(1));
    window.addEventListener("hourglass-back", turn(-1));
  }

  /** The keyboard goes from the text to what the step points at, and back. */
  private turnKeyboard = (event: KeyboardEvent): void => {
    if (event.key !== "F6" || event.ctrlKey || event.altKey || event.metaKey || !this.now) return;
    event.preventDefault();
    if (this.panel.root.contains(document.activeElement)) this.there();
    else this.panel.read();
  };

  private there(): void {
    const id = this.spotlight.on;
    if (id !== "") this.page.enter(id);
  }

  /** An empty key: the list. `step`: where the person was last where it is left out. Answers where it is; rejected where there is no such lesson. */
  async open(key: string, step = ""): Promise<{ lesson: string; step: string; steps: string[] }> {
    const turn = ++this.turn;
    if (!this.panel.open) this.panel.show(true);
    this.hear();
    if (key === "") {
      this.leaveLesson();
      this.panel.list(listed(this.page.language), this.reached);
      this.page.follow(null);
      return { lesson: "", step: "", steps: [] };
    }
    this.panel.state = "setting up";
    let loaded: Loaded;
    try {
      loaded = await load(key, this.page.language);
    } catch (error) {
      if (turn === this.turn) {
        this.leaveLesson();
        this.panel.refuse(words(error));
      }
      throw error;
    }
    if (turn !== this.turn) throw new Error(say("Another lesson was opened."));
    this.leaveLesson();
    this.loaded = loaded;
    this.director.begin(loaded.lesson);
    const { steps } = loaded.lesson;
    const kept = this.reached.of(key);
    const done = steps.every((one) => kept.steps.includes(one.key));
    const wanted = steps.findIndex((one) => one.key === (step || (done ? "" : kept.at)));
    await this.go(Math.max(wanted, 0));
    return this.where();
  }

  close(): void {
    ++this.turn;
    this.leaveLesson();
    this.stopHearing?.();
    this.stopHearing = null;
    window.clearInterval(this.timer);
    window.removeEventListener("keydown", this.turnKeyboard);
    this.panel.show(false);
    this.page.follow(null);
    document.getElementById("canvas")?.focus();
  }

  private leaveLesson(): void {
    this.director.end();
    this.loaded = null;
    this.at = -1;
    this.spotlight.point([]);
    void this.page.call("show", { measure: false }).catch(() => {});
  }

  private where(): { lesson: string; step: string; steps: string[] } {
    const { key = "", lesson } = this.loaded ?? {};
    return { lesson: key, step: this.now?.key ?? "", steps: lesson?.steps.map((step) => step.key) ?? [] };
  }

  private get now(): Step | undefined {
    return this.loaded?.lesson.steps[this.at];
  }

  private async go(at: number): Promise<void> {
    const steps = this.loaded?.lesson.steps;
    if (!steps?.[at]) return;
    const way: Way = at === this.at + 1 ? "next" : at === this.at - 1 ? "back" : "jump";
    this.panel.state = "setting up";
    if (this.at >= 0) await this.director.leave().catch(() => {});
    if (this.loaded?.lesson.steps !== steps) return;
    this.at = at;
    await this.enter(way);
  }

  private async enter(way: Way): Promise<void> {
    const turn = ++this.turn;
    const { key, language, lesson, problems } = this.loaded!;
    const step = lesson.steps[this.at]!;
    this.panel.state = "setting up";
    this.reached.step(key, step.key);
    const { steps, guesses } = this.reached.of(key);
    this.figures.clear(guesses);
    const showing = {
      figures: this.figures,
      guessed: guesses[step.key],
      guess: (said: string, ask: Ask) => this.guessed(key, step.key, said, ask),
      follow: (link: string) => this.follow(link),
    };
    this.panel.step(key, language, lesson, this.at, steps, showing, problems);
    this.page.follow({ lesson: key, step: step.key });
    this.spotlight.point([]);
    try {
      await this.director.enter(this.at, way);
    } catch (error) {
      if (turn === this.turn) this.panel.failed(words(error), () => void this.enter("again"));
    }
    if (turn !== this.turn) return;
    this.spotlight.point(step.point ?? []);
    this.settle(turn);
    await this.look();
  }

  /** Tells when the step's own training is over. */
  private settle(turn: number): void {
    this.panel.state = "training";
    const done = () => {
      if (turn === this.turn) this.panel.state = "ready";
    };
    void this.director.settled.then(done, done);
  }

  private guessed(lesson: string, step: string, said: string, { run }: Ask): void {
    this.reached.guess(lesson, step, said);
    this.figures.know(this.reached.of(lesson).guesses);
    if (!run) return;
    const turn = this.turn;
    this.panel.state = "setting up";
    this.director.then(run).then(
      () => turn === this.turn && this.settle(turn),
      (error: unknown) => {
        if (turn !== this.turn) return;
        this.panel.state = "ready";
        this.panel.failed(words(error), () => this.guessed(lesson, step, said, { run } as Ask));
      },
    );
  }

  private follow(link: string): void {
    if (link.startsWith("#")) {
      const at = this.loaded?.lesson.steps.findIndex(({ key }) => key === link.slice(1)) ?? -1;
      return void this.go(at);
    }
    const [key = "", step] = link.slice("lesson:".length).split("#");
    this.open(key, step).catch(() => {}); // the panel says it
  }

  // -- What the studio does meanwhile --

  private hear(): void {
    if (this.stopHearing) return;
    this.stopHearing = this.page.drawn(() => {
      this.spotlight.follow();
      if (performance.now() > this.looked + kLook) void this.look();
    });
    this.timer = window.setInterval(() => void this.look(), kIdleLook);
    window.addEventListener("keydown", this.turnKeyboard);
  }

  /** Figures, what is waited for, and whether the person has left the path. */
  private async look(): Promise<void> {
    const step = this.now;
    if (!step || this.looking) return;
    this.looking = true;
    this.looked = performance.now();
    const turn = this.turn;
    let screen: Screen;
    try {
      screen = await this.director.screen();
    } catch {
      return; // the studio has ended
    } finally {
      this.looking = false;
    }
    if (turn !== this.turn) return;
    this.figures.update(screen.figures);
    this.spotlight.follow();
    this.panel.points = this.spotlight.on !== "";
    const entered = this.director.entered;
    if (!entered || this.panel.root.dataset["state"] === "setting up") return;
    this.panel.strayed = this.director.strayed(screen);
    if (screen.pad.version !== this.drawing.version) this.drawing = { version: screen.pad.version, since: this.looked };
    if (step.wait && happened(step.wait, entered, screen, this.looked - this.drawing.since)) this.panel.done();
  }
}

const words = (error: unknown) => (error instanceof FetchError || error instanceof Error ? error.message : String(error));
