// The same walks in Firefox and in WebKit, by real browsers of these kinds: each part of the page once. What a browser
// cannot do is named here and must really fail there; docs/browsers.md is made of what this run says (lib/browsers-table.mjs).
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { openDisplay } from "./lib/display.mjs";
import { idxImages, idxLabels } from "./lib/made.mjs";
import { serve } from "./lib/server.mjs";
import { build, launchFirefox, pictures, site } from "./lib/studio.mjs";
import { kPatience } from "./lib/wait.mjs";
import { openWebKit } from "./lib/webdriver.mjs";

/** Runs in the page before each walk's own lines. */
const kWords = `
  const state = () => window.hourglass.state();
  const notices = () => [...document.querySelectorAll('#mirror [data-id^="notice/"]')].map((one) => one.textContent).join("; ");
  const within = (what, promise) =>
    Promise.race([
      promise,
      new Promise((_, failed) => setTimeout(() => failed(new Error(what + ": not within ${kPatience / 1000} s; the page says: " + notices())), ${kPatience})),
    ]);
  const until = async (what, so) => {
    for (let left = ${kPatience / 50}; left > 0; --left) {
      const found = await so();
      if (found) return found;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(what + ": not within ${kPatience / 1000} s; the page says: " + notices());
  };
  const item = (id) => document.querySelector('#mirror [data-id="' + id + '"]');
  const shown = (id) => until(id, () => item(id));
  const number = (text) => Number(/[0-9][0-9.,]*/.exec(text)[0].replaceAll(",", ""));
`;

/** Name, and lines that answer a sentence about what was seen. */
const kWalks = [
  [
    "opens",
    `const ready = await within("an engine", window.hourglass.ready);
     await until("images", async () => (await state()).dataset?.training === 2000);
     return ready.variant + ", " + ready.threads + (ready.threads === 1 ? " thread" : " threads");`,
  ],
  [
    "trains three epochs",
    `await window.hourglass.reset();
     const history = await window.hourglass.train({ epochs: 3 });
     const [first, last] = [history[0].heldoutSse, history.at(-1).heldoutSse];
     if (!(last < first)) throw new Error("nothing was learnt: " + first + ", " + last);
     return "the held-out error falls";`,
  ],
  ["paints", null],
  [
    "sweeps the codes",
    `const { pixels, codes } = await window.hourglass.sweep({ x: { from: -1, to: 1, step: 0.5 }, y: { from: -1, to: 1, step: 0.5 } });
     if (codes.length !== pixels.length || pixels[0].length !== 784) throw new Error(codes.length + " codes, " + pixels.length + " images");
     return codes.length + " images";`,
  ],
  [
    "shows the map",
    `await window.hourglass.drawn();
     const about = await until("codes", () => /codes/.test(item("map/surface")?.textContent ?? "") && item("map/surface").textContent);
     return about.split(",")[0].includes("codes") ? "with codes" : "with " + number(about) + " codes";`,
  ],
  [
    "loads files",
    `const files = args.map(([name, text]) => new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
     const { dataset } = await window.hourglass.load(files);
     return dataset.training + dataset.heldOut + (dataset.validation ?? 0) + " images";`,
  ],
  [
    "saves a model and opens it",
    `await window.hourglass.train({ epochs: 1 });
     const [code] = await window.hourglass.encode(new Array(784).fill(0.4));
     const bytes = await window.hourglass.exportModel();
     await window.hourglass.reset({ seed: 99 });
     await window.hourglass.importModel(bytes);
     await until("its weights", async () => {
       const [again] = await window.hourglass.encode(new Array(784).fill(0.4));
       return again.every((value, i) => Math.abs(value - code[i]) < 1e-4);
     });
     return "the same codes";`,
  ],
  [
    "loses its canvas and gets it back",
    `const canvas = document.getElementById("canvas");
     const lose = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
     if (!lose) throw new Error("this browser has no WEBGL_lose_context");
     lose.loseContext();
     await new Promise((done) => setTimeout(done, 300));
     lose.restoreContext();
     const before = (await window.hourglass.stats()).framesDrawn;
     await window.hourglass.configure({ seed: 7 });
     await until("it draws again", async () => (await window.hourglass.stats()).framesDrawn > before);
     return "and draws again";`,
  ],
  ["goes on after a reload", null],
  ["does the first lesson", null],
  ["opens without a network", null],
];

