// A slow line to a good host: all that a server sends shares so many bits a second, whoever asks (page, worker, service worker, to which a
// browser's own throttling does not reach), and every answer begins so many milliseconds late. Files are packed and may be kept as
// docs/hosting.md says.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";

/** What hosts pack: texts and programs. What ends in .bin is packed already, or hardly gets smaller. */
const kPacked = /\.(html|js|css|json|svg|md|wasm|webmanifest)$/;
export const kPacks = { gzip: (bytes) => promisify(gzip)(bytes, { level: 6 }), br: (bytes) => promisify(brotliCompress)(bytes) };
const kPiece = 4096; // bytes: answers that are under way take turns
const kHead = 300; // bytes of an answer's own, about

const now = () => performance.timeOrigin + performance.now();

/** The files of a site as they are sent, by their paths: {bytes, encoding, etag}. `pack` is "gzip" or "br". */
export async function packed(folder, pack) {
  const site = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name), plain = readFileSync(file);
    const encoding = kPacked.test(file) ? pack : null;
    const etag = `"${createHash("sha256").update(plain).digest("hex").slice(0, 16)}"`;
    site.set(relative(folder, file), { bytes: encoding ? await kPacks[encoding](plain) : plain, encoding, etag });
  }
  return site;
}

/**
 * slowLine(site, {megabits, latency}): of what packed() answered, so many `megabits` a second (0: as fast as it goes), each answer
 * `latency` milliseconds late. Answers {send, requests, quiet()}: `send` is for serve() of tests/browser/lib/server.mjs; `requests` is a list of {path, asked, begun,
 * ended, bytes, status}, times as performance.timeOrigin counts them; `quiet(ms)` resolves when nothing was asked for so long.
 */
export function slowLine(site, { megabits, latency }) {
  const requests = [], underWay = [];
  const rate = megabits > 0 ? megabits * 125 : Infinity; // bytes in a millisecond
  let credit = 0, before = now(), timer = null;

  /** Pieces in turn, as many as the time since the last look pays for. */
  function pump() {
    const time = now();
    credit += (time - before) * rate;
    before = time;
    while (underWay.length > 0 && credit > 0) {
      const one = underWay.shift();
      if (one.response.destroyed) continue;
      const piece = one.bytes.subarray(one.at, one.at + kPiece);
      one.at += piece.length;
      credit -= piece.length + (one.at === piece.length ? kHead : 0);
      one.response.write(piece);
      if (one.at < one.bytes.length) underWay.push(one);
      else {
        one.request.ended = now();
        one.response.end();
      }
    }
    if (underWay.length === 0) {
      clearInterval(timer);
      timer = null;
    }
  }

  function send(request, response, headers, path) {
    const { bytes, encoding, etag } = site.get(path === "/" ? "index.html" : path.slice(1));
    const kept = /^\/(assets|wasm)\//.test(path) ? "public, max-age=31536000, immutable" : "no-cache";
    const head = { ...headers, etag, "cache-control": kept, ...(encoding ? { "content-encoding": encoding, vary: "accept-encoding" } : {}) };
    const one = { path, asked: now(), begun: 0, ended: 0, bytes: 0, status: 200 };
    requests.push(one);
    setTimeout(() => {
      one.begun = now();
      if (request.headers["if-none-match"] === etag) {
        Object.assign(one, { status: 304, ended: one.begun, bytes: 0 });
        return response.writeHead(304, head).end();
      }
      one.bytes = bytes.length;
      response.writeHead(200, { ...head, "content-length": bytes.length });
      underWay.push({ response, bytes, at: 0, request: one });
      if (timer) return;
      before = now();
      credit = 0;
      timer = setInterval(pump, 1);
    }, latency);
  }

  async function quiet(milliseconds) {
    const still = () => requests.every(({ ended }) => ended > 0 && now() - ended > milliseconds);
    while (!still()) await new Promise((done) => setTimeout(done, 100));
  }

  return { send, requests, quiet };
}
