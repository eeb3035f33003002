// The page as a test sees it: opened in a fresh browser, read and pressed through its DOM mirror by role and name, never
// by pixels; pictures go to build/pictures.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findings } from "./axe.mjs";
import { serve } from "./server.mjs";
import { kPatience, until } from "./wait.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
export const build = resolve(process.env.HOURGLASS_BUILD ?? join(root, "build"));
export const site = join(build, "site");
export const pictures = join(build, "pictures");
const puppeteer = createRequire(join(root, "web/package.json"))("puppeteer-core");

/** The browser as people have it, and without its windows and tabs, of which one page need not know: it opens a page for two
 * thirds of the processor's time, but no page in it is ever hidden. */
const kWhole = "/usr/bin/chromium", kShell = "/usr/bin/chromium-headless-shell";
const kFirefox = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const kFlags = [
  "--no-sandbox", // tests run as root in containers
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--hide-scrollbars",
  "--force-color-profile=srgb",
];

/** A test's page does not live long enough to earn what V8 spends on compiling functions anew: only the hottest are, and a page
 * opens for half the processor's time. What measures speed, or trains for long, asks for V8 as it comes, `v8: []`. */
export const kShortLife = ["--wasm-tiering-budget=1000000000"];

/** Most tests read the mirror and never the picture, and the graphics card is the processor here: nothing is drawn, which takes a
 * quarter from what opening a page costs. What compares pictures says `drawn: true`; what a person looks
 * at is made with HOURGLASS_PICTURES=1. */
const kUndrawn = ["--disable-gl-drawing-for-tests"];

const kPatient = { timeout: kPatience, protocolTimeout: 2 * kPatience };

/** `whole`: with windows and tabs, which can hide each other, and drawn. With `traffic: false` nobody listens to the network, and `Studio.foreign` stays empty: the developer tools keep the bodies of
 * what they listen to in the page's process. */
export const launchChromium = ({ whole = false, drawn = whole || Boolean(process.env.HOURGLASS_PICTURES), flags = [], v8 = kShortLife, traffic = true } = {}) =>
  puppeteer.launch({
    executablePath: whole ? kWhole : kShell,
    headless: whole ? true : "shell",
    args: [...kFlags, ...(drawn ? [] : kUndrawn), ...flags, `--js-flags=${v8.join(" ")}`],
    networkEnabled: traffic,
    ...kPatient,
  });

/** Firefox has WebGL 2 without a graphics card only with a window, on a display such as Xvfb's. */
export async function launchFirefox({ display }) {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: kFirefox,
    headless: false,
    env: { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: "1", HOME: process.env.HOME ?? "/tmp" },
    extraPrefsFirefox: { "webgl.force-enabled": true },
    ...kPatient,
  });
}

/**
 * openStudio({isolated, fault, viewport, dark, touch, query, before, context, whole, drawn, v8}) serves the site, opens it in `context` (a
 * profile of a browser) or in a browser of its own, and answers a Studio; tests have lib/open.mjs. `before(page)` may prepare the page before it loads.
 */
export async function openStudio(options = {}) {
  const server = await serve(options.folder ?? site, options);
  const context = options.context ?? (await launchChromium(options)).defaultBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(kPatience);
  const studio = new Studio(server, context.browser(), page);
  studio.ownsBrowser = !options.context;
  await page.setViewport({ width: 1440, height: 900, hasTouch: options.touch ?? false, isMobile: options.touch ?? false, ...options.viewport });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: options.dark ? "dark" : "light" }]);
  if (options.before) await options.before(page);
  await page.goto(server.url + (options.path ?? "") + (options.query ? `?${options.query}` : ""), { waitUntil: "load" });
  return studio;
}

export class Studio {
  /** Console errors and uncaught exceptions; a test that expects one takes it out. */
  errors = [];
  /** Addresses of other origins that the page asked for. */
  foreign = [];

