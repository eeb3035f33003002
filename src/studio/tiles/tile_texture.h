// One texture for many 28x28 images, remade only when its content or the graphics context is new. It holds ink as
// opacity; paper and ink take the theme's colours when they are drawn (studio/tiles/tiles.h).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "platform/graphics.h"

namespace hourglass {

class TileTexture {
 public:
  /// The texture of `width` x `height` pixels with the content `version`; paint(std::span<std::uint32_t>) is called
  /// only when that is not what the graphics card has. 0 for an empty size.
  template <class Paint>
  TextureId get(Graphics& graphics, int width, int height, std::uint64_t version, bool smooth, Paint&& paint) {
    if (!prepare(graphics, width, height, version, smooth)) return id_;
    std::vector<std::uint32_t> rgba(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0);
    paint(std::span<std::uint32_t>(rgba));
    graphics.update_texture(id_, width, height, rgba);
    return id_;
  }
  TextureId id() const { return id_; }
  /// Whether the texture holds just this.
  bool current(const Graphics& graphics, std::uint64_t version) const {
    return id_ != 0 && version_ == version && generation_ == graphics.generation();
  }

 private:
  bool prepare(Graphics& graphics, int width, int height, std::uint64_t version, bool smooth);

  TextureId id_ = 0;
  int width_ = 0, height_ = 0;
  bool smooth_ = false;
  std::uint64_t version_ = 0;
  std::uint32_t generation_ = 0;
};

/// White of the byte's opacity.
constexpr std::uint32_t ink(std::uint8_t grey) { return static_cast<std::uint32_t>(grey) << 24 | 0x00ffffffu; }

/// Image `image` (784, or empty for a blank) into cell (column, row) of a picture that is `columns` cells wide.
void paint_tile(std::span<std::uint32_t> rgba, int columns, int column, int row, std::span<const std::uint8_t> image);

}  // namespace hourglass
