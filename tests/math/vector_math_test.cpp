#include "math/vector_math.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

namespace hourglass {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

template <class F>
float one(const F& f, float x) {
  float lanes[simd::kLanes];
  simd::store(lanes, f(simd::broadcast(x)));
  return lanes[0];
}

/// |result - exact| in units in the last place of the float nearest to exact; denormals' unit is 2^-149.
double ulps(float result, double exact) {
  const auto nearest = static_cast<float>(exact);
  if (std::isinf(nearest) || std::isinf(result)) return result == nearest ? 0.0 : 1e30;
  const int exponent = std::max(std::ilogb(exact == 0.0 ? 0x1p-149 : exact), -126);
  return std::abs(result - exact) / std::ldexp(1.0, exponent - 23);
}

/// The worst error over every 997th float between `from` and `to`, both of one sign, and the place where it is.
struct Worst {
  double error = 0;
  float at = 0;
};
template <class F, class Exact>
Worst worst_between(float from, float to, const F& f, const Exact& exact) {
  Worst worst;
  const auto low = std::bit_cast<std::uint32_t>(from), high = std::bit_cast<std::uint32_t>(to);
  for (std::uint64_t bits = low; bits <= high; bits += 997) {
    const auto x = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    const double error = ulps(one(f, x), exact(static_cast<double>(x)));
    if (error > worst.error) worst = {error, x};
  }
  return worst;
}

const auto exp_of = [](simd::Floats x) { return simd::exp(x); };
const auto expm1_of = [](simd::Floats x) { return simd::expm1_of_negative(x); };
const auto log_of = [](simd::Floats x) { return simd::log(x); };
const auto sigmoid_of = [](simd::Floats x) { return simd::sigmoid(x); };
const auto tanh_of = [](simd::Floats x) { return simd::tanh(x); };
const auto elu_of = [](simd::Floats x) { return simd::elu(x); };

constexpr float kMax = std::numeric_limits<float>::max();

TEST(VectorMath, ExpIsWithinOneAndAHalfUnitsOverItsWholeRange) {
  const auto exact = [](double x) { return std::exp(x); };
  for (const Worst& worst :
       {worst_between(0.0f, 88.722f, exp_of, exact), worst_between(-0.0f, -120.0f, exp_of, exact)}) {
    EXPECT_LE(worst.error, 1.5) << "at " << worst.at;
  }
  EXPECT_EQ(one(exp_of, 0.0f), 1.0f);
  EXPECT_EQ(one(exp_of, 89.0f), kInfinity);
  EXPECT_EQ(one(exp_of, kInfinity), kInfinity);
  EXPECT_EQ(one(exp_of, -kInfinity), 0.0f);
  EXPECT_TRUE(std::isnan(one(exp_of, kNan)));
}

TEST(VectorMath, Expm1IsWithinTwoUnitsForNegativeNumbers) {
  const Worst worst = worst_between(-0.0f, -kMax, expm1_of, [](double x) { return std::expm1(x); });
  EXPECT_LE(worst.error, 2.0) << "at " << worst.at;
  EXPECT_EQ(one(expm1_of, -kInfinity), -1.0f);
  EXPECT_TRUE(std::isnan(one(expm1_of, kNan)));
}

TEST(VectorMath, LogIsWithinTwoUnitsForNormalNumbers) {
  const Worst worst =
      worst_between(std::numeric_limits<float>::min(), kMax, log_of, [](double x) { return std::log(x); });
  EXPECT_LE(worst.error, 2.0) << "at " << worst.at;
  EXPECT_EQ(one(log_of, 1.0f), 0.0f);
  EXPECT_EQ(one(log_of, 0.0f), one(log_of, std::numeric_limits<float>::min()));
  EXPECT_EQ(one(log_of, kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(one(log_of, kNan)));
}

TEST(VectorMath, SigmoidIsWithinThreeUnitsInBothTails) {
  const auto exact = [](double x) { return 1.0 / (1.0 + std::exp(-x)); };
  for (const Worst& worst :
       {worst_between(0.0f, kMax, sigmoid_of, exact), worst_between(-0.0f, -87.0f, sigmoid_of, exact)}) {
    EXPECT_LE(worst.error, 3.0) << "at " << worst.at;
  }
  EXPECT_EQ(one(sigmoid_of, 0.0f), 0.5f);
  EXPECT_EQ(one(sigmoid_of, kInfinity), 1.0f);
  EXPECT_EQ(one(sigmoid_of, -kInfinity), one(sigmoid_of, -87.0f));
  EXPECT_TRUE(std::isnan(one(sigmoid_of, kNan)));
}

TEST(VectorMath, TanhIsWithinFourUnitsAndOdd) {
  const Worst worst = worst_between(0.0f, kMax, tanh_of, [](double x) { return std::tanh(x); });
  EXPECT_LE(worst.error, 4.0) << "at " << worst.at;
  for (const float x : {0.0f, 1e-40f, 0.001f, 0.3f, 1.0f, 7.0f, kInfinity}) {
    EXPECT_EQ(one(tanh_of, -x), -one(tanh_of, x)) << x;
  }
  EXPECT_TRUE(std::signbit(one(tanh_of, -0.0f)));
  EXPECT_EQ(one(tanh_of, kInfinity), 1.0f);
  EXPECT_TRUE(std::isnan(one(tanh_of, kNan)));
}

TEST(VectorMath, EluIsTheNumberItselfAboveZeroAndExpm1Below) {
  for (const float x : {1e-40f, 0.1f, 3.0f, kMax, kInfinity}) EXPECT_EQ(one(elu_of, x), x);
  for (const float x : {-1e-30f, -0.1f, -3.0f, -100.0f, -kInfinity}) EXPECT_EQ(one(elu_of, x), one(expm1_of, x));
  EXPECT_TRUE(std::isnan(one(elu_of, kNan)));
}

}  // namespace
}  // namespace hourglass
