#include "model/pixels.h"

#include <cassert>

#include "math/parallel_rows.h"

namespace hourglass {

void to_pixels(std::span<const std::uint8_t> bytes, PixelRange range, std::span<float> pixels) {
  assert(bytes.size() == pixels.size());
  const float width = range.high - range.low;
  const std::size_t n = bytes.size();
  for (std::size_t i = 0; i < n; ++i) {
    // Division, not a product with 1/255: 255 must give exactly the upper end.
    pixels[i] = range.low + width * (static_cast<float>(bytes[i]) / 255.0f);
  }
}

void to_pixels(std::span<const std::uint8_t> images, std::span<const std::uint32_t> indices, PixelRange range,
               MatrixView pixels, ThreadPool* pool) {
  assert(pixels.rows() == static_cast<Index>(indices.size()));
  const auto width = static_cast<std::size_t>(pixels.cols());
  parallel_rows(pool, pixels.rows(), kRowsWorthAThread, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i)
      to_pixels(images.subspan(indices[static_cast<std::size_t>(i)] * width, width), range,
                {pixels.data() + i * pixels.outerStride(), width});
  });
}

void to_unit(PixelRange range, std::span<float> pixels) {
  const float width = range.high - range.low;
  for (float& x : pixels) x = (x - range.low) / width;
}

void from_unit(PixelRange range, std::span<float> pixels) {
  const float width = range.high - range.low;
  for (float& x : pixels) x = range.low + width * x;
}

}  // namespace hourglass
