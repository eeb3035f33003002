#include "studio/slide/slide_axes.h"

#include <cmath>

#include "studio/ui/format.h"
#include "text/characters.h"

namespace hourglass {
namespace {

constexpr float kMarginLeft = 50;
constexpr float kTitle = 40, kAbout = 24;
constexpr float kCapital = 0.36f;  // of the size: from the middle of a capital to the baseline

}  // namespace

Said fitting_text(const Fonts& fonts, const Said& said, float size, float width) {
  const std::string& text = said;
  if (slide_text_width(fonts, text, size) <= width) return said;
  std::string fitting;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = next_character(text, at);
    const std::string longer = fitting + text.substr(at, end - at);
    if (slide_text_width(fonts, longer + "\u2026", size) > width) break;
    fitting = longer;
    at = end;
  }
  return Said::as_is(fitting + "\u2026");
}

void add_slide_title(Slide& slide, const Theme& theme, const Fonts& fonts, const Said& title, const Said& about) {
  const float room = static_cast<float>(slide.width) - 2 * kMarginLeft;
  slide.add(SlideText{.at = {kMarginLeft, 72},
                      .text = fitting_text(fonts, title, kTitle * 1.05f, room),
                      .size = kTitle,
                      .color = theme.text,
                      .strong = true});
  slide.add(SlideText{.at = {kMarginLeft, 114},
                      .text = fitting_text(fonts, about, kAbout, room),
                      .size = kAbout,
                      .color = theme.muted});
}

std::vector<SlideTick> slide_ticks(float from, float to, float length) {
  constexpr float kBetween = 110;
  std::vector<SlideTick> ticks;
  if (!(to > from) || !(length > 0)) return ticks;
  const float step = grid_step(kBetween * (to - from) / length);
  for (const double at : grid_values(from, to, step)) {
    const auto value = static_cast<float>(at);
    ticks.push_back({value, Said::as_is(grid_number(value, step))});
  }
  return ticks;
}

void add_slide_axes(Slide& slide, const Theme& theme, const SlideAxes& axes, float size) {
  const Rect& area = axes.area;
  const auto x = [&](float value) { return area.x + (value - axes.x0) / (axes.x1 - axes.x0) * area.w; };
  const auto y = [&](float value) { return area.bottom() - (value - axes.y0) / (axes.y1 - axes.y0) * area.h; };
  const auto text = [&](ImVec2 at, const Said& words, SlideText::Anchor anchor) {
    slide.add(SlideText{.at = at, .text = words, .size = size, .color = theme.muted, .anchor = anchor});
  };
  for (const SlideTick& tick : axes.x_ticks) {
    if (axes.grid)
      slide.add(SlideLine{
          .points = {{x(tick.value), area.y}, {x(tick.value), area.bottom()}}, .color = theme.grid, .width = 1.5f});
    text({x(tick.value), area.bottom() + 1.3f * size}, tick.text, SlideText::Anchor::middle);
  }
  for (const SlideTick& tick : axes.y_ticks) {
    if (axes.grid)
      slide.add(SlideLine{
          .points = {{area.x, y(tick.value)}, {area.right(), y(tick.value)}}, .color = theme.grid, .width = 1.5f});
    text({area.x - 0.5f * size, y(tick.value) + kCapital * size}, tick.text, SlideText::Anchor::end);
  }
  slide.add(SlideShape{.corners = corners_of(area), .edge = theme.border, .edge_width = 2});
  if (!axes.x_name.empty())
    text({area.center().x, area.bottom() + 3.1f * size}, axes.x_name, SlideText::Anchor::middle);
  if (!axes.y_name.empty())
    slide.add(SlideText{.at = {area.x - 3.4f * size, area.center().y},
                        .text = axes.y_name,
                        .size = size,
                        .color = theme.muted,
                        .anchor = SlideText::Anchor::middle,
                        .upright = true});
}

}  // namespace hourglass
