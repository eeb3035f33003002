// Rectangles in CSS pixels and the cutting of them. Panels are laid out by cutting: take a strip off an edge, draw into
// it, go on with the rest. So every place is exact and nothing depends on Dear ImGui's cursor.
#pragma once

#include <imgui.h>

#include <algorithm>

namespace hourglass {

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;

  float right() const { return x + w; }
  float bottom() const { return y + h; }
  ImVec2 min() const { return {x, y}; }
  ImVec2 max() const { return {x + w, y + h}; }
  ImVec2 center() const { return {x + w / 2, y + h / 2}; }
  bool empty() const { return w <= 0 || h <= 0; }
  bool contains(ImVec2 p) const { return p.x >= x && p.y >= y && p.x < x + w && p.y < y + h; }
  bool meets(const Rect& other) const {
    return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
  }
  Rect inset(float d) const { return inset(d, d); }
  Rect inset(float dx, float dy) const {
    return {x + dx, y + dy, std::max(0.0f, w - 2 * dx), std::max(0.0f, h - 2 * dy)};
  }
  bool operator==(const Rect&) const = default;
};

/// Whether any of `area` lies where `list` may draw now. What is scrolled away costs a frame nothing, however long the
/// list that it stands in.
inline bool is_seen(const ImDrawList& list, const Rect& area) {
  const ImVec2 low = list.GetClipRectMin(), high = list.GetClipRectMax();
  return area.x < high.x && area.right() > low.x && area.y < high.y && area.bottom() > low.y;
}

/// Each takes a strip of `size` off one edge of `rest` and leaves `gap` between; the strip is never larger than the
/// rest.
inline Rect cut_left(Rect& rest, float size, float gap = 0) {
  size = std::clamp(size, 0.0f, rest.w);
  const Rect strip{rest.x, rest.y, size, rest.h};
  const float taken = std::min(rest.w, size + gap);
  rest.x += taken, rest.w -= taken;
  return strip;
}
inline Rect cut_right(Rect& rest, float size, float gap = 0) {
  size = std::clamp(size, 0.0f, rest.w);
  const Rect strip{rest.right() - size, rest.y, size, rest.h};
  rest.w -= std::min(rest.w, size + gap);
  return strip;
}
inline Rect cut_top(Rect& rest, float size, float gap = 0) {
  size = std::clamp(size, 0.0f, rest.h);
  const Rect strip{rest.x, rest.y, rest.w, size};
  const float taken = std::min(rest.h, size + gap);
  rest.y += taken, rest.h -= taken;
  return strip;
}
inline Rect cut_bottom(Rect& rest, float size, float gap = 0) {
  size = std::clamp(size, 0.0f, rest.h);
  const Rect strip{rest.x, rest.bottom() - size, rest.w, size};
  rest.h -= std::min(rest.h, size + gap);
  return strip;
}
/// A (w, h) box in the middle of `area`.
inline Rect centered(const Rect& area, float w, float h) {
  return {area.x + (area.w - w) / 2, area.y + (area.h - h) / 2, w, h};
}
/// Cell `i` of `n` equal columns with `gap` between them.
inline Rect column(const Rect& area, int i, int n, float gap) {
  const float w = (area.w - gap * static_cast<float>(n - 1)) / static_cast<float>(n);
  return {area.x + static_cast<float>(i) * (w + gap), area.y, w, area.h};
}

}  // namespace hourglass
