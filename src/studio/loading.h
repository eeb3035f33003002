// Loading: the one set of images that is on its way, fetched by the page and then decoded by the engine, or the reason
// why it did not come. Until it has come, the set before it stays in use.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "training/experiment.h"

namespace hourglass {

struct Loading {
  std::string id;     ///< catalogue id or file name; empty: nothing is on its way
  std::string title;  ///< for the person
  std::string doing;  ///< "Fetching", "Reading ..."
  double done = 0, total = 0;
  double since = 0;          ///< the clock's when it began
  bool fetching = false;     ///< the page fetches; otherwise the engine decodes
  std::uint32_t ticket = 0;  ///< of the engine's load; 0 while fetching
  std::string failed;        ///< why, when it failed
  bool from_catalogue = false;
  /// What shall be trained on it, with the preset that it came from.
  std::optional<Experiment> experiment;
  std::string preset;

  bool active() const { return !id.empty() && failed.empty(); }
  double fraction() const { return total > 0 ? done / total : -1; }
};

}  // namespace hourglass
