// The one door for files of pictures: PNG, JPEG, WebP, GIF and BMP, told by their first bytes and never by their names.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "data/picture.h"
#include "data/picture_rules.h"
#include "math/error.h"

namespace hourglass {

/// `start`: the first bytes of a file, kDetectBytes or all of them.
bool looks_like_picture(std::span<const std::uint8_t> start);

/// Any such picture as 8-bit grey (picture_rules.h). Errors: none of these kinds, damaged or cut off (said by name and
/// kind), sides beyond `largest_side`. `name` is for the sentence. `enough`: a longer side of so many pixels is all
/// that is needed, so that a JPEG of more may come out smaller (jpeg.h); 0: all pixels are.
std::expected<Picture, Error> decode_picture(std::span<const std::uint8_t> bytes, std::string_view name,
                                             std::uint32_t largest_side = kLargestPictureSide,
                                             std::uint32_t enough = 0);

/// The name without ".png", ".JPEG" and their kin at its end; as it is where it has none of these.
std::string_view without_picture_ending(std::string_view name);
/// True when a file's name says that it is a picture of a kind that is read here.
bool is_picture_name(std::string_view name);

}  // namespace hourglass
