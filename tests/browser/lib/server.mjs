// A static server for tests: any folder, with or without the two headers of isolation, and with faults on request.
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
 * serve(folder, {port, isolated, fault}): `fault(path)` may return {status}, {damage: true} (one byte changed), {bytes}
 * (those instead), {until: promise} (not before) or {hang: true}. Answers {url, requests, fault, close}.
 */
export async function serve(folder, { port = 0, isolated = true, fault = () => null } = {}) {
  const state = { requests: [], fault };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    state.requests.push(path);
    let file = join(folder, normalize(path));
    if (!file.startsWith(folder)) return response.writeHead(403).end();
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const trouble = state.fault(path) ?? {};
    if (trouble.hang) return;
    await trouble.until;
    const headers = { "content-type": kTypes[extname(file)] ?? "application/octet-stream", "cache-control": "no-cache" };
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
    response.writeHead(200, { ...headers, "content-length": statSync(file).size });
    createReadStream(file).pipe(response);
  });
  await new Promise((done, failed) => server.once("error", failed).listen(port, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    get requests() {
      return state.requests;
    },
    set fault(next) {
      state.fault = next;
    },
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
}
