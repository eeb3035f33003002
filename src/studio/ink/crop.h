// A crop: the part of a picture that is meant, and how its corners, its edges and the whole of it are dragged. No
// screen.
#pragma once

#include "data/picture.h"

namespace hourglass {

/// What of a crop is held.
enum class CropPart { none, whole, left, right, top, bottom, top_left, top_right, bottom_left, bottom_right };

/// How far a crop may go: the picture's size and the least side, all in its pixels.
struct CropLimits {
  double width = 0, height = 0;
  double least = 32;
};

Rectangle whole_picture(const CropLimits& limits);

/// What lies at (x, y), in the picture's pixels: a corner or an edge within `reach` (of the nearer one), else the
/// inside, else nothing.
CropPart crop_part_at(const Rectangle& crop, double x, double y, double reach);

/// `crop` after `part` was dragged by (dx, dy): an edge stops at the picture's border and `least` before the opposite
/// one, the whole at the borders. A side that the picture has not so long is as long as the picture's.
Rectangle dragged_crop(const Rectangle& crop, CropPart part, double dx, double dy, const CropLimits& limits);

}  // namespace hourglass
