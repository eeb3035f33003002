// The layout: where each part stands: side by side on wide screens, as tabs under the map on a tablet held upright, as
// tabs alone on a phone. A link may leave parts out, or panels alone; a projector shows the map alone.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// Draws every panel into ui.window.
void draw_layout(Context& ui);

}  // namespace hourglass
