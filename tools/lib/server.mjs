// A static server for build/site on the loopback address: the two isolation headers (unless --no-isolation, which is how
// most static hosts serve), the right types, gzip where it helps, and no caching surprises.
//   node server.mjs FOLDER [--port N] [--no-isolation]
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".gz": "application/gzip",
};
const compressible = new Set([".html", ".css", ".js", ".mjs", ".json", ".webmanifest", ".md", ".csv", ".svg", ".wasm"]);

/** The file that an address asks for, or null when there is none below the folder. */
function find(folder, address) {
  let path;
  try {
    path = decodeURIComponent(new URL(address, "http://localhost").pathname);
  } catch {
    return null;
  }
  if (path.includes("\0")) return null;
  let file = normalize(join(folder, path));
  if (file !== folder && !file.startsWith(folder + sep)) return null;
  try {
    let found = statSync(file);
    if (found.isDirectory()) {
      file = join(file, "index.html");
      found = statSync(file);
    }
    return { file, size: found.size, modified: found.mtimeMs };
  } catch {
    return null;
  }
}

/** Resolves to the listening server once it accepts connections. Port 0 takes a free one. */
export function serve(folder, { port = 8080, isolation = true, host = "127.0.0.1" } = {}) {
  const packed = new Map(); // file -> { modified, bytes }
  const root = normalize(folder).replace(/[/\\]+$/, "");
  const server = createServer((request, response) => {
    const headers = { "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache" };
    if (isolation) {
      headers["Cross-Origin-Opener-Policy"] = "same-origin";
      headers["Cross-Origin-Embedder-Policy"] = "require-corp";
      headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
    const answer = (status, more = {}, body = "") => {
      response.writeHead(status, { ...headers, ...more });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    if (request.method !== "GET" && request.method !== "HEAD") return answer(405, { Allow: "GET, HEAD" });
    const found = find(root, request.url ?? "/");
    if (!found) return answer(404, { "Content-Type": "text/plain; charset=utf-8" }, "Not found\n");

    const extension = extname(found.file);
    headers["Content-Type"] = types[extension] ?? "application/octet-stream";
    headers.ETag = `"${found.size.toString(36)}-${Math.round(found.modified).toString(36)}"`;
    if (request.headers["if-none-match"] === headers.ETag) return answer(304);

    if (compressible.has(extension) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
      let kept = packed.get(found.file);
      if (kept?.modified !== found.modified) {
        kept = { modified: found.modified, bytes: gzipSync(readFileSync(found.file), { level: 6 }) };
        packed.set(found.file, kept);
      }
      return answer(200, { "Content-Encoding": "gzip", "Content-Length": kept.bytes.length, Vary: "Accept-Encoding" }, kept.bytes);
    }
    response.writeHead(200, { ...headers, "Content-Length": found.size });
    if (request.method === "HEAD") return response.end();
    createReadStream(found.file).on("error", () => response.destroy()).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, ...options] = process.argv.slice(2);
  const at = options.indexOf("--port");
  const port = at >= 0 ? Number(options[at + 1]) : 8080;
  try {
    const server = await serve(folder, { port, isolation: !options.includes("--no-isolation") });
    console.log(`Hourglass is at http://localhost:${server.address().port} (Ctrl+C stops it)`);
  } catch (error) {
    console.error(
      error.code === "EADDRINUSE"
        ? `Port ${port} is taken. What to do: tools/serve --port ${port + 1}`
        : `The server did not start: ${error.message}`,
    );
    process.exit(1);
  }
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
}
