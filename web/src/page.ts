// Page: everything around the studio put together, and the studio's callbacks carried out.
import { assets, modules } from "virtual:stage";
import { CanvasFollower, followContext } from "./canvas.ts";
import type { Datasets } from "./datasets.ts";
import { EngineHost } from "./engine/host.ts";
import type { OnBytes } from "./fetch.ts";
import { Files, type Named } from "./files.ts";
import { FrameCost } from "./frame-cost.ts";
import { Frames } from "./frames.ts";
import { Input } from "./input.ts";
import { Mirror } from "./mirror.ts";
import type { ScriptApi } from "./script-api.ts";
import { followShortcuts } from "./shortcuts.ts";
import { keep } from "./storage.ts";
import type { PageCallbacks, Studio } from "./studio.ts";
import { followTheme, showTheme } from "./theme.ts";

export class Page implements PageCallbacks {
  api: ScriptApi | null = null;
  private studio: Studio | null = null;
  private readonly canvas = document.getElementById("canvas") as HTMLCanvasElement;
  readonly frames = new Frames(
    () => this.draw(),
    () => this.studio?.hear(),
    () => this.studio?.training() ?? false,
    new FrameCost(this.canvas),
  );
  private readonly follower = new CanvasFollower(this.canvas, () => this.frames.attend("size"));
  private readonly mirrored = new Mirror(document.getElementById("mirror")!, () => this.studio!, (sort, tell) => this.act(sort, tell));
  private readonly engine: EngineHost;
  private readonly files = new Files({
    dataset: (files) => this.openData(files),
    picture: (picture) => this.give((studio) => studio.openPicture(picture)),
    model: (bytes) => this.give((studio) => studio.openModel(bytes)),
    failed: (message) => this.give((studio) => studio.fetchFailed("", message)),
  });

  constructor(
    private readonly datasets: Datasets,
    onEngineBytes: OnBytes,
  ) {
    this.engine = new EngineHost((spent) => {
      this.studio?.meter.message(spent);
      this.frames.heard();
    }, onEngineBytes);
    datasets.events = {
      progress: (id, done, total) => this.give((studio) => studio.fetchProgress(id, done, total)),
      failed: (id, message) => this.give((studio) => studio.fetchFailed(id, message)),
      arrived: (id, entry, files) =>
        this.give((studio) =>
          studio.openFiles(
            id,
            entry,
            files.map(({ name, blob }) => ({ name, id: this.engine.give(blob), size: blob.size })),
          ),
        ),
    };
  }

  engineSize(): number {
    const name = `engine-${this.engine.choice?.variant}`;
    return modules[name]?.files[`${name}.wasm`] ?? 0;
  }

  /** What the Emscripten module is made with: its way to the page and to the engine. */
  moduleOptions(): object {
    return { page: this, ...this.engine.moduleOptions() };
  }

  open(studio: Studio, saved: string, query: string, dark: boolean): boolean {
    const { width, height } = this.follower.current;
    this.studio = studio;
    if (!studio.open(saved, query, width, height)) return false;
    studio.dark(dark);
    const finger = window.matchMedia("(pointer: coarse)");
    studio.touch(finger.matches);
    finger.addEventListener("change", () => this.give((s) => s.touch(finger.matches)));
    followTheme((nowDark) => this.give((s) => s.dark(nowDark)));
    const lost = () => studio.contextLost();
    followContext(this.canvas, lost, () => this.give((s) => s.contextRestored()));
    new Input(
      this.canvas,
      studio,
      (x, y) => this.mirrored.editAt(x, y),
      () => this.frames.attend("pointer"),
    );
    followShortcuts(studio, (tell) => this.act("keys", tell));
    this.draw();
    return true;
  }

  private draw(): number {
    const studio = this.studio;
    if (!studio) return -1;
    const size = this.follower.take();
    if (size) studio.resize(size.width, size.height, this.canvas.width, this.canvas.height);
    return studio.frame();
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

  giveFiles(files: Named[]): number[] {
    return files.map(({ file }) => this.engine.give(file));
  }

  private openData(files: Named[]): void {
    const ids = this.giveFiles(files);
    this.give((studio) =>
      studio.openFiles(
        "",
        "",
        files.map(({ name, file }, i) => ({ name, id: ids[i] ?? 0, size: file.size })),
      ),
    );
  }

  openLink(path: string): Promise<void> {
    return this.files.openLink(path);
  }

  // -- Called by the studio --

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
    this.files.choose();
  }

  fetchDataset(id: string): void {
    void this.datasets.fetch(id);
  }

  cancelFetch(id: string): void {
    this.datasets.cancel(id);
  }

  setLink(query: string): void {
    const url = new URL(location.href);
    url.search = query;
    try {
      history.replaceState(null, "", url);
    } catch {
      // A frame with an opaque origin has no address of its own.
    }
  }

  copyText(text: string): void {
    void copy(text);
  }

  keep(json: string): void {
    keep(json);
  }

  mirror(json: string): void {
    this.mirrored.apply(json);
  }

  openPage(url: string): void {
    // What the site stages under a name (the notices) stands at an address that changes with its content.
    const staged = assets[url];
    window.open(staged ? new URL(staged.path, document.baseURI) : url, "_blank", "noopener");
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
