// Letters of a slide, rasterised by Dear ImGui's font atlas at just the sizes that the slide has, so that each is put
// down pixel for pixel.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "studio/slide/slide.h"

namespace hourglass {

class Letters {
 public:
  /// For all texts of the slide, at `scale`.
  Letters(const Slide& slide, float scale);

  /// In the picture's pixels.
  float width(const SlideText& text) const;
  /// Calls `put` with each pixel that the text covers: its place relative to the left end of the baseline, and how much
  /// of it is covered, 0 to 1.
  void each_pixel(const SlideText& text, const std::function<void(int x, int y, float cover)>& put) const;

 private:
  struct Cut {
    float size = 0;  ///< in the picture's pixels
    bool strong = false;
    const ImFont* font = nullptr;
  };
  const ImFont* font_of(const SlideText& text) const;

  float scale_;
  std::unique_ptr<ImFontAtlas> atlas_;
  std::vector<Cut> cuts_;
  const unsigned char* pixels_ = nullptr;  ///< the atlas's, (height_, width_)
  int width_ = 0, height_ = 0;
};

}  // namespace hourglass
