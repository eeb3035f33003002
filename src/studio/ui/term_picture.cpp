#include "studio/ui/term_picture.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "studio/ui/colors.h"

namespace hourglass {
namespace {

/// The accent of the night theme: the tip is dark in both.
constexpr ImU32 kLit = rgb(0x6db3ff), kWarm = rgb(0xff9e4a);

struct Pen {
  ImDrawList& list;
  Rect area;
  ImU32 ink, quiet;

  /// A box by shares of the area.
  Rect box(float x, float y, float w, float h) const {
    return {area.x + x * area.w, area.y + y * area.h, w * area.w, h * area.h};
  }
  void fill(const Rect& r, ImU32 color, float radius = 2) const { list.AddRectFilled(r.min(), r.max(), color, radius); }
  void arrow(ImVec2 from, ImVec2 to, ImU32 color) const {
    list.AddLine(from, to, color, 1.5f);
    const float dx = to.x - from.x, dy = to.y - from.y, length = std::max(1.0f, std::sqrt(dx * dx + dy * dy));
    const ImVec2 u{dx / length * 5, dy / length * 5};
    list.AddTriangleFilled(to, {to.x - u.x - u.y * 0.6f, to.y - u.y + u.x * 0.6f},
                           {to.x - u.x + u.y * 0.6f, to.y - u.y - u.x * 0.6f}, color);
  }
};

/// A 7, as coarse as a thumbnail.
void draw_digit(const Pen& pen, const Rect& r, ImU32 color) {
  pen.list.AddRect(r.min(), r.max(), pen.quiet, 2);
  const ImVec2 a{r.x + r.w * 0.25f, r.y + r.h * 0.25f}, b{r.x + r.w * 0.75f, a.y},
      c{r.x + r.w * 0.45f, r.y + r.h * 0.8f};
  pen.list.AddLine(a, b, color, 2.5f);
  pen.list.AddLine(b, c, color, 2.5f);
}

/// A picture, two bars (one up, one down), a picture.
void code_picture(const Pen& pen) {
  const float side = pen.area.h * 0.62f;
  const Rect from{pen.area.x, pen.area.center().y - side / 2, side, side};
  Rect to = from;
  to.x = pen.area.right() - side;
  draw_digit(pen, from, pen.ink);
  draw_digit(pen, to, faded(pen.ink, 0.75f));
  const ImVec2 middle = pen.area.center();
  pen.arrow({from.right() + 3, middle.y}, {middle.x - 13, middle.y}, pen.quiet);
  pen.arrow({middle.x + 13, middle.y}, {to.x - 3, middle.y}, pen.quiet);
  pen.list.AddLine({middle.x - 9, middle.y}, {middle.x + 9, middle.y}, pen.quiet, 1);
  pen.fill({middle.x - 7, middle.y - 22, 6, 22}, kLit, 1);
  pen.fill({middle.x + 1, middle.y + 1, 6, 12}, kWarm, 1);
}

/// Layers as bars across, narrow in the middle.
void hourglass_picture(const Pen& pen) {
  constexpr std::array<float, 5> kWidths = {1, 0.5f, 0.14f, 0.5f, 1};
  const float step = pen.area.h / 5;
  for (std::size_t i = 0; i < kWidths.size(); ++i) {
    const float w = pen.area.w * 0.8f * kWidths[i];
    const float y = pen.area.y + step * static_cast<float>(i);
    if (i > 0) {
      const float before = pen.area.w * 0.8f * kWidths[i - 1];
      const float x = pen.area.center().x;
      const ImVec2 corners[] = {
          {x - before / 2, y - step + 8}, {x + before / 2, y - step + 8}, {x + w / 2, y + 1}, {x - w / 2, y + 1}};
      pen.list.AddConvexPolyFilled(corners, 4, faded(pen.quiet, 0.22f));
    }
    pen.fill({pen.area.center().x - w / 2, y + 1, w, 7}, i == 2 ? kLit : pen.quiet);
  }
}

/// A strip of images, the last of them set apart.
void held_out_picture(const Pen& pen) {
  constexpr int kImages = 9, kKept = 7;
  const float pitch = pen.area.w / (kImages + 0.7f), side = pitch - 3;
  const float y = pen.area.center().y - side / 2;
  for (int i = 0; i < kImages; ++i) {
    const bool kept = i < kKept;
    const Rect r{pen.area.x + pitch * (static_cast<float>(i) + (kept ? 0.0f : 0.7f)), y, side, side};
    pen.fill(r, kept ? faded(pen.quiet, 0.6f) : kLit);
  }
  const float wall = pen.area.x + pitch * (kKept + 0.35f) - 1.5f;
  pen.list.AddLine({wall, y - 10}, {wall, y + side + 10}, pen.ink, 1.5f);
}

/// Two funnels that share one set of weights.
void tied_picture(const Pen& pen) {
  const Rect left = pen.box(0.02f, 0.28f, 0.36f, 0.62f), right = pen.box(0.62f, 0.28f, 0.36f, 0.62f);
  const auto funnel = [&](const Rect& r, bool narrows) {
    const float in = narrows ? r.h : r.h * 0.25f, out = narrows ? r.h * 0.25f : r.h;
    const float y = r.center().y;
    const ImVec2 corners[] = {{r.x, y - in / 2}, {r.right(), y - out / 2}, {r.right(), y + out / 2}, {r.x, y + in / 2}};
    pen.list.AddConvexPolyFilled(corners, 4, faded(kLit, 0.35f));
    pen.list.AddPolyline(corners, 4, kLit, ImDrawFlags_Closed, 1.5f);
  };
  funnel(left, true), funnel(right, false);
  const float middle = left.center().y;
  pen.fill({pen.area.center().x - 3, middle - 8, 6, 16}, kWarm, 1);
  const ImVec2 from{left.center().x, left.y - 2}, to{right.center().x, right.y - 2};
  pen.list.AddBezierCubic(from, {from.x + 8, pen.area.y - 8}, {to.x - 8, pen.area.y - 8}, to, pen.ink, 1.5f);
  pen.list.AddCircleFilled(from, 2.5f, pen.ink);
  pen.list.AddCircleFilled(to, 2.5f, pen.ink);
}

/// A grid of tiles, a form that changes from one corner to the other.
void sweep_picture_of(const Pen& pen) {
  constexpr int kColumns = 6, kRows = 3;
  const float pitch = std::min(pen.area.w / kColumns, pen.area.h / kRows), side = pitch - 2;
  const float x0 = pen.area.center().x - pitch * kColumns / 2;
  for (int row = 0; row < kRows; ++row)
    for (int column = 0; column < kColumns; ++column) {
      const Rect tile{x0 + pitch * static_cast<float>(column), pen.area.y + pitch * static_cast<float>(row), side,
                      side};
      pen.fill(tile, faded(pen.quiet, 0.18f));
      const float across = static_cast<float>(column) / (kColumns - 1), down = static_cast<float>(row) / (kRows - 1);
      const ImVec2 radius{side * (0.14f + 0.22f * across), side * (0.36f - 0.16f * down)};
      pen.list.AddEllipse(tile.center(), radius.x, radius.y, mixed(kLit, kWarm, down), 0, 0, 1.8f);
    }
}

/// Heaps of dots in two colours, and one with a ring.
void map_picture_of(const Pen& pen) {
  constexpr std::array<std::array<float, 2>, 7> kHeap = {
      {{0, 0}, {0.06f, 0.12f}, {-0.05f, 0.1f}, {0.1f, -0.06f}, {-0.08f, -0.08f}, {0.02f, -0.16f}, {0.13f, 0.08f}}};
  const auto heap = [&](float x, float y, ImU32 color) {
    for (const auto& [dx, dy] : kHeap)
      pen.list.AddCircleFilled({pen.area.x + (x + dx) * pen.area.w, pen.area.y + (y + dy) * pen.area.h}, 3, color);
  };
  heap(0.22f, 0.32f, kLit), heap(0.72f, 0.62f, kWarm), heap(0.26f, 0.8f, pen.quiet);
  const ImVec2 drawing{pen.area.x + pen.area.w * 0.52f, pen.area.y + pen.area.h * 0.4f};
  pen.list.AddCircleFilled(drawing, 4, kLit);
  pen.list.AddCircle(drawing, 6.5f, pen.ink, 0, 1.5f);
}

struct Named {
  std::string_view name;
  void (*draw)(const Pen&);
};
constexpr std::array<Named, 6> kPictures = {{{"code", code_picture},
                                             {"hourglass", hourglass_picture},
                                             {"held-out", held_out_picture},
                                             {"tied", tied_picture},
                                             {"sweep", sweep_picture_of},
                                             {"map", map_picture_of}}};

const Named* picture_named(std::string_view name) {
  const auto found = std::ranges::find(kPictures, name, &Named::name);
  return found == kPictures.end() ? nullptr : &*found;
}

}  // namespace

bool has_term_picture(std::string_view name) { return picture_named(name) != nullptr; }

void draw_term_picture(ImDrawList& list, std::string_view name, const Rect& area, ImU32 ink, ImU32 quiet) {
  if (const Named* picture = picture_named(name)) picture->draw({list, area, ink, quiet});
}

}  // namespace hourglass
