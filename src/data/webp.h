// WebP in, over libwebp's decoder: lossy and lossless, with or without transparency, as 8-bit grey.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "data/picture.h"
#include "data/picture_rules.h"
#include "math/error.h"

namespace hourglass {

bool looks_like_webp(std::span<const std::uint8_t> bytes);

/// Errors: truncated, damaged, sides beyond `largest_side`, animated.
std::expected<Picture, Error> decode_webp(std::span<const std::uint8_t> bytes, std::string_view name,
                                          std::uint32_t largest_side = kLargestPictureSide);

}  // namespace hourglass
