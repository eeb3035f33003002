// The sweep view of the code map's panel.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

void draw_sweep(Context& ui, const Rect& area);

}  // namespace hourglass
