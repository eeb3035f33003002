// What a person expects of a command line: that it looks before it leaps, loses nothing, stops when it is asked to, guesses what was
// meant, takes what is piped in, and tells shells and readers what it can do.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.HOURGLASS ?? join(root, "build/native/hourglass");
const images = join(root, "tests/golden/strokes-images-idx3-ubyte");
const given = mkdtempSync(join(tmpdir(), "hourglass-given-")), folder = mkdtempSync(join(tmpdir(), "hourglass-habits-"));
const labels = join(given, "strokes-labels-idx1-ubyte");
after(() => [given, folder].forEach((one) => rmSync(one, { recursive: true })));
{
  const count = readFileSync(images).subarray(4, 8);
  writeFileSync(labels, Buffer.concat([Buffer.from([0, 0, 8, 1]), count, Buffer.from(Array.from({ length: count.readUInt32BE() }, (_, i) => i % 2))]));
}
const small = ["--encoder", "784,24,2", "--data", images, "--batch", "32", "--epochs", "2", "--threads", "1"];

function run(args, options = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", ...options });
  return { status, out: stdout, err: stderr };
}
/** What a program says in bash, for redirections and limits. */
const bash = (line) => spawnSync("bash", ["-c", line, "bash", program], { encoding: "utf8" });

test("where a result will go is looked at before the work begins", () => {
  const nowhere = join(folder, "missing/model.safetensors");
  for (const [args, words] of [
    [["train", ...small, "--save", nowhere], /The folder .*missing does not exist: make it first/],
    [["train", ...small, "--csv", folder], /is a folder; name the file to write/],
    [["train", ...small, "--save", join(folder, "one"), "--csv", join(folder, "one")], /Two results would be written to/],
    [["map", "--data", images, "--out", nowhere], /does not exist: make it first/],
  ]) {
    const { status, out, err } = run(args);
    assert.equal(status, 1, args.join(" "));
    assert.equal(out, "", "nothing was begun");
    assert.match(err, words);
  }
  assert.deepEqual(readdirSync(folder), [], "nothing is left behind");
});

test("a file that cannot be written whole leaves the old one as it was", () => {
  const model = join(folder, "kept.safetensors");
  assert.equal(run(["train", ...small, "--save", model]).status, 0);
  const before = readFileSync(model);
  // At most 8 KB a file, as on a disk that is full.
  const { status, stderr } = bash(`trap "" XFSZ; ulimit -f 8; "$1" train ${small.join(" ")} --seed 5 --save ${model}`);
  assert.equal(status, 1, stderr);
  assert.match(stderr, /kept\.safetensors cannot be written: File too large/);
  assert.deepEqual(readFileSync(model), before);
  assert.equal(existsSync(`${model}.hourglass-part`), false);
});

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]]) {
  test(`${signal} ends a run after its batch, and what it has learnt is saved`, async () => {
    const model = join(folder, `${signal}.safetensors`);
    const args = ["train", ...small, "--epochs", "100000", "--json", "--save", model];
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let err = "";
    child.stderr.on("data", (text) => (err += text));
    child.stdout.once("data", () => child.kill(signal));
    child.stdout.resume();
    const status = await new Promise((done) => child.on("exit", (value) => done(value)));
    assert.equal(status, code, err);
    assert.match(err, /Stopped after [0-9.]+ of 100,000 epochs; --resume .* goes on\./);
    assert.equal(run(["eval", "--model", model]).status, 0);
  });
}

test("a run goes on with its own settings, and says so where others are given", () => {
  const model = join(folder, "resumed.safetensors");
  assert.equal(run(["train", ...small, "--save", model]).status, 0);
  for (const [args, words] of [
    [["--preset", "classroom"], /--resume goes on with the settings of the saved run: leave out --preset/],
    [["--encoder", "784,12,2"], /cannot change when a run goes on: leave the flag out, or train anew/],
    [[], /has trained all of its 2 epochs: --epochs with a larger number goes on/],
  ]) {
    const { status, err } = run(["train", "--resume", model, ...args]);
    assert.equal(status, 2, err);
    assert.match(err, words);
  }
  assert.equal(run(["train", "--resume", model, "--epochs", "3"]).status, 0);
});

test("a run on several files finds them again, and does not go on with others", () => {
  const model = join(folder, "files.safetensors");
  assert.equal(run(["train", images, labels, "--encoder", "784,2", "--epochs", "1", "--save", model]).status, 0);
  assert.equal(run(["eval", "--model", model]).status, 0);
  assert.equal(run(["train", "--resume", model, "--epochs", "2"]).status, 0);
  const other = run(["train", "--resume", model, "--epochs", "2", images]);
  assert.equal(other.status, 2);
  assert.match(other.err, /goes on with the images that it was trained on/);
  assert.match(run(["train", images, "--data", images, "--encoder", "784,2"]).err, /--data names the images, and so do the files/);
});

