// Inter, the one type family: two weights at five sizes, rasterised for the device's scale so that text is sharp.
// Apart from the theme because the atlas is made outside a frame, and made anew whenever the scale changes.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <span>

namespace hourglass {

struct Fonts {
  ImFont* small = nullptr;         ///< 12 px
  ImFont* small_strong = nullptr;  ///< 12 px semibold
  ImFont* body = nullptr;          ///< 14 px
  ImFont* strong = nullptr;        ///< 14 px semibold
  ImFont* title = nullptr;         ///< 18 px semibold
  float scale = 0;                 ///< what they were rasterised for
};

/// Rebuilds the current context's atlas for `scale` device pixels a CSS pixel (clamped to 0.5..4). Digits get equal
/// widths, because figures that change many times a second must not dance.
Fonts build_fonts(float scale);

/// The two font files as built in from Debian's fonts-inter (generated at build time by cmake/fonts.cmake).
std::span<const unsigned char> inter_regular();
std::span<const unsigned char> inter_semibold();

}  // namespace hourglass
