// Whole runs on the page itself, each in a browser of its own: what they take with the studio visible and with the tab
// hidden, memory, and how near the run comes to the published curve. And runs without end whose page is visible and hidden in turns,
// since what drawing costs is less than what a minute differs from the next on a machine that others use, too.
import { readFileSync } from "node:fs";
import { pause } from "../../tests/browser/lib/wait.mjs";
import { memory } from "./memory.mjs";
import { hide, openPreset } from "./preset-page.mjs";
import { summary } from "./statistics.mjs";
import { number, spread, table } from "./table.mjs";

const kRuns = [
  { preset: "classroom", hidden: false },
  { preset: "classroom", hidden: true },
  { preset: "post-b-mnist", hidden: false },
  { preset: "post-b-mnist", hidden: true },
];
/** Memory is first looked at after so many epochs. */
const kSettled = 5;
/** Of what is watched in turns: pairs of stretches, and milliseconds until the first, of a stretch, and between two. */
const kPairs = { quick: 3, whole: 12 };
const kWarm = 4000;
const kStretch = 6000;
const kTurns = 1000;

const presets = JSON.parse(readFileSync(new URL("../../assets/presets.json", import.meta.url), "utf8"));

/** [{epoch, published, ours}] of the training loss, where the preset's origin tells its curve. */
function curve(preset, history) {
  const published = presets.find(({ key }) => key === preset).published?.curve ?? {};
  return Object.entries(published).flatMap(([epoch, loss]) => {
    const point = history.find((one) => one.epoch === Number(epoch));
    return point ? [{ epoch: point.epoch, published: loss, ours: point.trainLoss, seconds: point.seconds }] : [];
  });
}

async function run({ preset, hidden }, quick) {
  const studio = await openPreset(`preset=${preset}`);
  try {
    if (hidden) await studio.page.evaluate(hide);
    const megabytes = [];
    const start = performance.now();
    let done = false;
    const trained = studio.call("train", ...(quick ? [{ epochs: 2 }] : [])).finally(() => (done = true));
    while (!done) {
      await Promise.race([trained, pause(1000)]);
      const { epoch } = await studio.call("state");
      if (epoch >= kSettled || quick) megabytes.push(await memory(studio.browser));
    }
    await trained;
    const seconds = (performance.now() - start) / 1e3;
    const { epoch, dataset, history } = await studio.call("state");
    return {
      name: preset,
      hidden,
      seconds,
      imagesPerSecond: (epoch * dataset.training) / seconds,
      megabytes: { first: megabytes[0], last: megabytes.at(-1), most: Math.max(...megabytes) },
      curve: curve(preset, history),
    };
  } finally {
    await studio.close();
  }
}

/** [{visible, hidden}], images a second, of a run without end, by stretches in turning order. */
async function inTurns(preset, quick) {
  const studio = await openPreset(`preset=${preset}&epochs=100000`);
  try {
    const { dataset } = await studio.state();
    studio.call("train").catch(() => {}); // it ends with the browser
    await pause(kWarm);
    const rate = async (hidden) => {
      await studio.page.evaluate(hide, hidden);
      await pause(kTurns);
      const [from, begin] = [(await studio.state()).epoch, performance.now()];
      await pause(kStretch);
      return (((await studio.state()).epoch - from) * dataset.training) / ((performance.now() - begin) / 1e3);
    };
    const pairs = [];
    for (let i = 0; i < kPairs[quick ? "quick" : "whole"]; ++i) {
      const pair = {};
      for (const where of i % 2 === 0 ? ["visible", "hidden"] : ["hidden", "visible"]) pair[where] = await rate(where === "hidden");
      pairs.push(pair);
    }
    return pairs;
  } finally {
    await studio.close();
  }
}

/** Rows {name, contender, figures, rounds}, one run after the other; `--quick` trains two epochs of each. `say` is told what is there. */
export async function measurePage({ quick }, onRun, say) {
  const runs = [];
  for (const one of kRuns) {
    onRun(`${one.preset} on the page, ${one.hidden ? "hidden" : "visible"}`);
    runs.push(await run(one, quick));
  }
  say(pageText(runs));
  const turns = [];
  for (const name of new Set(kRuns.map(({ preset }) => preset))) {
    onRun(`${name} on the page, visible and hidden in turns`);
    const rounds = await inTurns(name, quick);
    const of = (value) => summary(rounds.map(value));
    const figures = { visible: of(({ visible }) => visible), hidden: of(({ hidden }) => hidden), times: of(({ visible, hidden }) => hidden / visible) };
    turns.push({ name, contender: "in turns", figures, rounds });
  }
  say(turnsText(turns));
  const figures = ({ seconds, imagesPerSecond, megabytes }) => ({ seconds, imagesPerSecond, megabytes: megabytes.most });
  return [...runs.map((one) => ({ name: one.name, contender: one.hidden ? "hidden" : "visible", figures: figures(one), rounds: [one] })), ...turns];
}

function turnsText(turns) {
  const lines = turns.map(({ name, figures: { visible, hidden, times } }) => [name, ...[visible, hidden, times].map(spread)]);
  return `In turns, images/s: medians of ${turns[0].rounds.length} pairs (quartiles)\n${table(["", "visible", "hidden", "times as long visible"], lines)}\n`;
}

function pageText(runs) {
  const titles = ["", "tab", "seconds", "images/s", `MB after ${kSettled} epochs`, "at the end", "at most"];
  const lines = runs.map((run) => [
    run.name,
    run.hidden ? "hidden" : "visible",
    ...[run.seconds, run.imagesPerSecond, run.megabytes.first, run.megabytes.last, run.megabytes.most].map(number),
  ]);
  const curves = runs.filter((run) => run.curve.length > 0).map((run) => `\n${curveText(run)}`);
  return `${table(titles, lines)}\n${curves.join("")}`;
}

function curveText({ name, hidden, curve }) {
  const lines = curve.map(({ epoch, published, ours, seconds }) => [
    number(epoch),
    published.toFixed(2),
    ours.toFixed(2),
    `${(100 * (ours / published - 1)).toFixed(1)}%`,
    number(seconds),
  ]);
  return `${name}, ${hidden ? "hidden" : "visible"}: training loss\n${table(["epoch", "published", "ours", "difference", "seconds"], lines)}\n`;
}
