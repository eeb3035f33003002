// A grey picture of any size, and exact area resampling: what framing, the fitting of odd sizes and the sample sheet
// share.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hourglass {

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;  ///< (height, width) row by row, 0 black to 255 white
};

/// A grid of ink, (height, width) row by row, that belongs to somebody else.
struct InkView {
  std::span<const float> ink;
  int width = 0;
  int height = 0;
};

/// Rectangle in pixel-edge coordinates: pixel (x, y) covers [x, x+1) x [y, y+1).
struct Rectangle {
  double left = 0, top = 0, right = 0, bottom = 0;
  bool operator==(const Rectangle&) const = default;
};

/// The part `from` of the picture as (height, width) pixels, each the mean of the source area under it (so edges come
/// out anti-aliased, at any scale). What lies outside the picture counts as 0.
std::vector<float> resample_area(InkView source, Rectangle from, int width, int height);

/// A picture that fit_to_image shall have need not be larger: eight pixels of it lie under each pixel's side.
inline constexpr std::uint32_t kSideToFit = 224;

/// The whole picture fitted into 28x28 with its aspect kept, centred; the rest is 0. Writes 784 bytes.
void fit_to_image(const Picture& picture, std::span<std::uint8_t> image);

}  // namespace hourglass
