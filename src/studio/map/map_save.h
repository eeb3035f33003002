// What a person saves of the code map: a picture for a slide, the codes as a table.
#pragma once

#include "studio/slide/slide.h"
#include "studio/state/context.h"

namespace hourglass {

/// The map as it is seen, 1600 pixels wide, with title, axes, legend and class names.
Slide map_slide(Context& ui);

void save_map_picture(Context& ui, bool svg);
void save_codes(Context& ui);

/// Writes a slide under a name without its ending; `scale` is the PNG's.
void save_slide(Context& ui, const Slide& slide, const std::string& name, bool svg, float scale = 1);

}  // namespace hourglass
