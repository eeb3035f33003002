import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { figureHead, figureLine, figurePlan, pairRatios, reached } from "../../bench/lib/figure.mjs";
import { summary } from "../../bench/lib/statistics.mjs";

const presets = JSON.parse(readFileSync(new URL("../../assets/presets.json", import.meta.url), "utf8"));
const sse = { value: 30, unit: "test SSE per image" };
const at = (seconds) => ({ seconds, training: seconds / 2, epoch: Number.isFinite(seconds) ? 1 : Infinity, error: 29.5 });
const round = (hidden, visible, seed = 1) => ({ seed, apart: 90, native: at(1), hidden: at(hidden), visible: at(visible) });

describe("time to the figure", () => {
  test("takes each quick preset and five seeds; with one where it should be quick, and then not the long one", () => {
    const seeds = (quick) => Object.fromEntries(figurePlan(presets, { quick }).map(({ preset, seeds: list }) => [preset.key, list]));
    assert.deepEqual(seeds(false), { "quick-2d": [1, 2, 3, 4, 5], "quick-10": [1, 2, 3, 4, 5], "quick-10d": [1, 2, 3, 4, 5], "quick-30d": [1, 2, 3, 4, 5] });
    assert.deepEqual(seeds(true), { "quick-2d": [1], "quick-10": [1], "quick-10d": [1] });
  });

  test("is at the first point with the error in the published unit, though a later one is above it again", () => {
    const points = [[40, 0.2], [30, 0.19], [31, 0.18], [28, 0.17]].map(([heldout_sse, heldout_rmse]) => ({ heldout_sse, heldout_rmse }));
    assert.deepEqual(reached(points, sse), { place: 1, error: 28 });
    assert.deepEqual(reached(points, { value: 0.185, unit: "test RMSE" }), { place: 2, error: 0.17 });
    assert.deepEqual(reached(points, { value: 1, unit: "test SSE per image" }), { place: undefined, error: 28 });
  });

  test("compares pages by pairs of a seed, and leaves out those of which one never got there", () => {
    assert.deepEqual(pairRatios([round(2, 3), round(4, 4), round(2, Infinity), round(Infinity, 2)]), [1.5, 1]);
  });

  test("that never came is later than any", () => {
    assert.deepEqual(summary([1, Infinity, 2, 3, Infinity]), { median: 3, low: 2, high: Infinity });
    assert.deepEqual(summary([Infinity, Infinity]), { median: Infinity, low: Infinity, high: Infinity });
  });

  test("is a table with what the pages took, and never where one never got there", () => {
    const line = (...rounds) => figureLine({ preset: { key: "quick-2d", settings: { encoder: "784,2" }, published: sse }, rounds });
    const columns = (text) => text.split("|").length;
    assert.equal(columns(line(round(2, 3))), columns(figureHead().split("\n").at(-1)), "a cell for each title");
    assert.equal(line(round(2, 3)), "| `quick-2d` | 784,2 | SSE 30 | 1.00 | 2.00 | 1.00 | 3.00 | 1.50 | 1.50 | 1 | 29.50 | 90 |");
    assert.match(line(round(1, 2, 1), round(1, 4, 2), round(1, Infinity, 3)), /\| 4\.00 \(3\.00 to never\) \|.*\| 3\.00 \(2\.50 to 3\.50\) \| 1, 1, never \|/);
  });
});
