#include "explore/map_picture.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "data/class_colors.h"

namespace hourglass {

std::vector<std::uint8_t> map_picture(std::span<const float> x, std::span<const float> y,
                                      std::span<const std::uint8_t> labels, int side) {
  std::vector<std::uint8_t> rgb(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 3, 255);
  const auto shown = [&](std::size_t i) { return std::isfinite(x[i]) && std::isfinite(y[i]); };
  double left = 0, right = 0, low = 0, high = 0;
  bool any = false;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!shown(i)) continue;
    if (!any) left = right = x[i], low = high = y[i];
    any = true;
    left = std::min<double>(left, x[i]), right = std::max<double>(right, x[i]);
    low = std::min<double>(low, y[i]), high = std::max<double>(high, y[i]);
  }
  const double extent = std::max({right - left, high - low, 1e-30}), radius = std::max(1.0, side / 500.0);
  const double scale = (side - 4 * radius) / extent;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!shown(i)) continue;
    const double cx = side / 2.0 + (x[i] - (left + right) / 2) * scale;
    const double cy = side / 2.0 - (y[i] - (low + high) / 2) * scale;
    const std::uint32_t color = class_rgb(labels.empty() ? 255u : labels[i]);
    for (int row = static_cast<int>(cy - radius - 1); row <= static_cast<int>(cy + radius + 1); ++row) {
      for (int column = static_cast<int>(cx - radius - 1); column <= static_cast<int>(cx + radius + 1); ++column) {
        if (row < 0 || column < 0 || row >= side || column >= side) continue;
        const double away = std::hypot(column + 0.5 - cx, row + 0.5 - cy);
        const double cover = std::clamp(radius + 0.5 - away, 0.0, 1.0);
        std::uint8_t* at =
            rgb.data() +
            (static_cast<std::size_t>(row) * static_cast<std::size_t>(side) + static_cast<std::size_t>(column)) * 3;
        for (int channel = 0; channel < 3; ++channel) {
          const double ink = (color >> (16 - 8 * channel)) & 255;
          at[channel] = static_cast<std::uint8_t>(at[channel] + (ink - at[channel]) * cover + 0.5);
        }
      }
    }
  }
  return rgb;
}

}  // namespace hourglass
