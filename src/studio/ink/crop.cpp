#include "studio/ink/crop.h"

#include <algorithm>
#include <cmath>

namespace hourglass {
namespace {

/// One direction of a crop: -1 for its lower end, 1 for its upper one, 0 for neither.
int held_end(double at, double low, double high, double reach) {
  const double to_low = std::abs(at - low), to_high = std::abs(at - high);
  if (std::min(to_low, to_high) > reach) return 0;
  return to_low < to_high ? -1 : 1;
}

void drag_low(double& low, double high, double by, double least) { low = std::clamp(low + by, 0.0, high - least); }
void drag_high(double low, double& high, double by, double least, double size) {
  high = std::clamp(high + by, low + least, size);
}
void drag_both(double& low, double& high, double by, double size) {
  const double way = std::clamp(by, -low, size - high);
  low += way, high += way;
}

}  // namespace

Rectangle whole_picture(const CropLimits& limits) { return {0, 0, limits.width, limits.height}; }

CropPart crop_part_at(const Rectangle& crop, double x, double y, double reach) {
  if (x < crop.left - reach || x > crop.right + reach || y < crop.top - reach || y > crop.bottom + reach)
    return CropPart::none;
  constexpr CropPart kParts[3][3] = {{CropPart::top_left, CropPart::top, CropPart::top_right},
                                     {CropPart::left, CropPart::whole, CropPart::right},
                                     {CropPart::bottom_left, CropPart::bottom, CropPart::bottom_right}};
  return kParts[held_end(y, crop.top, crop.bottom, reach) + 1][held_end(x, crop.left, crop.right, reach) + 1];
}

Rectangle dragged_crop(const Rectangle& crop, CropPart part, double dx, double dy, const CropLimits& limits) {
  using enum CropPart;
  Rectangle to = crop;
  const double wide = std::min(limits.least, limits.width), high = std::min(limits.least, limits.height);
  if (part == whole) {
    drag_both(to.left, to.right, dx, limits.width);
    drag_both(to.top, to.bottom, dy, limits.height);
  }
  if (part == left || part == top_left || part == bottom_left) drag_low(to.left, to.right, dx, wide);
  if (part == right || part == top_right || part == bottom_right) drag_high(to.left, to.right, dx, wide, limits.width);
  if (part == top || part == top_left || part == top_right) drag_low(to.top, to.bottom, dy, high);
  if (part == bottom || part == bottom_left || part == bottom_right)
    drag_high(to.top, to.bottom, dy, high, limits.height);
  return to;
}

}  // namespace hourglass
