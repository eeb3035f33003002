// Held-out images over their reconstructions, the worst of them, and the first layer's filters.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// Draws the card with all that belongs to it into `area`.
void draw_samples(Context& ui, const Rect& area);

}  // namespace hourglass
