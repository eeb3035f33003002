// The page as a test sees it: opened in a fresh browser, read and pressed through its DOM mirror by role and name, never
// by pixels; pictures go to build/pictures.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "./server.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
export const build = resolve(process.env.HOURGLASS_BUILD ?? join(root, "build"));
export const site = join(build, "site");
export const pictures = join(build, "pictures");
const puppeteer = createRequire(join(root, "web/package.json"))("puppeteer-core");

const kChromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const kFirefox = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const kFlags = [
  "--no-sandbox", // tests run as root in containers
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--hide-scrollbars",
  "--force-color-profile=srgb",
];

export async function launchChromium({ flags = [] } = {}) {
  return puppeteer.launch({ executablePath: kChromium, headless: true, args: [...kFlags, ...flags], protocolTimeout: 600_000 });
}

/** Firefox has WebGL 2 without a graphics card only with a window, on a display such as Xvfb's. */
export async function launchFirefox({ display }) {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: kFirefox,
    headless: false,
    env: { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: "1", HOME: process.env.HOME ?? "/tmp" },
    extraPrefsFirefox: { "webgl.force-enabled": true },
    protocolTimeout: 600_000,
  });
}

/**
 * openStudio({isolated, fault, viewport, dark, touch, query, before, browser}) serves the site, opens it, and answers a
 * Studio. `before(page)` may prepare the page before it loads.
 */
export async function openStudio(options = {}) {
  const server = await serve(options.folder ?? site, options);
  const browser = options.browser ?? (await launchChromium(options));
  const page = await browser.newPage();
  const studio = new Studio(server, browser, page);
  if (options.browser) studio.keepBrowser = true;
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
    if (this.keepBrowser) await this.page.close();
    else await this.browser.close();
    await this.server.close();
  }

  /** What every test may ask for at its end. */
  assertClean() {
    assert.deepEqual(this.errors, [], "no console error");
    assert.deepEqual(this.foreign, [], "no request to another origin");
  }

  ready() {
    return this.page.evaluate(() => window.hourglass.ready);
  }

  /** Calls window.hourglass[method](...args). */
  call(method, ...args) {
    return this.page.evaluate((name, list) => window.hourglass[name](...list), method, args);
  }

  /** Until the frame that is due now is drawn; a hidden page draws none. */
  frame() {
    return this.page.evaluate(() => {
      const two = new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return Promise.race([two, new Promise((done) => setTimeout(done, 300))]);
    });
  }

  /** The mirror's items: role, name, value, state, rectangle, in reading order. */
  async items() {
    await this.frame();
    return this.page.evaluate(() =>
      [...document.querySelectorAll("#mirror > .item")].map((element) => {
        const box = element.getBoundingClientRect();
        const native = { BUTTON: "button", SELECT: "combobox", P: "text", INPUT: element.type === "range" ? "slider" : "textbox" };
        const radios = [...element.querySelectorAll("input[type=radio]")];
        return {
          id: element.dataset.id,
          role: element.getAttribute("role") ?? native[element.tagName] ?? "",
          name: element.getAttribute("aria-label") ?? element.textContent,
          value:
            element.getAttribute("aria-valuetext") ??
            (radios.length ? (radios.find((r) => r.checked)?.value ?? "") : (element.value ?? element.textContent)),
          options: [...(element.options ?? radios)].map((option) => option.value),
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

  /** The item of that role and name (a string, or a pattern); waits until it is there. */
  async item(role, name, { timeout = 10_000 } = {}) {
    const fits = (item) => item.role === role && (name instanceof RegExp ? name.test(item.name) : item.name === name);
    let items = [];
    const found = await eventually(async () => (items = await this.items()).find(fits), timeout);
    if (found) return found;
    const there = items.map((item) => `${item.role} "${item.name}"`).join(", ");
    throw new Error(`no ${role} named ${name} on the page; there are: ${there}`);
  }

  async has(role, name) {
    return (await this.items()).some((i) => i.role === role && (name instanceof RegExp ? name.test(i.name) : i.name === name));
  }

  async element(role, name) {
    const { id } = await this.item(role, name);
    return this.page.$(`#mirror [data-id="${id}"]`);
  }

  async press(role, name) {
    const element = await this.element(role, name);
    await element.evaluate((node) => node.click());
  }

  /** Sets a slider, a text or number field, or chooses of a list or group. */
  async set(role, name, value) {
    const element = await this.element(role, name);
    await element.evaluate((node, text) => {
      const radio = [...node.querySelectorAll("input[type=radio]")].find((input) => input.value === text);
      if (radio) return radio.click();
      node.value = text;
      node.dispatchEvent(new Event("input", { bubbles: true }));
      node.dispatchEvent(new Event("change", { bubbles: true }));
    }, String(value));
  }

  /** A real mouse or finger at the middle of the item. */
  async point(role, name, { touch = false } = {}) {
    const { x, y, w, h } = await this.item(role, name);
    if (touch) await this.page.touchscreen.tap(x + w / 2, y + h / 2);
    else await this.page.mouse.click(x + w / 2, y + h / 2);
  }

  async picture(name) {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  framesDrawn() {
    return this.page.evaluate(() => window.hourglass.stats().then((stats) => stats.framesDrawn));
  }
}

/** Asks until the answer is truthy or time is up; answers the last answer. */
export async function eventually(ask, timeout = 10_000, pause = 50) {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer || Date.now() > end) return answer;
    await new Promise((done) => setTimeout(done, pause));
  }
}
