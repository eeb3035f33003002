#include "math/activation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace hourglass {
namespace {

constexpr Activation kAll[] = {Activation::linear, Activation::sigmoid, Activation::tanh, Activation::relu,
                               Activation::elu};

double plain(Activation f, double x) {
  switch (f) {
    case Activation::linear: return x;
    case Activation::sigmoid: return 1.0 / (1.0 + std::exp(-x));
    case Activation::tanh: return std::tanh(x);
    case Activation::relu: return x > 0.0 ? x : 0.0;
    case Activation::elu: return x > 0.0 ? x : std::expm1(x);
  }
  return x;
}

std::vector<float> ramp(std::size_t n) {
  std::vector<float> values(n + 1);
  for (std::size_t i = 0; i < n; ++i) values[i] = 12.0f * (static_cast<float>(i) + 0.5f) / static_cast<float>(n) - 5.7f;
  values[n] = 77.0f;  // the canary behind the span
  return values;
}

TEST(Activation, AgreesWithThePlainFormulaOverSpansOfAnyLength) {
  for (const Activation f : kAll) {
    for (std::size_t n = 0; n <= 70; ++n) {
      std::vector<float> values = ramp(n);
      const std::vector<float> before = values;
      activate(f, std::span(values).first(n));
      for (std::size_t i = 0; i < n; ++i) {
        ASSERT_NEAR(values[i], plain(f, before[i]), 1e-6 * (1.0 + std::abs(plain(f, before[i])))) << int(f) << " " << n;
      }
      ASSERT_EQ(values[n], 77.0f);
    }
  }
}

TEST(Activation, DerivativeAgreesWithADifferenceQuotient) {
  for (const Activation f : kAll) {
    for (const std::size_t n : {1u, 7u, 16u, 33u}) {
      const std::vector<float> x = ramp(n);
      std::vector<float> y = x, gradient(n + 1, 2.0f);
      activate(f, std::span(y).first(n));
      multiply_by_derivative(f, std::span<const float>(y).first(n), std::span(gradient).first(n));
      for (std::size_t i = 0; i < n; ++i) {
        const double h = 1e-4;
        const double quotient = (plain(f, x[i] + h) - plain(f, x[i] - h)) / (2.0 * h);
        EXPECT_NEAR(gradient[i], 2.0 * quotient, 1e-5) << int(f) << " at " << x[i];
      }
      EXPECT_EQ(gradient[n], 2.0f);
    }
  }
}

TEST(Activation, KeepsWhatIsNotANumberVisible) {
  for (const Activation f : kAll) {
    std::vector<float> values(9, std::numeric_limits<float>::quiet_NaN());
    activate(f, values);
    for (const float value : values) EXPECT_TRUE(std::isnan(value)) << int(f);
  }
}

}  // namespace
}  // namespace hourglass
