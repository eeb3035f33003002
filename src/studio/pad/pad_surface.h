// The pad's paper: the painting, and the pen that paints on it.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

void draw_pad(Context& ui, const Rect& area);

}  // namespace hourglass
