// Files brought to the page as people bring them: real files on a disk, chosen, dropped, pasted; and what the page then
// says and shows.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { eventually } from "./studio.mjs";

const kNotices = '#mirror > .item[data-id^="notice/"]';

export class Bringer {
  constructor(studio) {
    this.studio = studio;
    this.page = studio.page;
    this.folder = mkdtempSync(join(tmpdir(), "hourglass-brought-"));
  }

  close() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes [{name, bytes}] and answers their paths; names may hold folders. */
  write(files) {
    return files.map(({ name, bytes }) => {
      const path = join(this.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
      return path;
    });
  }

  async choosePaths(paths) {
    await (await this.page.$("#file-chooser")).uploadFile(...paths);
  }
  choose(files) {
    return this.choosePaths(this.write(files));
  }

  /** A drag of files or folders from the desktop over the middle of the page; `look` is called before they are let go. */
  async drop(paths, look = () => {}) {
    const client = await this.page.createCDPSession();
    const drag = (type) =>
      client.send("Input.dispatchDragEvent", { type, x: 700, y: 450, data: { items: [], files: paths, dragOperationsMask: 1 } });
    await drag("dragEnter");
    await drag("dragOver");
    await look();
    await drag("drop");
    await client.detach();
  }

  /** Pasted as from a picture viewer or a file manager. */
  paste(name, type, bytes) {
    return this.page.evaluate(
      (fileName, fileType, text) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], fileName, { type: fileType }));
        document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      },
      name,
      type,
      bytes.toString("base64"),
    );
  }

  /** The notices that are shown: [{id, kind, text}]. */
  notices() {
    return this.page.evaluate(
      (kind) =>
        [...document.querySelectorAll(kind)]
          .filter((item) => item.getAttribute("role") === "status")
          .map((item) => ({ id: item.dataset.id, kind: item.getAttribute("aria-label"), text: item.textContent })),
      kNotices,
    );
  }

  async closeNotices() {
    await eventually(async () => {
      const left = await this.page.evaluate((kind) => {
        const buttons = [...document.querySelectorAll(kind)].filter((item) => item.dataset.id.endsWith("/close"));
        for (const button of buttons) button.click();
        return buttons.length;
      }, kNotices);
      return left === 0;
    });
  }

  dataset() {
    return this.page.evaluate(() => window.hourglass.state().then((state) => state.dataset));
  }

  /**
   * Brings something and waits until the page has taken it or said why not: {dataset, said: [sentences], failed,
   * seconds}. `dataset` is null where the images before it stayed.
   */
  async outcome(bring, timeout = 60_000) {
    await this.closeNotices();
    const before = JSON.stringify(await this.dataset());
    const start = Date.now();
    await bring();
    const result = await eventually(
      async () => {
        const { dataset, loading } = await this.page.evaluate(() => window.hourglass.state());
        if (loading) return null;
        await this.studio.frame();
        const notices = await this.notices();
        if (JSON.stringify(await this.dataset()) !== JSON.stringify(dataset)) return null; // it came just now
        const failed = notices.some(({ kind }) => kind === "Error");
        const fresh = JSON.stringify(dataset) !== before;
        if (!fresh && notices.length === 0) return null;
        return { dataset: fresh ? dataset : null, failed, said: notices.map(({ text }) => text), seconds: (Date.now() - start) / 1000 };
      },
      timeout,
      25,
    );
    if (!result) throw new Error("the page took nothing and said nothing");
    return result;
  }
}
