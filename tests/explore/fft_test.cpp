#include "explore/fft.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>
#include "math/random.h"

namespace hourglass {
namespace {

TEST(Fft, IsTheTransformOfItsDefinition) {
  for (const int length : {1, 2, 3, 4, 6, 8, 12, 16, 48, 64, 96, 128, 192}) {
    constexpr int kColumns = Fft::kColumns;
    const auto size = static_cast<std::size_t>(length) * kColumns;
    std::vector<float> re(size), im(size), work(2 * size);
    Random random(3);
    for (std::size_t i = 0; i < size; ++i) re[i] = random.uniform(-1, 1), im[i] = random.uniform(-1, 1);
    const auto before_re = re, before_im = im;
    Fft fft(length);
    fft.transform(re.data(), im.data(), work.data());
    for (int column = 0; column < kColumns; column += 5) {
      for (int k = 0; k < length; ++k) {
        std::complex<double> sum = 0;
        for (int n = 0; n < length; ++n) {
          const auto at = static_cast<std::size_t>(n * kColumns + column);
          sum += std::complex<double>(before_re[at], before_im[at]) *
                 std::polar(1.0, -2 * std::numbers::pi * k * n / length);
        }
        const auto at = static_cast<std::size_t>(k * kColumns + column);
        ASSERT_NEAR(re[at], sum.real(), 1e-4) << length << " " << k;
        ASSERT_NEAR(im[at], sum.imag(), 1e-4) << length << " " << k;
      }
    }
    fft.transform(im.data(), re.data(), work.data());
    for (std::size_t i = 0; i < size; ++i) ASSERT_NEAR(re[i], static_cast<float>(length) * before_re[i], 1e-3);
  }
}

TEST(Fft, HalvesThatAreZeroOrUnwantedNeedNotBeThere) {
  for (const int length : {2, 4, 6, 8, 12, 64, 96, 128, 192, 256, 384}) {
    constexpr int kColumns = Fft::kColumns;
    const auto size = static_cast<std::size_t>(length) * kColumns, half = size / 2;
    std::vector<float> re(size, 0.0f), im(size, 0.0f), work(2 * size);
    Random random(5);
    for (std::size_t i = 0; i < half; ++i) re[i] = random.uniform(-1, 1), im[i] = random.uniform(-1, 1);
    auto padded_re = re, padded_im = im;
    for (std::size_t i = half; i < size; ++i) padded_re[i] = padded_im[i] = std::nanf("");
    const Fft fft(length);
    fft.transform(re.data(), im.data(), work.data());
    fft.transform_padded(padded_re.data(), padded_im.data(), work.data());
    ASSERT_EQ(padded_re, re) << length;
    ASSERT_EQ(padded_im, im) << length;
    fft.transform(re.data(), im.data(), work.data());
    fft.transform_cropped(padded_re.data(), padded_im.data(), work.data());
    for (std::size_t i = 0; i < half; ++i) {
      ASSERT_EQ(padded_re[i], re[i]) << length;
      ASSERT_EQ(padded_im[i], im[i]) << length;
    }
  }
}

}  // namespace
}  // namespace hourglass
