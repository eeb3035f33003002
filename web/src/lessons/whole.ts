// What of a lesson shows only once it is read whole: links to its steps, guesses that it repeats; and how a translation agrees with
// the English lesson, from which it takes what it leaves out.
import { say } from "../text/say.ts";
import type { Lesson, Problem, Step } from "./lesson.ts";
import { pathsOf, wordsOf } from "./lesson.ts";
import type { Read } from "./parse.ts";

/** What a translation leaves out, taken from the English lesson; and what of it says otherwise. */
export function completed(translation: Read, english: Read): Problem[] {
  const problems: Problem[] = [];
  const wrong = (key: string, text: string) => problems.push({ line: translation.lines.get(key) ?? translation.lines.get(key.split(" ")[0]!) ?? 1, text });
  const [ours, theirs] = [translation.lesson, english.lesson];
  const keys = (lesson: Lesson) => lesson.steps.map(({ key }) => key).join(", ");
  for (const { key } of theirs.steps)
    if (!ours.steps.some((step) => step.key === key)) wrong("", say("The step {0} is missing.", { quoted: key }));
  for (const { key } of ours.steps)
    if (!theirs.steps.some((step) => step.key === key)) wrong(key, say("The English lesson has no step {0}.", { quoted: key }));
  if (problems.length === 0 && keys(ours) !== keys(theirs)) wrong("", say("The steps stand in another order than in English: {0}.", keys(theirs)));
  if (ours.minutes !== theirs.minutes) wrong("", say("The English lesson takes {0} minutes.", theirs.minutes));
  if (ours.needs.length === 0) ours.needs = theirs.needs;
  for (const step of ours.steps) {
    const original = theirs.steps.find(({ key }) => key === step.key);
    if (!original) continue;
    const differs = (name: string) => wrong(`${step.key} ${name}`, say("{0} is not as in the English lesson.", { quoted: name }));
    if (step.studio && JSON.stringify(step.studio) !== JSON.stringify(original.studio)) differs("studio");
    if (original.studio) step.studio = original.studio;
    if (step.point !== undefined && String(step.point) !== String(original.point)) differs("point");
    if (original.point !== undefined) step.point = original.point;
    if (!step.wait !== !original.wait) differs("wait");
    if (step.wait && original.wait) {
      const { what, about } = original.wait;
      if (step.wait.what !== "" && `${step.wait.what} ${step.wait.about}` !== `${what} ${about}`) differs("wait");
      step.wait = { ...original.wait, words: step.wait.words };
    }
    completeAsk(step, original, () => differs("ask"));
    const figures = (one: Step) => JSON.stringify(one.blocks.flatMap((b) => ("figures" in b ? b.figures.map(({ published, path }) => [published, path]) : [])));
    if (figures(step) !== figures(original)) differs("figures");
    const compared = (one: Step) => pathsOf(one).sort().join(", ");
    if (figures(step) === figures(original) && compared(step) !== compared(original))
      wrong(step.key, say("The figures in the text are not those of the English lesson: {0}.", compared(original)));
  }
  return problems;
}

function completeAsk(step: Step, original: Step, differs: () => void): void {
  const asked = (one: Step) => one.blocks.flatMap((block) => ("ask" in block ? [block.ask] : []))[0];
  const [ours, theirs] = [asked(step), asked(original)];
  if (!ours && !theirs) return;
  if (!ours || !theirs || ours.choices.length !== theirs.choices.length || !ours.draw !== !theirs.draw) return differs();
  if (ours.right !== 0 && ours.right !== theirs.right) differs();
  if (ours.run && JSON.stringify(ours.run) !== JSON.stringify(theirs.run)) differs();
  ours.right = theirs.right;
  if (theirs.run) ours.run = theirs.run;
}

/** What of a whole lesson only shows once it is complete: links to its steps, guesses that it repeats, blocks left out. */
export function incomplete({ lesson, lines }: Read): Problem[] {
  const problems: Problem[] = [];
  const keys = new Set(lesson.steps.map(({ key }) => key));
  for (const step of lesson.steps) {
    const wrong = (text: string) => problems.push({ line: lines.get(step.key) ?? 1, text });
    if (step.wait?.what === "") wrong(say("The block has no {0}.", { quoted: "for" }));
    for (const word of wordsOf(step.blocks)) {
      if (typeof word !== "object") continue;
      if ("link" in word && word.link.startsWith("#") && !keys.has(word.link.slice(1)))
        wrong(say("There is no step {0}.", { quoted: word.link.slice(1) }));
      if ("live" in word && word.live.startsWith("guess.") && !lesson.steps.some(({ key, blocks }) => key === word.live.slice(6) && blocks.some((b) => "ask" in b)))
        wrong(say("There is no guess in a step {0}.", { quoted: word.live.slice(6) }));
    }
  }
  return problems;
}
