// What a lesson's step waits for (web/src/lessons/waits.ts).
import assert from "node:assert/strict";
import { test } from "node:test";
import { pageModule } from "../../tools/lib/page-source.mjs";

const { happened } = await pageModule("src/lessons/waits.ts");

test("a drawing is done when it is the reader's own and no stroke has come for a while", () => {
  const pad = (version, own) => ({ pad: { version, own } });
  const painted = (now, rests) => happened({ what: "painted", words: "" }, pad(3, false), now, rests);
  assert.equal(painted(pad(3, false), 60_000), false, "nothing was painted");
  assert.equal(painted(pad(4, false), 60_000), false, "an image was put on the pad");
  assert.equal(painted(pad(4, true), 300), false, "the first stroke of a 4");
  assert.equal(painted(pad(5, true), 60_000), true);
});
