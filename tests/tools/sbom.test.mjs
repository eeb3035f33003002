// The list of what the page is built from.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { billOfMaterials } from "../../tools/lib/sbom.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const sources = /HOURGLASS_SOURCES "([^"]+)"/.exec(readFileSync(join(root, "build/places.cmake"), "utf8"))[1];

test("the bill of materials names every part with its version, and every fetched source with its checksum", () => {
  const { components, metadata } = billOfMaterials(root, sources);
  assert.match(metadata.component.version, /^\d+\.\d+\.\d+$/);
  const named = new Map(components.map((one) => [one.name, one]));
  for (const name of ["libsdl2", "imgui", "zlib", "xz-utils", "libspng", "libzstd", "libjpeg-turbo", "libwebp", "giflib"])
    assert.match(named.get(name)?.hashes[0].content ?? "", /^[0-9a-f]{64}$/, name);
  for (const name of ["libeigen3-dev", "nlohmann-json3-dev", "fonts-inter", "emscripten"]) assert.ok(named.get(name)?.version, name);
  const lock = JSON.parse(readFileSync(join(root, "web/package-lock.json"), "utf8")).packages;
  for (const [path, { version, integrity }] of Object.entries(lock)) {
    if (path === "") continue;
    const one = components.find((part) => part.purl.startsWith("pkg:npm/") && path.endsWith(`node_modules/${part.name}`) && part.version === version);
    assert.ok(one, path);
    if (integrity) assert.equal(one.hashes[0].content.length, 128, path);
  }
});
