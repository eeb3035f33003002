#include "studio/ui/icons.h"

#include <array>
#include <cmath>
#include <initializer_list>
#include <numbers>

namespace hourglass {
namespace {

/// A pen that draws in the icon's own 20 x 20 grid.
struct IconPen {
  ImDrawList& list;
  ImVec2 origin;
  float unit;
  ImU32 color;

  ImVec2 at(float x, float y) const { return {origin.x + x * unit, origin.y + y * unit}; }
  float width() const { return std::max(1.2f, 1.6f * unit); }
  void line(std::initializer_list<ImVec2> points, bool closed = false) const {
    for (const ImVec2& p : points) list.PathLineTo(at(p.x, p.y));
    list.PathStroke(color, closed ? ImDrawFlags_Closed : 0, width());
  }
  void shape(std::initializer_list<ImVec2> points) const {
    for (const ImVec2& p : points) list.PathLineTo(at(p.x, p.y));
    list.PathFillConvex(color);
  }
  void box(float x0, float y0, float x1, float y1, float radius) const {
    list.AddRect(at(x0, y0), at(x1, y1), color, radius * unit, 0, width());
  }
  void bar(float x0, float y0, float x1, float y1, float radius) const {
    list.AddRectFilled(at(x0, y0), at(x1, y1), color, radius * unit);
  }
  void dot(float x, float y, float radius) const { list.AddCircleFilled(at(x, y), radius * unit, color); }
  void ring(float x, float y, float radius) const { list.AddCircle(at(x, y), radius * unit, color, 0, width()); }
  /// Angles in turns, clockwise from the right.
  void arc(float x, float y, float radius, float from, float to) const {
    constexpr float kTurn = 2 * std::numbers::pi_v<float>;
    list.PathArcTo(at(x, y), radius * unit, from * kTurn, to * kTurn);
    list.PathStroke(color, 0, width());
  }
};

void draw_player(const IconPen& p, Icon icon) {
  switch (icon) {
    case Icon::play: p.shape({{6, 4}, {16, 10}, {6, 16}}); break;
    case Icon::pause: p.bar(5.5f, 4, 8.5f, 16, 0.8f), p.bar(11.5f, 4, 14.5f, 16, 0.8f); break;
    case Icon::step: p.shape({{5, 4.5f}, {12.5f, 10}, {5, 15.5f}}), p.bar(13, 4.5f, 15.4f, 15.5f, 0.6f); break;
    case Icon::step_epoch:
      p.shape({{3, 5}, {9, 10}, {3, 15}}), p.shape({{9, 5}, {15, 10}, {9, 15}}), p.bar(15, 5, 17.2f, 15, 0.6f);
      break;
    case Icon::reset:
      p.arc(10, 10.5f, 6, -0.62f, 0.21f);
      p.line({{5.2f, 2.6f}, {5.2f, 6.9f}, {9.4f, 6.9f}});
      break;
    case Icon::dice:
      p.box(3.5f, 3.5f, 16.5f, 16.5f, 3);
      p.dot(7, 7, 1.2f), p.dot(13, 7, 1.2f), p.dot(10, 10, 1.2f), p.dot(7, 13, 1.2f), p.dot(13, 13, 1.2f);
      break;
    default: break;
  }
}

void draw_sign(const IconPen& p, Icon icon) {
  switch (icon) {
    case Icon::plus: p.line({{10, 4.5f}, {10, 15.5f}}), p.line({{4.5f, 10}, {15.5f, 10}}); break;
    case Icon::minus: p.line({{4.5f, 10}, {15.5f, 10}}); break;
    case Icon::close: p.line({{5.5f, 5.5f}, {14.5f, 14.5f}}), p.line({{14.5f, 5.5f}, {5.5f, 14.5f}}); break;
    case Icon::check: p.line({{4.5f, 10.5f}, {8.3f, 14.3f}, {15.5f, 6}}); break;
    case Icon::chevron_down: p.line({{5, 7.5f}, {10, 12.5f}, {15, 7.5f}}); break;
    case Icon::chevron_right: p.line({{7.5f, 5}, {12.5f, 10}, {7.5f, 15}}); break;
    case Icon::chevron_left: p.line({{12.5f, 5}, {7.5f, 10}, {12.5f, 15}}); break;
    case Icon::help:
      p.ring(10, 10, 7);
      p.arc(10, 8.2f, 2.3f, -0.5f, 0.2f);
      p.line({{10.4f, 10.4f}, {10, 11.6f}});
      p.dot(10, 13.9f, 1);
      break;
    case Icon::info: p.ring(10, 10, 7), p.line({{10, 9.3f}, {10, 13.8f}}), p.dot(10, 6.6f, 1); break;
    case Icon::warning:
      p.line({{10, 3.5f}, {17.2f, 16}, {2.8f, 16}}, true), p.line({{10, 8}, {10, 11.6f}}), p.dot(10, 13.8f, 0.95f);
      break;
    case Icon::download:
      p.line({{10, 3.5f}, {10, 12}}), p.line({{6.2f, 8.5f}, {10, 12.3f}, {13.8f, 8.5f}});
      p.line({{4, 13.2f}, {4, 16}, {16, 16}, {16, 13.2f}});
      break;
    case Icon::upload:
      p.line({{10, 4}, {10, 12.3f}}), p.line({{6.2f, 7.7f}, {10, 3.9f}, {13.8f, 7.7f}});
      p.line({{4, 13.2f}, {4, 16}, {16, 16}, {16, 13.2f}});
      break;
    case Icon::link:
      p.line({{8.4f, 11.6f}, {11.6f, 8.4f}});
      p.arc(6.6f, 13.4f, 2.9f, 0.04f, 0.71f), p.arc(13.4f, 6.6f, 2.9f, -0.46f, 0.21f);
      break;
    default: break;
  }
}

void draw_thing(const IconPen& p, Icon icon) {
  switch (icon) {
    case Icon::pin:
      p.line({{7, 3.5f}, {13, 3.5f}}),
          p.line({{8, 3.5f}, {8, 8.5f}, {5.5f, 11.8f}, {14.5f, 11.8f}, {12, 8.5f}, {12, 3.5f}});
      p.line({{10, 11.8f}, {10, 17}});
      break;
    case Icon::sun:
      p.ring(10, 10, 3.4f);
      for (int i = 0; i < 8; ++i) {
        const float a = static_cast<float>(i) * std::numbers::pi_v<float> / 4, c = std::cos(a), s = std::sin(a);
        p.line({{10 + 5.6f * c, 10 + 5.6f * s}, {10 + 7.4f * c, 10 + 7.4f * s}});
      }
      break;
    case Icon::moon: {
      // The crescent between two circles, as one outline.
      constexpr float kPi = std::numbers::pi_v<float>;
      for (int i = 0; i <= 16; ++i) {
        const float a = -0.42f * kPi - static_cast<float>(i) / 16 * 1.42f * kPi;
        p.list.PathLineTo(p.at(9.6f + 6.4f * std::cos(a), 10.4f + 6.4f * std::sin(a)));
      }
      const ImVec2 tip{9.6f + 6.4f * std::cos(-1.84f * kPi), 10.4f + 6.4f * std::sin(-1.84f * kPi)};
      const ImVec2 top{9.6f + 6.4f * std::cos(-0.42f * kPi), 10.4f + 6.4f * std::sin(-0.42f * kPi)};
      p.list.PathBezierCubicCurveTo(p.at(tip.x - 5.6f, tip.y + 1.0f), p.at(top.x - 3.4f, top.y + 5.6f),
                                    p.at(top.x, top.y), 12);
      p.list.PathStroke(p.color, ImDrawFlags_Closed, p.width());
      break;
    }
    case Icon::fit:
      p.line({{3.5f, 7.5f}, {3.5f, 3.5f}, {7.5f, 3.5f}}), p.line({{12.5f, 3.5f}, {16.5f, 3.5f}, {16.5f, 7.5f}});
      p.line({{16.5f, 12.5f}, {16.5f, 16.5f}, {12.5f, 16.5f}}), p.line({{7.5f, 16.5f}, {3.5f, 16.5f}, {3.5f, 12.5f}});
      p.dot(10, 10, 1.8f);
      break;
    case Icon::undo:
      p.line({{7.6f, 4}, {4, 7.6f}, {7.6f, 11.2f}}), p.line({{4.2f, 7.6f}, {11.5f, 7.6f}}),
          p.arc(11.5f, 11.6f, 4, -0.25f, 0.25f), p.line({{11.6f, 15.6f}, {8, 15.6f}});
      break;
    case Icon::redo:
      p.line({{12.4f, 4}, {16, 7.6f}, {12.4f, 11.2f}}), p.line({{15.8f, 7.6f}, {8.5f, 7.6f}}),
          p.arc(8.5f, 11.6f, 4, 0.25f, 0.75f), p.line({{8.4f, 15.6f}, {12, 15.6f}});
      break;
    case Icon::clear:
      p.line({{3.8f, 5.5f}, {16.2f, 5.5f}}), p.line({{8, 5.4f}, {8, 3.5f}, {12, 3.5f}, {12, 5.4f}});
      p.line({{5.4f, 5.6f}, {6.2f, 16.5f}, {13.8f, 16.5f}, {14.6f, 5.6f}}), p.line({{8.5f, 8.5f}, {8.7f, 13.5f}}),
          p.line({{11.5f, 8.5f}, {11.3f, 13.5f}});
      break;
    case Icon::pen:
      p.line({{3.8f, 16.2f}, {4.8f, 12.2f}, {13.4f, 3.6f}, {16.4f, 6.6f}, {7.8f, 15.2f}}, true),
          p.line({{11.2f, 5.8f}, {14.2f, 8.8f}});
      break;
    case Icon::eye:
      p.list.PathLineTo(p.at(2.5f, 10));
      p.list.PathBezierCubicCurveTo(p.at(6, 4), p.at(14, 4), p.at(17.5f, 10), 12);
      p.list.PathBezierCubicCurveTo(p.at(14, 16), p.at(6, 16), p.at(2.5f, 10), 12);
      p.list.PathStroke(p.color, 0, p.width());
      p.ring(10, 10, 2.4f);
      break;
    case Icon::sliders:
      p.line({{3.5f, 6}, {16.5f, 6}}), p.line({{3.5f, 10}, {16.5f, 10}}), p.line({{3.5f, 14}, {16.5f, 14}});
      p.dot(7, 6, 2), p.dot(13, 10, 2), p.dot(8.5f, 14, 2);
      break;
    case Icon::chart:
      p.line({{3.5f, 3.5f}, {3.5f, 16.5f}, {16.5f, 16.5f}}), p.line({{6, 6}, {8, 10.5f}, {11.5f, 12.6f}, {16, 13.4f}});
      break;
    case Icon::map:
      p.dot(6, 6.5f, 1.7f), p.dot(12.5f, 5, 1.7f), p.dot(9, 10.5f, 1.7f), p.dot(15, 11.5f, 1.7f), p.dot(5, 14.5f, 1.7f),
          p.dot(12, 15.5f, 1.7f);
      break;
    case Icon::grid:
      for (int i = 0; i < 4; ++i) {
        const float x = i % 2 ? 11.0f : 3.8f, y = i / 2 ? 11.0f : 3.8f;
        p.box(x, y, x + 5.2f, y + 5.2f, 1);
      }
      break;
    case Icon::data:
      p.box(3.5f, 3.5f, 16.5f, 16.5f, 2), p.line({{3.5f, 10}, {16.5f, 10}}), p.line({{10, 3.5f}, {10, 16.5f}});
      break;
    case Icon::image:
      p.box(3.5f, 4, 16.5f, 16, 2), p.dot(7.3f, 7.8f, 1.4f),
          p.line({{4, 14}, {8, 10.5f}, {10.6f, 12.8f}, {13, 10.6f}, {16.2f, 13.4f}});
      break;
    case Icon::path: p.ring(5, 14.5f, 2.2f), p.ring(15, 5.5f, 2.2f), p.line({{6.7f, 12.9f}, {13.3f, 7.1f}}); break;
    case Icon::shapes:
      p.line({{10, 3}, {13.6f, 9}, {6.4f, 9}}, true), p.ring(6, 14, 2.7f);
      p.box(11.4f, 11.4f, 16.6f, 16.6f, 0.6f);
      break;
    case Icon::swap:
      p.line({{3.5f, 7}, {16.5f, 7}}), p.line({{13, 3.5f}, {16.5f, 7}, {13, 10.5f}});
      p.line({{16.5f, 13}, {3.5f, 13}}), p.line({{7, 9.5f}, {3.5f, 13}, {7, 16.5f}});
      break;
    case Icon::compare:
      p.box(3, 4, 8.2f, 16, 1.2f), p.box(11.8f, 4, 17, 16, 1.2f), p.dot(5.6f, 8, 1.1f), p.dot(14.4f, 12, 1.1f);
      break;
    case Icon::book:
      p.line({{10, 5.6f}, {7.4f, 4.2f}, {3, 4.2f}, {3, 15}, {7.4f, 15}, {10, 16.4f}});
      p.line({{10, 5.6f}, {12.6f, 4.2f}, {17, 4.2f}, {17, 15}, {12.6f, 15}, {10, 16.4f}});
      p.line({{10, 5.6f}, {10, 16.4f}});
      break;
    default: break;
  }
}

}  // namespace

void draw_icon(ImDrawList& list, Icon icon, const Rect& area, ImU32 color, float size) {
  if (icon == Icon::none || !is_seen(list, area)) return;
  const Rect box = centered(area, size, size);
  const IconPen pen{list, {std::round(box.x), std::round(box.y)}, size / 20, color};
  draw_player(pen, icon);
  draw_sign(pen, icon);
  draw_thing(pen, icon);
}

}  // namespace hourglass
