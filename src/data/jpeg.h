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

/// The same picture at a half, a quarter or an eighth of its sides, the smallest of these whose longer side is still
/// `enough`: libjpeg then makes one pixel of 2x2, 4x4 or 8x8 (an eighth is each block's mean), and what is not made
/// takes neither time nor memory. Whole where it is not twice as large. Refused is what decode_jpeg refuses.
std::expected<Picture, Error> decode_jpeg_smaller(std::span<const std::uint8_t> bytes, std::string_view name,
                                                  std::uint32_t largest_side, std::uint32_t enough);

/// EXIF's orientation (1..8) in the segments before the picture; 1 where there is none.
int orientation_of_jpeg(std::span<const std::uint8_t> bytes);

}  // namespace hourglass
