#include "data/picture.h"

#include <algorithm>
#include <cmath>

#include "data/image_set.h"

namespace hourglass {
namespace {

// For each output cell: the first source cell under it and the weights of it and its successors; weights sum to 1 where
// the output cell lies wholly inside the source.
struct Spans {
  std::vector<int> first;
  std::vector<int> begin;  // of each cell's weights, one more than cells
  std::vector<float> weights;
};

Spans spans_of(double from, double to, int source_size, int cells) {
  Spans spans;
  spans.first.reserve(static_cast<std::size_t>(cells));
  spans.begin.reserve(static_cast<std::size_t>(cells) + 1);
  const double step = (to - from) / cells;
  for (int cell = 0; cell < cells; ++cell) {
    const double low = from + step * cell, high = from + step * (cell + 1);
    const int first = std::clamp(static_cast<int>(std::floor(low)), 0, source_size);
    const int last = std::clamp(static_cast<int>(std::ceil(high)), 0, source_size);
    spans.first.push_back(first);
    spans.begin.push_back(static_cast<int>(spans.weights.size()));
    for (int i = first; i < last; ++i) {
      const double overlap = std::min<double>(high, i + 1) - std::max<double>(low, i);
      spans.weights.push_back(static_cast<float>(std::max(0.0, overlap) / step));
    }
  }
  spans.begin.push_back(static_cast<int>(spans.weights.size()));
  return spans;
}

/// `source`: (source_height, source_width), bytes or floats: a picture of many pixels is not copied to be fitted.
template <typename T>
std::vector<float> resample(std::span<const T> source, int source_width, int source_height, Rectangle from, int width,
                            int height) {
  std::vector<float> result(static_cast<std::size_t>(width) * height, 0.0f);
  if (source_width <= 0 || source_height <= 0 || !(from.right > from.left) || !(from.bottom > from.top)) return result;
  const Spans across = spans_of(from.left, from.right, source_width, width);
  const Spans down = spans_of(from.top, from.bottom, source_height, height);

  // Rows first, and only the rows that some output row needs.
  std::vector<float> row(static_cast<std::size_t>(source_width));
  for (int y = 0; y < height; ++y) {
    std::fill(row.begin(), row.end(), 0.0f);
    for (int k = down.begin[y]; k < down.begin[y + 1]; ++k) {
      const float weight = down.weights[k];
      const T* line = source.data() + static_cast<std::size_t>(down.first[y] + k - down.begin[y]) * source_width;
      for (int x = 0; x < source_width; ++x) row[x] += weight * static_cast<float>(line[x]);
    }
    for (int x = 0; x < width; ++x) {
      float sum = 0;
      for (int k = across.begin[x]; k < across.begin[x + 1]; ++k) {
        sum += across.weights[k] * row[across.first[x] + k - across.begin[x]];
      }
      result[static_cast<std::size_t>(y) * width + x] = sum;
    }
  }
  return result;
}

}  // namespace

std::vector<float> resample_area(InkView source, Rectangle from, int width, int height) {
  return resample(source.ink, source.width, source.height, from, width, height);
}

void fit_to_image(const Picture& picture, std::span<std::uint8_t> image) {
  if (picture.width == kImageSide && picture.height == kImageSide) {
    std::copy_n(picture.pixels.begin(), kImagePixels, image.begin());
    return;
  }
  const double side = std::max(picture.width, picture.height);
  const double left = (picture.width - side) / 2, top = (picture.height - side) / 2;
  const std::vector<float> fitted =
      resample(std::span<const std::uint8_t>(picture.pixels), picture.width, picture.height,
               {left, top, left + side, top + side}, kImageSide, kImageSide);
  for (int i = 0; i < kImagePixels; ++i) {
    image[i] = static_cast<std::uint8_t>(std::clamp(std::lround(fitted[i]), 0l, 255l));
  }
}

}  // namespace hourglass
