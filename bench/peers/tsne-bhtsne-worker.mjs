// The t-SNE of npm's wasm-bhtsne (Barnes-Hut, threads) in a worker: it gets {coordinates: address of (n, 50) floats, n, threads} and
// answers {seconds, places}, the time being that of the map alone.
import init, { bhtSNEf32, initThreadPool } from "/node_modules/wasm-bhtsne/wasm_bhtsne.js";

self.onmessage = async ({ data: { coordinates, n, threads } }) => {
  try {
    const all = new Float32Array(await (await fetch(coordinates)).arrayBuffer());
    const rows = Array.from({ length: n }, (_, i) => Array.from(all.subarray(50 * i, 50 * i + 50)));
    await init();
    await initThreadPool(threads);
    const begin = performance.now();
    const map = new bhtSNEf32(rows, { perplexity: 30, theta: 0.5, learning_rate: n / 12 });
    const places = map.step(1000);
    self.postMessage({ seconds: (performance.now() - begin) / 1000, places });
  } catch (error) {
    self.postMessage({ error: String(error?.stack ?? error) });
  }
};
