// The measuring program natively: one process for each build and number of threads, asked line by line.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Answers {ask(request), close()}. */
export function openNative(program, threads) {
  const child = spawn(program, [String(threads)], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  return {
    async ask(request) {
      const answered = Promise.race([
        once(lines, "line").then(([line]) => JSON.parse(line)),
        once(child, "exit").then(() => Promise.reject(new Error(`${program} ended`))),
      ]);
      child.stdin.write(`${request}\n`);
      return answered;
    },
    close: () => child.stdin.end(),
  };
}
