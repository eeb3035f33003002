// PNG in and out, over libspng: every kind of PNG comes in as 8-bit grey; grey and RGB go out (sample sheets, sweeps).
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>
#include <vector>

#include "data/picture.h"
#include "data/picture_rules.h"
#include "math/error.h"

namespace hourglass {

bool looks_like_png(std::span<const std::uint8_t> bytes);

/// 1 to 16 bits, grey, RGB or palette, interlaced or not. Errors: truncated, damaged, sides beyond `largest_side`.
/// `name` is for the sentence.
std::expected<Picture, Error> decode_png(std::span<const std::uint8_t> bytes, std::string_view name,
                                         std::uint32_t largest_side = kLargestPictureSide);

/// (height, width) bytes as a grey PNG; empty when memory is short or the sizes disagree.
std::vector<std::uint8_t> encode_png(const Picture& picture);
/// (height, width, 3) bytes as an RGB PNG; empty likewise.
std::vector<std::uint8_t> encode_png_rgb(std::span<const std::uint8_t> rgb, int width, int height);

}  // namespace hourglass
