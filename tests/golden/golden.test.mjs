// The golden runs in the browser: the same bytes, the same settings, the same figures as natively, to the stated
// tolerance, whichever SIMD and however many threads the page chose.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { open, withoutServiceWorkers } from "../browser/lib/open.mjs";

const folder = dirname(fileURLToPath(import.meta.url));
const images = "strokes-images-idx3-ubyte";
const golden = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, ...JSON.parse(readFileSync(join(folder, name), "utf8")) }));

// A golden file names what differs from the settings' defaults; the page's preset differs from them in these.
const plain = {
  schedule: "constant",
  "warm-up": "0",
  beta1: "0.9",
  beta2: "0.999",
  "weight-decay": "0",
  "code-penalty": "0",
  corruption: "none",
  shuffle: "on",
};

for (const isolated of [true, false]) {
  test(`the page gives the golden figures ${isolated ? "with" : "without"} threads`, async (t) => {
    const studio = await open(t, { isolated, before: isolated ? undefined : withoutServiceWorkers });
    await studio.ready();
    const base64 = readFileSync(join(folder, images)).toString("base64");
    await studio.page.evaluate(
      (text, name) => window.hourglass.load(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)), name),
      base64,
      images,
    );
    for (const run of golden) {
      const { data, ...settings } = run.settings;
      await studio.call("configure", { ...plain, ...settings });
      await studio.call("reset");
      const history = await studio.call("train", { epochs: Number(settings.epochs) });
      const whole = history.filter((point) => Number.isInteger(point.epoch));
      assert.equal(whole.length, run.points.length, run.name);
      whole.forEach((point, i) => {
        const want = run.points[i];
        const near = (got, wanted, what) =>
          assert.ok(Math.abs(got - wanted) <= run.tolerance * wanted, `${run.name}, epoch ${want.epoch}, ${what}: ${got}, not ${wanted}`);
        near(point.trainLoss, want.train_loss, "train_loss");
        near(point.heldoutSse, want.heldout_sse, "heldout_sse");
      });
    }
    studio.assertClean();
  });
}
