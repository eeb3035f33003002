// What the decoder makes of the plane, as tiles under the points; of a one-number code, as a strip under the line.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

void draw_manifold(Context& ui);
void draw_manifold_strip(Context& ui, const Rect& area);

/// How much of each of the tiles is seen (map.cells): 1 where there are codes, nothing far from all of them.
std::span<const float> tile_presence(MapMemory& map);

}  // namespace hourglass
