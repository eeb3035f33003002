#include "data/ground.h"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace hourglass {
namespace {

constexpr float kNothing = -std::numeric_limits<float>::infinity();

/// The largest value within `radius` of each, over lines of equal length. Blocks as long as the window: each window
/// lies in two of them, so that its maximum is that of a block's end and of the next block's beginning (van Herk 1992).
class RunningMaximum {
 public:
  RunningMaximum(int length, int radius)
      : length_(length),
        radius_(radius),
        padded_(static_cast<std::size_t>(length + 2 * radius), kNothing),
        from_start_(padded_.size()),
        from_end_(padded_.size()) {}

  /// `sign` -1 takes the smallest instead.
  void apply(float* line, float sign) {
    const int n = length_ + 2 * radius_, window = 2 * radius_ + 1;
    for (int i = 0; i < length_; ++i) padded_[static_cast<std::size_t>(radius_ + i)] = sign * line[i];
    for (int i = 0; i < n; ++i) {
      const auto at = static_cast<std::size_t>(i);
      from_start_[at] = i % window == 0 ? padded_[at] : std::max(from_start_[at - 1], padded_[at]);
    }
    for (int i = n - 1; i >= 0; --i) {
      const auto at = static_cast<std::size_t>(i);
      const bool last = i % window == window - 1 || i == n - 1;
      from_end_[at] = last ? padded_[at] : std::max(from_end_[at + 1], padded_[at]);
    }
    for (int i = 0; i < length_; ++i) {
      const auto at = static_cast<std::size_t>(i);
      line[i] = sign * std::max(from_end_[at], from_start_[at + static_cast<std::size_t>(2 * radius_)]);
    }
  }

 private:
  int length_, radius_;
  std::vector<float> padded_, from_start_, from_end_;
};

/// (height, width) as (width, height).
std::vector<float> sides_exchanged(const std::vector<float>& grey, int width, int height) {
  std::vector<float> out(grey.size());
  constexpr int kTile = 32;  // so that both sides stay in the cache
  for (int top = 0; top < height; top += kTile) {
    for (int left = 0; left < width; left += kTile) {
      for (int y = top; y < std::min(height, top + kTile); ++y) {
        for (int x = left; x < std::min(width, left + kTile); ++x) {
          out[static_cast<std::size_t>(x) * height + y] = grey[static_cast<std::size_t>(y) * width + x];
        }
      }
    }
  }
  return out;
}

void spread_rows(std::vector<float>& grey, int width, int height, int radius, std::initializer_list<float> signs) {
  RunningMaximum maximum(width, radius);
  for (int y = 0; y < height; ++y)
    for (const float sign : signs) maximum.apply(grey.data() + static_cast<std::size_t>(y) * width, sign);
}

void mean_of_rows(std::vector<float>& grey, int width, int height, int radius) {
  std::vector<double> sums(static_cast<std::size_t>(width) + 1, 0.0);
  for (int y = 0; y < height; ++y) {
    float* line = grey.data() + static_cast<std::size_t>(y) * width;
    for (int x = 0; x < width; ++x) sums[static_cast<std::size_t>(x) + 1] = sums[static_cast<std::size_t>(x)] + line[x];
    for (int x = 0; x < width; ++x) {
      const int first = std::max(0, x - radius), end = std::min(width, x + radius + 1);
      line[x] = static_cast<float>((sums[static_cast<std::size_t>(end)] - sums[static_cast<std::size_t>(first)]) /
                                   (end - first));
    }
  }
}

}  // namespace

std::vector<float> ground_of(std::span<const float> grey, int width, int height, int window) {
  const int radius = std::max(0, window / 2);
  if (radius == 0 || width <= 0 || height <= 0) return {grey.begin(), grey.end()};
  // As far outside as the window reaches, what is largest there is asked for too.
  const int across = width + 2 * radius, down = height + 2 * radius;
  const auto within = [&](int x, int y) { return static_cast<std::size_t>(y + radius) * across + x + radius; };
  std::vector<float> wide(static_cast<std::size_t>(across) * static_cast<std::size_t>(down), kNothing);
  for (int y = 0; y < height; ++y)
    std::copy_n(grey.begin() + static_cast<std::ptrdiff_t>(y) * width, width,
                wide.begin() + static_cast<std::ptrdiff_t>(within(0, y)));
  // The square is a row after a column: largest along both, then smallest along both.
  spread_rows(wide, across, down, radius, {1});
  wide = sides_exchanged(wide, across, down);
  spread_rows(wide, down, across, radius, {1, -1});
  wide = sides_exchanged(wide, down, across);
  spread_rows(wide, across, down, radius, {-1});
  std::vector<float> ground(grey.size());
  for (int y = 0; y < height; ++y)
    std::copy_n(wide.begin() + static_cast<std::ptrdiff_t>(within(0, y)), width,
                ground.begin() + static_cast<std::ptrdiff_t>(y) * width);
  return ground;
}

std::vector<float> box_mean(std::span<const float> grey, int width, int height, int radius) {
  std::vector<float> mean(grey.begin(), grey.end());
  if (radius <= 0 || width <= 0 || height <= 0) return mean;
  mean_of_rows(mean, width, height, radius);
  mean = sides_exchanged(mean, width, height);
  mean_of_rows(mean, height, width, radius);
  return sides_exchanged(mean, height, width);
}

}  // namespace hourglass
