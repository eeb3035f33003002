#include "data/drawing_parts.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace hourglass {
namespace {

constexpr double kLeastExtent = 0.03;  // of the crop's longer side: less is a speck
constexpr double kLeastPart = 0.03;    // of the drawing's pixels: less is a speck beside it
constexpr double kGap = 0.2;           // between parts of one drawing, as a share of its longer side
constexpr double kGapAbove = 0.35;     // where one lies above the other, as the dot of an i
constexpr double kOtherDrawing = 0.3;  // of the drawing's ink: as much elsewhere is another drawing
constexpr double kFrameFilled = 0.12;  // of its box, by a line around a drawing, and
constexpr double kWritten = 0.3;       // of a small box's side, by the drawing
constexpr double kEdgeContact = 0.08;  // of the border: what touches as much of it is the table, or a frame

double gap_between(const Component& a, const Component& b) {
  const int across = std::max({0, a.left - b.right, b.left - a.right});
  const int down = std::max({0, a.top - b.bottom, b.top - a.bottom});
  return std::hypot(across, down);
}
bool one_above_the_other(const Component& a, const Component& b) { return a.left < b.right && b.left < a.right; }
int longer_side(const Component& c) { return std::max(c.width(), c.height()); }

/// What runs along the border: the table, a frame, the shadow of a corner.
bool is_edge(const Component& c, const Mask& mask) {
  const bool across = c.left == 0 && c.right == mask.width, down = c.top == 0 && c.bottom == mask.height;
  return c.on_border > kEdgeContact * 2 * (mask.width + mask.height) || across || down;
}

/// Whether `c` is a thin line around `other`: a frame, the paper's edge, or a smaller box to write in, which what is
/// written fills more than a dot would fill a 0.
bool surrounds(const Component& c, const Component& other, const Mask& mask) {
  const bool around = c.left < other.left && c.top < other.top && c.right > other.right && c.bottom > other.bottom;
  if (!around || c.pixels > kFrameFilled * c.width() * c.height() || 20 * other.pixels < c.pixels) return false;
  const bool frame = 2 * c.width() > mask.width && 2 * c.height() > mask.height;
  return longer_side(other) >
         (frame ? kLeastExtent * std::max(mask.width, mask.height) : kWritten * std::min(c.width(), c.height()));
}

}  // namespace

std::optional<DrawingParts> drawing_among(const Components& found, const Mask& mask) {
  const double least = std::max(3.0, kLeastExtent * std::max(mask.width, mask.height));
  const double half_way = std::hypot(mask.width, mask.height) / 2;
  const Component middle{
      .left = mask.width / 2, .top = mask.height / 2, .right = mask.width / 2 + 1, .bottom = mask.height / 2 + 1};
  std::vector<bool> possible(found.list.size());
  std::optional<std::size_t> first;
  double best = 0;
  for (std::size_t i = 0; i < found.list.size(); ++i) {
    const Component& c = found.list[i];
    possible[i] = !is_edge(c, mask);
    if (!possible[i] || longer_side(c) < least) continue;
    const bool around = std::any_of(found.list.begin(), found.list.end(),
                                    [&](const Component& other) { return surrounds(c, other, mask); });
    if (around) {
      possible[i] = false;
      continue;
    }
    const double away = gap_between(c, middle) / half_way;
    const double score = c.strength / (1 + 4 * away * away);
    if (score > best) best = score, first = i;
  }
  if (!first) return std::nullopt;

  DrawingParts chosen{std::vector<bool>(found.list.size(), false), found.list[*first], false};
  chosen.parts[*first] = true;
  const Component& main = found.list[*first];
  for (bool grown = true; grown;) {
    grown = false;
    for (std::size_t i = 0; i < found.list.size(); ++i) {
      const Component& c = found.list[i];
      if (!possible[i] || chosen.parts[i] || c.pixels < kLeastPart * main.pixels) continue;
      const double reach = (one_above_the_other(c, chosen.box) ? kGapAbove : kGap) * longer_side(main);
      if (gap_between(c, chosen.box) > reach) continue;
      chosen.parts[i] = grown = true;
      Component& box = chosen.box;
      box.left = std::min(box.left, c.left), box.right = std::max(box.right, c.right);
      box.top = std::min(box.top, c.top), box.bottom = std::max(box.bottom, c.bottom);
      box.pixels += c.pixels, box.strength += c.strength;
    }
  }
  for (std::size_t i = 0; i < found.list.size(); ++i) {
    const Component& c = found.list[i];
    if (possible[i] && !chosen.parts[i] && longer_side(c) >= least && c.strength > kOtherDrawing * chosen.box.strength)
      chosen.others = true;
  }
  return chosen;
}

}  // namespace hourglass
