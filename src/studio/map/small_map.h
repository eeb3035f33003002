// The code map without its tools, for a place above the pad: where the painting's dot is seen to move under the pen.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

void draw_small_map(Context& ui, const Rect& area);

}  // namespace hourglass
