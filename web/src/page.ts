// Page: everything around the studio put together, and the studio's callbacks carried out.
import { assets, languages, modules } from "virtual:stage";
import { PageNotices } from "./bridge/notices.ts";
import { CanvasFollower, followContext } from "./screen/canvas.ts";
import { release } from "./files/bytes.ts";
import type { Datasets } from "./files/datasets.ts";
import { EngineHost } from "./engine/host.ts";
import { type Fetching } from "./files/fetch.ts";
import { type Named, WaysIn } from "./files/ways-in.ts";
import { FrameCost } from "./screen/frame-cost.ts";
import { Frames } from "./screen/frames.ts";
import { Input } from "./screen/input.ts";
import { Mirror } from "./bridge/mirror.ts";
import type { ScriptApi, ScriptedPage } from "./bridge/script-api.ts";
import { SkipLinks } from "./bridge/skip-links.ts";
import { drawnLetters } from "./screen/letters.ts";
import { followShortcuts } from "./screen/shortcuts.ts";
import { keepForOffline } from "./keep/offline.ts";
import { followAddress, followLesson, linkTo, openInLanguage, openLesson } from "./keep/address.ts";
import type { Lessons } from "./lessons/lessons.ts";
import type { LessonPage } from "./lessons/studio.ts";
import { fetchStartModel } from "./files/start-model.ts";
import type { Shelf } from "./keep/shelf.ts";
import { keep, keepLanguage } from "./keep/storage.ts";
import type { FileHandle, Studio } from "./bridge/studio.ts";
import { type HostCalls, hostCalls, type PageUses } from "./bridge/table.ts";
import { followContrast, followTheme, showTheme } from "./screen/theme.ts";
import { projectedZoom } from "./screen/zoom.ts";
import { say, spokenLanguage } from "./text/say.ts";
import type { Spoken } from "./text/catalogue.ts";

export class Page implements HostCalls, ScriptedPage, Record<PageUses, unknown> {
  api: ScriptApi | null = null;
  private studio: Studio | null = null;
  private readonly canvas = document.getElementById("canvas") as HTMLCanvasElement;
  readonly frames = new Frames(
    () => this.draw(),
    () => this.studio?.receive(),
    () => this.studio?.busy() ?? false,
    () => this.studio?.settling() ?? false,
    () => this.studio?.leave(),
    new FrameCost(this.canvas),
  );
  private readonly follower = new CanvasFollower(this.canvas, () => this.frames.attend("size"));
  private readonly mirrored = new Mirror(
    document.getElementById("mirror")!,
    () => this.studio!,
    (sort, tell) => this.act(sort, tell),
    (regions) => this.skipLinks.show(regions),
  );
  private readonly skipLinks = new SkipLinks(document.getElementById("skip")!, (id) => this.mirrored.enter(id));
  private readonly engine: EngineHost;
  private lessons: Promise<Lessons> | null = null;
  private projected = false;
  /** How much larger than its own pixels the studio is drawn. */
  private zoom = 1;
  /** Who hears of every frame that was drawn. */
  private readonly onlookers = new Set<() => void>();
  /** What the file of a run is called that was asked for. */
  private readonly savedAs = new Map<string, string>();
  private readonly waysIn = new WaysIn({
    dataset: (files) => this.openFiles("", "", files),
    picture: (picture) => this.give((studio) => studio.openPicture(picture)),
    model: (bytes) => this.give((studio) => studio.openModel(bytes)),
    failed: (message) => this.give((studio) => studio.fetchFailed("", message)),
  });

  /** What the page has to say once the studio stands. */
  readonly notices = new PageNotices((topic, text, button) => this.give((studio) => studio.notice(topic, text, button)));

