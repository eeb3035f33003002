// How much larger everything is drawn in projector mode: so much that a lecture hall reads it, and not so much that the map
// has no room for its tools.

const kLeastWidth = 800; // CSS pixels that the studio then still has
const kLeastHeight = 520;
const kMost = 2;

export function projectedZoom(width: number, height: number): number {
  return Math.min(kMost, Math.max(1, Math.min(width / kLeastWidth, height / kLeastHeight)));
}
