// A process that is asked line by line and answers a line of JSON: the measuring program natively, or a peer outside the browser.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Answers {ask(request), close()}. */
export function openProcess(program, args) {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
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
