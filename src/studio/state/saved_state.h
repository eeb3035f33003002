// What a refresh keeps: the settings, the preset, the look, the sheet, the pinned runs, the exploring panels' own
// choices, the drawing on the pad, and the name of the run, whose weights lie on the shelf.
#pragma once

#include <string>
#include <string_view>

#include "studio/state/state.h"

namespace hourglass {

std::string save_state(const State& state);
/// Takes what it understands; anything malformed is as if it had not been saved.
void restore_state(State& state, std::string_view json);

}  // namespace hourglass
