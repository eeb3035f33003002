// Changes what a worker of the page finds in its browser: storage that refuses, memory that is not to be had.

/**
 * Workers whose address fits `pattern` first run `source`. Options for open(); the page has no service worker, which would
 * answer for the server.
 */
export function inWorkers(pattern, source) {
  const kSpoilt = "/spoilt/";
  const fault = (path) => {
    if (path === "/spoilt.js") return { bytes: Buffer.from(source), type: "text/javascript" };
    if (!path.startsWith(kSpoilt)) return null;
    const text = `import "/spoilt.js"; import "/${path.slice(kSpoilt.length)}";`;
    return { bytes: Buffer.from(text), type: "text/javascript" };
  };
  const before = (page) =>
    page.evaluateOnNewDocument(
      (spoilt, words) => {
        delete Navigator.prototype.serviceWorker;
        window.Worker = class extends Worker {
          constructor(url, options) {
            const { pathname } = new URL(url, location.href);
            super(new RegExp(words).test(pathname) ? `${spoilt}${pathname.slice(1)}` : url, options);
          }
        };
      },
      kSpoilt,
      pattern.source,
    );
  return { fault, before };
}
