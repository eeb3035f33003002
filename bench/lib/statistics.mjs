// What is made of a case's rounds.

/** The q-quantile (0..1) of a list that is not empty, between two values by their distance; an infinite value, what never came, is the last. */
export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  if (place === below || sorted[below] === sorted[above]) return sorted[below];
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** Median and quartiles; null of an empty list. */
export function summary(values) {
  if (values.length === 0) return null;
  return { median: quantile(values, 0.5), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/** What a sample ({seconds, operations, images, peak}; the last three where they are known) says. */
export function figures(sample) {
  const { seconds, operations, images, peak } = sample;
  return {
    milliseconds: 1e3 * seconds,
    ...(images ? { imagesPerSecond: images / seconds } : {}),
    ...(operations ? { gflops: (1e-9 * operations) / seconds } : {}),
    ...(operations && peak ? { share: operations / seconds / peak } : {}),
  };
}

/** How many times faster `beside` did the same work. */
export const timesFaster = (beside, sample) => sample.seconds / beside.seconds;

/**
 * Of the rounds of one row, each {sample, beside} (beside where the row has one): the summary of each figure, and of the
 * rounds' ratios; and `best`, the fastest round's share of the highest peak, which others on the machine spoil least.
 */
export function summarise(rounds) {
  const result = {};
  const each = rounds.map(({ sample }) => figures(sample));
  for (const key of Object.keys(each[0] ?? {})) result[key] = summary(each.map((one) => one[key]));
  if (each[0]?.share) {
    const rates = rounds.map(({ sample }) => sample.operations / sample.seconds);
    result.best = Math.max(...rates) / Math.max(...rounds.map(({ sample }) => sample.peak));
  }
  const pairs = rounds.filter(({ beside }) => beside);
  if (pairs.length > 0) result.ratio = summary(pairs.map(({ sample, beside }) => timesFaster(beside, sample)));
  return result;
}
