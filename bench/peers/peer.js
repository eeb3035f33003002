// What the workers of all peers share: the same painted images, and the clock. `begin(widths, batch)` makes a network and
// answers {step(), settle()}: a training step, and a wait until all steps that were begun are done.
const kImages = 2048;
const kPixels = 784;
/** The result is looked at every so many steps, and time is taken only then; sooner where they take longer than that. */
const kStepsTogether = 10;
const kPatience = 2;

/** Strokes on nothing, 0..1, that fill a fifth of each image, as digits do (bench/images.cpp). */
function paintedImages() {
  const pixels = new Float32Array(kImages * kPixels);
  const below = (n) => Math.floor(Math.random() * n);
  for (let i = 0; i < kImages; ++i) {
    let x = 10 + below(8), y = 6 + below(8);
    for (let painted = 0; painted < 150; ) {
      for (let p = 0; p < 9; ++p) {
        const at = i * kPixels + (y + Math.floor(p / 3)) * 28 + x + (p % 3);
        painted += pixels[at] === 0;
        pixels[at] = 0.1 + 0.9 * Math.random();
      }
      x = Math.min(Math.max(x + below(3) - 1, 4), 21);
      y = Math.min(Math.max(y + below(3) - 1, 4), 21);
    }
  }
  return pixels;
}

/** Answers a worker's messages: {open: options} by open(options), {request: {widths, batch}} by a sample. */
function servePeer(open, begin) {
  const networks = new Map();
  /** Seconds a step. */
  const time = async (network, steps) => {
    const start = performance.now();
    for (let i = 0; i < steps; ++i) network.step();
    await network.settle();
    return (performance.now() - start) / 1e3 / steps;
  };
  const sample = async ({ widths, batch }) => {
    const name = `${widths}/${batch}`;
    if (!networks.has(name)) {
      const network = begin(widths, batch);
      await time(network, 1); // compiles its shaders or kernels
      network.together = Math.min(Math.max(Math.floor(kPatience / (await time(network, 1))), 1), kStepsTogether);
      networks.set(name, network);
    }
    const network = networks.get(name);
    return { seconds: await time(network, network.together), images: batch };
  };
  self.onmessage = async ({ data }) => {
    try {
      self.postMessage({ answer: data.open ? await open(data.open) : await sample(data.request) });
    } catch (error) {
      self.postMessage({ error: String(error?.message ?? error) });
    }
  };
}
