#include "studio/ui/colors.h"

#include <algorithm>
#include <cmath>

namespace hourglass {

float luminance(ImU32 color) {
  const auto linear = [&](int shift) {
    const float c = static_cast<float>(color >> shift & 0xff) / 255;
    return c <= 0.04045f ? c / 12.92f : std::pow((c + 0.055f) / 1.055f, 2.4f);
  };
  return 0.2126f * linear(0) + 0.7152f * linear(8) + 0.0722f * linear(16);
}

float contrast(ImU32 a, ImU32 b) {
  const float x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05f) / (std::min(x, y) + 0.05f);
}

ImU32 readable_on(std::span<const ImU32> grounds, ImU32 color, ImU32 away, float ratio) {
  constexpr int kSteps = 50;
  for (int i = 0; i < kSteps; ++i) {
    const ImU32 tried = mixed(color, away, static_cast<float>(i) / kSteps);
    if (std::ranges::all_of(grounds, [&](ImU32 ground) { return contrast(tried, ground) >= ratio; })) return tried;
  }
  return away;
}

}  // namespace hourglass
