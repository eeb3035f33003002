#include "math/vector_ops.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "math/random.h"

namespace hourglass {
namespace {

double plain_cross_entropy(const std::vector<float>& y, const std::vector<float>& t) {
  double sum = 0.0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double p = std::clamp(y[i], 1e-7f, 1.0f - 1e-7f);
    sum -= t[i] * std::log(p) + (1.0 - t[i]) * std::log(1.0 - p);
  }
  return sum;
}

TEST(VectorOps, CrossEntropyAgreesWithThePlainSumOverSpansOfAnyLength) {
  Random random(1);
  for (std::size_t n = 0; n < 70; ++n) {
    std::vector<float> y(n), t(n);
    for (float& x : y) x = random.uniform();
    for (float& x : t) x = random.uniform();
    const double exact = plain_cross_entropy(y, t);
    EXPECT_NEAR(cross_entropy(y, t), exact, 1e-5 * exact) << n;
  }
}

TEST(VectorOps, CrossEntropyOfCertaintyIsFinite) {
  const std::vector<float> y = {0.0f, 1.0f, 0.0f, 1.0f, 1.5f, -0.5f}, t = {0.0f, 1.0f, 1.0f, 0.0f, 1.0f, 0.0f};
  EXPECT_NEAR(cross_entropy(y, t), plain_cross_entropy(y, t), 1e-3);
  EXPECT_TRUE(std::isnan(cross_entropy(std::vector<float>{std::nanf("")}, std::vector<float>{1.0f})));
}

}  // namespace
}  // namespace hourglass
