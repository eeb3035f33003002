// The shelf's runs as they are told by the page, and what they are called.
#pragma once

#include <string_view>

#include "studio/state/state.h"

namespace hourglass {

/// What Studio::kept_runs was told at `now`; what cannot be read says nothing.
void take_kept_runs(State& state, std::string_view json, double now);

/// The run of that name; none where it is not on the shelf, or was taken off.
const ShelvedRun* find_kept(const State& state, std::string_view id);

/// The preset from which an experiment differs in the fewest settings, but for images, seed and length.
std::string nearest_preset(const Experiment& experiment);

/// Whether all the words that are sought stand in its title, name or images.
bool is_sought(const ShelvedRun& run, std::string_view words);

/// {"name", "gone"}: what the page keeps of what the person has said about a run.
std::string label_json(const ShelvedRun& run);

}  // namespace hourglass
