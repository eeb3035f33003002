// Director: carries out what a step wants of the studio, and brings back what a step had. One thing at a time: a step that is
// left before it was set up is not set up further.
import { say } from "../text/say.ts";
import type { Lesson, Run } from "./lesson.ts";
import type { LessonPage, Look, Screen } from "./studio.ts";
import { changesRun, remaining, runKey, settingsKey, type Wanted, wantedAt, withRuns } from "./wanted.ts";

// Milliseconds between two looks whether there are images, and until the lesson goes on without.
const kLook = 200;
const kPatience = 30_000;

/** The run as a step had it when it was left. */
interface Left {
  run: string;
  epoch: number;
  link: string;
  map: string;
  view: string;
  panel: string;
  /** What the lesson had made of it, where nobody has done more since. */
  made: Wanted | null;
}

/** How a step is come to. */
export type Way = "next" | "back" | "jump" | "again";

export type Drawings = Record<string, { width?: number; strokes: [number, number][][] }>;

export class Director {
  private lesson: Lesson | null = null;
  private at = -1;
  private busy = false; // the lesson's own training is under way
  private turn = 0; // grows with every step that is entered
  private readonly left = new Map<string, Left>();
  /** What the lesson has made of the run, and how the studio stood then; null: the person's own. */
  private made: { wanted: Wanted; screen: Screen } | null = null;
  /** Training that the lesson began: "training" until it has ended. */
  private work: Promise<void> = Promise.resolve();
  private expected: Screen | null = null;

  constructor(
    private readonly page: LessonPage,
    private readonly drawings: () => Promise<Drawings>,
  ) {}

  screen(): Promise<Screen> {
    return this.page.call("screen") as Promise<Screen>;
  }

  /** When the step's own training is over, as far as it has an end. */
  get settled(): Promise<void> {
    return this.work;
  }

  /** How the studio stood when the step was set up. */
  get entered(): Screen | null {
    return this.expected;
  }

  begin(lesson: Lesson): void {
    this.lesson = lesson;
    this.at = -1;
    this.left.clear();
    this.made = this.expected = null;
    ++this.turn;
  }

  end(): void {
    ++this.turn;
    this.lesson = this.made = this.expected = null;
    this.at = -1;
  }

  /** Remembers how the step that is left has it. */
  async leave(): Promise<void> {
    const key = this.lesson?.steps[this.at]?.key;
    if (key === undefined) return;
    const { run, epoch, link, map, view, panel } = await this.screen();
    const made = this.made && sameRun(this.made.screen.run, run) && this.made.screen.epoch === epoch ? this.made.wanted : null;
    this.left.set(key, { run, epoch, link, map, view, panel, made });
  }

  /** Sets the studio up as the step wants it. Rejected, in words, where something of it cannot be had. */
  async enter(at: number, way: Way): Promise<void> {
    const lesson = this.lesson!;
    const step = lesson.steps[at]!;
    const turn = ++this.turn;
    const over = () => turn !== this.turn;
    const screen = await this.ready(over);
    if (over()) return;
    const strayed = this.strayed(screen);
    const before = this.at;
    this.at = at;
    this.expected = null;
    const wanted = wantedAt(lesson, at);
    const left = this.left.get(step.key);
    // A run that the person has trained further is what the next step goes on with, unless that one says otherwise.
    const skipped = this.made !== null && runKey(this.made.wanted) !== runKey(wanted); // a guess that sets something off
    const goesOn = way === "next" && before === at - 1 && !strayed && !changesRun(step) && !skipped;
    if (!goesOn) {
      const back = way === "back" || way === "jump" ? left : undefined;
      await this.quietly(async () => {
        if (!(back && (await this.restore(back, screen)))) await this.setUp(wanted, screen, over);
      });
    } else if (this.made) {
      Object.assign(this.made, { wanted, screen });
    }
    if (over()) return;
    const whole = way !== "next" || strayed;
    const look = whole ? { ...wanted.look } : (step.studio ?? {});
    // What an earlier step laid on the pad has made room for the person's own drawing.
    if (whole && screen.pad.own) {
      if (step.studio?.drawing === undefined) delete look.drawing;
      if (step.studio?.sample === undefined) delete look.sample;
    }
    const shown = whole && left && way !== "again" ? { ...look, map: left.map, view: left.view, panel: look.panel ?? left.panel } : look;
    await this.show(shown, lesson, at);
    await this.page.api.drawn();
    if (over()) return;
    this.expected = await this.screen();
    if (this.made) this.made.screen = this.expected;
  }

  /** The lesson's text tells what it sets up; a notice for each run that makes place would talk across it. */
  private async quietly(deed: () => Promise<void>): Promise<void> {
    await this.page.call("show", { quiet: true });
    try {
      await deed();
    } finally {
      await this.page.call("show", { quiet: false });
    }
  }

  /** Once there is an engine, and images; a page that has just been opened waits for both. */
  private async ready(over: () => boolean): Promise<Screen> {
    await this.page.api.ready;
    const end = performance.now() + kPatience;
    let screen = await this.screen();
    while (screen.data === "" && !over() && performance.now() < end) {
      await new Promise((done) => window.setTimeout(done, kLook));
      screen = await this.screen();
    }
    return screen;
  }

