// SampleGrid: how pairs of an image and its reconstruction fill the samples panel. Arithmetic only, so that it can be
// tested at every size.
#pragma once

#include "studio/ui/rect.h"

namespace hourglass {

struct SampleGrid {
  static constexpr float kFigure = 16;  ///< height of the error under a pair
  static constexpr float kBetween = 4;  ///< image and reconstruction belong together

  int columns = 1, rows = 1;
  float side = 56;
  float across = 0, down = 0;  ///< from one pair to the next
  float top = 0;               ///< what is left over stands above and below alike

  int count() const { return columns * rows; }
  /// Of pair `i`: the image; its reconstruction is as large and lies right below.
  Rect image(const Rect& area, int i) const;
  Rect rebuilt(const Rect& area, int i) const;
};

/// The grid that fills (width, height) best with at most `most` pairs. Tiles are `least` to 128 CSS pixels wide,
/// rather with whole device pixels (`scale` of them a CSS pixel) for each pixel of an image, and rather many of a good
/// size than few large ones.
SampleGrid sample_grid(float width, float height, int most, float least, float scale);

}  // namespace hourglass
