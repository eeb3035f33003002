// GIF in, over giflib: the first picture of the file, on its ground, as 8-bit grey.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "data/picture.h"
#include "data/picture_rules.h"
#include "math/error.h"

namespace hourglass {

bool looks_like_gif(std::span<const std::uint8_t> bytes);

/// Interlaced or not. What the first picture leaves of the ground is transparent, as browsers show it. Errors:
/// truncated before its end, damaged, sides beyond `largest_side`.
std::expected<Picture, Error> decode_gif(std::span<const std::uint8_t> bytes, std::string_view name,
                                         std::uint32_t largest_side = kLargestPictureSide);

}  // namespace hourglass
