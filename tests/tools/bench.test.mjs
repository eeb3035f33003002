import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { held } from "../../bench/lib/goals.mjs";
import { parseOptions } from "../../bench/lib/options.mjs";
import { plan } from "../../bench/lib/plan.mjs";
import { goalsText } from "../../bench/lib/report.mjs";
import { measure } from "../../bench/lib/rounds.mjs";
import { figures, quantile, summarise, summary } from "../../bench/lib/statistics.mjs";
import { number, table } from "../../bench/lib/table.mjs";

const root = resolve(import.meta.dirname, "../..");

describe("statistics", () => {
  test("find median and quartiles in any order of rounds, between two values where they fall there", () => {
    assert.deepEqual(summary([5, 1, 4, 2, 3]), { median: 3, low: 2, high: 4 });
    assert.deepEqual(summary([4, 1, 3, 2]), { median: 2.5, low: 1.75, high: 3.25 });
    assert.equal(quantile([10, 2], 1), 10, "by number, not by text");
    assert.equal(summary([]), null);
  });

  test("make rates and the share of the peak of a sample", () => {
    const sample = { seconds: 0.002, operations: 8e7, images: 128, peak: 5e10 };
    assert.deepEqual(figures(sample), { milliseconds: 2, imagesPerSecond: 64000, gflops: 40, share: 0.8 });
    assert.deepEqual(figures({ seconds: 0.5, images: 10 }), { milliseconds: 500, imagesPerSecond: 20 }, "a peer knows no more");
  });

  test("take the median of the rounds' ratios, not the ratio of medians", () => {
    const round = (seconds, beside) => ({ sample: { seconds, images: 1 }, beside: { seconds: beside, images: 1 } });
    const { ratio } = summarise([round(10, 1), round(30, 2), round(2, 0.25)]);
    assert.equal(ratio.median, 10);
    assert.equal(summarise([{ sample: { seconds: 1 } }]).ratio, undefined);
  });

  test("hold the fastest round against the highest peak", () => {
    const round = (seconds, peak) => ({ sample: { seconds, operations: 6, peak } });
    assert.equal(summarise([round(3, 2), round(2, 4), round(6, 1)]).best, 0.75);
  });
});

describe("tables", () => {
  test("show three digits that say something", () => {
    assert.deepEqual([0.8449, 12.34, 123.4, 45678, 0.0123, 0, NaN].map(number), ["0.84", "12.3", "123", "45,700", "0.0123", "0.00", ""]);
  });

  test("line up", () => {
    assert.equal(table(["", "ms"], [["a", "1"], ["bcd", "10.5"]]), "       ms\n---  ----\na       1\nbcd  10.5");
  });
});

test("rounds sample each row once a round, in turning order, each beside what it is compared with", async () => {
  const asked = [];
  const arena = { absent: new Map(), sample: async ({ contender }) => (asked.push(contender), { seconds: 1 }) };
  const section = { rounds: 2, rows: [{ contender: "a", work: "w" }, { contender: "b", work: "w", beside: "ours" }] };
  await measure(section, arena);
  assert.deepEqual(asked, ["a", "ours", "b", "ours", "b", "a"]);
  assert.deepEqual(section.rows.map((row) => row.rounds.length), [2, 2]);
});

test("a peer that this browser cannot run is left out, and its rows stay empty", async () => {
  const absent = new Map();
  const arena = { absent, sample: async ({ contender }) => (contender === "gone" ? (absent.set("gone", "no such backend"), null) : { seconds: 1 }) };
  const section = { rounds: 3, rows: [{ contender: "gone", work: {} }, { contender: "a", work: "w" }] };
  await measure(section, arena);
  assert.deepEqual(section.rows.map((row) => row.rounds.length), [0, 3]);
});

test("goals count the worst of their rows, and are silent about what was not measured", () => {
  const row = (contender, median) => ({ name: "large 784,512,128,10, batch 128", contender, figures: { ratio: { median } } });
  const sections = [{ key: "peers", rows: [row("tfjs-wasm", 19), row("tfjs-cpu", 400), row("convnetjs", 3)] }];
  assert.deepEqual(held(sections).map(({ measured, met }) => [measured, met]), [[19, false]]);
});

test("goals are for what is measured on the page, too, and what never came misses its own", () => {
  const figure = (name, median) => ({ name, contender: "visible", figures: { seconds: { median } } });
  const page = { name: "post-b-mnist", contender: "hidden", figures: { megabytes: 150 } };
  const sections = [{ key: "page", rows: [page] }, { key: "figure", rows: [figure("quick-2d", 2.5), figure("quick-10", Infinity)] }];
  const goals = held(sections);
  assert.deepEqual(goals.map(({ measured, met }) => [measured, met]), [[150, true], [2.5, true], [Infinity, false]]);
  assert.match(goalsText(goals), /quick-10 +never +2\.00 +MISSED/);
});

test("each quick preset has a goal", () => {
  const keys = JSON.parse(readFileSync(join(root, "assets/presets.json"), "utf8")).map(({ key }) => key).filter((key) => key.startsWith("quick-"));
  const rows = keys.map((name) => ({ name, contender: "visible", figures: { seconds: { median: 1 } } }));
  assert.equal(held([{ key: "figure", rows }]).length, keys.length);
});

test("the plan asks for one text in section or case", () => {
  const all = ["step/large 784,512,128,10, batch 128", "step/classroom 784,128,64,32,2, batch 64", "inference/sweep"];
  const of = (only) => plan(all, { quick: false, only }).map(({ key, rows }) => [key, new Set(rows.map(({ name }) => name)).size]);
  assert.deepEqual(of("classroom"), [["steps", 1]]);
  assert.deepEqual(of("steps"), [["steps", 2]]);
  assert.deepEqual(of("no such thing"), []);
});

describe("tools/bench", () => {
  test("reads its options", () => {
    assert.deepEqual(parseOptions(["--quick", "--only", "step"]), { quick: true, only: "step", json: "" });
  });

  for (const [args, said] of [[["--slow"], /^tools\/bench: unknown option --slow .*\n$/], [["--json"], /^tools\/bench: --json needs a value\n$/]]) {
    test(`says in one line what is wrong with ${args}, before it builds anything`, () => {
      const result = spawnSync(join(root, "tools/bench"), args, { encoding: "utf8", timeout: 240_000 });
      assert.equal(result.status, 2);
      assert.match(result.stderr, said);
      assert.equal(result.stdout, "");
    });
  }
});
