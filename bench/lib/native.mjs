// The measuring program natively: one process for each build and number of threads, asked line by line.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Answers {ask(request), close()}. */
export function openNative(program, threads) {
  const child = spawn(program, [String(threads)], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(request) {
      child.stdin.write(`${request}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${program} ended`);
      return JSON.parse(value);
    },
    close: () => child.stdin.end(),
  };
}
