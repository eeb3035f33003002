// The code map's keys.
#pragma once

#include <string_view>

#include "studio/state/context.h"

namespace hourglass {

/// Keys when the map has the keyboard: arrows move a probe, Enter chooses A and B, + and - zoom, Escape forgets. True
/// if the key was one of these.
bool map_key(State& state, std::string_view key, bool shift, double now);

}  // namespace hourglass
