// tools/dataset: what the page could load becomes a set of the site, with what a person must know before fetching it.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import * as made from "../browser/lib/made.mjs";

const root = resolve(import.meta.dirname, "../..");
const packer = join(root, "build/native/dataset_pack");

describe("a set that a host adds", () => {
  let folder;
  const out = () => join(folder, "datasets");
  const pack = (...words) => spawnSync(packer, ["--out", out(), ...words], { encoding: "utf8" });
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "hourglass-dataset-"));
    for (const { path, bytes } of [...made.folders(60), { path: "notMNIST_small/A/empty.png", bytes: Buffer.alloc(0) }]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    writeFileSync(join(folder, "twice.zip"), made.zip([...made.folders(60), ...made.folders(60, "again/")]));
  });
  after(() => rmSync(folder, { recursive: true }));

  test("is packed from a folder of PNG folders, and says how many, how large, where from and under which terms", () => {
    const done = pack("--name", "Letters of a class", "--terms", "For this class", "--source", "Scanned in May", join(folder, "notMNIST_small"));
    assert.equal(done.status, 0, done.stderr);
    assert.match(done.stdout, /60 images in 10 classes.*\n.*1 file could not be used and was skipped/);
    const entry = JSON.parse(readFileSync(join(out(), "letters-of-a-class/entry.json"), "utf8"));
    assert.equal(entry.images, 60);
    assert.deepEqual(entry.class_names, [..."ABCDEFGHIJ"]);
    assert.equal(entry.terms, "For this class");
    assert.equal(entry.source, "Scanned in May");
    assert.equal(entry.bytes, entry.files.reduce((sum, file) => sum + file.bytes, 0));
    for (const file of entry.files) {
      const bytes = readFileSync(join(out(), file.path));
      assert.equal(bytes.length, file.bytes);
      assert.equal(createHash("sha256").update(bytes).digest("hex"), file.sha256);
    }
    const images = gunzipSync(readFileSync(join(out(), entry.files[0].path)));
    assert.deepEqual([4, 8, 12].map((at) => images.readUInt32BE(at)), [60, 28, 28]);
  });

  test("is packed as it was asked for, the same bytes each time", () => {
    const words = ["--name", "Few", "--images", "40", "--drop-duplicates", join(folder, "twice.zip")];
    const done = pack(...words);
    assert.equal(done.status, 0, done.stderr);
    assert.match(done.stdout, /40 images in 10 classes/);
    assert.match(done.stdout, /60 exact duplicates dropped/);
    const first = readFileSync(join(out(), "few/entry.json"));
    assert.equal(JSON.parse(first).terms, "Not stated by whoever put this set here");
    pack(...words);
    assert.deepEqual(readFileSync(join(out(), "few/entry.json")), first);
  });

  test("is refused with a sentence, and leaves nothing behind", () => {
    for (const [words, said] of [
      [["--name", "None", join(folder, "nothing.zip")], /nothing.zip" cannot be opened/],
      [["--name", "MNIST", join(folder, "twice.zip")], /the page's own; give another --id/],
      [["--name", "?", join(folder, "twice.zip")], /small letters, digits and dashes/],
      [[join(folder, "twice.zip")], /Give --name/],
      [["--name", "Many", "--images", "few", join(folder, "twice.zip")], /--images needs a whole number/],
    ]) {
      const done = pack(...words);
      assert.notEqual(done.status, 0);
      assert.match(done.stderr, said);
    }
    for (const id of ["none", "mnist", "many"]) assert.equal(existsSync(join(out(), id)), false);
  });

  test("is told of by the command in words", () => {
    const help = execFileSync(join(root, "tools/dataset"), ["--help"], { encoding: "utf8" });
    assert.match(help, /tools\/dataset add PATH/);
  });
});
