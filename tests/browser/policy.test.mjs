// The page lets nothing in and sends nothing out: its content security policy and Trusted Types, tried by breaking them.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { Bringer } from "./lib/bring.mjs";
import { csv } from "./lib/made.mjs";
import { opened } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";

test("a foreign request, an inline script and injected markup are refused", async (t) => {
  const asked = [];
  const elsewhere = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(200, { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin", "content-type": "text/javascript" });
    response.end("window.hacked = true");
  });
  await new Promise((done) => elsewhere.listen(0, "127.0.0.1", done));
  t.after(() => (elsewhere.closeAllConnections(), elsewhere.close()));
  const foreign = `http://127.0.0.1:${elsewhere.address().port}/`;
  const studio = await opened(t, { query: "preset=classroom&images=1000" });
  const refused = await studio.page.evaluate(async (url) => {
    const violations = new Set();
    document.addEventListener("securitypolicyviolation", (event) => violations.add(event.effectiveDirective));
    const refusal = (deed) => {
      try {
        deed();
        return "";
      } catch (error) {
        return String(error);
      }
    };
    const request = await fetch(url).then(() => "", String);
    const image = new Image();
    image.src = `${url}pixel`;
    document.body.append(image);
    const script = document.createElement("script");
    const inline = refusal(() => (script.textContent = "window.hacked = true"));
    document.body.append(script);
    const src = refusal(() => (script.src = `${url}script`));
    const markup = refusal(() => (document.body.innerHTML += "<img src=x onerror='window.hacked = true'>"));
    const handler = document.createElement("button");
    const attribute = refusal(() => handler.setAttribute("onclick", "window.hacked = true"));
    handler.click();
    const worker = refusal(() => new Worker(`${url}worker`));
    // The developer tools, through which this runs, may evaluate texts; what the page does by itself later may not.
    const code = await new Promise((done) => setTimeout(() => done(refusal(() => (0, eval)("window.hacked = true")))));
    const frame = document.createElement("iframe");
    frame.src = `${url}frame`;
    document.body.append(frame);
    while (!["connect-src", "img-src"].every((name) => violations.has(name))) await new Promise((done) => setTimeout(done, 20));
    return { request, inline, src, markup, attribute, worker, code, hacked: window.hacked ?? false };
  }, foreign);
  for (const what of ["request", "inline", "src", "markup", "worker", "code"]) assert.notEqual(refused[what], "", what);
  assert.equal(refused.hacked, false);
  assert.deepEqual(asked, [], "nothing was sent");
});

test("names that look like markup are shown as text", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=1000" });
  const bringer = new Bringer(studio);
  t.after(() => bringer.close());
  const name = `<img src=x onerror="window.hacked=1">.csv`;
  await bringer.outcome(() =>
    studio.page.evaluate(
      (text, file) => {
        const data = new DataTransfer();
        data.items.add(new File([text], file, { type: "text/csv" }));
        document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      },
      csv(40).toString(),
      name,
    ),
  );
  await studio.press("button", "Data set");
  await until("its name is on the page", async () => (await studio.items()).some(({ name: text, value }) => `${text} ${value}`.includes("<img src=x")));
  await studio.picture("markup-as-text");
  assert.equal(await studio.page.evaluate(() => document.querySelectorAll("#mirror img").length), 0);
  assert.equal(await studio.page.evaluate(() => window.hacked ?? null), null);
});
