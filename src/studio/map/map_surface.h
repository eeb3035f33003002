// The code map's own surface: grid, manifold, points, painting, path and probe, and what the pointer does over them.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

void draw_map_surface(Context& ui, const Rect& area);

}  // namespace hourglass
