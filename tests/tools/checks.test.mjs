// tools/lib/checks.sh: what tools/test tells at its end.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";

const root = resolve(import.meta.dirname, "../..");

describe("the slowest tests", () => {
  let folder;
  before(() => (folder = mkdtempSync(join(tmpdir(), "hourglass-checks-"))));
  after(() => rmSync(folder, { recursive: true }));

  const slowest = (count, ...logs) =>
    spawnSync("bash", ["-c", `. ${root}/tools/lib/checks.sh; slowest_tests "$@"`, "-", String(count), ...logs], { encoding: "utf8" }).stdout;
  const write = (name, lines) => {
    const path = join(folder, name);
    writeFileSync(path, lines.join("\n") + "\n");
    return path;
  };

  test("are found over all runners, without suites and without what failed being told twice", () => {
    const tools = write("test-tools.log", ["▶ a suite", "  ✔ its part (1500ms)", "▶ a suite (1600.5ms)", "✔ a suite (1600.5ms)", "ℹ tests 1"]);
    const browser = write("test-browser.log", [
      "✔ opens (in a browser) (12000.4ms)", "✖ fails (3000ms)", "﹣ left out (0.1ms) # SKIP", "✔ quick (2ms)", "✖ failing tests:", "✖ fails (3000ms)",
    ]);
    assert.equal(
      slowest(3, tools, browser),
      "    12.0 s  browser: opens (in a browser)\n     3.0 s  browser: fails\n     1.5 s  tools: its part\n",
    );
  });

  test("are read of what node writes", () => {
    const file = write("real.test.mjs", [
      'import { describe, test } from "node:test";',
      'describe("whole", () => test("part", () => new Promise((done) => setTimeout(done, 60))));',
      'test("alone", () => {});',
    ]);
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== "NODE_TEST_CONTEXT"));
    const { stdout } = spawnSync(process.execPath, ["--test", "--test-reporter=spec", file], { encoding: "utf8", env });
    const told = slowest(10, write("test-real.log", stdout.split("\n")));
    assert.deepEqual(told.trim().split("\n").map((line) => line.replace(/^ *[\d.]+ s {2}/, "")), ["real: part", "real: alone"]);
  });
});
