// Time to the figure: where in a run the held-out images first have the error for which a post needed all its epochs, and a table of it.
// Nothing is run here (figure-runs.mjs does).
import { summary } from "./statistics.mjs";
import { markdownHead, markdownLine, number } from "./table.mjs";

/** Runs of a minute and more: none where it should be quick. */
const kLong = ["quick-30d"];
const kSeeds = 5;

/** Of the presets whose key begins with "quick-": {preset, seeds}, seeds being a list. */
export function figurePlan(presets, { quick }) {
  const seeds = Array.from({ length: quick ? 1 : kSeeds }, (_, i) => i + 1);
  return presets
    .filter(({ key }) => key.startsWith("quick-") && !(quick && kLong.includes(key)))
    .map((preset) => ({ preset, seeds }));
}

const isRmse = ({ unit }) => unit.includes("RMSE");

/**
 * Of a run's history, points {epoch, seconds, heldout_sse, heldout_rmse} as engine and command line write them: the place of the first
 * point that is at the published figure (undefined where none is), and the error that the run ended with.
 */
export function reached(points, published) {
  const errors = points.map((point) => point[isRmse(published) ? "heldout_rmse" : "heldout_sse"]);
  const place = errors.findIndex((error) => error <= published.value);
  return { place: place < 0 ? undefined : place, error: errors.at(-1) };
}

/** How many times as long the visible page took as the hidden one with the same seed, where both got there. */
export const pairRatios = (rounds) =>
  rounds.map(({ visible, hidden }) => [visible.seconds, hidden.seconds]).filter((pair) => pair.every(Number.isFinite)).map(([seen, unseen]) => seen / unseen);

const orNever = (value, text = number) => (Number.isFinite(value) ? text(value) : "never");

/** "2.41 (1.54 to 2.41)", median and quartiles; one value stands alone. */
function span(values) {
  if (values.length === 0) return "";
  const { median, low, high } = summary(values);
  return values.length === 1 ? orNever(median) : `${orNever(median)} (${orNever(low)} to ${orNever(high)})`;
}

const kTitles = [
  "preset", "encoder", "published", "native, s", "hidden, s", "of it training", "visible, s", "of it training", "visible/hidden",
  "at epoch, by seed", "reached, by seed", "processors apart, ns, by seed",
];

/** The table's first lines. */
export const figureHead = () => markdownHead(kTitles);

/** The line of a row {preset, rounds}; a round is {seed, apart, native, hidden, visible}, the last three each {seconds, training, epoch, error}. */
export function figureLine({ preset: { key, settings, published }, rounds }) {
  const of = (where, what) => rounds.map((round) => round[where][what]);
  const epochs = of("visible", "epoch").map((epoch) => orNever(epoch, (at) => String(Number(at.toFixed(2)))));
  const errors = of("visible", "error").map((error) => error.toFixed(isRmse(published) ? 4 : 2));
  return markdownLine([
    `\`${key}\``, settings.encoder, `${isRmse(published) ? "RMSE" : "SSE"} ${published.value}`, span(of("native", "seconds")),
    span(of("hidden", "seconds")), span(of("hidden", "training")), span(of("visible", "seconds")), span(of("visible", "training")), span(pairRatios(rounds)),
    epochs.join(", "), errors.join(", "), rounds.map(({ apart }) => apart.toFixed(0)).join(", "),
  ]);
}
