// A static server for tests: any folder under any path, with or without the two headers of isolation, and with faults on
// request.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const kTypes = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * serve(folder, {port, isolated, under, cached, fault, send}): the folder lies under the path `under` ("/" or "/a/b/"); with
 * `cached` browsers may keep what they get, as most hosts allow. `send(request, response, headers, path)`, where there is one, sends the
 * files instead. `fault(path)` may return {status}, {damage: true} (one byte
 * changed), {bytes, type} (those instead), {stall: n} (n bytes, then nothing more), {slow: n} (n bytes a second), {type} (another
 * content type), {until: promise} (not before) or {hang: true}. Answers {url, folder, requests, fault, close}; `folder` may be changed:
 * the site was deployed anew.
 */
export async function serve(folder, { port = 0, isolated = true, under = "/", cached = false, fault = () => null, send = null } = {}) {
  const state = { requests: [], fault, folder };
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    if (!asked.startsWith(under)) return response.writeHead(404).end("not found");
    const path = asked.slice(under.length - 1);
    state.requests.push(path);
    let file = join(state.folder, normalize(path));
    if (!file.startsWith(state.folder)) return response.writeHead(403).end();
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const trouble = state.fault(path) ?? {};
    if (trouble.hang) return;
    await trouble.until;
    const headers = {
      "content-type": trouble.type ?? kTypes[extname(file)] ?? "application/octet-stream",
      "cache-control": cached ? "max-age=600" : "no-cache",
    };
    if (isolated) {
      headers["cross-origin-opener-policy"] = "same-origin";
      headers["cross-origin-embedder-policy"] = "require-corp";
      headers["cross-origin-resource-policy"] = "same-origin";
    }
    if (trouble.status) return response.writeHead(trouble.status, headers).end("fault");
    if (!trouble.bytes && !existsSync(file)) return response.writeHead(404, headers).end("not found");
    if (trouble.damage || trouble.bytes) {
      const bytes = trouble.bytes ?? Buffer.from(readFileSync(file));
      if (trouble.damage) bytes[bytes.length >> 1] ^= 0x55;
      return response.writeHead(200, { ...headers, "content-length": bytes.length }).end(bytes);
    }
    if (send) return void send(request, response, headers, path);
    response.writeHead(200, { ...headers, "content-length": statSync(file).size });
    if (trouble.stall !== undefined) return response.write(readFileSync(file).subarray(0, trouble.stall));
    if (trouble.slow) return void drip(response, readFileSync(file), trouble.slow);
    createReadStream(file).pipe(response);
  });
  await new Promise((done, failed) => server.once("error", failed).listen(port, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}${under}`,
    set folder(next) {
      state.folder = next;
    },
    get requests() {
      return state.requests;
    },
    set fault(next) {
      state.fault = next;
    },
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
}

/** So many bytes a second, ten times a second. */
async function drip(response, bytes, rate) {
  for (let at = 0; at < bytes.length && !response.destroyed; at += rate / 10) {
    response.write(bytes.subarray(at, at + rate / 10));
    await new Promise((done) => setTimeout(done, 100));
  }
  response.end();
}
