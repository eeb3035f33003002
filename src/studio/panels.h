// The panels: every part of the layout is one function with this shape. `area` is the part's whole place; a panel draws
// its own card into it (card() in widgets.h), except the bar.
#pragma once

#include "studio/context.h"

namespace hourglass {

void draw_bar(Context& ui, const Rect& area);
float bar_height(const Context& ui);
void draw_recipe(Context& ui, const Rect& area);
void draw_loss(Context& ui, const Rect& area);

// The exploring panels (explore_*.cpp).
void draw_map(Context& ui, const Rect& area);      ///< the code map, with the sweep as its second view
void draw_paint(Context& ui, const Rect& area);    ///< pad, what the network sees, code, reconstruction, nearest
void draw_samples(Context& ui, const Rect& area);  ///< held-out over rebuilt, worst; the filters as its second view

/// Each over everything, when state.sheet names it.
void draw_sheets(Context& ui);

}  // namespace hourglass