  constructor(server, browser, page) {
    this.server = server;
    this.browser = browser;
    this.page = page;
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
    page.on("pageerror", (error) => this.errors.push(String(error?.stack ?? error)));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(server.url) && !/^(data|blob|about):/.test(url)) this.foreign.push(url);
    });
  }

  async close() {
    if (this.ownsBrowser) await this.browser.close();
    else await this.page.close();
    await this.server.close();
  }

  /** What every test may ask for at its end. */
  assertClean() {
    assert.deepEqual(this.errors, [], "no console error");
    assert.deepEqual(this.foreign, [], "no request to another origin");
  }

  async ready() {
    // A page that is loaded anew has none before its scripts have run.
    await until("the page's scripts", () => this.page.evaluate(() => "hourglass" in window));
    return this.page.evaluate(() => window.hourglass.ready);
  }

  /** Calls window.hourglass[method](...args). */
  call(method, ...args) {
    return this.page.evaluate((name, list) => window.hourglass[name](...list), method, args);
  }

  state() {
    return this.call("state");
  }

  /** Until the page has images (`training` of them to train on); answers the state. */
  images(training) {
    return this.stateWith(`${training ?? "the"} images are there`, ({ dataset }) => dataset && (!training || dataset.training === training));
  }

  /** Until the page's state is so, as `what` says; answers it. */
  async stateWith(what, so) {
    let state;
    try {
      await until(what, async () => so((state = await this.state())));
    } catch (error) {
      const { history, settings, ...rest } = state ?? {};
      const said = (await this.items()).filter(({ role }) => role === "status").map(({ value }) => value);
      throw new Error(`${error.message}; it was ${JSON.stringify(rest)}, and the page said ${JSON.stringify(said)}`, { cause: error });
    }
    return state;
  }

  /** Until what was done is in the mirror; a hidden page draws nothing. */
  drawn() {
    return this.call("drawn");
  }

  /** Until every part shows the end of the training: the last weights, and codes of them. */
  caughtUp() {
    return this.stateWith(
      "all parts show the last weights",
      ({ state, epoch, weightsEpoch, codesEpoch }) => state !== "training" && weightsEpoch === epoch && codesEpoch === epoch,
    );
  }

  /** Until nothing is to be drawn any more: nothing comes, nothing moves, no notice is about to go. */
  async rest() {
    await this.caughtUp();
    let before = -1;
    const rests = async () => {
      const { resting, framesDrawn } = await this.call("stats");
      const same = resting && framesDrawn === before;
      before = framesDrawn;
      return same;
    };
    return until("the page rests", rests, { every: 400 });
  }

  /** The mirror's items: role, name, value, state, rectangle, in reading order. */
  async items() {
    await this.drawn();
    return this.page.evaluate(() =>
      [...document.querySelectorAll("#mirror .item")].map((element) => {
        const box = element.getBoundingClientRect();
        const native = { BUTTON: "button", SELECT: "combobox", P: "text", INPUT: element.type === "range" ? "slider" : "textbox" };
        const holder = element.classList.contains("holder");
        const radios = holder ? [] : [...element.querySelectorAll("input[type=radio]")];
        const options = [...(element.options ?? radios)].map((one) => ({ key: one.value, text: one.text ?? one.getAttribute("aria-label") }));
        const key = element.options ? element.value : radios.find((radio) => radio.checked)?.value;
        const text = holder ? "" : (element.value ?? element.textContent);
        return {
          id: element.dataset.id,
          role: element.getAttribute("role") ?? native[element.tagName] ?? "",
          name: element.getAttribute("aria-label") ?? element.textContent,
          value:
            element.getAttribute("aria-valuetext") ??
            (options.length > 0 ? (options.find((option) => option.key === key)?.text ?? "") : text),
          options: options.map((option) => option.text),
          key,
          parent: element.parentElement.closest(".item")?.dataset.id,
          checked: element.getAttribute("aria-checked") ?? element.getAttribute("aria-pressed"),
          selected: element.getAttribute("aria-selected"),
          disabled: element.getAttribute("aria-disabled") === "true",
          invalid: element.getAttribute("aria-invalid") === "true",
          description: document.getElementById(element.getAttribute("aria-describedby") ?? "")?.textContent ?? "",
          x: box.x,
          y: box.y,
          w: box.width,
          h: box.height,
        };
      }),
    );
  }

  /** The item of that role and name (a string, or a pattern); waits until it is there and `so`. */
  async item(role, name, so = () => true) {
    let items = [];
    const find = async () => (items = await this.items()).find((item) => fits(item, role, name) && so(item));
    try {
      return await until(`a ${role} named ${name}`, find);
    } catch (error) {
      throw new Error(`${error.message}; there are: ${items.map((item) => `${item.role} "${item.name}"`).join(", ")}`);
    }
  }

  async has(role, name) {
    return (await this.items()).some((item) => fits(item, role, name));
  }

  /** Until it is gone. */
  gone(role, name) {
    return until(`no ${role} named ${name}`, async () => !(await this.has(role, name)));
  }

  async byId(id) {
    return (await this.items()).find((item) => item.id === id);
  }

  /** The item's DOM element; the item may go at any moment, and another one come. */
  async element(role, name, so) {
    return until(`the element of ${name}`, async () => this.page.$(selector(await this.item(role, name, so))));
  }

  /** Runs `deed(element, ...args)` in the page on the element of an item that can be pressed, once it can be. */
  async act(role, name, deed, ...args) {
    await until(`${name} to be pressed`, async () => {
      const { id } = await this.item(role, name, ({ disabled }) => !disabled);
      const source = `{ const element = document.querySelector(${JSON.stringify(selector({ id }))});
        const can = element && element.getAttribute("aria-disabled") !== "true";
        if (can) (${deed})(element, ...${JSON.stringify(args)});
        can; }`;
      return this.page.evaluate(source);
    });
  }

  press(role, name) {
    return this.act(role, name, (element) => element.click());
  }

  /** Presses an item whatever the page's language calls it. */
  async pressById(id) {
    await (await until(id, () => this.page.$(selector({ id })))).evaluate((element) => element.click());
    await this.drawn();
  }

  /** Sets a slider, a text or number field, or chooses what a list or group shows as `value`. */
  set(role, name, value) {
    const choose = (element, text) => {
      const radio = [...element.querySelectorAll("input[type=radio]")].find((input) => input.getAttribute("aria-label") === text);
      if (radio) return radio.click();
      element.value = [...(element.options ?? [])].find((option) => option.text === text)?.value ?? text;
      element.dispatchEvent(new Event("input", { bubbles: true }));
      element.dispatchEvent(new Event("change", { bubbles: true }));
    };
    return this.act(role, name, choose, String(value));
  }

  /** Gives an item the keyboard, as Tab would. */
  async focus(role, name) {
    await (await this.element(role, name)).focus();
    await this.drawn();
  }

  /** A real mouse or finger at the middle of the item. */
  async point(role, name, { touch = false } = {}) {
    const { x, y, w, h } = await this.item(role, name);
    if (touch) await this.page.touchscreen.tap(x + w / 2, y + h / 2);
    else await this.page.mouse.click(x + w / 2, y + h / 2);
  }

  /** What the window shows, to be compared; of `clip`, {x, y, width, height}. Beyond the window nothing is captured: the browser would change
   * its size for that, and the canvas is blank until it is drawn anew. */
  pixels(clip) {
    return pixelsOf(this.page, clip);
  }

  /** For a person to look at; and axe-core looks at the page as it is then. */
  async picture(name) {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}.png`), captureBeyondViewport: false });
    assert.deepEqual(await findings(this), [], name);
  }
}

export const pixelsOf = (page, clip) => page.screenshot({ encoding: "base64", captureBeyondViewport: false, ...(clip ? { clip } : {}) });

const fits = (item, role, name) => item.role === role && (name instanceof RegExp ? name.test(item.name) : item.name === name);
const selector = ({ id }) => `#mirror [data-id="${id}"]`;
