// axe-core on the page: what it finds wrong with what a screen reader gets, and with the colours of the page's own texts.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const source = readFileSync(join(import.meta.dirname, "../../../web/node_modules/axe-core/axe.min.js"), "utf8");

/** What axe finds now, a line for each rule and element. */
export async function findings(studio) {
  if (!(await studio.page.evaluate(() => Boolean(window.axe)))) await studio.page.evaluate(source);
  return studio.page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, html }) => `${id} (${help}): ${target.join(" ")}: ${html.slice(0, 160)}`));
  });
}
