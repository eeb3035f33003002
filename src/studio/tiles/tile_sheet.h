// TileSheet: a DecodeGrid's pictures as one texture. While the grid is decoded a little in each frame, only the rows
// that have changed go to the graphics card, so that no frame pays for the whole.
#pragma once

#include <cstdint>
#include <vector>

#include "platform/graphics.h"
#include "studio/latent/decode_grid.h"

namespace hourglass {

class TileSheet {
 public:
  /// The texture as the grid is now, columns x rows of 28x28 pixels, ink as opacity; 0 for an empty grid. A grid has
  /// one sheet: it is asked what has changed since it was asked last.
  TextureId update(Graphics& graphics, DecodeGrid& grid, bool smooth);

 private:
  void paint_row(Graphics& graphics, const DecodeGrid& grid, int row);

  TextureId id_ = 0;
  int columns_ = 0, rows_ = 0;
  bool smooth_ = false;
  std::uint32_t generation_ = 0;
  std::vector<std::uint32_t> strip_;
};

}  // namespace hourglass
