// What other programs of the machine cost: the engine's module in node trains on two threads while nothing, one or two programs
// beside it compute without end, in turns.
import { spawn } from "node:child_process";
import { pause } from "../../tests/browser/lib/wait.mjs";
import { summary } from "./statistics.mjs";
import { spread, table } from "./table.mjs";
import { stretch, trainingEngine } from "./training-engine.mjs";

const kNetworks = ["784,512,128,10", "784,128,32,2"];
const kStretch = 2; // seconds
const kBefore = 3; // ... that are not counted: the engine learns that neighbours came or went
const kRounds = { quick: 3, whole: 9 };
const kNeighbours = [0, 1, 2];

/** Starts so many programs; answers what ends them. */
function neighbours(count, sameSession) {
  const list = Array.from({ length: count }, () => spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore", detached: !sameSession }));
  return () => list.forEach((child) => child.kill("SIGKILL"));
}

/**
 * Rows {name, contender, figures, rounds}: a network, how many programs are beside it, milliseconds a step, `ratio` to the same round's without
 * any, and processors used. `sameSession`: the programs are weighed by the scheduler as the engine's threads are; without it each has a
 * session of its own, which Linux with sched_autogroup_enabled gives as much as all threads of the engine together.
 */
export async function measureBeside({ quick, threads = 2, sameSession = true, networks = kNetworks }, onRound = () => {}) {
  const rows = [];
  for (const encoder of networks) {
    const engine = await trainingEngine("relaxed-threads", encoder, { threads }, { batch: "128" });
    stretch(engine, 1);
    const all = kNeighbours.map(() => []);
    for (let round = 0; round < kRounds[quick ? "quick" : "whole"]; ++round) {
      for (const count of kNeighbours) {
        const end = neighbours(count, sameSession);
        await pause(300);
        stretch(engine, kBefore);
        const { steps, seconds, processor } = stretch(engine, kStretch);
        all[count].push({ milliseconds: (1000 * seconds) / steps, processors: processor / seconds });
        end();
        await pause(100);
      }
      onRound(`${encoder} beside other programs: round ${round + 1}`);
    }
    engine.close();
    for (const count of kNeighbours) {
      const rounds = all[count].map((one, round) => ({ ...one, ratio: one.milliseconds / all[0][round].milliseconds }));
      const of = (key) => summary(rounds.map((one) => one[key]));
      rows.push({ name: encoder, contender: String(count), figures: { milliseconds: of("milliseconds"), ratio: of("ratio"), processors: of("processors") }, rounds });
    }
  }
  return rows;
}

export const besideText = (rows) =>
  table(
    ["network", "programs beside it", "ms a step", "times that alone", "processors used"],
    rows.map(({ name, contender, figures: { milliseconds, ratio, processors } }) => [name, contender, ...[milliseconds, ratio, processors].map(spread)]),
  );
