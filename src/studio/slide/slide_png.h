// A Slide as PNG, drawn by the processor: the canvas on the screen has the panel's size and the theme's ground, a slide
// has its own, and a test needs no graphics card to see it.
#pragma once

#include <cstdint>
#include <vector>

#include "studio/slide/slide.h"

namespace hourglass {

/// (height, width, 3) bytes, edges and letters smoothed.
struct SlidePixels {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;
};
/// `scale`: pixels of the picture for each of the slide's.
SlidePixels draw_slide(const Slide& slide, float scale = 1);

/// Empty when memory is short.
std::vector<std::uint8_t> to_png(const Slide& slide, float scale = 1);

}  // namespace hourglass
