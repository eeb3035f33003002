// The ways in: a chooser, drop anywhere (files or whole folders), paste, and a ?data= link of this site.
import { isPicture, toPixels } from "./pictures.ts";
import { FetchError } from "./fetch.ts";

export interface Named {
  name: string; // with its folder's path when a folder was dropped
  file: File;
}

export interface FileEvents {
  dataset(files: Named[]): void;
  picture(pixels: Uint8Array): void;
  failed(message: string): void;
}

export class Files {
  private readonly chooser = document.createElement("input");
  private depth = 0;

  constructor(private readonly events: FileEvents) {
    this.chooser.type = "file";
    this.chooser.multiple = true;
    this.chooser.id = "file-chooser";
    this.chooser.hidden = true;
    this.chooser.setAttribute("aria-label", "Files to open");
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

  /** One picture goes to the pad; everything else is data. */
  async open(files: Named[]): Promise<void> {
    if (files.length === 0) return;
    const only = files.length === 1 ? files[0] : undefined;
    if (!only || !isPicture(only.file)) return this.events.dataset(files);
    try {
      this.events.picture(await toPixels(only.file));
    } catch {
      this.events.failed(`${only.name} could not be read as a picture: PNG, JPEG or WebP was expected.`);
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
        items.length === 1 && items[0] && isPicture(items[0])
          ? "Drop the picture to put it on the pad."
          : "Drop images to train on: IDX, tar, zip, CSV or NumPy files, or a folder of pictures. They stay on this machine.";
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
      return this.events.failed("The folder could not be read to its end. The data is as it was.");
    }
    if (found.length === 0) return this.events.failed("The folder holds no files.");
    await this.open(found);
  }

  private paste(event: ClipboardEvent): void {
    if (event.target instanceof HTMLInputElement) return;
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void this.open(files.map((file) => ({ name: file.name || "pasted", file })));
  }

  /** ?data=path: only of this site, so that a link cannot make the page ask elsewhere. */
  async openLink(path: string): Promise<void> {
    const url = new URL(path, document.baseURI);
    const name = decodeURIComponent(url.pathname.split("/").at(-1) || "data");
    if (url.origin !== location.origin)
      return this.events.failed("The link's data lies on another site; Hourglass opens data of its own site only.");
    try {
      const response = await fetch(url).catch(() => {
        throw new FetchError(`${name} did not arrive: the connection failed.`);
      });
      if (!response.ok) throw new FetchError(`${name} did not arrive: the server answered ${response.status}.`);
      const blob = await response.blob();
      await this.open([{ name, file: new File([blob], name, { type: blob.type }) }]);
    } catch (error) {
      this.events.failed(error instanceof FetchError ? error.message : `${name} could not be read.`);
    }
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