  /** The person has left the path: other settings, an earlier run, another map than the step had. What the step itself waits for
   * is on the path. */
  strayed(screen: Screen): boolean {
    const expected = this.expected;
    const step = this.lesson?.steps[this.at];
    if (!expected || !step) return false;
    const { look, runs } = wantedAt(this.lesson!, this.at);
    const awaited = step.wait?.what ?? "";
    const free = awaited === "changed" ? step.wait!.about! : "";
    const settings = (one: Screen) => JSON.stringify(Object.entries(one.settings).filter(([key]) => key !== free));
    if (settings(screen) !== settings(expected) || screen.data !== expected.data) return true;
    if (runs.length > 0 && free === "" && screen.epoch < expected.epoch) return true;
    if (look.map !== undefined && awaited !== "mapped" && screen.map !== look.map) return true;
    return look.view !== undefined && awaited !== "swept" && screen.view !== look.view;
  }

  /** Brings back the run as it was left; false where it is not to be had so. */
  private async restore(left: Left, screen: Screen): Promise<boolean> {
    if (left.run === screen.run && left.epoch === screen.epoch && left.link === screen.link) return true;
    if (left.run === "") return false;
    const kept = ((await this.page.api.runs()) as { id: string; epoch: number }[]).find(({ id }) => id === left.run);
    if (!kept || Math.abs(kept.epoch - left.epoch) > 1e-6) return false;
    try {
      await this.page.call("open", { run: left.run });
    } catch {
      return false; // it is set up again
    }
    const now = await this.screen();
    this.made = left.made && { wanted: left.made, screen: now };
    return Math.abs(now.epoch - left.epoch) < 1e-6 && now.link === left.link;
  }

  private async setUp(wanted: Wanted, screen: Screen, over: () => boolean): Promise<void> {
    const settles = wanted.preset !== undefined || Object.keys(wanted.settings).length > 0;
    if (!settles && wanted.runs.length === 0) return;
    const made = this.made;
    const untouched = made !== null && sameRun(made.screen.run, screen.run) && made.screen.link === screen.link;
    if (untouched && runKey(made.wanted) === runKey(wanted) && (made.screen.epoch === screen.epoch || this.busy)) return;
    const still = untouched && settingsKey(made.wanted) === settingsKey(wanted) && (made.screen.epoch === screen.epoch || screen.training);
    const rest = still ? remaining(wanted.runs, made.wanted.runs) : null;
    if (rest === null) {
      if (screen.training) await this.page.api.pause();
      await this.configure(wanted);
      if (over()) return;
    } else {
      await this.work.catch(() => {});
      if (over()) return;
    }
    this.made = { wanted, screen: await this.screen() };
    await this.carryOut(rest ?? wanted.runs, over);
  }

  private async configure(wanted: Wanted): Promise<void> {
    const starts = wanted.runs[0] === "start";
    const settings = { ...wanted.settings, ...(wanted.preset === undefined ? {} : { preset: wanted.preset }) };
    // The model that the page opens on was trained by the first preset.
    const [first] = (await this.page.api.presets()) as { key: string }[];
    if (starts) await this.page.api.configure({ preset: first!.key });
    else if (Object.keys(settings).length > 0) await this.page.api.configure(ordered(settings));
  }

  /** What a guess sets off. */
  async then(runs: Run[]): Promise<void> {
    const turn = this.turn;
    const over = () => turn !== this.turn;
    if (this.made) this.made.wanted = { ...this.made.wanted, runs: withRuns(this.made.wanted.runs, runs) };
    await this.carryOut(runs, over);
    if (!over() && this.lesson) this.expected = await this.screen();
  }

  /** Begins at once; what trains is not waited for (see `settled`). */
  private async carryOut(runs: Run[], over: () => boolean): Promise<void> {
    const [first, ...more] = runs;
    if (first === "start") await this.openStartModel();
    else if (first === "untrained") await this.page.api.reset();
    const rest = first === "start" || first === "untrained" ? more : runs;
    if (rest.length === 0 || over()) return;
    this.busy = true;
    const made = this.made;
    this.work = (async () => {
      try {
        for (const run of rest) {
          if (over()) return;
          await this.page.api.train(typeof run === "number" ? { epochs: run } : {});
        }
      } finally {
        this.busy = false;
        if (made) made.screen = await this.screen();
      }
    })();
    this.work.catch(() => {}); // the studio tells it
  }

  private async openStartModel(): Promise<void> {
    if (!(await this.screen()).startModel) await this.page.openStartModel();
  }

  private async show(look: Look, lesson: Lesson, at: number): Promise<void> {
    const { sample, drawing, noise, sweep, ...panels } = look;
    const measures = lesson.steps[at]!.blocks.length > 0 && measured(lesson, at);
    await this.page.call("show", { ...panels, ...(sweep ? { sweep } : {}), measure: measures, sheet: "none" });
    if (noise !== undefined) await this.page.call("paint", { noise });
    const painted = sample?.unlessPainted && (await this.screen()).pad.own;
    if (sample && !painted) await this.page.call("paint", "place" in sample ? { sample: sample.place } : { class: sample.ofClass });
    if (drawing === undefined) return;
    const found = drawing === "none" ? { strokes: [] } : (await this.drawings())[drawing];
    if (!found) throw new Error(say("There is no drawing {0}.", { quoted: drawing }));
    await this.page.call("paint", found);
  }
}

/** A run has its name from when it is first kept. */
const sameRun = (before: string, now: string) => before === now || before === "";

/** The preset comes first: the other settings stand upon it. */
const ordered = ({ preset, ...settings }: Record<string, string>) => ({ ...(preset === undefined ? {} : { preset }), ...settings });

/** Whether the step shows figures of the map, which are measured only where somebody looks. */
function measured(lesson: Lesson, at: number): boolean {
  return JSON.stringify(lesson.steps[at]!.blocks).includes('"map.');
}
