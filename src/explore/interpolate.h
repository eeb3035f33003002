// The straight path between two codes, for strips and morphs.
#pragma once

#include <span>
#include <vector>

namespace hourglass {

/// (count, k) codes from a to b, both ends included, evenly spaced; count of 1 gives a. a and b have equal width.
std::vector<float> interpolate(std::span<const float> a, std::span<const float> b, int count);

}  // namespace hourglass
