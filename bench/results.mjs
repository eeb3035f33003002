// What the runs reach: trains the presets of both posts and ours in full with the native command line, one after the
// other, and prints the tables of docs/results.md. Hours of one processor, so what is done is kept and not done again.
//   node bench/results.mjs [NAME...]     only the runs of that name; without names, all that are not in build/results.json
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const program = process.env.HOURGLASS ?? join(root, "build/native/hourglass");
const kept = join(root, "build/results.json");
const presets = JSON.parse(readFileSync(join(root, "assets/presets.json"), "utf8"));

/** Our recipe for ten numbers on the other networks of the first post. */
const improved = (encoder) => ["--preset", "best-10d", "--encoder", encoder];
const runs = [
  ...presets.map((preset) => ({ name: preset.key, flags: ["--preset", preset.key], preset })),
  ...["784,10", "784,128,10", "784,128,128,10", "784,512,128,1"].map((encoder) => ({ name: `improved-${encoder}`, flags: improved(encoder) })),
];

const results = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")) : {};
const names = process.argv.slice(2);
const unknown = names.find((name) => !runs.some((run) => run.name === name));
if (unknown) {
  console.error(`results: there is no run called ${unknown}; there are: ${runs.map((run) => run.name).join(", ")}`);
  process.exit(2);
}

for (const { name, flags } of runs) {
  if (names.length ? !names.includes(name) : results[name]) continue;
  console.error(`Training ${name}`);
  const train = [program, "train", ...flags, "--seed", "1", "--threads", "1", "--json"];
  // Processor time, because a shared machine's clock says little.
  const timed = ["-c", 'TIMEFORMAT="cpu %U"; time "$0" "$@"', ...train];
  const { status, stdout, stderr } = spawnSync("bash", timed, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) {
    console.error(stderr);
    process.exit(1);
  }
  const epochs = stdout.trim().split("\n").map((line) => JSON.parse(line));
  results[name] = {
    seconds: Number(/cpu ([\d.]+)/.exec(stderr)[1]),
    epochs: epochs.map(({ epoch, train_loss, heldout_sse, heldout_rmse }) => ({ epoch, train_loss, heldout_sse, heldout_rmse })),
  };
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(kept, JSON.stringify(results));
}

const row = (...cells) => console.log(`| ${cells.join(" | ")} |`);
const head = (...cells) => (row(...cells), row(...cells.map(() => "---")));
const percent = (ours, published) => `${ours >= published ? "+" : "\u2212"}${Math.abs((ours / published - 1) * 100).toFixed(1)}%`;
const figure = { "test RMSE": ["heldout_rmse", 4], "test SSE per image": ["heldout_sse", 2], "training loss per image": ["train_loss", 2] };
const time = (result) => `${Math.round(result.seconds)} s`;

head("preset", "encoder", "unit", "published", "reached", "difference", "held-out SSE", "held-out RMSE", "epochs", "processor time");
for (const { name, preset, flags } of runs) {
  const result = results[name];
  if (!result) continue;
  const { epochs } = result;
  const last = epochs.at(-1);
  const [key, digits] = figure[preset?.published?.unit] ?? [];
  const published = preset?.published?.value;
  // A published curve ends at the epoch whose figure is the preset's.
  const curve = Object.entries(preset?.published?.curve ?? {});
  const at = curve.length ? (epochs[Number(curve.at(-1)[0]) - 1] ?? last) : last;
  row(
    `\`${name}\``,
    preset?.settings.encoder ?? flags.at(-1),
    preset?.published?.unit ?? "",
    published ?? "",
    key ? at[key].toFixed(digits) : "",
    key ? percent(at[key], published) : "",
    last.heldout_sse.toFixed(2),
    last.heldout_rmse.toFixed(4),
    epochs.length,
    time(result),
  );
}
for (const { name, preset } of runs) {
  const curve = Object.entries(preset?.published?.curve ?? {});
  if (!curve.length || !results[name]) continue;
  console.log(`\n\`${name}\`\n`);
  head("epoch", "published", "ours", "difference", "held-out SSE");
  for (const [epoch, published] of curve) {
    const ours = results[name].epochs[Number(epoch) - 1];
    if (ours) row(epoch, published, ours.train_loss.toFixed(3), percent(ours.train_loss, published), ours.heldout_sse.toFixed(3));
  }
}
