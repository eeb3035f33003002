// A map of images as a picture: a dot for each, in the colour of its class.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hourglass {

/// x, y (n), labels (n) or none -> (side, side, 3) bytes, white ground. The map is fitted with its aspect kept; y
/// points up. Places that are no numbers are left out.
std::vector<std::uint8_t> map_picture(std::span<const float> x, std::span<const float> y,
                                      std::span<const std::uint8_t> labels, int side);

}  // namespace hourglass
