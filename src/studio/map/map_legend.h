// The legend of a map: a chip for each class, which shows and hides it.
#pragma once

#include <string_view>

#include "studio/state/context.h"

namespace hourglass {

/// How many chips there are; none where the images have no labels.
int legend_entries(const State& state);

/// Width of a legend that stands beside a map of that height.
float legend_column(const Context& ui, float height);

/// Draws the chips into the upper part of `area`: wrapped where they do not fit, as a list where height is scarce.
/// Returns the height used. `where`: what their ids begin with.
float draw_legend(Context& ui, std::string_view where, const Rect& area);

}  // namespace hourglass
