#include "studio/samples/weights_model.h"

#include <algorithm>
#include <cmath>

#include "data/image_set.h"

namespace hourglass {
namespace {

std::uint32_t mix(std::uint32_t a, std::uint32_t b, float t) {
  std::uint32_t out = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    const auto from = static_cast<float>(a >> shift & 0xff), to = static_cast<float>(b >> shift & 0xff);
    out |= static_cast<std::uint32_t>(from + (to - from) * t + 0.5f) << shift;
  }
  return out;
}

}  // namespace

int filter_count(const Network& network) {
  return network.layout.encoder.empty() ? 0 : network.layout.encoder.front().out;
}

float common_scale(const Network& network) {
  if (network.layout.encoder.empty()) return 1;
  const LayerLayout& layer = network.layout.encoder.front();
  const auto n = static_cast<std::size_t>(layer.in) * static_cast<std::size_t>(layer.out);
  // Every 7th weight says as much about a percentile as all of them.
  std::vector<float> sizes;
  sizes.reserve(n / 7 + 1);
  for (std::size_t i = 0; i < n; i += 7) sizes.push_back(std::abs(network.parameters[layer.weights + i]));
  if (sizes.empty()) return 1;
  const auto at = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() * 995 / 1000);
  std::nth_element(sizes.begin(), at, sizes.end());
  return std::max(*at, 1e-6f);
}

void paint_filters(const Network& network, int first, int count, int columns, bool alike, const FilterColors& colors,
                   std::span<std::uint32_t> rgba) {
  std::fill(rgba.begin(), rgba.end(), colors.none);
  if (network.layout.encoder.empty() || columns <= 0) return;
  const LayerLayout& layer = network.layout.encoder.front();
  if (layer.in != kImagePixels) return;
  // Colours of 255 steps either way, so that a pixel costs a look and not a mixture.
  std::vector<std::uint32_t> table(511);
  for (int i = -255; i <= 255; ++i) {
    const float t = std::pow(static_cast<float>(std::abs(i)) / 255, 0.8f);
    table[static_cast<std::size_t>(i + 255)] = mix(colors.none, i < 0 ? colors.negative : colors.positive, t);
  }
  const auto stride = static_cast<std::size_t>(columns) * kImageSide;
  const auto out_width = static_cast<std::size_t>(layer.out);
  const float shared = alike ? common_scale(network) : 0;
  for (int k = 0; k < count && first + k < layer.out; ++k) {
    const float* w = &network.parameters[layer.weights + static_cast<std::size_t>(first + k)];
    float scale = shared;
    if (!alike) {
      for (std::size_t i = 0; i < kImagePixels; ++i) scale = std::max(scale, std::abs(w[i * out_width]));
    }
    const float factor = scale > 0 ? 255 / scale : 0;
    const auto column = static_cast<std::size_t>(k % columns), row = static_cast<std::size_t>(k / columns);
    if ((row + 1) * kImageSide * stride > rgba.size()) return;
    for (std::size_t y = 0; y < kImageSide; ++y) {
      std::uint32_t* out = &rgba[(row * kImageSide + y) * stride + column * kImageSide];
      for (std::size_t x = 0; x < kImageSide; ++x) {
        const float v = std::clamp(w[(y * kImageSide + x) * out_width] * factor, -255.0f, 255.0f);
        out[x] = table[static_cast<std::size_t>(std::lround(v) + 255)];
      }
    }
  }
}

}  // namespace hourglass
