// Two runs side by side: a sheet with both maps, both sweeps, the same images rebuilt by both, both curves, and in what
// they differ.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// Draws into `content` (its left upper corner and width) and returns its height.
float draw_compare_sheet(Context& ui, const Rect& content);

}  // namespace hourglass
