// The tests of a room are compiled several files at a time, so what one file keeps to itself must not have the name of what
// another one does: which files share a piece changes with every new file. Prints each name that stands twice.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const tests = resolve(import.meta.dirname, "../../tests");
// clang-format leaves what stands in a namespace at the line's beginning.
const kKind = /^(?:struct|class|enum class|using) (\w+)\b(?!.*;$)|^using (\w+) =/;
const kValue = /^(?!return|using|namespace|template|public|TEST|INSTANTIATE)(?:[\w:]+(?:<.*>)?[ &*]+)+(\w+)(?:\[\w*\])?(?:\(| = |\{|;)/;

let twice = false;
for (const room of readdirSync(tests, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const folder = join(tests, room.name);
  const first = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith("_test.cpp")).sort()) {
    const own = new Set();
    for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
      const found = kKind.exec(line) ?? kValue.exec(line);
      const name = found && (found[1] ?? found[2]);
      if (name) own.add(name);
    }
    for (const name of own) {
      if (first.has(name)) console.log(`tests/${room.name}/${file}: ${name} stands in ${first.get(name)}, too`), (twice = true);
      else first.set(name, file);
    }
  }
}
if (twice) process.exitCode = 1;