test("a file whose name is no UTF-8 is told of all the same", () => {
  const odd = Buffer.concat([Buffer.from(`${given}/caf`), Buffer.from([0xe9]), Buffer.from("-images-idx3-ubyte")]);
  writeFileSync(odd, readFileSync(images));
  const { status, stdout } = bash(`"$1" data ${given}/caf*-images-idx3-ubyte --json`);
  assert.equal(status, 0);
  assert.ok(JSON.parse(stdout).images > 0);
});

test("a file that others may not read stays so, and a link is written through", () => {
  const model = join(folder, "mine.safetensors"), link = join(folder, "link.safetensors");
  writeFileSync(model, "old", { mode: 0o600 });
  symlinkSync(model, link);
  assert.equal(run(["train", ...small, "--save", link]).status, 0);
  assert.equal(lstatSync(link).isSymbolicLink(), true);
  assert.equal(statSync(model).mode & 0o777, 0o600);
  assert.equal(run(["eval", "--model", model]).status, 0);
});

test("classes that a set does not have are refused", () => {
  for (const [paths, words] of [
    [[images, labels], /There is no class 17 in .*: its classes are 0 to 1\./],
    [[images], /has no labels, so that no classes can be chosen/],
  ]) {
    const { status, err } = run(["train", ...paths, "--encoder", "784,2", "--classes", "0,1,17"]);
    assert.equal(status, 2, err);
    assert.match(err, words);
  }
});

test("what was probably meant is offered", () => {
  for (const [args, words] of [
    [["train", "--preset", "clasroom"], /There is no preset called "clasroom"; did you mean "classroom"\?/],
    [["trian"], /There is no command "trian"; did you mean "train"\?/],
    [["train", ...small, "--lr", "0.1"], /train has no flag --lr; did you mean --learning-rate\?/],
    [["train", ...small, "--epoch=3"], /train has no flag --epoch; did you mean --epochs\?/],
    [["train", ...small, "--qqqqqq"], /train has no flag --qqqqqq\. hourglass train --help lists them\./],
  ]) {
    const { status, err } = run(args);
    assert.equal(status, 2, args.join(" "));
    assert.match(err, words);
  }
});

test("a sweep that would not fit into memory is refused before", () => {
  const model = join(folder, "swept.safetensors");
  assert.equal(run(["train", ...small, "--save", model]).status, 0);
  const { status, err } = run(["sweep", "--model", model, "--x", "-500:500:1", "--y", "-500:500:1", "--scale", "16", "--out", join(folder, "x.png")]);
  assert.equal(status, 2, err);
  assert.match(err, /This sweep would be a picture of 448,000 by 448,000 pixels and need .* of memory/);
});

test("images and labels are given as two paths, and images are piped in", () => {
  const both = run(["data", images, labels, "--json"]);
  assert.equal(both.status, 0, both.err);
  const told = JSON.parse(both.out);
  assert.equal(told.labelled, true);
  const piped = run(["data", "-", "--json"], { input: readFileSync(images) });
  assert.equal(piped.status, 0, piped.err);
  assert.equal(JSON.parse(piped.out).images, told.images);
  const trained = run(["train", images, labels, "--encoder", "784,2", "--epochs", "1", "--json"]);
  assert.equal(trained.status, 0, trained.err);
});

test("shells complete commands, flags and choices", () => {
  const script = join(folder, "hourglass.bash");
  writeFileSync(script, run(["completion", "bash"]).out);
  const complete = (...words) =>
    bash(`source ${script}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _hourglass; echo "\${COMPREPLY[@]}"`).stdout.trim().split(" ");
  assert.deepEqual(complete("hourglass", "ex"), ["export"]);
  assert.ok(complete("hourglass", "train", "--learn").includes("--learning-rate"));
  assert.ok(complete("hourglass", "train", "--optimizer", "").includes("adam"));
  assert.deepEqual(complete("hourglass", "train", "--preset", "classr"), ["classroom"]);
  assert.deepEqual(complete("hourglass", "export", "--part", ""), ["encoder", "decoder", "autoencoder"]);
  assert.deepEqual(complete("hourglass", "completion", "f"), ["fish"]);
  assert.match(run(["completion", "zsh"]).out, /^#compdef hourglass/);
  assert.match(run(["completion", "fish"]).out, /__fish_seen_subcommand_from train' -l optimizer -d .* -x -a '.*adam/);
});

test("the manual names every command and every setting", () => {
  const { out } = run(["man"]);
  assert.match(out, /^\.TH HOURGLASS 1/);
  for (const word of ["train", "export", "completion"]) assert.match(out, new RegExp(`^\\.SS ${word}$`, "m"));
  for (const flag of ["learning\\-rate", "kl\\-weight", "out"]) assert.ok(out.includes(`\\-\\-${flag}`), flag);
});
