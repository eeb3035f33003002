// Our measuring program in a worker of its own, as the engine is on the page.
let module = null;

async function open({ script, threads }) {
  const { default: make } = await import(script);
  module = await make({ poolSize: threads > 1 ? threads : 0, mainScriptUrlOrBlob: new URL(script, location.origin).href });
  module.ccall("bench_open", null, ["number"], [threads]);
}

self.onmessage = async ({ data }) => {
  try {
    const answer = data.open ? await open(data.open) : JSON.parse(module.ccall("bench_answer", "string", ["string"], [data.request]));
    self.postMessage({ answer });
  } catch (error) {
    self.postMessage({ error: String(error?.message ?? error) });
  }
};
