#include "studio/tiles/tile_texture.h"

#include "data/image_set.h"

namespace hourglass {

bool TileTexture::prepare(Graphics& graphics, int width, int height, std::uint64_t version, bool smooth) {
  if (generation_ != graphics.generation()) id_ = 0;  // what it named went with the old context
  if (width <= 0 || height <= 0) {
    if (id_ != 0) graphics.destroy_texture(id_);
    id_ = 0;
    return false;
  }
  const bool same_shape = id_ != 0 && width == width_ && height == height_ && smooth == smooth_;
  if (same_shape && version == version_) return false;
  if (!same_shape) {
    if (id_ != 0) graphics.destroy_texture(id_);
    id_ = graphics.create_texture(width, height, smooth);
  }
  width_ = width;
  height_ = height;
  smooth_ = smooth;
  version_ = version;
  generation_ = graphics.generation();
  return id_ != 0;
}

void paint_tile(std::span<std::uint32_t> rgba, int columns, int column, int row, std::span<const std::uint8_t> image) {
  if (image.size() < kImagePixels) return;
  const std::size_t stride = static_cast<std::size_t>(columns) * kImageSide;
  std::uint32_t* out =
      rgba.data() + static_cast<std::size_t>(row) * kImageSide * stride + static_cast<std::size_t>(column) * kImageSide;
  const std::uint8_t* in = image.data();
  for (int y = 0; y < kImageSide; ++y, out += stride) {
    for (int x = 0; x < kImageSide; ++x) out[x] = ink(*in++);
  }
}

}  // namespace hourglass
