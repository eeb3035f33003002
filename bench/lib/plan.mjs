// What is measured and how it is shown: sections of rows. A row is {name, contender, work, beside?}: `work` is a case of
// our program ("group/name") or what a peer trains ({widths, batch}); `beside` is the same work by another contender,
// sampled right before it in each round, whose ratio is shown.

const kOurs = ["relaxed", "baseline", "relaxed-threads/2", "baseline-threads/2"];
const kAllOurs = [...kOurs.slice(0, 2), "relaxed-threads/1", "relaxed-threads/2", "baseline-threads/1", "baseline-threads/2"];
const kGoals = ["step/large 784,512,128,10, batch 128", "step/small 784,128,32,2, batch 128"];

const rows = (cases, contenders) =>
  cases.flatMap((work) => contenders.map((contender) => ({ name: work.slice(work.indexOf("/") + 1), contender, work })));

function nativeRows(cases) {
  return ["native-128/1", "native-128-fma/1", "native/1", "native-128/2", "native-128-fma/2", "native/2"].flatMap((contender) =>
    rows(cases, [contender]).map((row) => ({ ...row, beside: contender.endsWith("1") ? "relaxed" : "relaxed-threads/2" })),
  );
}

const kPeers = ["tfjs-wasm", "tfjs-webgl", "tfjs-webgpu", "tfjs-cpu", "convnetjs"];
const kPeerNetworks = [
  { name: "large", widths: [784, 512, 128, 10], batch: 128 },
  { name: "large", widths: [784, 512, 128, 10], batch: 64 },
  { name: "small", widths: [784, 128, 32, 2], batch: 128 },
];

const peerRows = kPeerNetworks.flatMap(({ name, widths, batch }) =>
  kPeers.map((contender) => {
    const title = `${name} ${widths}, batch ${batch}`;
    return { name: title, contender, work: { widths, batch }, beside: "relaxed-threads/2", besideWork: `step/${title}` };
  }),
);

const torchRows = kPeerNetworks.flatMap(({ name, widths, batch }) =>
  [1, 2].map((threads) => {
    const title = `${name} ${widths}, batch ${batch}`;
    return { name: title, contender: `torch/${threads}`, work: { widths, batch }, beside: `native/${threads}`, besideWork: `step/${title}` };
  }),
);

/** `all` are our program's cases. Sections: {key, title, columns, rounds, rows}. */
export function plan(all, { quick, only }) {
  const group = (...names) => all.filter((name) => names.includes(name.slice(0, name.indexOf("/"))));
  const goals = all.filter((name) => kGoals.includes(name));
  const rounds = (many) => (quick ? 3 : many);
  const sections = [
    { key: "peak", title: "Peak: multiply-adds in registers", columns: ["gflops"], rounds: rounds(15), rows: rows(group("peak"), [...kOurs, "native-128/1", "native-128-fma/1", "native/1", "native-128/2", "native-128-fma/2", "native/2"]) },
    { key: "kernels", title: "Kernels, share of the peak", columns: ["gflops", "share", "best"], rounds: rounds(9), rows: rows(quick ? group("products", "sparse") : group("products", "sparse", "product", "element", "part"), ["relaxed", "baseline", "relaxed-threads/2"]) },
    { key: "steps", title: "Whole training steps", columns: ["imagesPerSecond", "gflops", "share", "best"], rounds: rounds(15), rows: rows(quick ? goals : group("step"), kAllOurs) },
    { key: "native", title: "Natively, and how many times faster or slower the browser's relaxed engine is", columns: ["imagesPerSecond", "share", "best", "ratio"], rounds: rounds(15), rows: nativeRows(goals) },
    { key: "peers", title: "Peers, and how many times faster Hourglass is (relaxed, 2 threads)", columns: ["imagesPerSecond", "ratio"], rounds: rounds(7), rows: peerRows },
    { key: "torch", title: "PyTorch, and how many times faster Hourglass is, both natively", columns: ["imagesPerSecond", "ratio"], rounds: rounds(7), rows: torchRows },
    { key: "growth", title: "How time grows", columns: ["milliseconds", "imagesPerSecond", "share"], rounds: rounds(5), rows: rows(group("growth"), ["relaxed", "relaxed-threads/2"]) },
    { key: "inference", title: "Interactive inference (the studio is baseline, 1 thread)", columns: ["milliseconds"], rounds: rounds(9), rows: rows(group("inference"), ["baseline", "relaxed", "relaxed-threads/2"]) },
  ];
  for (const section of sections) {
    if (!section.key.includes(only)) section.rows = section.rows.filter(({ name }) => name.includes(only));
  }
  return sections.filter((section) => section.rows.length > 0);
}
