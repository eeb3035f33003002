// One letter of one face as notMNIST shows it: the outline's box stretched to the full 28x28, white on black, with the
// exact coverage of each pixel as its grey.
#pragma once

#include <ft2build.h>
#include FT_FREETYPE_H

#include <array>
#include <cstdint>
#include <optional>

#include "data/image_set.h"

namespace hourglass::letters {

inline constexpr int kLetters = 10;
using Glyph = std::array<std::uint8_t, kImagePixels>;

/// Nothing when the face lacks the letter, or draws nothing for it, or a line without extent.
std::optional<Glyph> draw_letter(FT_Face face, char letter);

}  // namespace hourglass::letters
