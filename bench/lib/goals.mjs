// What the figures are held against.

const kLarge = "large 784,512,128,10, batch 128";
const kSmall = "small 784,128,32,2, batch 128";
/** Seconds from the press of Train on the visible page to the published figure. */
const figure = (name, most) => ({ text: `seconds to the figure, ${name}`, section: "figure", name, contender: /^visible$/, of: "seconds", most });
const beside = (name, count, most) => ({ text: `times a step alone, ${name}, beside ${count}`, section: "beside", name, contender: new RegExp(`^${count}$`), of: "ratio", most });
const opening = (text, name, of, most) => ({ text: `seconds until ${text}, ${name}`, section: "opening", name, contender: /^$/, of, most });
const kAlive = "the page is alive";

const kGoals = [
  { text: "share of the peak, large network, 1 thread", section: "steps", name: kLarge, contender: /^relaxed$/, of: "share", least: 0.7 },
  { text: "share of the peak, large network, 2 threads", section: "steps", name: kLarge, contender: /^relaxed-threads\/2$/, of: "share", least: 0.6 },
  { text: "share of the peak, small network, 1 thread", section: "steps", name: kSmall, contender: /^relaxed$/, of: "share", least: 0.55 },
  { text: "share of the peak, small network, 2 threads", section: "steps", name: kSmall, contender: /^relaxed-threads\/2$/, of: "share", least: 0.45 },
  { text: "times TensorFlow.js's best backend, large network", section: "peers", name: kLarge, contender: /^tfjs/, of: "ratio", least: 20 },
  { text: "times TensorFlow.js's best backend, small network", section: "peers", name: kSmall, contender: /^tfjs/, of: "ratio", least: 12 },
  { text: "of native 128 bits, large network, 1 thread", section: "native", name: kLarge, contender: /^native-128.*\/1$/, of: "ratio", least: 0.85 },
  { text: "of native 128 bits, small network, 1 thread", section: "native", name: kSmall, contender: /^native-128.*\/1$/, of: "ratio", least: 0.85 },
  { text: "milliseconds to encode and decode one digit, studio", section: "inference", name: "encode and decode one digit, 784,128,32,2", contender: /^baseline$/, of: "milliseconds", most: 0.5 },
  { text: "milliseconds of a 20 x 20 sweep, studio", section: "inference", name: "sweep of 20 x 20, 784,128,32,2", contender: /^baseline$/, of: "milliseconds", most: 8 },
  { text: "milliseconds for all 55,000 codes, engine", section: "inference", name: "codes of 55,000 digits, 784,128,32,2", contender: /^relaxed-threads\/2$/, of: "milliseconds", most: 500 },
  beside("784,512,128,10", 1, 1.6),
  beside("784,512,128,10", 2, 2.4),
  beside("784,128,32,2", 1, 1.6),
  beside("784,128,32,2", 2, 2.4),
  opening(kAlive, "first visit, 10 Mbit/s, 40 ms", "pad", 1.5),
  opening("Train can be pressed", "first visit, 10 Mbit/s, 40 ms", "train", 3),
  opening(kAlive, "second visit, the same line", "pad", 0.5),
  opening(kAlive, "first visit, processor a quarter", "pad", 3),
  { text: "times as long visible as hidden, post-b-mnist", section: "page", name: "post-b-mnist", contender: /^in turns$/, of: "times", most: 1.1 },
  { text: "times as long visible as hidden, classroom", section: "page", name: "classroom", contender: /^in turns$/, of: "times", most: 1.1 },
  { text: "MB at most, post-b-mnist, full MNIST", section: "page", name: "post-b-mnist", contender: /^(visible|hidden)$/, of: "megabytes", most: 200 },
  figure("quick-2d", 3),
  figure("quick-10", 2),
  figure("quick-10d", 4),
  figure("quick-30d", 100),
];

/** Of sections with figures: [{text, goal, measured, met}], without what was not measured. The worst row counts. */
export function held(sections) {
  return kGoals.flatMap(({ text, section, name, contender, of, least, most }) => {
    const values = (sections.find(({ key }) => key === section)?.rows ?? [])
      .filter((row) => row.name === name && contender.test(row.contender) && row.figures?.[of] !== undefined)
      .map((row) => row.figures[of].median ?? row.figures[of]);
    if (values.length === 0) return [];
    const measured = least === undefined ? Math.max(...values) : Math.min(...values);
    return [{ text, goal: least ?? most, measured, met: least === undefined ? measured <= most : measured >= least }];
  });
}
