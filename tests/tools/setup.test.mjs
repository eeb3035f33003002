import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";

const root = resolve(import.meta.dirname, "../..");
let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "hourglass-setup-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs lines of bash that have tools/lib's functions, with the cache in a folder of the test. */
function bash(lines, env = {}) {
  const script = `set -uo pipefail\nhg_root=${folder}\nfor f in say cache packages apt-private emscripten; do . ${root}/tools/lib/$f.sh; done\n${lines}`;
  writeFileSync(join(folder, "emsdk-version.txt"), readFileSync(join(root, "emsdk-version.txt")));
  const result = spawnSync("bash", ["-c", script], { encoding: "utf8", env: { ...process.env, XDG_CACHE_HOME: join(folder, "cache"), ...env } });
  return { status: result.status, out: result.stdout, err: result.stderr };
}

describe("the mirror for Emscripten's packages", () => {
  const apt = (files) => {
    mkdirSync(join(folder, "apt/sources.list.d"), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "apt", name), text);
  };
  const mirror = () => bash(`machine_mirror ${folder}/apt bookworm`);

  test("is copied from a deb822 entry, not from its neighbours", () => {
    apt({
      "sources.list.d/a.sources": "Types: deb\nURIs: http://tools.test/debian\nSuites: tools\nComponents: main\n",
      "sources.list.d/debian.sources":
        "# a comment\nTypes: deb\nURIs: http://security.test/debian-security\nSuites: bookworm-security\nComponents: main\n\n" +
        "Types: deb\nURIs: http://mirror.test/debian\nSuites: bookworm bookworm-updates\nComponents: main\nSigned-By: /usr/share/keyrings/k.gpg\n",
    });
    assert.equal(mirror().out.trim(), "http://mirror.test/debian /usr/share/keyrings/k.gpg");
  });

  test("is not taken from an entry that is switched off", () => {
    apt({ "sources.list.d/debian.sources": "Enabled: no\nTypes: deb\nURIs: http://off.test/debian\nSuites: bookworm\nComponents: main\n" });
    assert.notEqual(mirror().status, 0);
  });

  test("is copied from a one-line entry, with and without options", () => {
    apt({ "sources.list": "# deb http://old.test/debian bookworm main\ndeb http://security.test/d bookworm-security main\ndeb http://mirror.test/debian bookworm main contrib\n" });
    assert.equal(mirror().out.trim(), "http://mirror.test/debian");
    apt({ "sources.list": "deb [arch=amd64 signed-by=/etc/apt/k.gpg] http://mirror.test/debian/ bookworm main\n" });
    assert.equal(mirror().out.trim(), "http://mirror.test/debian/ /etc/apt/k.gpg");
  });

  test("is missed with a non-zero status where there is none", () => {
    apt({ "sources.list": "" });
    assert.notEqual(mirror().status, 0);
  });
});

describe("the cache", () => {
  const make = 'echo recipe >"$hg_root/recipe"; build() { echo run >>"$hg_root/runs"; eval "${body:-echo whole >file}"; }\n' +
    'cached part "$hg_root/recipe" || make_part "Make part" "try again" build; echo "$hg_part"\n';
  const runs = () => (existsSync(join(folder, "runs")) ? readFileSync(join(folder, "runs"), "utf8").split("\n").length - 1 : 0);

  test("makes a part once", () => {
    const first = bash(make);
    assert.equal(first.status, 0, first.err);
    assert.match(first.out, /Make part/);
    const second = bash(make);
    assert.equal(runs(), 1);
    assert.doesNotMatch(second.out, /Make part/);
    assert.equal(readFileSync(join(second.out.trim(), "file"), "utf8"), "whole\n");
  });

  test("makes a part again that was interrupted half way, from an empty folder", () => {
    const first = bash(make, { body: "echo half >half; exit 7" });
    assert.equal(first.status, 1);
    assert.match(first.err, /"Make part" failed: exit status 7/);
    assert.match(first.err, /What to do: try again/);
    const second = bash(make);
    assert.equal(second.status, 0, second.err);
    const part = second.out.trim().split("\n").at(-1);
    assert.deepEqual(readdirSync(part), ["file"]);
  });

  test("makes a part again when the way it is made changed", () => {
    bash(make);
    bash(make.replace("echo recipe", "echo another"));
    assert.equal(runs(), 2);
  });
});

describe("the packages", () => {
  test("that are missing are named in one line that can be pasted, for a person who is not root", () => {
    mkdirSync(join(folder, "tools/lib"), { recursive: true });
    writeFileSync(join(folder, "tools/lib/packages.txt"), "# a comment\nbash\nno-such-package-of-hourglass # why\n");
    const result = bash("id() { echo 1000; }\nsetup_packages");
    assert.equal(result.status, 1);
    assert.match(result.err, /sudo apt-get install --no-install-recommends no-such-package-of-hourglass/);
    assert.doesNotMatch(result.err, /install.* bash/);
  });

  test("that are there cost nothing and need no root", () => {
    mkdirSync(join(folder, "tools/lib"), { recursive: true });
    writeFileSync(join(folder, "tools/lib/packages.txt"), "bash\ncoreutils\n");
    const result = bash("id() { echo 1000; }\napt-get() { echo called; }\nsetup_packages; echo done");
    assert.equal(result.out, "done\n");
  });
});

describe("Emscripten", () => {
  const fake = (version) => {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "emcc"), `#!/bin/sh\necho "emcc (Emscripten gcc/clang-like replacement + linker emulating GNU ld) ${version} (abc)"\n`, { mode: 0o755 });
    return { PATH: `${bin}:${process.env.PATH}` };
  };
  const lines = 'cached() { return 1; }; make_part() { echo would fetch; hg_part=/fetched; }\nsetup_emscripten; echo "$hg_emscripten"';
  const version = readFileSync(join(root, "emsdk-version.txt"), "utf8").trim();

  test("of the pinned version on PATH is used as it is", () => {
    assert.equal(bash(lines, fake(version)).out.trim(), join(folder, "bin"));
  });

  test("of another version on PATH is not used", () => {
    for (const other of ["3.1.6", version + "0", "4.0.1"]) assert.match(bash(lines, fake(other)).out, /would fetch/, other);
  });

  test("has its version in one file only", () => {
    const found = spawnSync("git", ["grep", "-lF", version, "--", ":!web/package-lock.json"], { cwd: root, encoding: "utf8" });
    assert.deepEqual(found.stdout.trim().split("\n"), ["emsdk-version.txt"]);
  });
});
