// The connected parts of a mask: which pixels hang together, how large each part is, where it touches the border.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hourglass {

/// Of each pixel whether it belongs, (height, width) row by row.
struct Mask {
  int width = 0, height = 0;
  std::vector<std::uint8_t> on;  ///< 1 or 0

  bool at(int x, int y) const { return on[static_cast<std::size_t>(y) * width + x] != 0; }
};

/// Pixels that hang together, over an edge or a corner.
struct Component {
  int left = 0, top = 0, right = 0, bottom = 0;  ///< right and bottom are one past it
  int pixels = 0;
  int on_border = 0;    ///< pixels of it that lie on the mask's border
  double strength = 0;  ///< sum over its pixels

  int width() const { return right - left; }
  int height() const { return bottom - top; }
};

struct Components {
  std::vector<int> of_pixel;    ///< index of the component, -1 outside of all
  std::vector<Component> list;  ///< in the order in which rows meet them
};

/// `strength` (height, width): how much each pixel counts.
Components components_of(const Mask& mask, std::span<const float> strength);

}  // namespace hourglass
