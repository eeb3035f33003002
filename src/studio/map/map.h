// The code map, with the sweep as its second view.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// Draws the card with all that belongs to it into `area`.
void draw_map(Context& ui, const Rect& area);

}  // namespace hourglass
