// JPEG in, over libjpeg-turbo: photographs and scans as 8-bit grey, the way up that their camera says.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "data/picture.h"
#include "data/picture_rules.h"
#include "math/error.h"

namespace hourglass {

bool looks_like_jpeg(std::span<const std::uint8_t> bytes);

/// Grey, YCbCr, RGB, CMYK and YCCK, baseline or progressive, turned upright as EXIF says. Errors: truncated, damaged,
/// sides beyond `largest_side`; a picture whose end is missing is refused, never grey where its pixels are not there.
std::expected<Picture, Error> decode_jpeg(std::span<const std::uint8_t> bytes, std::string_view name,
                                          std::uint32_t largest_side = kLargestPictureSide);

/// EXIF's orientation (1..8) in the segments before the picture; 1 where there is none.
int orientation_of_jpeg(std::span<const std::uint8_t> bytes);

}  // namespace hourglass
