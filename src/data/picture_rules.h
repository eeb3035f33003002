// What holds for pictures of every kind, whatever their codec: how large they may be, how their colours become grey,
// and which way up they are shown. Apart so that each of these rules stands once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "data/picture.h"
#include "math/error.h"

namespace hourglass {

/// The side beyond which a picture among images is refused, unless the caller's limits say otherwise.
inline constexpr std::uint32_t kLargestPictureSide = 4096;

/// To be asked before anything is allocated. Errors: a side beyond `largest_side`; less memory than `bytes_per_pixel`
/// of each pixel need. `name` is for the sentence.
std::expected<void, Error> check_picture_size(std::string_view name, std::uint64_t width, std::uint64_t height,
                                              std::uint32_t largest_side, std::size_t bytes_per_pixel);

/// Grey of a colour, 0..255 each (ITU-R BT.601).
std::uint8_t luma(int red, int green, int blue);

/// `rgba`: (height, width, 4) bytes, the fourth of them how opaque a pixel is. Colours become their luma. A transparent
/// ground is taken as empty, that is black: what is drawn on it comes out light, also if it was drawn dark.
Picture grey_of_colours(std::span<const std::uint8_t> rgba, int width, int height);

/// The picture upright. `orientation`: 1..8 as EXIF has it (where the stored picture's first row and column lie when it
/// is shown: 1 top and left, 3 bottom and right, 6 right and top); others are taken as 1.
Picture turned_upright(Picture picture, int orientation);

}  // namespace hourglass