/** Walks that need more than the page: each is given the browser and its server. */
const kDeeds = {
  async paints({ evaluate, stroke }) {
    const at = await evaluate(`${kWords} const box = (await shown("paint/pad")).getBoundingClientRect(); return [box.x, box.y, box.width, box.height];`);
    const [x, y, w, h] = at;
    await stroke([0.3, 0.4, 0.5, 0.6, 0.7].map((part) => [Math.round(x + w * 0.5), Math.round(y + h * part)]));
    await evaluate(`${kWords} await until("a stroke", () => item("paint/undo") && item("paint/undo").getAttribute("aria-disabled") !== "true"); return "";`);
    return "with the mouse";
  },
  async "goes on after a reload"({ evaluate, reload }) {
    const left = await evaluate(`${kWords}
      await window.hourglass.load("mnist");
      await window.hourglass.configure({ preset: "classroom", images: 2000, seed: 41 });
      await window.hourglass.train({ epochs: 1 });
      const { run, epoch } = await state();
      await until("kept", async () => (await window.hourglass.runs()).some((one) => one.id === run && one.epoch === epoch));
      await until("noted", () => sessionStorage.getItem("hourglass").includes(run));
      return { run, epoch };`);
    await reload();
    const back = await evaluate(
      `${kWords} await window.hourglass.ready; const { run, epoch } = await until("the run", async () => { const now = await state(); return now.epoch > 0 && now.dataset && now; }); return { run, epoch };`,
    );
    assert.deepEqual(back, left);
    return "the same run, at the same epoch";
  },
  /** Each step from the first to the last: its set-up, what it points at, its figures, and its deeds by a real mouse. */
  async "does the first lesson"({ goto, evaluate, stroke, hover, server }) {
    await goto(`${server.url}?lesson=squeezed`);
    const kStep = `${kWords}
      const root = await until("the lesson", () => document.querySelector("#lessons:not([hidden])"));
      const ready = () => until("a step that is ready", () => root.dataset.state === "ready" && root.querySelector("h1"));
      const place = async (id) => { const box = (await shown(id)).getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; };
      await ready();`;
    const steps = await evaluate(`${kStep} return root.querySelector(".steps").options.length;`);
    for (let i = 0; ; ++i) {
      const { step, wait } = await evaluate(`${kStep}
        await until("its figures", () => [...root.querySelectorAll(".live")].every((one) => /[0-9]/.test(one.textContent)));
        root.querySelector(".choice")?.click();
        await ready();
        if (root.querySelector(".trouble").textContent) throw new Error(root.querySelector(".trouble").textContent);
        if (root.querySelector(".choice")) await until("what is said to the answer", () => root.querySelector(".then").textContent);
        return { step: root.dataset.step, wait: Boolean(root.querySelector(".wait:not([hidden])")) };`);
      if (wait) {
        const [x, y, w, h] = await evaluate(`${kStep} return place(/^(map|walk)$/.test(root.dataset.step) ? "map/surface" : "paint/pad");`);
        const path = [0.3, 0.4, 0.5, 0.6].map((part) => [Math.round(x + w * part), Math.round(y + h * part)]);
        if (step === "map") await hover(path);
        else if (step === "walk") for (const place of [path[0], path[3]]) await stroke([place, place]);
        else await stroke(path);
        await evaluate(`${kStep} await until(root.dataset.step + " is done", () => root.querySelector(".wait.done")); return "";`);
      }
      if (i + 1 === steps) return `its ${steps} steps`;
      await evaluate(`${kStep} root.querySelector(".next").click(); await until("the next step", () => root.dataset.step !== ${JSON.stringify(step)}); return "";`);
    }
  },
  async "opens without a network"({ evaluate, reload, server }) {
    await evaluate(`${kWords}
      if (!navigator.serviceWorker) throw new Error("this browser has no service workers here");
      await until("the service worker answers", () => navigator.serviceWorker.controller !== null);
      return "";`);
    await server.close();
    await reload();
    await evaluate(`${kWords} await window.hourglass.ready; await until("images", async () => (await state()).dataset); return "";`);
    return "and has its images";
  },
};

const said = {};
after(() => {
  mkdirSync(join(build, "logs"), { recursive: true });
  writeFileSync(join(build, "logs/browsers-said.json"), JSON.stringify({ walks: kWalks.map(([name]) => name), said }, null, 1));
});

/** `cannot`: walks that this browser cannot do, and the words with which they fail. */
async function walk(t, name, browser, server, cannot = {}) {
  said[name] = {};
  await browser.goto(`${server.url}?preset=classroom&images=2000`);
  const files = [
    ["few-images-idx3-ubyte", idxImages(60).toString("base64")],
    ["few-labels-idx1-ubyte", idxLabels(60).toString("base64")],
  ];
  let opens = false;
  for (const [what, lines] of kWalks) {
    await t.test(what, async () => {
      assert.ok(opens || what === "opens", "the page did not open");
      const deed = lines ? () => browser.evaluate(`${kWords}${lines}`, ...files) : () => kDeeds[what]({ ...browser, server });
      if (cannot[what]) {
        await assert.rejects(deed, cannot[what]);
        said[name][what] = "no";
      } else {
        said[name][what] = await deed();
      }
      opens = true;
    });
    if (what === "shows the map") {
      mkdirSync(pictures, { recursive: true });
      await browser.picture(join(pictures, `${name.toLowerCase()}.png`));
    }
  }
}

test("Firefox", async (t) => {
  const display = await openDisplay();
  const server = await serve(site);
  const firefox = await launchFirefox({ display: display.name });
  t.after(async () => {
    await firefox.close();
    await server.close();
    display.close();
  });
  const page = await firefox.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  const browser = {
    goto: (url) => page.goto(url, { waitUntil: "load" }),
    reload: () => page.reload({ waitUntil: "load" }),
    evaluate: (body, ...args) => page.evaluate(`(async () => { const args = ${JSON.stringify(args)}; ${body} })()`),
    picture: (path) => page.screenshot({ path }),
    async stroke([first, ...rest]) {
      await page.mouse.move(...first);
      await page.mouse.down();
      for (const place of rest) await page.mouse.move(...place);
      await page.mouse.up();
    },
    async hover(places) {
      for (const place of places) await page.mouse.move(...place);
    },
  };
  await walk(t, "Firefox", browser, server);
  assert.match(said.Firefox.opens, /^relaxed-threads, [2-9]/);
  assert.deepEqual(errors, []);
});

test("WebKit", async (t) => {
  const display = await openDisplay();
  const server = await serve(site);
  const browser = await openWebKit({ display: display.name });
  t.after(async () => {
    await browser.close();
    await server.close();
    display.close();
  });
  await walk(t, "WebKit", browser, server);
  assert.match(said.WebKit.opens, /^baseline/);
});
