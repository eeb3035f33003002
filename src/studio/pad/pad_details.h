// What stands below or beside the pad: code and error, the nearest training images, framing, noise, samples.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// Height of the first of them, which are code, error and the nearest images.
float first_details_height(const Context& ui, float width);
/// Draws from the top of `rest` on; returns the height used.
float draw_details(Context& ui, Rect rest);

}  // namespace hourglass
