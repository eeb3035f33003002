// The store of files (web/src/keep/files.ts) where a browser has no quick handles of the Origin Private File System, as on a page's
// main thread: IndexedDB.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pageWith } from "./lib/page-with.mjs";

test("IndexedDB keeps what is written, in pieces and over a reload", async (t) => {
  const page = await pageWith(t, "src/keep/files.ts", {
    "index.html": '<!doctype html><script type="module">import { openFiles } from "./built.js"; window.openFiles = openFiles;</script>',
  });
  const inPage = (deed) => page.evaluate(`(async () => { const { files, lasting } = await window.openFiles(); return (${deed})(files, lasting); })()`);
  const written = await inPage(async (files, lasting) => {
    await files.write("run-a.0", new Uint8Array([1, 2, 3]), [new Uint8Array([4, 5]), new Uint8Array([6, 7, 8, 9])]);
    await files.write("run-a.1", new Uint8Array([1]), []);
    await files.write("run-a.1", new Uint8Array([9, 9]), [new Uint8Array([8])]);
    return { lasting, names: await files.names() };
  });
  assert.deepEqual(written, { lasting: true, names: ["run-a.0", "run-a.1"] });
  await page.reload({ waitUntil: "load" });
  const read = await inPage(async (files) => {
    const bytes = async (...range) => [...(await files.read(...range))];
    const [whole, front, across, beyond] = [await bytes("run-a.0", 0, 9), await bytes("run-a.0", 1, 4), await bytes("run-a.0", 3, 7), await bytes("run-a.0", 7, 99)];
    const fronts = [];
    for (const [name, most] of [["run-a.0", 4], ["run-a.1", 99], ["none", 4]]) {
      const { bytes, size } = await files.front(name, most);
      fronts.push([[...bytes], size]);
    }
    await files.remove("run-a.0");
    await files.remove("none");
    return { whole, front, across, beyond, fronts, none: await bytes("none", 0, 5), names: await files.names() };
  });
  assert.deepEqual(read, {
    whole: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    front: [2, 3, 4],
    across: [4, 5, 6, 7],
    beyond: [8, 9],
    fronts: [[[1, 2, 3, 4], 9], [[9, 9, 8], 3], [[], 0]],
    none: [],
    names: ["run-a.1"],
  });
});
