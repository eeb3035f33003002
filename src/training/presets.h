// The presets: one list, assets/presets.json, that serves page, command line and tests.
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "math/error.h"
#include "training/experiment.h"
#include "training/history.h"

namespace hourglass {

struct PublishedFigure {
  double value = 0;
  std::string unit;             ///< "test RMSE", "training loss per image"
  std::map<int, double> curve;  ///< by epoch, where a curve was published
};

/// What of a history point is told in the unit of the figure.
double HistoryPoint::*measured_as(const PublishedFigure& figure);

struct Preset {
  std::string key;       ///< "post-b-mnist"
  std::string title;     ///< what one gets: "2 numbers, 10,000 digits, about 10 s"
  std::string sentence;  ///< what it shows
  std::string author;    ///< who published the recipe; empty: it is ours
  std::string address;   ///< where; empty, or one that begins with https://
  Experiment experiment;
  std::optional<PublishedFigure> published;
};

std::expected<std::vector<Preset>, Error> parse_presets(std::string_view json);
/// The list that was built in from assets/presets.json.
const std::vector<Preset>& presets();
const Preset* find_preset(std::string_view key);

}  // namespace hourglass
