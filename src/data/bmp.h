// BMP in, by our own few lines: what Windows, Paint and scanners write, as 8-bit grey.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "data/picture.h"
#include "data/picture_rules.h"
#include "math/error.h"

namespace hourglass {

/// "BM" and a header of a size that there is: two letters alone would be too little.
bool looks_like_bmp(std::span<const std::uint8_t> bytes);

/// 1, 4 and 8 bits by a palette, 16, 24 and 32 bits with the usual or their own masks, from below or from above, packed
/// in runs (RLE4, RLE8) or not. Headers of OS/2 and Windows (2 to 5). Errors: truncated, damaged, sides beyond
/// `largest_side`, other packings.
std::expected<Picture, Error> decode_bmp(std::span<const std::uint8_t> bytes, std::string_view name,
                                         std::uint32_t largest_side = kLargestPictureSide);

}  // namespace hourglass
