// What the pointer does on the code map's surface: looks, drags, zooms, chooses the ends of a path.
#pragma once

#include "studio/state/context.h"
#include "studio/ui/widgets.h"

namespace hourglass {

/// `area`: of the plane, without a line's strip.
void hear_map_pointer(Context& ui, const Pointer& pointer, const Rect& area);

}  // namespace hourglass
