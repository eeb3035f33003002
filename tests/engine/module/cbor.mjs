// As much CBOR (RFC 8949) as the engine's messages use: enough to speak with the module without the studio.

export function encodeCbor(value) {
  const bytes = [];
  const head = (major, n) => {
    if (n < 24) bytes.push((major << 5) | n);
    else if (n < 0x100) bytes.push((major << 5) | 24, n);
    else if (n < 0x10000) bytes.push((major << 5) | 25, n >> 8, n & 255);
    else bytes.push((major << 5) | 26, ...new Uint8Array(new Uint32Array([n]).buffer).reverse());
  };
  const write = (v) => {
    if (v === null) bytes.push(0xf6);
    else if (typeof v === "boolean") bytes.push(v ? 0xf5 : 0xf4);
    else if (typeof v === "string") {
      const text = new TextEncoder().encode(v);
      head(3, text.length);
      bytes.push(...text);
    } else if (typeof v === "number") {
      if (Number.isInteger(v) && v >= 0 && v < 2 ** 32) return head(0, v);
      if (Number.isInteger(v) && v < 0) return head(1, -1 - v);
      bytes.push(0xfb, ...new Uint8Array(new Float64Array([v]).buffer).reverse());
    } else if (Array.isArray(v)) {
      head(4, v.length);
      v.forEach(write);
    } else {
      const entries = Object.entries(v);
      head(5, entries.length);
      for (const [key, item] of entries) write(key), write(item);
    }
  };
  write(value);
  return new Uint8Array(bytes).buffer;
}

export function decodeCbor(buffer) {
  const view = new DataView(buffer);
  let at = 0;
  const number = (size, read) => ((at += size), read.call(view, at - size));
  const length = (info) => {
    if (info < 24) return info;
    if (info === 24) return number(1, view.getUint8);
    if (info === 25) return number(2, view.getUint16);
    if (info === 26) return number(4, view.getUint32);
    return Number(number(8, view.getBigUint64));
  };
  const read = () => {
    const first = number(1, view.getUint8);
    const info = first & 31;
    switch (first >> 5) {
      case 0:
        return length(info);
      case 1:
        return -1 - length(info);
      case 3: {
        const size = length(info);
        at += size;
        return new TextDecoder().decode(new Uint8Array(buffer, at - size, size));
      }
      case 4:
        return Array.from({ length: length(info) }, read);
      case 5:
        return Object.fromEntries(Array.from({ length: length(info) }, () => [read(), read()]));
      case 7:
        if (info === 20 || info === 21) return info === 21;
        if (info === 22) return null;
        if (info === 26) return number(4, view.getFloat32);
        if (info === 27) return number(8, view.getFloat64);
    }
    throw new Error(`CBOR that no message of the engine uses: ${first}`);
  };
  return read();
}
