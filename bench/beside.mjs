// What a training step takes beside other programs (bench/lib/beside.mjs). Wants a built engine (tools/serve --build-only) and a machine
// that does nothing else.
//   node bench/beside.mjs [--quick] [--threads N] [--own-sessions] [NETWORK...]
import { parseArgs } from "node:util";
import { besideText, measureBeside } from "./lib/beside.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean" }, threads: { type: "string", default: "2" }, "own-sessions": { type: "boolean" } },
});
const rows = await measureBeside({
  quick: values.quick,
  threads: Number(values.threads),
  sameSession: !values["own-sessions"],
  ...(positionals.length > 0 ? { networks: positionals } : {}),
});
console.log(besideText(rows));
process.exit(0); // the engine's threads wait for more
