// The sweep view of the code map's panel.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

void draw_sweep(Context& ui, const Rect& area);

/// Keys when the sweep's picture has the keyboard: arrows choose a tile, Enter takes it to the pad and the map.
bool sweep_key(State& state, std::string_view key);

}  // namespace hourglass
