// The records in which runs are kept (web/src/keep/records.ts): whole or not there, whatever ends the writing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pageModule } from "../../tools/lib/page-source.mjs";

const { Records, checksum } = await pageModule("src/keep/records.ts");

/** Files in memory. Each step of a write is counted: emptying, half of each part, the other half, the head; the step `dies` is the
 * last that happens, and after it nothing does. `fails` throws instead, once. The file `busy` cannot be read. */
class Disk {
  held = new Map();
  steps = 0;
  dies = Infinity;
  fails = Infinity;
  busy = "";

  step(deed) {
    if (++this.steps > this.dies) throw new Error("the machine is off");
    if (this.steps === this.fails) throw new DOMException("full", "QuotaExceededError");
    deed();
  }
  async names() {
    return [...this.held.keys()];
  }
  async front(name, most) {
    const { length = 0 } = this.held.get(name) ?? [];
    return { bytes: await this.read(name, 0, most), size: length };
  }
  async read(name, begin, end) {
    if (name === this.busy) throw new DOMException("another page writes it", "NotReadableError");
    return (this.held.get(name) ?? new Uint8Array()).slice(begin, end);
  }
  async remove(name) {
    this.held.delete(name);
  }
  async write(name, head, rest) {
    const put = (bytes, at) => {
      const old = this.held.get(name) ?? new Uint8Array();
      const grown = new Uint8Array(Math.max(old.length, at + bytes.length));
      grown.set(old);
      grown.set(bytes, at);
      this.held.set(name, grown);
    };
    this.step(() => this.held.set(name, new Uint8Array()));
    let at = head.length;
    for (const part of rest) {
      const half = part.length >> 1;
      this.step(() => put(part.subarray(0, half), at));
      this.step(() => put(part.subarray(half), at + half));
      at += part.length;
    }
    this.step(() => put(head, 0));
  }
  /** What another machine finds that reads the disk. */
  after() {
    const disk = new Disk();
    for (const [name, bytes] of this.held) disk.held.set(name, bytes.slice());
    return disk;
  }
}

const note = (n) => JSON.stringify({ n, words: "x".repeat(50) });
const noted = (n) => new TextEncoder().encode(note(n));
const body = (n) => Uint8Array.from({ length: 500 + n }, (_, i) => (i * n) & 255);
const stepsOfAWrite = 6;

test("the checksum is CRC-32, of any number of bytes", () => {
  const bitwise = (bytes) => {
    let sum = 0xffffffff;
    for (const byte of bytes) {
      sum ^= byte;
      for (let bit = 0; bit < 8; ++bit) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  };
  assert.equal(checksum(new TextEncoder().encode("123456789")), 0xcbf43926);
  for (let length = 0; length < 40; ++length) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 83 + length) & 255);
    assert.equal(checksum(bytes), bitwise(bytes), `${length} bytes`);
    assert.equal(checksum(bytes.subarray(length >> 1)), bitwise(bytes.subarray(length >> 1)));
  }
});

test("what was put is there, and the latest of it", async () => {
  const disk = new Disk();
  const records = await Records.open(disk);
  for (const n of [1, 2, 3, 4, 5]) await records.put("run-a", noted(n), body(n));
  await records.put("label-a", noted(9));
  for (const one of [records, await Records.open(disk.after())]) {
    assert.deepEqual(one.keys().sort(), ["label-a", "run-a"]);
    assert.equal(one.text("run-a"), note(5));
    assert.deepEqual(await one.body("run-a"), body(5));
    assert.equal(one.bytes("run-a"), 64 + note(5).length + body(5).length);
    assert.equal((await one.body("label-a")).length, 0);
  }
  await records.remove("run-a");
  assert.equal((await Records.open(disk.after())).text("run-a"), undefined);
});

test("a write that ends anywhere leaves the version before, whole", async () => {
  for (let lasts = 0; lasts <= 3 * stepsOfAWrite; ++lasts) {
    const disk = new Disk();
    const records = await Records.open(disk);
    disk.dies = lasts;
    let done = 0;
    for (const n of [1, 2, 3]) {
      if (!(await records.put("run-a", noted(n), body(n)).then(() => true, () => false))) break;
      done = n;
    }
    assert.equal(done, Math.floor(lasts / stepsOfAWrite));
    const found = await Records.open(disk.after());
    assert.equal(found.text("run-a"), done === 0 ? undefined : note(done), `after ${lasts} steps`);
    assert.deepEqual(await found.body("run-a"), done === 0 ? null : body(done));
    assert.deepEqual(found.aside, { newer: 0, damaged: 0 });
    await found.put("run-a", noted(7), body(7));
    assert.equal(found.text("run-a"), note(7));
  }
});

