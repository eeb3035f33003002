// The three maps beside each other, each with its figures: point at an image on one, and see it on the others.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// Beside a wide map a column of small maps; below a narrow one a table. The size that it wants.
float compare_width(const Context& ui, float width);
float compare_height(const Context& ui, float width);
void draw_compare(Context& ui, const Rect& area);

}  // namespace hourglass
