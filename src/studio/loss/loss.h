// The loss panel: training and held-out error over epochs, pinned runs beside them.
#pragma once

#include <string_view>

#include "studio/state/context.h"

namespace hourglass {

/// Draws the card with all that belongs to it into `area`.
void draw_loss(Context& ui, const Rect& area);

/// Keys while the chart has the keyboard: left and right step from point to point (with shift: ten), Home and End go to
/// the ends, Escape lets go.
bool loss_key(State& state, std::string_view key, bool shift);

}  // namespace hourglass
