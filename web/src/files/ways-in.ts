// The ways in: a chooser, drop anywhere (files or whole folders), paste, and a ?data= link of this site.
import { say } from "../text/say.ts";
import { fetchBytes, fileName, ofThisSite } from "./fetch.ts";
import { kindOf } from "./file-kind.ts";
import { type GreyPicture, toGrey } from "./pictures.ts";

export interface Named {
  name: string; // with its folder's path when a folder was dropped
  file: Blob;
}

export interface Arrivals {
  dataset(files: Named[]): void;
  picture(picture: GreyPicture): void;
  model(bytes: Uint8Array): void;
  failed(message: string): void;
}

export class WaysIn {
  private readonly chooser = document.createElement("input");
  private depth = 0;

  constructor(private readonly events: Arrivals) {
    this.chooser.type = "file";
    this.chooser.multiple = true;
    this.chooser.id = "file-chooser";
    this.chooser.hidden = true;
    this.chooser.addEventListener("change", () => {
      const files = [...(this.chooser.files ?? [])].map((file) => ({ name: file.name, file }));
      this.chooser.value = ""; // the same file can be chosen again
      void this.open(files);
    });
    document.body.append(this.chooser);
    this.followDrops();
    document.addEventListener("paste", (event) => this.paste(event));
  }

  choose(): void {
    this.chooser.click();
  }

  /** One picture goes to the pad, a model becomes the run; everything else is data. */
  async open(files: Named[]): Promise<void> {
    const [only, ...others] = files;
    if (!only) return;
    if (others.length > 0) return this.events.dataset(files);
    const { kind, type } = await kindOf(only.file);
    if (kind === "data") return this.events.dataset(files);
    try {
      if (kind === "model") this.events.model(new Uint8Array(await only.file.arrayBuffer()));
      else this.events.picture(await toGrey(only.file, type));
    } catch {
      this.events.failed(say("{0} could not be read: it is damaged, or was moved since it was chosen.", only.name));
    }
  }

  private followDrops(): void {
    const overlay = document.getElementById("drop")!;
    const text = document.getElementById("drop-text")!;
    const carriesFiles = (event: DragEvent) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    window.addEventListener("dragenter", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      ++this.depth;
      const items = [...(event.dataTransfer?.items ?? [])];
      text.textContent =
        items.length === 1 && items[0]?.type.startsWith("image/")
          ? say("Drop the picture to put it on the pad.")
          : say("Drop images to train on: IDX, tar, zip, CSV or NumPy files, or a folder of pictures. They stay on this machine.");
      overlay.hidden = false;
    });
    window.addEventListener("dragover", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    });
    window.addEventListener("dragleave", (event) => {
      if (!carriesFiles(event)) return;
      if (--this.depth <= 0) this.closeOverlay(overlay);
    });
    window.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      this.closeOverlay(overlay);
      const items = [...(event.dataTransfer?.items ?? [])];
      // Entries must be taken within the event; reading them can wait.
      const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
      const plain = [...(event.dataTransfer?.files ?? [])].map((file) => ({ name: file.name, file }));
      if (!entries.some((entry) => entry?.isDirectory)) return void this.open(plain);
      void this.openEntries(entries.filter((entry) => entry !== null));
    });
  }

  private closeOverlay(overlay: HTMLElement): void {
    this.depth = 0;
    overlay.hidden = true;
  }

  private async openEntries(entries: FileSystemEntry[]): Promise<void> {
    const found: Named[] = [];
    try {
      for (const entry of entries) await walk(entry, found);
    } catch {
      return this.events.failed(say("The folder could not be read to its end. The data is as it was."));
    }
    if (found.length === 0) return this.events.failed(say("The folder holds no files."));
    await this.open(found);
  }

  private paste(event: ClipboardEvent): void {
    if (event.target instanceof HTMLInputElement) return;
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void this.open(files.map((file) => ({ name: file.name || "pasted", file })));
  }

  /** A picture or a model of this site, as ?data= may name one. */
  async openLink(path: string): Promise<void> {
    const url = ofThisSite(path);
    const name = fileName(url);
    await this.open([{ name, file: new File([await fetchBytes(url.href, name)], name) }]);
  }
}

async function walk(entry: FileSystemEntry, found: Named[]): Promise<void> {
  const name = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    found.push({ name, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader hands over a hundred entries at a time.
    const batch = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (batch.length === 0) return;
    for (const one of batch) await walk(one, found);
  }
}
