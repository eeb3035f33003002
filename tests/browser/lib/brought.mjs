// What tests of brought files begin with: the page with a Bringer, images of our own making, and a record of what the page said.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { Bringer } from "./bring.mjs";
import * as made from "./made.mjs";
import { opened } from "./open.mjs";
import { build } from "./studio.mjs";

/** For a test file of that name: an array whose entries, {way, what, images?, said}, are written to build/logs/NAME-said.json (said.mjs). */
export function sayings(name) {
  const record = [];
  after(() => {
    mkdirSync(join(build, "logs"), { recursive: true });
    writeFileSync(join(build, `logs/${name}-said.json`), JSON.stringify(record, null, 1));
  });
  return record;
}

/** The page with its images, and a hand that brings it files. */
export async function openToBring(t, options = {}) {
  const studio = await opened(t, { query: "preset=classroom", ...options });
  const bringer = new Bringer(studio);
  t.after(() => bringer.close());
  return { studio, bringer };
}

export const imagesOf = ({ training, validation, heldOut }) => training + validation + heldOut;

/** Sixty letters in folders, and the same among what else an archive may hold. */
export const folders = made.folders(60);
export const mixed = [
  ...folders,
  { path: "../../../etc/passwd.png", bytes: made.png(made.image(60)) },
  { path: "/A/absolute.png", bytes: made.png(made.image(61)) },
  { path: "C:\\B\\drive.png", bytes: made.png(made.image(62)) },
  { path: "notMNIST_small/A/link.png", kind: "2" },
  { path: "notMNIST_small/A/empty.png" },
  { path: "notMNIST_small/F/empty.png" },
  { path: "notMNIST_small/B/broken.png", bytes: made.png(made.image(9)).subarray(0, -20) },
  { path: "notMNIST_small/readme.txt", bytes: Buffer.from("Letters A to J.") },
  { path: "notMNIST_small/.DS_Store", bytes: Buffer.alloc(300, 1) },
];
