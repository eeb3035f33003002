#include "explore/embed.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "model/pixels.h"

namespace hourglass {
namespace {

constexpr std::size_t kBatch = 256;

}  // namespace

std::vector<float> embed(const Network& network, const ImageSet& set, std::span<const std::uint32_t> indices,
                         ThreadPool* pool) {
  const auto width = static_cast<std::size_t>(network.spec.code_width());
  std::vector<float> codes(indices.size() * width), pixels(std::min(kBatch, indices.size()) * kImagePixels);
  InferenceScratch scratch;
  for (std::size_t begin = 0; begin < indices.size(); begin += kBatch) {
    const std::size_t count = std::min(kBatch, indices.size() - begin);
    const auto rows = static_cast<Index>(count);
    to_pixels(set.pixels, indices.subspan(begin, count), network.spec.pixels, view(pixels.data(), rows, kImagePixels),
              pool);
    encode(network, view(std::as_const(pixels).data(), rows, kImagePixels),
           view(codes.data() + begin * width, rows, static_cast<Index>(width)), scratch, pool);
  }
  return codes;
}

std::vector<std::uint8_t> decode_to_bytes(const Network& network, std::span<const float> codes, ThreadPool* pool) {
  const auto width = static_cast<std::size_t>(network.spec.code_width());
  assert(codes.size() % width == 0);
  const std::size_t total = codes.size() / width;
  std::vector<std::uint8_t> bytes(total * kImagePixels);
  std::vector<float> pixels(std::min(kBatch, total) * kImagePixels);
  InferenceScratch scratch;
  for (std::size_t begin = 0; begin < total; begin += kBatch) {
    const std::size_t count = std::min(kBatch, total - begin);
    const auto rows = static_cast<Index>(count);
    decode(network, view(codes.data() + begin * width, rows, static_cast<Index>(width)),
           view(pixels.data(), rows, kImagePixels), scratch, pool);
    to_unit(network.spec.pixels, std::span(pixels).first(count * kImagePixels));
    for (std::size_t i = 0; i < count * kImagePixels; ++i) {
      bytes[begin * kImagePixels + i] = static_cast<std::uint8_t>(std::clamp(pixels[i], 0.0f, 1.0f) * 255.0f + 0.5f);
    }
  }
  return bytes;
}

}  // namespace hourglass
