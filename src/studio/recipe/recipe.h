// The recipe: every setting of data, network and training.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// Draws the card with all that belongs to it into `area`.
void draw_recipe(Context& ui, const Rect& area);

}  // namespace hourglass
