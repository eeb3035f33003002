// What tools/bench measures beside the measuring program: sections of the built page and of the engine in node, by the word that --only
// takes. Each is measure(options, onRun, say), where onRun(text) is told what is under way and say(text) what is there; it answers rows
// {name, contender, figures, rounds}, as the other sections have them.
import { besideText, measureBeside } from "./beside.mjs";
import { measureFigures } from "./figure-runs.mjs";
import { measureOpening, openingText } from "./opening.mjs";
import { measurePage } from "./page.mjs";

const kOpenings = { quick: 1, whole: 5 };

/** In the order in which they are measured. */
export const kLonger = {
  beside: {
    title: "Training steps beside programs that compute without end",
    measure: async (options, onRun, say) => {
      const rows = await measureBeside(options, onRun);
      say(`${besideText(rows)}\n`);
      return rows;
    },
  },
  opening: {
    title: "Seconds until the page is open",
    measure: async ({ quick }, onRun, say) => {
      const rows = await measureOpening({ runs: kOpenings[quick ? "quick" : "whole"] }, onRun);
      say(`${openingText(rows)}\n`);
      return rows;
    },
  },
  page: { title: "Whole runs on the page", measure: measurePage },
  figure: { title: "Time to the figure: medians (quartiles)", measure: measureFigures },
};
