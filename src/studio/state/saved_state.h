// What a refresh keeps: the settings, the preset, the look, the pinned runs, and the exploring panels' own choices.
// Weights are not kept: they are the engine's, and a run is made again from its seed.
#pragma once

#include <string>
#include <string_view>

#include "studio/state/state.h"

namespace hourglass {

std::string save_state(const State& state);
/// Takes what it understands; anything malformed is as if it had not been saved.
void restore_state(State& state, std::string_view json);

}  // namespace hourglass
