#include "training/corruption.h"

#include <algorithm>
#include <array>

namespace hourglass {
namespace {

/// Calls each(pixel, word) with 32 random bits for every pixel, a block at a time: so the draws do not wait for the
/// pixels, and the compiler can handle several of them at once.
template <class Each>
void for_each_draw(std::span<float> pixels, Random& random, const Each& each) {
  std::array<std::uint32_t, 512> words;
  for (std::size_t at = 0; at < pixels.size(); at += words.size()) {
    const std::size_t count = std::min(words.size(), pixels.size() - at);
    random.fill_bits(std::span(words).first(count));
    float* const block = pixels.data() + at;
    for (std::size_t i = 0; i < count; ++i) each(block[i], words[i]);
  }
}

/// `share` of the words are below it; 0xffffffff, short of all by one in 2^32, for a share of 1.
std::uint32_t threshold(float share) {
  return static_cast<std::uint32_t>(std::min(static_cast<double>(share) * 0x1p32, 0xffffffffp0));
}

void mask(std::span<float> pixels, float amount, float kept_scale, Random& random) {
  const std::uint32_t limit = threshold(amount);
  for_each_draw(pixels, random,
                [&](float& pixel, std::uint32_t word) { pixel = word < limit ? 0.0f : pixel * kept_scale; });
}

void add_gaussian(std::span<float> pixels, float sigma, Random& random) {
  std::array<float, 256> noise;
  for (std::size_t at = 0; at < pixels.size(); at += noise.size()) {
    const std::size_t count = std::min(noise.size(), pixels.size() - at);
    random.fill_normal(std::span(noise).first(count));
    for (std::size_t i = 0; i < count; ++i) pixels[at + i] += sigma * noise[i];
  }
}

void add_salt_and_pepper(std::span<float> pixels, float amount, PixelRange range, Random& random) {
  const std::uint32_t limit = threshold(amount), pepper = limit / 2;
  for_each_draw(pixels, random, [&](float& pixel, std::uint32_t word) {
    const float grain = word < pepper ? range.low : range.high;
    pixel = word < limit ? grain : pixel;
  });
}

}  // namespace

void corrupt(const Corruption& corruption, PixelRange range, Random& random, std::span<float> pixels) {
  const float amount = corruption.amount;
  switch (corruption.kind) {
    case CorruptionKind::none: return;
    case CorruptionKind::masking: mask(pixels, amount, 1.0f, random); return;
    case CorruptionKind::masking_scaled: mask(pixels, amount, 1.0f / (1.0f - amount), random); return;
    case CorruptionKind::gaussian: add_gaussian(pixels, amount * (range.high - range.low), random); return;
    case CorruptionKind::salt_pepper: add_salt_and_pepper(pixels, amount, range, random); return;
  }
}

}  // namespace hourglass
