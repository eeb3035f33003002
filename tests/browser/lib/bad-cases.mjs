// What the page said and offered in a bad case: written down by the tests for the table of docs/bad-cases.md
// (bad-cases-table.mjs).
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { build } from "./studio.mjs";

/** For a test file of that name: answers a function that notes what stands on the page after `what` happened. */
export function badCases(file) {
  const cases = [];
  after(() => {
    mkdirSync(join(build, "logs"), { recursive: true });
    writeFileSync(join(build, `logs/bad-cases-${file}.json`), JSON.stringify(cases, null, 1));
  });
  return async (studio, what, seen = null) => {
    if (seen) return void cases.push({ what, ...seen });
    const notices = (await studio.items()).filter(({ id }) => id.startsWith("notice/"));
    const said = notices.filter(({ role }) => role === "status").map(({ value }) => value).join(" ");
    const ways = notices.filter(({ role, id }) => role === "button" && !id.endsWith("/close")).map(({ name }) => name);
    cases.push({ what, said, ways });
  };
}
