#include "explore/interpolate.h"

#include <cassert>
#include <cmath>

namespace hourglass {

std::vector<float> interpolate(std::span<const float> a, std::span<const float> b, int count) {
  assert(a.size() == b.size());
  std::vector<float> codes;
  for (int step = 0; step < count; ++step) {
    const float t = count > 1 ? static_cast<float>(step) / static_cast<float>(count - 1) : 0.0f;
    for (std::size_t i = 0; i < a.size(); ++i) codes.push_back(std::lerp(a[i], b[i], t));
  }
  return codes;
}

}  // namespace hourglass
