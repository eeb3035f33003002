#include "studio/tiles/tile_sheet.h"

#include <algorithm>

#include "studio/tiles/tile_texture.h"

namespace hourglass {

TextureId TileSheet::update(Graphics& graphics, DecodeGrid& grid, bool smooth) {
  std::vector<int> changed = grid.take_changed_rows();
  if (generation_ != graphics.generation()) id_ = 0;  // what it named went with the old context
  const bool same = id_ != 0 && columns_ == grid.columns() && rows_ == grid.rows() && smooth_ == smooth;
  if (!same) {
    if (id_ != 0) graphics.destroy_texture(id_);
    columns_ = grid.columns();
    rows_ = grid.rows();
    smooth_ = smooth;
    generation_ = graphics.generation();
    id_ = columns_ > 0 && rows_ > 0 ? graphics.create_texture(columns_ * kImageSide, rows_ * kImageSide, smooth) : 0;
    changed.resize(static_cast<std::size_t>(rows_));
    for (int row = 0; row < rows_; ++row) changed[static_cast<std::size_t>(row)] = row;
  }
  if (id_ == 0) return 0;
  for (const int row : changed) paint_row(graphics, grid, row);
  return id_;
}

void TileSheet::paint_row(Graphics& graphics, const DecodeGrid& grid, int row) {
  strip_.assign(static_cast<std::size_t>(columns_) * kImagePixels, 0);
  for (int column = 0; column < columns_; ++column) paint_tile(strip_, columns_, column, 0, grid.tile(column, row));
  graphics.update_rows(id_, row * kImageSide, columns_ * kImageSide, kImageSide, strip_);
}

}  // namespace hourglass