test("what was begun and never finished is swept when the store is opened", async () => {
  const disk = new Disk();
  const records = await Records.open(disk);
  disk.dies = 3;
  await assert.rejects(records.put("run-a", noted(1), body(1)));
  const later = disk.after();
  assert.equal(later.held.size, 1);
  await Records.open(later);
  assert.equal(later.held.size, 0);
});

test("a byte that was changed anywhere costs the version that holds it and no other", async () => {
  const disk = new Disk();
  const records = await Records.open(disk);
  await records.put("run-a", noted(1), body(1));
  await records.put("run-a", noted(2), body(2));
  const size = disk.held.get("run-a.1").length;
  for (let at = 0; at < size; at += at < 64 ? 1 : 37) {
    const other = disk.after();
    other.held.get("run-a.1")[at] ^= 0x41;
    const found = await Records.open(other);
    const got = await found.body("run-a");
    // A version's number is looked at first: what seems to be of a newer one is let be altogether.
    if (found.aside.newer === 1) continue;
    const reserved = at >= 28 && at < 60;
    assert.deepEqual(got, body(1), `byte ${at}${reserved ? ", of the head" : ""}`);
    assert.equal(found.text("run-a"), note(1));
  }
});

test("a record that is damaged altogether is set aside: not shown, not written to, not deleted", async () => {
  const disk = new Disk();
  const records = await Records.open(disk);
  await records.put("run-a", noted(1), body(1));
  await records.put("run-b", noted(2), body(2));
  disk.held.get("run-a.0")[70] ^= 1;
  const later = disk.after();
  const found = await Records.open(later);
  assert.deepEqual(found.aside, { newer: 0, damaged: 1 });
  assert.deepEqual(found.keys(), ["run-b"]);
  await assert.rejects(found.put("run-a", noted(3), body(3)));
  assert.deepEqual(later.held.get("run-a.0"), disk.held.get("run-a.0"));
  assert.deepEqual(await found.body("run-b"), body(2));
});

test("a record of a newer version is left as it is", async () => {
  const disk = new Disk();
  const records = await Records.open(disk);
  await records.put("run-a", noted(1), body(1));
  disk.held.get("run-a.0")[6] = 2;
  const later = disk.after();
  const found = await Records.open(later);
  assert.deepEqual(found.aside, { newer: 1, damaged: 0 });
  await assert.rejects(found.put("run-a", noted(3), body(3)));
  assert.deepEqual(later.held.get("run-a.0"), disk.held.get("run-a.0"));
});

test("a write that fails is told, and the next one is made as if it had not been tried", async () => {
  const disk = new Disk();
  const records = await Records.open(disk);
  await records.put("run-a", noted(1), body(1));
  disk.fails = 10;
  await assert.rejects(records.put("run-a", noted(2), body(2)), { name: "QuotaExceededError" });
  assert.equal(records.text("run-a"), note(1));
  assert.deepEqual(await records.body("run-a"), body(1));
  await records.put("run-a", noted(3), body(3));
  assert.deepEqual(await (await Records.open(disk.after())).body("run-a"), body(3));
});

test("what another page has written is taken up", async () => {
  const disk = new Disk();
  const [mine, others] = [await Records.open(disk), await Records.open(disk)];
  await mine.put("run-a", noted(1), body(1));
  await mine.put("run-a", noted(2), body(2));
  await others.refresh("run-a");
  assert.equal(others.text("run-a"), note(2));
  await mine.remove("run-a");
  await others.refresh("run-a");
  assert.equal(others.text("run-a"), undefined);
});

test("a file that cannot be read costs no more than itself, and is there when it can be", async () => {
  const disk = new Disk();
  const records = await Records.open(disk);
  for (const n of [1, 2]) await records.put("run-a", noted(n), body(n));
  await records.put("run-b", noted(3), body(3));
  for (const [busy, a, b] of [
    ["run-a.1", note(1), note(3)],
    ["run-a.0", note(2), note(3)],
    ["run-b.0", note(2), undefined],
  ]) {
    const later = disk.after();
    later.busy = busy;
    const found = await Records.open(later);
    assert.deepEqual([found.text("run-a"), found.text("run-b")], [a, b], busy);
    assert.deepEqual(found.aside, { newer: 0, damaged: 0 });
    assert.deepEqual(await found.body("run-a"), body(a === note(1) ? 1 : 2));
    assert.deepEqual([...later.held.keys()], [...disk.held.keys()], "nothing was swept");
    later.busy = "";
    for (const key of ["run-a", "run-b"]) await found.refresh(key);
    assert.deepEqual([found.text("run-a"), found.text("run-b")], [note(2), note(3)]);
  }
});