  constructor(
    private readonly datasets: Datasets,
    private readonly shelf: Shelf,
    engineFetching: Pick<Fetching, "onBytes" | "onStall">,
    engineTurn: Promise<void>,
  ) {
    this.engine = new EngineHost((spent) => {
      this.studio?.meter.message(spent);
      this.frames.received();
    }, engineFetching, () => shelf.forEngine(), engineTurn);
    datasets.events = {
      progress: (id, done, total) => this.give((studio) => studio.fetchProgress(id, done, total)),
      stalled: (id) => this.give((studio) => studio.fetchStalled(id)),
      failed: (id, message) => this.give((studio) => studio.fetchFailed(id, message)),
      arrived: (id, entry, files) => this.openFiles(id, entry, files),
    };
  }

  /** When the engine runs, or there is none. */
  get engineSettled(): Promise<void> {
    return this.engine.settled;
  }

  engineSize(): number {
    const name = `engine-${this.engine.choice?.variant}`;
    return modules[name]?.files[`${name}.wasm`]?.bytes ?? 0;
  }

  /** What the Emscripten module is made with: its way to the page and to the engine. */
  moduleOptions(): object {
    return { page: this, ...this.engine.moduleOptions() };
  }

  open(studio: Studio, saved: string, query: string, spoken: Spoken, dark: boolean): boolean {
    const { width, height } = this.follower.current;
    if (!studio.open(saved, query, spoken, width, height)) return false;
    this.studio = studio;
    studio.languages(JSON.stringify(languages));
    studio.address(linkTo("").replace(/#.*/, ""));
    studio.dark(dark);
    const finger = window.matchMedia("(pointer: coarse)");
    studio.touch(finger.matches);
    finger.addEventListener("change", () => this.give((s) => s.touch(finger.matches)));
    const still = window.matchMedia("(prefers-reduced-motion: reduce)");
    studio.still(still.matches);
    still.addEventListener("change", () => this.give((s) => s.still(still.matches)));
    followTheme((nowDark) => this.give((s) => s.dark(nowDark)));
    followContrast((colors) => this.give((s) => s.contrast(colors)));
    const lost = () => studio.contextLost();
    followContext(this.canvas, lost, () => this.give((s) => s.contextRestored()));
    new Input(
      this.canvas,
      studio,
      { at: (x, y) => studio.fieldAt(x, y), edit: (id) => this.mirrored.edit(id) },
      () => this.frames.attend("pointer"),
      () => this.zoom,
    );
    followShortcuts(studio, (tell) => this.act("keys", tell), () => this.projected);
    return true;
  }

  /** The first picture, of all that is known by then. */
  begin(): void {
    this.draw();
    this.notices.tell();
  }

  /** What the shelf holds, and the run that this page had before it was loaded again. */
  async openShelf(): Promise<void> {
    const { runs, returning } = await this.shelf.opened;
    this.give((studio) => {
      studio.keptRuns(runs, runs.length);
      const nothing = { id: "", model: new Uint8Array(), trail: new Uint8Array(), copy: false, trains: false };
      const { id, model, trail, copy, trains } = returning ?? nothing;
      studio.keptTrail(id, trail, trail.length);
      studio.goOn(id, model, model.length, copy, trains);
    });
    this.shelf.listen({
      changed: (runs) => {
        this.mention((studio) => studio.keptRuns(runs, runs.length));
        release(runs.buffer);
      },
      found: ({ id, model, trail, copy }) =>
        this.give((studio) => {
          studio.keptTrail(id, trail, trail.length);
          studio.openKept(id, model, model.length, copy);
        }),
      saved: (id, model) => this.saveFile(this.savedAs.get(id) ?? `${id}.safetensors`, "application/octet-stream", model),
      seen: (id, model) => this.give((studio) => studio.keptSeen(id, model, model.length)),
      trouble: (message) => this.give((studio) => studio.notKept(message)),
      sets: (json) => this.give((studio) => studio.keptSets(json)),
      set: (name, entry, files) => this.openFiles(name, entry, files),
      setMissing: (name, message) => this.give((studio) => studio.fetchFailed(name, message)),
    });
  }

  private draw(): number {
    const studio = this.studio;
    if (!studio) return -1;
    const size = this.follower.take();
    if (size) this.resize(studio, size.width, size.height);
    const rest = studio.frame();
    for (const hear of this.onlookers) hear();
    return rest;
  }

  private resize(studio: Studio, width: number, height: number): void {
    this.zoom = this.projected ? projectedZoom(width, height) : 1;
    // The mirror's items lie in the studio's pixels.
    document.getElementById("mirror")!.style.transform = this.zoom === 1 ? "" : `scale(${this.zoom})`;
    studio.resize(width / this.zoom, height / this.zoom, this.canvas.width, this.canvas.height);
  }

  /** What a person does: told to the studio in order, and answered by a frame. */
  private act<T>(sort: string, tell: () => T): T {
    this.frames.settle(sort);
    const told = tell();
    this.frames.attend(sort);
    return told;
  }

  /** Tells the studio something, when there is one, and asks for a frame. */
  give(tell: (studio: Studio) => void): void {
    if (!this.studio) return;
    tell(this.studio);
    this.frames.attend("page");
  }

  /** Tells it what nobody waits to see: no rest of the frames is broken off for it. */
  private mention(tell: (studio: Studio) => void): void {
    if (!this.studio) return;
    tell(this.studio);
    this.frames.want();
  }

  /** Hands files to the studio under the numbers by which the engine reads them. */
  lend<T>(files: Named[], use: (handles: FileHandle[]) => T): T {
    return this.engine.lend(
      files.map(({ file }) => file),
      (ids) => use(files.map(({ name, file }, i) => ({ name, id: ids[i]!, size: file.size }))),
    );
  }

  /** `id` and `entry` are empty for files that a person brought. */
  private openFiles(id: string, entry: string, files: Named[]): void {
    this.give((studio) => this.lend(files, (handles) => studio.openFiles(id, entry, handles)));
  }

  get filesKept(): number {
    return this.engine.fileCount;
  }

  openLink(path: string): Promise<void> {
    return this.waysIn.openLink(path);
  }

  /** Of the lessons, which are fetched when they are first asked for: one, the list (an empty key), or none. */
  async lesson(key: string | null, step = ""): Promise<unknown> {
    if (key === null && !this.lessons) return null;
    this.lessons ??= import("./lessons/lessons.ts").then(({ Lessons }) => new Lessons(this.forLessons()));
    this.lessons.catch(() => (this.lessons = null));
    const lessons = await this.lessons;
    return key === null ? lessons.close() : lessons.open(key, step);
  }

  private forLessons(): LessonPage {
    const api = this.api!;
    return {
      api: window.hourglass,
      call: (method, json) => api.call(method, json),
      openStartModel: async () => {
        const bytes = await fetchStartModel({});
        if (!bytes) throw new Error(say("This site has no model to begin with."));
        await api.openStartModel(bytes);
      },
      drawn: (hear) => {
        this.onlookers.add(hear);
        return () => this.onlookers.delete(hear);
      },
      item: (id) => {
        const found = this.mirrored.find(id);
        return found ? { element: found.element, hidden: found.item.hidden ?? false } : null;
      },
      enter: (id) => this.mirrored.enter(id),
      // What has the keyboard is scrolled to; then it has it no more.
      show: (id) => {
        if (document.getElementById("mirror")!.contains(document.activeElement)) return;
        this.give((studio) => studio.mirrorFocus(id));
        void this.frames.drawn().then(() => this.give((studio) => studio.mirrorFocus("")));
      },
      area: () => this.canvas.getBoundingClientRect(),
      follow: followLesson,
      language: spokenLanguage(),
    };
  }

  // -- Called by the studio --

  called(which: number, args: never[]): void {
    const name = hostCalls[which]!;
    (this[name] as (...args: never[]) => void)(...args);
  }

  saveFile(name: string, mime: string, bytes: Uint8Array<ArrayBuffer>): void {
    const url = URL.createObjectURL(new Blob([bytes], { type: mime }));
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
    // Safari reads the address only after the click was handled.
    window.setTimeout(() => URL.revokeObjectURL(url), 30_000);
  }

  chooseFiles(): void {
    this.waysIn.choose();
  }

  fetchDataset(id: string): void {
    if (this.shelf.hasSet(id)) this.shelf.readSet(id);
    else void this.datasets.fetch(id);
  }

  cancelFetch(id: string): void {
    this.datasets.cancel(id);
  }

  startEngine(): void {
    this.engine.startAgain();
  }

  keepOffline(): void {
    keepForOffline(this.notices);
  }

  noticePressed(topic: string): void {
    this.notices.pressed(topic);
  }

  chooseLanguage(tag: string): void {
    keepLanguage(tag);
    openInLanguage(tag);
  }

  setLink(query: string): void {
    followAddress(query);
  }

  copyLink(query: string): void {
    void copy(linkTo(query));
  }

  copyText(text: string): void {
    void copy(text);
  }

  listLessons(): void {
    const told = import("./lessons/load.ts").then(({ listed }) => {
      const lessons = listed(spokenLanguage()).map(({ key, lesson }) => ({ key, title: lesson.title }));
      this.give((studio) => studio.lessons(JSON.stringify({ lessons, open: openLesson() })));
    });
    told.catch(() => {}); // the sheet then offers none
  }

  drawCode(text: string): void {
    const drawn = import("./bridge/qr.ts").then(({ codeOf }) => codeOf(text));
    drawn.then(
      ({ side, modules }) => this.give((studio) => studio.code(text, side, modules, modules.length)),
      () => {}, // the sheet then shows the link alone
    );
  }

  drawLetters(json: string): void {
    const { told, alpha } = drawnLetters(json);
    // The studio is in the midst of a frame.
    queueMicrotask(() => this.give((studio) => studio.letters(told, alpha, alpha.length)));
  }

  projector(on: number): void {
    this.projected = on !== 0;
    this.follower.again();
    // The studio may be in the midst of a frame.
    queueMicrotask(() => this.frames.attend("size"));
  }

  keep(json: string): void {
    keep(json);
  }

  openKept(id: string): void {
    this.shelf.open(id);
  }

  saveKept(id: string, name: string): void {
    this.savedAs.set(id, name);
    this.shelf.read(id, "save");
  }

  lookAtKept(id: string): void {
    this.shelf.read(id, "look");
  }

  labelKept(id: string, json: string): void {
    this.shelf.label(id, json);
  }

  keepTrail(id: string, trail: Uint8Array<ArrayBuffer>): void {
    this.shelf.keepTrail(id, trail);
  }

  forgetSet(name: string): void {
    this.shelf.forgetSet(name);
  }

  forgetAll(): void {
    this.shelf.forgetAll();
  }

  mirror(json: string): void {
    this.mirrored.apply(json);
  }

  openPage(path: string): void {
    // What the site stages under a name (the notices) stands at an address that changes with its content.
    window.open(new URL(assets[path]?.path ?? path, document.baseURI), "_blank", "noopener");
  }

  openLesson(key: string): void {
    const failed = () => {
      const again = () => this.openLesson(key);
      this.notices.say("lessons", say("The lessons did not arrive: the connection failed."), say("Try again"), again);
    };
    this.lesson(key).then(() => this.notices.takeBack("lessons"), failed);
  }

  theme(name: string): void {
    showTheme(name);
  }

  answer(call: number, json: string): void {
    this.api?.answer(call, json);
  }
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Frames of another site may not write to the clipboard that way.
    const area = document.createElement("textarea");
    area.value = text;
    area.style.cssText = "position:fixed;opacity:0";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}
