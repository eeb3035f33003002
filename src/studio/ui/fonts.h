// Inter, the one type family: two weights at five sizes, rasterised for the device's scale so that text is sharp; and
// letters of another typeface where a language has some that Inter has not.
// Apart from the theme because the atlas is made outside a frame, and made anew whenever the scale changes.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <span>
#include <string_view>

namespace hourglass {

class OtherLetters;

/// Letters beyond Inter's. Who lends them keeps them for as long as fonts are made of them.
struct MoreLetters {
  std::span<const unsigned char> font;  ///< an OpenType file; empty: there are none
  std::string_view texts;               ///< its letters that stand in these are made
};

struct Fonts {
  ImFont* small = nullptr;         ///< 12 px
  ImFont* small_strong = nullptr;  ///< 12 px semibold
  ImFont* body = nullptr;          ///< 14 px
  ImFont* strong = nullptr;        ///< 14 px semibold
  ImFont* title = nullptr;         ///< 18 px semibold
  float scale = 0;                 ///< what they were rasterised for
  MoreLetters more;                ///< what they were made with
};

/// Rebuilds the current context's atlas for `scale` device pixels a CSS pixel (clamped to 0.5..4). Digits get equal
/// widths, because figures that change many times a second must not dance. `others` become letters of the fonts, and
/// live as long as the atlas.
Fonts build_fonts(float scale, const MoreLetters& more = {}, OtherLetters* others = nullptr);

/// A letter of Inter that English does without. They are half of its letters, which the first picture would wait for:
/// where there are `others`, they are made when one of them is written.
bool is_rare_letter(char32_t c);

/// Adds to the font that was added to the atlas last what it has not: of `more`, and of the names of languages. `size`
/// is that font's in pixels; `ranges` live until the atlas is built.
void add_more_letters(ImFontAtlas& atlas, const MoreLetters& more, const ImWchar* ranges, float size, bool strong);

/// The two font files as built in from Debian's fonts-inter (generated at build time by cmake/fonts.cmake).
std::span<const unsigned char> inter_regular();
std::span<const unsigned char> inter_semibold();
/// The letters in which other languages write their own names: they are read before their language is chosen.
std::span<const unsigned char> language_names();

}  // namespace hourglass
