// Keeps the workers; bench/lib/browser.mjs opens and asks them, one at a time.
const workers = new Map();

/** Sends a message and waits for the worker's {answer} or {error}. */
function ask(worker, message) {
  return new Promise((done, failed) => {
    worker.onmessage = ({ data }) => ("error" in data ? failed(new Error(data.error)) : done(data.answer));
    worker.onerror = (event) => failed(new Error(event.message || "the worker could not be loaded"));
    worker.postMessage(message);
  });
}

window.bench = {
  open(id, script, options) {
    // Libraries that are no modules need a classic worker.
    const worker = new Worker(script, { type: script.endsWith(".mjs") ? "module" : "classic" });
    workers.set(id, worker);
    return ask(worker, { open: options });
  },
  ask: (id, request) => ask(workers.get(id), { request }),
  close(id) {
    workers.get(id).terminate();
    workers.delete(id);
  },
};
