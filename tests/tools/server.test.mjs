import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { serve } from "../../tools/lib/server.mjs";

describe("the site's server", () => {
  let outside, folder, server, base;
  before(async () => {
    outside = mkdtempSync(join(tmpdir(), "hourglass-server-"));
    folder = join(outside, "site");
    mkdirSync(join(folder, "wasm"), { recursive: true });
    writeFileSync(join(outside, "secret.txt"), "not part of the site");
    writeFileSync(join(outside, "site-of-another.txt"), "a neighbour whose name begins alike");
    writeFileSync(join(folder, "index.html"), "<!doctype html>" + "hourglass ".repeat(200));
    writeFileSync(join(folder, "wasm/engine.wasm"), Buffer.alloc(5000, 1));
    writeFileSync(join(folder, "digits.gz"), Buffer.from([0x1f, 0x8b, 1, 2, 3]));
    server = await serve(folder, { port: 0 });
    base = `http://127.0.0.1:${server.address().port}`;
  });
  after(() => {
    server.close();
    rmSync(outside, { recursive: true });
  });

  test("sends the headers that threads need with everything", async () => {
    for (const path of ["/", "/wasm/engine.wasm", "/nothing"]) {
      const { headers } = await fetch(base + path);
      assert.equal(headers.get("cross-origin-opener-policy"), "same-origin");
      assert.equal(headers.get("cross-origin-embedder-policy"), "require-corp");
    }
  });

  test("leaves them out when told to, as most hosts do", async () => {
    const plain = await serve(folder, { port: 0, isolation: false });
    const { headers } = await fetch(`http://127.0.0.1:${plain.address().port}/`);
    plain.close();
    assert.equal(headers.get("cross-origin-opener-policy"), null);
    assert.equal(headers.get("cross-origin-embedder-policy"), null);
  });

  test("gives WebAssembly its type and packs it for browsers that can unpack", async () => {
    const response = await fetch(base + "/wasm/engine.wasm");
    assert.equal(response.headers.get("content-type"), "application/wasm");
    assert.equal(response.headers.get("content-encoding"), "gzip");
    assert.equal((await response.arrayBuffer()).byteLength, 5000);
    const plain = await fetch(base + "/wasm/engine.wasm", { headers: { "accept-encoding": "identity" } });
    assert.equal(plain.headers.get("content-encoding"), null);
    assert.equal(plain.headers.get("content-length"), "5000");
  });

  test("hands over a packed data file byte by byte", async () => {
    const response = await fetch(base + "/digits.gz");
    assert.equal(response.headers.get("content-encoding"), null);
    assert.deepEqual([...new Uint8Array(await response.arrayBuffer())], [0x1f, 0x8b, 1, 2, 3]);
  });

  test("answers a browser that has the file already with 304", async () => {
    const first = await fetch(base + "/");
    const again = await fetch(base + "/", { headers: { "if-none-match": first.headers.get("etag") } });
    assert.equal(again.status, 304);
  });

  test("gives nothing from outside its folder, however the address is written", async () => {
    // fetch tidies such paths before they leave, so they are written to the socket as they are.
    for (const path of ["/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/wasm/../../secret.txt", "/..%2fsite-of-another.txt", "/%00", "/%zz"])
      assert.match(await raw(`GET ${path} HTTP/1.1`), /^HTTP\/1\.1 404 /, path);
  });

  test("refuses to be written to", async () => {
    assert.equal((await fetch(base + "/", { method: "POST", body: "x" })).status, 405);
  });

  test("is not there for other machines", () => {
    assert.equal(server.address().address, "127.0.0.1");
  });

  function raw(line) {
    return new Promise((resolve, reject) => {
      const socket = connect(server.address().port, "127.0.0.1", () => socket.write(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`));
      let text = "";
      socket.on("data", (part) => (text += part)).on("end", () => resolve(text)).on("error", reject);
    });
  }
});
