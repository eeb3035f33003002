// The filters view of the samples panel.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// The first layer's filters as tiles that fill `area`; `tools` takes its switches.
void draw_filters(Context& ui, const Rect& area, Rect tools);

}  // namespace hourglass
