// What the page offers for saving, kept instead of going to a disk.
import { until } from "./wait.mjs";

/** Before the page loads: keeps every file that it saves, by its name. */
export const keepSaved = (page) =>
  page.evaluateOnNewDocument(() => {
    window.saved = {};
    const blobs = new Map();
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      const url = make.call(URL, blob);
      blobs.set(url, blob);
      return url;
    };
    HTMLAnchorElement.prototype.click = async function () {
      window.saved[this.download] = Array.from(new Uint8Array(await blobs.get(this.href).arrayBuffer()));
    };
  });

/** The bytes of the file of that name, once it was saved; and it is forgotten, so that the next one is another. */
export async function saved(studio, file) {
  const taken = () =>
    studio.page.evaluate((key) => {
      const bytes = window.saved[key] ?? null;
      delete window.saved[key];
      return bytes;
    }, file);
  return Buffer.from(await until(`${file} was saved`, taken));
}
