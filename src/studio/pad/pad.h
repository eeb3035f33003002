// The paint panel: the pad, what the network sees of it, its code and reconstruction, the nearest images.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// Draws the card with all that belongs to it into `area`.
void draw_paint(Context& ui, const Rect& area);

}  // namespace hourglass
