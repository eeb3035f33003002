// WebKit through its WebDriver, as far as a smoke test needs it: open, evaluate, picture. Runs under xvfb.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { kPatience, until } from "./wait.mjs";

const kDriver = "/usr/bin/WebKitWebDriver";
const kBrowser = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/** A port that nobody listens on: a driver that another run left behind would answer for ours. */
async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** openWebKit({display}) answers {goto, reload, evaluate, stroke, hover, picture, close}. */
export async function openWebKit({ display }) {
  const port = await freePort();
  const driver = spawn(kDriver, [`--port=${port}`, "--host=127.0.0.1"], {
    env: { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: "1", WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" },
    stdio: "ignore",
    detached: true,
  });
  const ask = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
    });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  await until("WebKit's driver", () => ask("GET", "/status").then(() => true, () => false));
  const { sessionId } = await ask("POST", "/session", {
    capabilities: { alwaysMatch: { "webkitgtk:browserOptions": { binary: kBrowser, args: ["--automation"] } } },
  });
  const session = `/session/${sessionId}`;
  await ask("POST", `${session}/timeouts`, { script: 2 * kPatience, pageLoad: kPatience });
  const to = ([x, y]) => ({ type: "pointerMove", duration: 30, origin: "viewport", x, y });
  const mouse = (actions) => ask("POST", `${session}/actions`, { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }] });
  return {
    goto: (url) => ask("POST", `${session}/url`, { url }),
    /** `body` is the body of an async function; `args` are in `args`. */
    async evaluate(body, ...args) {
      const script = `const done = arguments[arguments.length - 1]; const args = [...arguments].slice(0, -1);
        (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value, error } = await ask("POST", `${session}/execute/async`, { script, args });
      if (error) throw new Error(error);
      return value;
    },
    reload: () => ask("POST", `${session}/refresh`, {}),
    /** A real mouse, pressed at the first place and drawn over the others. */
    stroke: ([first, ...rest]) => mouse([to(first), { type: "pointerDown", button: 0 }, ...rest.map(to), { type: "pointerUp", button: 0 }]),
    hover: (places) => mouse(places.map(to)),
    async picture(path) {
      writeFileSync(path, Buffer.from(await ask("GET", `${session}/screenshot`), "base64"));
    },
    async close() {
      await ask("DELETE", session).catch(() => {});
      process.kill(-driver.pid);
    },
  };
}
