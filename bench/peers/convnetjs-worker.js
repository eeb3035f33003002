// ConvNetJS: the same layers in plain JavaScript. It cannot tie weights, so the decoder has its own; it has no Adam, so
// its Adadelta stands in, which its demos use.
self.window = self;
importScripts("peer.js", "../node_modules/convnetjs/build/convnet.js");

function begin(widths, batch) {
  const inside = [...widths.slice(1), ...widths.slice(1, -1).reverse()];
  const code = widths.length - 2;
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: "input", out_sx: 1, out_sy: 1, out_depth: widths[0] },
    ...inside.map((num_neurons, l) => ({ type: "fc", num_neurons, ...(l === code ? {} : { activation: "relu" }) })),
    { type: "regression", num_neurons: widths[0] },
  ]);
  const trainer = new convnetjs.Trainer(net, { method: "adadelta", batch_size: batch, l2_decay: 0 });
  const pixels = paintedImages();
  const examples = Array.from({ length: kImages }, (_, i) => {
    const vol = new convnetjs.Vol(1, 1, kPixels, 0);
    vol.w.set(pixels.subarray(i * kPixels, (i + 1) * kPixels));
    return vol;
  });
  let at = 0, loss = 0;
  return {
    step() {
      for (let i = 0; i < batch; ++i) loss = trainer.train(examples[at + i], examples[at + i].w).loss;
      at = (at + batch) % kImages;
    },
    async settle() {
      if (!Number.isFinite(loss)) throw new Error(`its loss is ${loss}`);
    },
  };
}

servePeer(() => {}, begin);
