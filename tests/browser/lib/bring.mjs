// Files brought to the page as people bring them: real files on a disk, chosen, dropped, pasted; and what the page then
// says and shows.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { until } from "./wait.mjs";

const kNotices = '#mirror .item[data-id^="notice/"]';

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
    await until("no notice", async () => {
      const left = await this.page.evaluate((kind) => {
        const buttons = [...document.querySelectorAll(kind)].filter((item) => item.dataset.id.endsWith("/close"));
        for (const button of buttons) button.click();
        return buttons.length;
      }, kNotices);
      return left === 0;
    });
  }

  dataset() {
    return this.studio.state().then(({ dataset }) => dataset);
  }

  /** Forgets what was said, and from now on keeps every notice, however soon it goes. */
  listen() {
    return this.page.evaluate((kind) => {
      window.noticesSeen ??= new MutationObserver(() => {
        for (const item of document.querySelectorAll(kind))
          if (item.getAttribute("role") === "status")
            window.noticesKept.set(item.dataset.id, { kind: item.getAttribute("aria-label"), text: item.textContent });
      }).observe(document.getElementById("mirror"), { subtree: true, childList: true, characterData: true, attributes: true }) ?? true;
      window.noticesKept = new Map();
    }, kNotices);
  }
  heard() {
    return this.page.evaluate(() => [...window.noticesKept.values()]);
  }

  /** Where the page asks whether images are as they should be: they are. True when it did. */
  useAsked() {
    return this.page.evaluate(() => {
      const use = document.querySelector('#mirror .item[data-id="asked/use"]');
      if (!use || use.getAttribute("aria-disabled") === "true") return false;
      use.click();
      return true;
    });
  }

  /**
   * Brings something and waits until the page has taken it or said why not: {dataset, said: [sentences], failed,
   * asked, seconds}. Images that the page asks about are used as they were understood. `dataset` is null where the images before it stayed. What is brought says something or brings other images.
   */
  async outcome(bring) {
    await this.closeNotices();
    await this.listen();
    const before = JSON.stringify(await this.dataset());
    const start = Date.now();
    let asked = false;
    await bring();
    return until("the page takes it or says why not", async () => {
      const { dataset, loading } = await this.studio.state();
      if (loading) {
        asked = (await this.useAsked()) || asked;
        return null;
      }
      await this.studio.drawn();
      const notices = await this.heard();
      const now = await this.studio.state();
      if (now.loading || JSON.stringify(now.dataset) !== JSON.stringify(dataset)) return null; // it came just now
      const fresh = JSON.stringify(dataset) !== before;
      if (!fresh && notices.length === 0) return null;
      const failed = notices.some(({ kind }) => kind === "Problem");
      return { dataset: fresh ? dataset : null, failed, asked, said: notices.map(({ text }) => text), seconds: (Date.now() - start) / 1000 };
    });
  }
}
