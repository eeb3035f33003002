// When what a person waits for is there, seen from within the page: the first picture by the browser's own word, all else by what the mirror
// says. For evaluateOnNewDocument; window.opening holds milliseconds since the navigation began.
export function watchOpening() {
  const marks = (window.opening = {});
  const mark = (name, at = performance.now()) => (marks[name] ??= at);
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) if (name === "first-contentful-paint") mark("paint", startTime);
  }).observe({ type: "paint", buffered: true });

  const item = (id) => document.querySelector(`#mirror [data-id="${id}"]`);
  const canBePressed = (id) => item(id) && item(id).getAttribute("aria-disabled") !== "true";
  const look = () => {
    if (!item("bar/train")) return;
    mark("frame");
    const model = item("bar/reset")?.getAttribute("aria-label") === "Start untrained" && item("map/surface") && !item("map/empty");
    if (model) mark("model");
    if (model && /\d/.test(item("paint/error")?.textContent ?? "")) mark("pad");
    if (/^[1-9]/.test(item("map/surface")?.textContent ?? "")) mark("images");
    if (canBePressed("bar/train")) mark("train");
    if (canBePressed("bar/step")) mark("begins");
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  let api;
  Object.defineProperty(window, "hourglass", {
    configurable: true,
    get: () => api,
    set: (made) => {
      api = made;
      made.ready.then(() => mark("engine"), () => {});
    },
  });
}

/** In the order in which they are hoped for. */
export const kMarks = {
  paint: "first contentful paint",
  frame: "the studio's first frame",
  model: "the start model on the map",
  pad: "the pad answers",
  engine: "the engine is ready",
  images: "the images are on the map",
  train: "Train can be pressed",
  begins: "and begins at once",
};
