// The chart itself: lines over epochs, linear or logarithmic, with the value under the pointer. Knows runs and figures,
// nothing of buttons.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "studio/ui/ui.h"

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

/// The range that shows all finite points of `lines`, with a little air; of a logarithmic chart the positive ones, of a
/// linear one over many epochs those after the first steep fall. Lines `beside` them are shown as far as they are near:
/// at least two fifths of the height and a third of the width stay with `lines`.
ChartRange chart_range(const std::vector<ChartLine>& lines, const std::vector<ChartLine>& beside, bool logarithmic);

/// Where a line leaves the range: the last of its points that lie over the range's epochs is above or below it.
enum class Beyond { no, above, below };
Beyond ends_beyond(const ChartLine& line, const ChartRange& range);

/// Values worth a line across a range: 1, 2 or 5 times a power of ten, about `wanted` of them; logarithmic over more
/// than a decade: the powers and, where there is room, 2 and 5 times them.
std::vector<double> chart_ticks(double low, double high, int wanted, bool logarithmic);

/// A value as an axis writes it, with as many decimals as its `step` has.
std::string tick_text(double value, double step);
double tick_step(const std::vector<double>& ticks);

/// Draws axes and lines into `area`, and at the right edge an arrow for each line that ends beyond the range; returns
/// the plot's inner rectangle.
Rect draw_chart(Ui& ui, const Rect& area, const ChartRange& range, const std::vector<ChartLine>& lines);

/// The line's points in `plot`, as strokes that are broken where a value cannot be shown; those that add nothing to
/// another are left out.
std::vector<std::vector<ImVec2>> chart_strokes(const Rect& plot, const ChartRange& range, const ChartLine& line);
/// Whether a line of such strokes passes through `place`.
bool line_meets(const std::vector<std::vector<ImVec2>>& strokes, const Rect& place);
/// The corners of the `place`-th arrow from the right, at the edge beyond which a line ends.
std::array<ImVec2, 3> exit_arrow(const Rect& plot, Beyond beyond, int place, float size);

float chart_x(const Rect& plot, const ChartRange& range, double epoch);
float chart_y(const Rect& plot, const ChartRange& range, double value);
double chart_epoch(const Rect& plot, const ChartRange& range, float x);

}  // namespace hourglass
