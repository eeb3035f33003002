// What the service worker's headers bring: the built site below a path of a host that sends none, trained with the threads that it
// gets there and with one, in turn. Wants the built page (tools/serve --build-only).
//   node bench/plain-host.mjs [--quick]
import { openStudio } from "../tests/browser/lib/studio.mjs";
import { until } from "../tests/browser/lib/wait.mjs";
import { summary } from "./lib/statistics.mjs";
import { table } from "./lib/table.mjs";

const kRounds = process.argv.includes("--quick") ? 3 : 7;
const kEpochs = 3;

const studio = await openStudio({ isolated: false, under: "/class/", query: "preset=classroom", whole: true, v8: [] });
const { page, server } = studio;
await until("the page is isolated", () => page.evaluate(() => crossOriginIsolated && window.hourglass !== undefined).catch(() => false));

/** Images a second with so many threads; 0: as many as there are. */
async function speed(threads) {
  await page.goto(`${server.url}?preset=classroom${threads ? `&threads=${threads}` : ""}`, { waitUntil: "load" });
  const ready = await page.evaluate(() => window.hourglass.ready);
  await studio.images(10000);
  await studio.call("reset");
  const history = await studio.call("train", { epochs: kEpochs });
  return { ready, rate: history.at(-1).imagesPerSecond };
}

const ratios = [];
let names = "";
for (let round = 0; round < kRounds; ++round) {
  const many = await speed(0);
  const one = await speed(1);
  names = `${many.ready.variant}, ${many.ready.threads} threads / ${one.ready.variant}, ${one.ready.threads}`;
  ratios.push(many.rate / one.rate);
}
const { median, low, high } = summary(ratios);
console.log(table(["images a second", "ratio"], [[names, `${median.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`]]));
await studio.close();
