// One Chromium with one page, whose workers are what is measured.
import { launchChromium } from "../../tests/browser/lib/studio.mjs";
import { serve } from "../../tests/browser/lib/server.mjs";

// WebGPU without a graphics card, where the browser was built with it.
const kFlags = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan,WebGPU"];

/** Serves `root` isolated and opens bench/browser/page.html; answers {version, open(script, options), close()}. */
export async function openBrowser(root) {
  const server = await serve(root);
  const browser = await launchChromium({ whole: true, flags: kFlags, v8: [] });
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(String(error)));
  await page.goto(`${server.url}bench/browser/page.html`);
  let opened = 0;
  return {
    version: await browser.version(),
    /** A worker of that script, told `options`; answers {ask(request), close()}, or throws what the worker said. */
    async open(script, options) {
      const id = ++opened;
      await page.evaluate((...all) => window.bench.open(...all), id, script, options);
      return {
        ask: (request) => page.evaluate((...all) => window.bench.ask(...all), id, request),
        close: () => page.evaluate((which) => window.bench.close(which), id),
      };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
