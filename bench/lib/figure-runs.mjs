// Runs that are timed until the held-out figure is reached: by the command line, and on the built page from the press of Train.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../../tests/browser/lib/studio.mjs";
import { pause } from "../../tests/browser/lib/wait.mjs";
import { engineEvents, watchEngine } from "../../tests/browser/lib/watch.mjs";
import { figureHead, figureLine, figurePlan, reached } from "./figure.mjs";
import { roundTrip } from "./nearness.mjs";
import { hide, openPreset } from "./preset-page.mjs";
import { summary } from "./statistics.mjs";

const kThreads = 2;
/** Milliseconds after which a run on the page is taken to have stopped. */
const kPatience = 30 * 60_000;

const presets = JSON.parse(readFileSync(new URL("../../assets/presets.json", import.meta.url), "utf8"));

/**
 * `seconds` to the figure by the clock of whoever waits for it, `training` by the run's own clock, which counts steps and measuring and
 * nothing between them; both, and `epoch`, Infinity where the run does not get there. `error` is what it ended with.
 */
function timed(points, published, secondsAt) {
  const { place, error } = reached(points, published);
  if (place === undefined) return { seconds: Infinity, training: Infinity, epoch: Infinity, error };
  return { seconds: secondsAt(place), training: points[place].seconds, epoch: points[place].epoch, error };
}

/** By the command line, which has nothing to do but train: its seconds are the run's own. Starting and loading are not in them. */
function natively({ key, published }, seed) {
  const folder = mkdtempSync(join(tmpdir(), "hourglass-figure-"));
  try {
    const csv = join(folder, "history.csv");
    const { status, stderr } = spawnSync(
      join(build, "native/hourglass"),
      ["train", "--preset", key, "--seed", String(seed), "--threads", String(kThreads), "--csv", csv],
      { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] },
    );
    if (status !== 0) throw new Error(`hourglass train --preset ${key} ended with ${status}: ${stderr}`);
    const [head, ...rows] = readFileSync(csv, "utf8").trim().split("\n").map((line) => line.split(","));
    const points = rows.map((row) => Object.fromEntries(head.map((name, i) => [name, Number(row[i])])));
    return timed(points, published, (place) => points[place].seconds);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * On the page, in a browser of its own as a visitor has it: from the press of the button until the engine's message with the point of the
 * history has come to the page, by the page's clock. A listener beside the page's own notes when; the studio is asked nothing meanwhile, and
 * the listener's list is looked at once a second. `hidden`: right after the press.
 */
async function onThePage({ key, settings, published }, seed, hidden) {
  const studio = await openPreset(`preset=${key}&seed=${seed}`, { before: (page) => watchEngine(page, "history_added") });
  try {
    await studio.rest();
    const { id } = await studio.item("button", "Train", ({ disabled }) => !disabled);
    const pressed = await studio.page.evaluate(`{
      const button = document.querySelector('#mirror [data-id="${id}"]');
      const at = performance.now();
      button.click();
      if (${hidden}) (${hide})();
      at;
    }`);
    const end = Date.now() + kPatience;
    let events = [];
    while (events.at(-1)?.point.epoch !== Number(settings.epochs)) {
      if (Date.now() > end) throw new Error(`${key} on the page has not ended; its last point is of epoch ${events.at(-1)?.point.epoch}`);
      await pause(1000);
      events = await engineEvents(studio.page);
    }
    const told = await studio.state();
    if (told.preset !== key || Number(told.settings.seed) !== seed) throw new Error(`the page trained ${told.preset} with seed ${told.settings.seed}`);
    return timed(events.map(({ point }) => point), published, (place) => (events[place].at - pressed) / 1000);
  } finally {
    await studio.close();
  }
}

/**
 * Rows {name, contender, figures, rounds}: a preset, where it trained, and seconds to the figure. Every seed is trained natively and then, in turning order, on a
 * hidden and a visible page. `say` is told a table, line by line, since the whole takes a quarter of an hour.
 */
export async function measureFigures({ quick }, onRun, say) {
  const rows = [];
  say(figureHead());
  for (const { preset, seeds } of figurePlan(presets, { quick })) {
    const rounds = [];
    for (const seed of seeds) {
      onRun(`${preset.key}, seed ${seed} of ${seeds.length}`);
      const round = { seed, apart: await roundTrip(), native: natively(preset, seed) };
      for (const where of seed % 2 === 1 ? ["hidden", "visible"] : ["visible", "hidden"]) round[where] = await onThePage(preset, seed, where === "hidden");
      rounds.push(round);
    }
    say(figureLine({ preset, rounds }));
    for (const where of ["native", "hidden", "visible"]) {
      const of = rounds.map((round) => ({ seed: round.seed, ...round[where] }));
      rows.push({ name: preset.key, contender: where, figures: { seconds: summary(of.map(({ seconds }) => seconds)) }, rounds: of });
    }
  }
  say("");
  return rows;
}
