// The layout: where each part stands, on wide screens side by side, on narrow ones as tabs.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// Draws every panel into ui.window.
void draw_layout(Context& ui);

}  // namespace hourglass
