// tools/lib/room-names.mjs: names that must not stand in two files of a room.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, test } from "node:test";

const tool = resolve(import.meta.dirname, "../../tools/lib/room-names.mjs");
const kept = (...lines) => ["namespace hourglass {", "namespace {", "", ...lines, "", "}  // namespace", "}  // namespace hourglass", ""].join("\n");

/// What the tool says of a tree of these files, and its exit status.
function told(files) {
  const root = mkdtempSync(join(tmpdir(), "hourglass-names-"));
  try {
    for (const [name, text] of Object.entries({ "src/CMakeLists.txt": "", ...files })) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    const { stdout, status } = spawnSync(process.execPath, [tool, root], { encoding: "utf8" });
    return { lines: stdout.split("\n").filter(Boolean), status };
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe("names of a room", () => {
  test("may stand once, whatever they name", () => {
    const { lines, status } = told({
      "src/data/a.cpp": kept("constexpr int kOne = 1, kTwo = 2;", "struct Place {", "  int x = 0;", "};", "double wide(int x) { return x; }"),
      "src/data/b.cpp": kept("constexpr float kTwo = 2;", "struct Place {", "};", "float wide(float x) { return x; }"),
    });
    assert.deepEqual(lines, [
      "src/data/b.cpp:4: kTwo stands in src/data/a.cpp, too",
      "src/data/b.cpp:5: Place stands in src/data/a.cpp, too",
      "src/data/b.cpp:7: wide stands in src/data/a.cpp, too",
    ]);
    assert.equal(status, 1);
  });

  test("of a file or of a header are not hidden by a constant within a function of another file", () => {
    const local = kept("int sum() {", "  constexpr int kOne = 3, kHere = 4;", "  static const char* const kSides[] = {};", "}");
    const { lines } = told({
      "src/data/a.cpp": kept("constexpr int kOne = 1;"),
      "src/data/sides.h": "namespace hourglass {\n\ninline constexpr int kSides = 2;\n\n}  // namespace hourglass\n",
      "src/data/b.cpp": local,
    });
    assert.deepEqual(lines, ["src/data/b.cpp:5: kOne hides that of src/data/a.cpp", "src/data/b.cpp:6: kSides hides that of src/data/sides.h"]);
  });

  test("may stand again in another room, for another platform, in a room that is never compiled together, and as the same alias", () => {
    const one = kept("constexpr int kOne = 1;", "using Bytes = std::span<const char>;");
    const { lines, status } = told({
      "src/CMakeLists.txt": "set_target_properties(hourglass_math PROPERTIES UNITY_BUILD OFF)\n",
      "src/data/a.cpp": one,
      "src/model/a.cpp": one,
      "src/data/b.cpp": kept("using Bytes = std::span<const char>;"),
      "src/math/a.cpp": one,
      "src/math/b.cpp": one,
      "src/platform/host_web.cpp": one,
      "src/platform/host_desktop.cpp": one,
    });
    assert.deepEqual(lines, []);
    assert.equal(status, 0);
  });
});
