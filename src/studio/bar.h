// The bar above everything: data set, preset, Train and its neighbours, how far the run has come.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

void draw_bar(Context& ui, const Rect& area);
/// CSS pixels that the bar takes in this window: two rows where one is too narrow.
float bar_height(const Context& ui);

}  // namespace hourglass
