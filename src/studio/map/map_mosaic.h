// The mosaic: where no decoder makes images of places, as on a map by t-SNE, each cell of the plane shows the image
// whose point is nearest to the cell's middle.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

void draw_mosaic(Context& ui);

}  // namespace hourglass
