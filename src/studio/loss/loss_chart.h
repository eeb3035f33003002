// The chart itself: lines over epochs, linear or logarithmic, with the value under the pointer. Knows runs and figures,
// nothing of buttons.
#pragma once

#include <optional>
#include <vector>

#include "studio/state/context.h"

namespace hourglass {

struct ChartLine {
  std::vector<ImVec2> points;  ///< epoch, value; in order
  ImU32 color = 0;
  float width = 1.5f;
  bool dashed = false;
};

struct ChartRange {
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  bool logarithmic = false;
};

/// The range that shows all finite points, with a little air; of a logarithmic chart the positive ones, of a linear one
/// over many epochs those after the first steep fall.
ChartRange chart_range(const std::vector<ChartLine>& lines, bool logarithmic);

/// Values worth a line across a range: 1, 2 or 5 times a power of ten, about `wanted` of them; logarithmic over more
/// than a decade: the powers and, where there is room, 2 and 5 times them.
std::vector<double> chart_ticks(double low, double high, int wanted, bool logarithmic);

/// Draws axes and lines into `area`; returns the plot's inner rectangle.
Rect draw_chart(Context& ui, const Rect& area, const ChartRange& range, const std::vector<ChartLine>& lines);

float chart_x(const Rect& plot, const ChartRange& range, double epoch);
float chart_y(const Rect& plot, const ChartRange& range, double value);
double chart_epoch(const Rect& plot, const ChartRange& range, float x);

}  // namespace hourglass
