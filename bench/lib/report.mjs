// The figures as tables for a person and as one object for a program.
import { contenders } from "./contenders.mjs";
import { number, spread, table } from "./table.mjs";

const kColumns = {
  milliseconds: "ms",
  imagesPerSecond: "images/s",
  gflops: "GFLOPS",
  share: "share of peak",
  best: "best",
  ratio: "times",
};

export function sectionText(section) {
  const titles = ["", "", "threads", ...section.columns.map((key) => kColumns[key])];
  let last = "";
  const lines = section.rows
    .filter((row) => row.rounds.length > 0)
    .map((row) => {
      const { label, threads } = contenders[row.contender];
      const name = row.name === last ? "" : row.name;
      last = row.name;
      return [name, label, threads === null ? "" : String(threads), ...section.columns.map((key) => spread(row.figures[key]))];
    });
  return `${section.title}: medians of ${section.rounds} rounds (quartiles)\n${table(titles, lines, 2)}\n`;
}

export function goalsText(goals) {
  const lines = goals.map(({ text, goal, measured, met }) => [text, Number.isFinite(measured) ? number(measured) : "never", number(goal), met ? "met" : "MISSED"]);
  return `Goals\n${table(["", "measured", "goal", ""], lines)}\n`;
}

/** What is written as JSON: every section's rows with their figures and the rounds behind them. */
export function record({ machine, options, sections, goals, absent }) {
  const who = (contender) => contenders[contender] ?? { label: contender };
  return {
    machine,
    quick: options.quick,
    only: options.only,
    goals,
    absent: Object.fromEntries(absent),
    sections: sections.map(({ key, title, rows }) => ({
      key,
      title,
      rows: rows.map(({ name, contender, figures, rounds }) => ({ name, contender: who(contender).label, threads: who(contender).threads, figures, rounds })),
    })),
  };
}
