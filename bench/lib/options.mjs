// What tools/bench was asked for. Also a program: says at once, with status 2, what is wrong with the options.
import { resolve } from "node:path";

/** Answers {quick, only, json} or {error}: one line. */
export function parseOptions(args) {
  const options = { quick: false, only: "", json: "" };
  for (let i = 0; i < args.length; ++i) {
    const name = args[i];
    if (name === "--quick") options.quick = true;
    else if (name !== "--only" && name !== "--json") return { error: `tools/bench: unknown option ${name} (there are --quick, --only TEXT, --json FILE)` };
    else if (++i === args.length) return { error: `tools/bench: ${name} needs a value` };
    else options[name.slice(2)] = name === "--json" ? resolve(args[i]) : args[i];
  }
  return options;
}

/** The options, or the end of the program. */
export function optionsOrExit(args) {
  const options = parseOptions(args);
  if (options.error) {
    console.error(options.error);
    process.exit(2);
  }
  return options;
}

if (process.argv[1] === import.meta.filename) optionsOrExit(process.argv.slice(2));
