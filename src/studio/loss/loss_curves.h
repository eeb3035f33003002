// Which curves the loss chart shows and over which range: one figure for all of them, so that heights can be compared.
// What has no value in that figure is told rather than drawn beside it. Knows runs and figures, nothing of a screen.
#pragma once

#include <optional>
#include <vector>

#include "studio/loss/loss_chart.h"
#include "studio/state/state.h"
#include "studio/ui/theme.h"
#include "text/sentence.h"

namespace hourglass {

/// A line of the chart. A line without points has no value in the chart's figure.
struct LossCurve {
  ChartLine line;
  Sentence why_none = {};            ///< why a line has no points, for the legend
  Beyond beyond = Beyond::no;        ///< where the line ends, when not within the range
  std::optional<double> value = {};  ///< the published figure, for the legend
};

struct LossCurves {
  LossFigure figure = LossFigure::per_image;
  LossCurve training, held_out;
  std::vector<LossCurve> pinned;  ///< one for each of State::pinned
  std::optional<LossCurve> published;
  std::optional<LossCurve> pca;  ///< what PCA with as many numbers loses of the held-out images
  ChartRange range;

  bool blank() const;
  /// All that have points, in the order in which they are drawn.
  std::vector<ChartLine> lines() const;
};

/// A figure of a run over its epochs.
ChartLine line_of(const History& history, LossFigure figure, bool held_out, ImU32 color, float width);

/// What the chart's height means: what the person has chosen; until then the error of an image, or the loss as trained
/// where the preset's curve was published in that alone.
LossFigure shown_figure(const State& state);

LossCurves loss_curves(const State& state, const Theme& theme);

/// The point of a run that is nearest to an epoch; none of an empty history.
const HistoryPoint* nearest_point(const History& history, double epoch);

}  // namespace hourglass
