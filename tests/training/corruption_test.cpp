#include "training/corruption.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "training/streams.h"

namespace hourglass {
namespace {

constexpr PixelRange kUnit{0.0f, 1.0f};
constexpr std::size_t kPixels = 100'000;

std::vector<float> corrupted(CorruptionKind kind, float amount, PixelRange range = kUnit, float value = 0.5f) {
  std::vector<float> pixels(kPixels, value);
  Random random = make_random(1, RandomStream::corruption, 0);
  corrupt({kind, amount}, range, random, pixels);
  return pixels;
}

double share(const std::vector<float>& pixels, float value) {
  double count = 0;
  for (const float x : pixels) count += x == value;
  return count / static_cast<double>(pixels.size());
}

TEST(Corruption, MaskingPutsItsShareOfPixelsToZero) {
  const auto pixels = corrupted(CorruptionKind::masking, 0.3f);
  EXPECT_NEAR(share(pixels, 0.0f), 0.3, 0.005);
  EXPECT_NEAR(share(pixels, 0.5f), 0.7, 0.005);
}

TEST(Corruption, ScaledMaskingKeepsTheMean) {
  const auto pixels = corrupted(CorruptionKind::masking_scaled, 0.4f);
  EXPECT_NEAR(share(pixels, 0.0f), 0.4, 0.005);
  EXPECT_NEAR(share(pixels, 0.5f * (1.0f / (1.0f - 0.4f))), 0.6, 0.005);
}

TEST(Corruption, GaussianHasItsSigmaInUnitPixels) {
  for (const PixelRange range : {kUnit, PixelRange{-1.0f, 1.0f}}) {
    const auto pixels = corrupted(CorruptionKind::gaussian, 0.2f, range);
    double mean = 0, square = 0;
    for (const float x : pixels) mean += x - 0.5;
    mean /= kPixels;
    for (const float x : pixels) square += (x - 0.5 - mean) * (x - 0.5 - mean);
    EXPECT_NEAR(mean, 0.0, 0.005);
    EXPECT_NEAR(std::sqrt(square / kPixels), 0.2 * (range.high - range.low), 0.003);
  }
}

TEST(Corruption, SaltAndPepperAreEvenAndReachBothEnds) {
  const auto pixels = corrupted(CorruptionKind::salt_pepper, 0.2f, {-0.5f, 0.5f}, 0.1f);
  EXPECT_NEAR(share(pixels, -0.5f), 0.1, 0.004);
  EXPECT_NEAR(share(pixels, 0.5f), 0.1, 0.004);
  EXPECT_NEAR(share(pixels, 0.1f), 0.8, 0.005);
}

TEST(Corruption, EveryImageOfEveryStepAndSeedHasNoiseOfItsOwn) {
  const auto noise = [](std::uint32_t seed, std::int64_t step, std::int64_t image) {
    std::vector<float> pixels(784, 0.5f);
    Random random = make_noise(seed, step, image);
    corrupt({CorruptionKind::gaussian, 0.2f}, kUnit, random, pixels);
    return pixels;
  };
  const auto one = noise(3, 5, 7);
  EXPECT_EQ(one, noise(3, 5, 7));
  EXPECT_NE(one, noise(3, 5, 8));
  EXPECT_NE(one, noise(3, 6, 7));
  EXPECT_NE(one, noise(4, 5, 7));
}

TEST(Corruption, TheEndsOfTheAmountAreExact) {
  EXPECT_EQ(share(corrupted(CorruptionKind::masking, 1.0f), 0.0f), 1.0);
  EXPECT_EQ(share(corrupted(CorruptionKind::masking, 0.0f), 0.5f), 1.0);
  EXPECT_EQ(share(corrupted(CorruptionKind::none, 1.0f), 0.5f), 1.0);
}

TEST(Corruption, IsFreshAtEachStepAndTheSameForTheSameStep) {
  const auto at = [](std::uint32_t seed, std::int64_t step) {
    std::vector<float> pixels(784, 1.0f);
    Random random = make_random(seed, RandomStream::corruption, step);
    corrupt({CorruptionKind::masking, 0.5f}, kUnit, random, pixels);
    return pixels;
  };
  EXPECT_EQ(at(1, 5), at(1, 5));
  EXPECT_NE(at(1, 5), at(1, 6));
  EXPECT_NE(at(1, 5), at(2, 5));
}

}  // namespace
}  // namespace hourglass
