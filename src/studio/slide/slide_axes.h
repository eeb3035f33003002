// Title and axes of a slide, the same for every plot that is saved.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "studio/slide/slide.h"
#include "studio/ui/theme.h"

namespace hourglass {

/// Two lines above the plot: what it is, and of what.
void add_slide_title(Slide& slide, const Theme& theme, const Fonts& fonts, const Said& title, const Said& about);

/// A line of the grid across the plot, with the number that stands at its end.
struct SlideTick {
  float value = 0;
  Said text;
};
/// Ticks at round numbers of a range that is `length` slide pixels long.
std::vector<SlideTick> slide_ticks(float from, float to, float length);

struct SlideAxes {
  Rect area;  ///< the plot; numbers and names stand left of it and under it, within 100 pixels
  float x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  std::vector<SlideTick> x_ticks = {}, y_ticks = {};
  Said x_name = {}, y_name = {};
  bool grid = true;  ///< lines across the plot; otherwise numbers alone
};
/// Grid, numbers, names and a frame round the plot.
void add_slide_axes(Slide& slide, const Theme& theme, const SlideAxes& axes, float size = 22);

/// The text, or as much of it as fits into `width` with an ellipsis.
Said fitting_text(const Fonts& fonts, const Said& text, float size, float width);

}  // namespace hourglass
