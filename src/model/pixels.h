// Bytes of an image to the floats that a network reads, and back to [0,1] for showing. Apart from Network because only
// the spec's pixel range matters.
#pragma once

#include <cstdint>
#include <span>

#include "math/matrix.h"
#include "model/network_spec.h"

namespace hourglass {

class ThreadPool;

/// bytes 0..255 -> low..high, both ends exact. Spans of equal length.
void to_pixels(std::span<const std::uint8_t> bytes, PixelRange range, std::span<float> pixels);

/// Of many images' bytes (count, 784) those at `indices`, as to_pixels() makes them: pixels (indices.size(), 784).
void to_pixels(std::span<const std::uint8_t> images, std::span<const std::uint32_t> indices, PixelRange range,
               MatrixView pixels, ThreadPool* pool = nullptr);

/// Pixels in `range` -> [0,1], in place, not clamped.
void to_unit(PixelRange range, std::span<float> pixels);

/// [0,1] -> `range`, in place.
void from_unit(PixelRange range, std::span<float> pixels);

/// What divides a sum of squared errors in `range` to give it in [0,1] pixels: (high - low)^2.
inline double squared_error_scale(PixelRange range) {
  const double width = static_cast<double>(range.high) - range.low;
  return width * width;
}

}  // namespace hourglass
