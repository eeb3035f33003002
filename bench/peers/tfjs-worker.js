// TensorFlow.js: the same tied network on one of its backends, as its guides advise: variables, tidy, an optimizer's
// minimize (which is variableGrads and applyGradients), fused products, images that stay on the backend.
importScripts("peer.js");
const kModules = "../node_modules/@tensorflow";

async function open({ backend, threads }) {
  // Core registers no gradients; layers does.
  importScripts(`${kModules}/tfjs-core/dist/tf-core.min.js`, `${kModules}/tfjs-layers/dist/tf-layers.min.js`);
  if (backend !== "wasm") importScripts(`${kModules}/tfjs-backend-cpu/dist/tf-backend-cpu.min.js`);
  if (backend !== "cpu") importScripts(`${kModules}/tfjs-backend-${backend}/dist/tf-backend-${backend}.min.js`);
  if (backend === "wasm") {
    tf.wasm.setWasmPaths(new URL(`${kModules}/tfjs-backend-wasm/dist/`, location.href).href);
    tf.wasm.setThreadsCount(threads);
  }
  if (!(await tf.setBackend(backend))) throw new Error("this browser has no such backend");
  await tf.ready();
  if (tf.getBackend() !== backend) throw new Error("this browser has no such backend");
  return { simd: await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT").catch(() => null), threads: backend === "wasm" ? tf.wasm.getThreadsCount() : null };
}

let images = null;

/** 784,...: ReLU inside, linear code and output, squared error, Adam: what bench/step_cases.cpp trains. */
function begin(widths, batch) {
  images ??= tf.tensor2d(paintedImages(), [kImages, kPixels]);
  const last = widths.length - 2;
  const weights = [], down = [], up = [];
  for (let l = 0; l <= last; ++l) {
    weights.push(tf.variable(tf.truncatedNormal([widths[l], widths[l + 1]], 0, 0.1)));
    down.push(tf.variable(tf.zeros([widths[l + 1]])));
    up.push(tf.variable(tf.zeros([widths[l]])));
  }
  const layer = (a, b, bias, transposeB, activation) => tf.fused.matMul({ a, b, transposeB, bias, activation });
  const optimizer = tf.train.adam(1e-4);
  let at = 0, loss = null;
  const lossOf = () => {
    const x = tf.slice(images, [at, 0], [batch, kPixels]);
    let h = x;
    for (let l = 0; l <= last; ++l) h = layer(h, weights[l], down[l], false, l < last ? "relu" : "linear");
    for (let l = last; l >= 0; --l) h = layer(h, weights[l], up[l], true, l > 0 ? "relu" : "linear");
    return tf.div(tf.sum(tf.squaredDifference(h, x)), batch);
  };
  return {
    step() {
      loss?.dispose();
      loss = tf.tidy(() => optimizer.minimize(lossOf, true));
      at = (at + batch) % kImages;
    },
    async settle() {
      const [value] = await loss.data();
      if (!Number.isFinite(value)) throw new Error(`its loss is ${value}`);
    },
  };
}

servePeer(open, begin);
