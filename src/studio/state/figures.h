// What a run is called, what figure a preset published, and what this run measured of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "studio/state/state.h"
#include "training/presets.h"

namespace hourglass {

const Preset* find_preset(std::string_view key);

/// "784,128,32,2 · Adam 0.001", with the preset's title where nothing was changed.
std::string run_title(const State& state);

/// The last point's figure in the unit that the preset published; none without a preset, a figure or a point, or when
/// the run's network or loss is not the preset's.
std::optional<double> measured_figure(const State& state, std::string_view preset);

/// A history point in the chart's figure.
double train_value(const HistoryPoint& point, LossFigure figure);
double held_out_value(const HistoryPoint& point, LossFigure figure);

/// The published single figure turned into the chart's, where it can be: an RMSE into a sum of squares and back.
std::optional<double> published_line(const PublishedFigure& published, LossFigure figure);
/// Whether the published curve is in the chart's figure.
bool curve_fits(const PublishedFigure& published, LossFigure figure);

}  // namespace hourglass
