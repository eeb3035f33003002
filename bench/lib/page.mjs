// Whole runs on the page itself, each in a browser of its own: what they take with the studio visible and with the tab
// hidden, memory, and how near the run comes to the published curve.
import { readFileSync } from "node:fs";
import { memory } from "./memory.mjs";
import { hide, openPreset } from "./preset-page.mjs";
import { number, table } from "./table.mjs";

const kRuns = [
  { preset: "classroom", hidden: false },
  { preset: "classroom", hidden: true },
  { preset: "post-b-mnist", hidden: false },
  { preset: "post-b-mnist", hidden: true },
];
/** Memory is first looked at after so many epochs. */
const kSettled = 5;

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
      await Promise.race([trained, new Promise((next) => setTimeout(next, 1000))]);
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

/** One run after the other; `--quick` trains two epochs of each. */
export async function measurePage({ quick }) {
  const runs = [];
  for (const one of kRuns) runs.push(await run(one, quick));
  return runs;
}

export function pageText(runs) {
  const titles = ["", "tab", "seconds", "images/s", `MB after ${kSettled} epochs`, "at the end", "at most"];
  const lines = runs.map((run) => [
    run.name,
    run.hidden ? "hidden" : "visible",
    ...[run.seconds, run.imagesPerSecond, run.megabytes.first, run.megabytes.last, run.megabytes.most].map(number),
  ]);
  const cost = runs
    .filter((run) => !run.hidden)
    .map((run) => `${run.name} ${number(run.seconds / runs.find((other) => other.hidden && other.name === run.name).seconds)}`);
  const curves = runs.filter((run) => run.curve.length > 0).map((run) => `\n${curveText(run)}`);
  return `Whole runs on the page\n${table(titles, lines)}\nVisible over hidden: ${cost.join(", ")}\n${curves.join("")}`;
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
