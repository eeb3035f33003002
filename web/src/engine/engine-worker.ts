// The engine's worker: makes the module of the variant it is told, hands it commands, and lets it work slice by slice.
// Between two slices what the page has sent is heard; without work nothing runs, not even a timer.
import { release } from "../files/bytes.ts";
import { tidy } from "../files/tidy.ts";
import type { EngineChannelUses, EngineFunctions } from "../bridge/table.ts";
import type { HandedOver } from "../keep/kept-messages.ts";
import type { Channel, FromWorker, Parts, Start, ToWorker } from "./messages.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;
const tell = (message: FromWorker, transfer: Transferable[] = []) => scope.postMessage(message, transfer);

/** What copying snapshots out may cost, in bytes a second. */
const kSnapshotBytesPerSecond = 4e6;

/** Messages that wait are looked for after each slice; those that the page does not count, after so many milliseconds. */
const kTurn = 250;

const files = new Map<number, Blob>();
/** Commands that came before the module was ready. */
let waiting: Parts[] = [];
let keeper: MessagePort | null = null;
let engine: { module: EngineFunctions; bridge: number } | null = null;
/** Messages that the page says it has sent, where it can, and those that have come. */
let sent: Int32Array | null = null;
let heard = 0;

const channel: Channel & Record<EngineChannelUses, unknown> = {
  incoming: [],
  post(parts) {
    tell({ is: "event", parts }, parts);
    tidy();
  },
  release,
  keep: (what: "run" | "set", parts: Parts, step: number) => keeper?.postMessage({ what, parts, step } satisfies HandedOver, parts),
  read(id: number, offset: number, size: number): Uint8Array | null {
    const blob = files.get(id);
    if (!blob) return null;
    try {
      return new Uint8Array(new FileReaderSync().readAsArrayBuffer(blob.slice(offset, offset + size)));
    } catch {
      return null; // moved, changed or deleted since it was chosen
    }
  },
};

function died(error: unknown): void {
  engine = null;
  tell({ is: "died", message: error instanceof Error ? error.message : String(error) });
}

// A message to oneself comes after what is already in the queue, and unlike a timer it is not delayed in a hidden page. But each leaves
// objects behind, thirty a second, which the collector is in no hurry to look for: where the page can say that it has sent something,
// slices follow one another until it does.
const ping = new MessageChannel();
let pinged = false;
function workSoon(): void {
  if (pinged) return;
  pinged = true;
  ping.port2.postMessage(0);
}
ping.port1.onmessage = () => {
  pinged = false;
  if (!engine) return;
  try {
    const end = performance.now() + kTurn;
    while (engine.module._engine_work(engine.bridge)) {
      if (sent && Atomics.load(sent, 0) === heard && performance.now() < end) continue;
      workSoon();
      break;
    }
  } catch (error) {
    died(error);
  }
};

function receive(parts: Parts): void {
  if (!engine) {
    waiting.push(parts);
    return;
  }
  channel.incoming = parts;
  try {
    engine.module._engine_receive(engine.bridge);
    workSoon();
  } catch (error) {
    died(error);
  }
}

async function start({ variant, threads, script, code, keep, sent: counted }: Start): Promise<void> {
  sent = counted ? new Int32Array(counted) : null;
  const { default: make } = (await import(/* @vite-ignore */ script)) as {
    default: (options: object) => Promise<EngineFunctions>;
  };
  const module = await make({
    channel,
    // Beside this worker, which is one of the threads, the others and one more (src/math/thread_pool.h).
    poolSize: threads > 1 ? threads : 0,
    print: (text: string) => console.info(text),
    printErr: (text: string) => console.warn(text),
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) {
      WebAssembly.instantiate(code, imports).then((instance) => done(instance, code), died);
      return {};
    },
  });
  const text = (words: string) => new TextEncoder().encode(words).buffer;
  channel.incoming = [text(variant), ...(keep ? [text(keep.prefix)] : [])];
  keeper = keep?.port ?? null;
  engine = { module, bridge: module._engine_open(threads, kSnapshotBytesPerSecond) };
  tell({ is: "started" });
  const early = waiting;
  waiting = [];
  for (const parts of early) receive(parts);
}

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  ++heard;
  switch (data.is) {
    case "start":
      start(data).catch(died);
      break;
    case "command":
      receive(data.parts);
      break;
    case "file":
      files.set(data.id, data.blob);
      break;
    case "forget":
      files.delete(data.id);
      break;
    case "die":
      setTimeout(() => {
        throw new Error("a test asked for it");
      });
      break;
  }
};
