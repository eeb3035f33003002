#include "data/components.h"

#include <algorithm>
#include <cstddef>

namespace hourglass {

Components components_of(const Mask& mask, std::span<const float> strength) {
  Components found{std::vector<int>(mask.on.size(), -1), {}};
  std::vector<std::size_t> open;  // pixels whose neighbours are still to be looked at
  const auto width = static_cast<std::size_t>(mask.width);
  for (std::size_t start = 0; start < mask.on.size(); ++start) {
    if (!mask.on[start] || found.of_pixel[start] >= 0) continue;
    const int index = static_cast<int>(found.list.size());
    Component part{.left = mask.width, .top = mask.height};
    found.of_pixel[start] = index;
    open.push_back(start);
    while (!open.empty()) {
      const std::size_t pixel = open.back();
      open.pop_back();
      const int x = static_cast<int>(pixel % width), y = static_cast<int>(pixel / width);
      part.left = std::min(part.left, x), part.right = std::max(part.right, x + 1);
      part.top = std::min(part.top, y), part.bottom = std::max(part.bottom, y + 1);
      part.strength += strength[pixel];
      ++part.pixels;
      if (x == 0 || y == 0 || x == mask.width - 1 || y == mask.height - 1) ++part.on_border;
      for (int ny = std::max(0, y - 1); ny <= std::min(mask.height - 1, y + 1); ++ny) {
        for (int nx = std::max(0, x - 1); nx <= std::min(mask.width - 1, x + 1); ++nx) {
          const std::size_t next = static_cast<std::size_t>(ny) * width + static_cast<std::size_t>(nx);
          if (!mask.on[next] || found.of_pixel[next] >= 0) continue;
          found.of_pixel[next] = index;
          open.push_back(next);
        }
      }
    }
    found.list.push_back(part);
  }
  return found;
}

}  // namespace hourglass
