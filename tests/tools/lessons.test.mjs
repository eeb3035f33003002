// tools/lessons says what is wrong with a lesson, by file and line; and the lessons that are shipped have nothing wrong.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { checkLessons, house } from "../../tools/lib/lessons.mjs";

const root = resolve(import.meta.dirname, "../..");
const kHead = ["---", "title: A lesson", "minutes: 3", "summary: Of little.", "---"];

/** The problems of files with these lines, as "file:line: text". */
async function problems(t, files) {
  const folder = mkdtempSync(join(tmpdir(), "hourglass-lessons-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, lines] of Object.entries(files)) writeFileSync(join(folder, name), Array.isArray(lines) ? lines.join("\n") : lines);
  return (await checkLessons(folder)).map(({ file, line, text }) => `${file}:${line}: ${text}`);
}
const block = (name, ...lines) => ["```" + name, ...lines, "```"];
const step = (...lines) => [...kHead, "## One {#one}", "Words.", ...lines];

test("the lessons that are shipped, and the one of the tests, have nothing wrong", async () => {
  assert.deepEqual(await checkLessons(join(root, "assets/lessons")), []);
  assert.deepEqual(await checkLessons(join(root, "tests/browser/lessons")), []);
});

test("the house knows its presets, settings, data sets, and the ids of the studio", () => {
  const known = house();
  for (const key of ["classroom", "hinton-30d"]) assert.ok(known.presets.has(key), key);
  for (const key of ["encoder", "learning-rate", "seed", "corruption", "variational", "data"]) assert.ok(known.settings.has(key), key);
  for (const key of ["mnist", "mnist-full", "letters"]) assert.ok(known.sets.has(key), key);
  for (const id of ["map", "bar", "map/kind", "bar/train", "paint/noise", "recipe/learning-rate", "sweep/count", "tabs/paint", "samples/view"])
    assert.ok(known.isItem(id), id);
  for (const id of ["maps", "map/trian", "recipe/no-such", "Map/kind", "to", "tabs/none"]) assert.ok(!known.isItem(id), id);
});

test("what is wrong is told by its line", async (t) => {
  const told = async (lines) => (await problems(t, { "x.en.md": lines })).join("\n");
  const cases = [
    [["Words."], /x\.en\.md:1: A lesson begins with title/],
    [["---", "title: A", "minutes: long", "summary: B.", "colour: red", "---", "## One {#one}", "Words."], /:3: minutes is a whole number[\s\S]*:5: "colour" is not known/],
    [kHead, /:5: The lesson has no step/],
    [[...kHead, "Words."], /:6: Before the first step stands nothing/],
    [[...kHead, "## One", "Words."], /:6: A step's heading ends with its key/],
    [[...kHead, "### One {#one}", "Words."], /:6: There are no headings but/],
    [[...step(), "## Two {#one}", "Words."], /:8: There is a step "one" already/],
    [[...kHead, "## One {#One}", "Words."], /:6: "One" is no key/],
    [[...step(), "## Two {#two}"], /:8: The step says nothing/],
    [step("![alt](https://example.org/x.png)"), /:8: .*no image/],
    [step("", "<b>bold</b>"), /no HTML/],
    [step("[here](http://example.org/)"), /:8: "http:\/\/example.org\/" is no address/],
    [step("[here](javascript:alert(1))"), /is no address/],
    [step("[here](#two)"), /:6: There is no step "two"/],
    [step("`=heldOut.nothing`"), /:8: There is no figure "heldOut.nothing"/],
    [step("`30.7 ~ heldOut.perImage`"), /:8: A figure that is compared says by how much/],
    [step("`=guess.two`"), /:6: There is no guess in a step "two"/],
    [step(...block("stdio", "preset: classroom")), /:8: There is no block "stdio"/],
    [step(...block("studio", "presets: classroom")), /:9: "presets" is not known here/],
    [step(...block("studio", "preset: no-such")), /:8: There is no preset "no-such"/],
    [step(...block("studio", "settings: no-such=3")), /:8: There is no setting "no-such"/],
    [step(...block("studio", "settings: data=letters")), /:8: The lesson needs "letters"/],
    [step(...block("studio", "map: globe")), /:9: map is one of autoencoder, pca, tsne, not "globe"/],
    [step(...block("studio", "run: go, untrained")), /:9: A run begins with/],
    [step(...block("studio", "drawing: no-such")), /:8: There is no drawing "no-such"/],
    [step(...block("studio", "sweep: 1 -1 0.2")), /:9: A sweep is from, to and step/],
    [step(...block("studio", "map: pca", "map: pca")), /:10: "map" stands here twice/],
    [step(...block("studio", "map: pca"), ...block("studio", "map: pca")), /:11: "studio" stands in this step twice/],
    [step(...block("point", "at: map/trian")), /:8: Nothing of the studio is called "map\/trian"/],
    [step(...block("point", "at: map/surface, paint/papr")), /:8: Nothing of the studio is called "paint\/papr"/],
    [step(...block("ask", "question: Why?", "choice: A", "choice: B", "right: 3", "then: So.")), /:12: right is a whole number from 0 to 2/],
    [step(...block("ask", "question: Why?", "choice: A", "choice: B", "right: 1", "right: 2", "then: So.")), /:13: "right" stands here twice/],
    [step(...block("ask", "question: Why?", "choice: A", "then: So.")), /:8: A guess has two choices/],
    [step(...block("ask", "choice: A", "choice: B", "then: So.")), /:8: The block has no "question"/],
    [step(...block("wait", "for: rain", "words: Wait.")), /:9: "rain" is nothing that a step waits for/],
    [step(...block("wait", "for: opened door", "words: Wait.")), /:9: for is one of map, paint/],
    [step(...block("wait", "for: changed nothing", "words: Wait.")), /:8: There is no setting "nothing"/],
    [step(...block("wait", "words: Wait.")), /:6: The block has no "for"/],
    [step(...block("figures", "row: Error | 3")), /:9: A row is words/],
    [step(...block("figures", "row: Error | some | heldOut.rmse")), /:9: "some" is no number/],
  ];
  for (const [lines, pattern] of cases) assert.match(await told(lines), pattern, lines.join("\n"));
});

test("a translation has the English lesson's steps and blocks, or leaves blocks out", async (t) => {
  const english = step(...block("studio", "preset: classroom"), ...block("wait", "for: painted", "words: Paint."), "`3 ~ epoch ± 1`");
  const german = (...lines) => [...kHead, "## Eins {#one}", "Worte.", ...lines];
  const told = async (lines) => (await problems(t, { "x.en.md": english, "x.de.md": lines })).join("\n");
  assert.equal(await told(german(...block("wait", "words: Male."), "`3 ~ epoch ± 1`")), "");
  assert.match(await told(german("`3 ~ epoch ± 1`")), /x\.de\.md:6: "wait" is not as in the English lesson/);
  assert.match(await told(german(...block("studio", "preset: best-2d"), ...block("wait", "words: Male."), "`3 ~ epoch ± 1`")), /x\.de\.md:8: "studio" is not as/);
  assert.match(await told(german(...block("wait", "words: Male."))), /x\.de\.md:6: The figures in the text are not those/);
  assert.match(await told([...kHead, "## Zwei {#two}", "Worte."]), /The step "one" is missing[\s\S]*The English lesson has no step "two"/);
  assert.match((await problems(t, { "y.de.md": german() })).join("\n"), /There is no y\.en\.md/);
});

test("the list names every lesson once, and drawings stay on their paper", async (t) => {
  const told = await problems(t, { "x.en.md": step(), "order.json": '["y"]' });
  assert.deepEqual(told, ["order.json:1: There is no y.en.md.", "order.json:1: x is missing."]);
});
