// The figure that a preset published, what the present run measures of it, and both in the unit of the loss chart.
#pragma once

#include <optional>
#include <string_view>

#include "studio/state/state.h"
#include "training/presets.h"

namespace hourglass {

/// What the preset published, when the present run learns the images that the figure is about.
const PublishedFigure* published_figure(const State& state, std::string_view preset);

/// The last point's figure in the unit that the preset published; none without a preset, a figure or a point, or when
/// the run's images, network or loss are not the preset's.
std::optional<double> measured_figure(const State& state, std::string_view preset);

/// A history point in the chart's figure.
double train_value(const HistoryPoint& point, LossFigure figure);
double held_out_value(const HistoryPoint& point, LossFigure figure);

/// The published single figure turned into the chart's, where it can be: an RMSE into a sum of squares and back.
std::optional<double> published_line(const PublishedFigure& published, LossFigure figure);
/// Whether the published curve is in the chart's figure.
bool curve_fits(const PublishedFigure& published, LossFigure figure);

}  // namespace hourglass
