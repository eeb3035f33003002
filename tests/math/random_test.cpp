#include "math/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <set>
#include <vector>

namespace hourglass {
namespace {

// xoshiro256** and SplitMix64 once more, from the papers' text, in plain integers.
struct PlainGenerator {
  std::uint64_t s[4];

  static std::uint64_t mix(std::uint64_t z) {
    z ^= z >> 30;
    z *= 0xbf58476d1ce4e5b9u;
    z ^= z >> 27;
    z *= 0x94d049bb133111ebu;
    z ^= z >> 31;
    return z;
  }
  PlainGenerator(std::uint64_t seed, std::uint64_t stream) {
    constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15u;
    const std::uint64_t start = mix(seed + kGolden) ^ stream;
    for (std::uint64_t i = 0; i < 4; ++i) s[i] = mix(start + (i + 1) * kGolden);
  }
  std::uint64_t next() {
    const std::uint64_t times5 = s[1] * 5;
    const std::uint64_t result = ((times5 << 7) | (times5 >> 57)) * 9;
    const std::uint64_t a = s[0], b = s[1], c = s[2], d = s[3];
    s[0] = a ^ d ^ b;
    s[1] = b ^ c ^ a;
    s[2] = c ^ a ^ (b << 17);
    const std::uint64_t last = d ^ b;
    s[3] = (last << 45) | (last >> 19);
    return result;
  }
};

TEST(Random, IsXoshiroSeededBySplitMix) {
  for (const std::uint64_t seed : {0u, 1u, 42u, 0xffffffffu}) {
    for (const std::uint64_t stream : {0u, 1u, 7u}) {
      Random random(seed, stream);
      PlainGenerator plain(seed, stream);
      for (int i = 0; i < 100; ++i) ASSERT_EQ(random.next(), plain.next()) << seed << " " << stream << " " << i;
    }
  }
}

// Published with SplitMix64's reference code: the first outputs of the counter started at 1234567.
TEST(Random, PlainMixingGivesTheReferenceOutputs) {
  constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15u;
  EXPECT_EQ(PlainGenerator::mix(1234567u + kGolden), 6457827717110365317u);
  EXPECT_EQ(PlainGenerator::mix(1234567u + 2 * kGolden), 3203168211198807973u);
}

// Made by this program natively; WebAssembly builds must print the same, bit by bit. The integer tests above say that
// the draws are right, the moments below that they are normal; this one holds every platform to the same last bit.
TEST(Random, GivesTheSameBitsEverywhere) {
  Random random(2024, 3);
  std::uint64_t digest = 0;
  const auto add = [&](float x) { digest = digest * 0x9e3779b97f4a7c15u + std::bit_cast<std::uint32_t>(x); };
  for (int i = 0; i < 20000; ++i) {
    add(random.normal());
    add(random.uniform(-0.3f, 1.7f));
    add(random.truncated_normal(0.1f));
  }
  std::array<float, 1001> values;
  random.fill_normal(values);
  for (const float x : values) add(x);
  EXPECT_EQ(digest, 17772212050540035049u);
}

TEST(Random, UniformStaysBelowOneAndIsFlat) {
  Random random(5);
  std::array<int, 16> counts{};
  constexpr int kDraws = 160000;
  for (int i = 0; i < kDraws; ++i) {
    const float x = random.uniform();
    ASSERT_GE(x, 0.0f);
    ASSERT_LT(x, 1.0f);
    ++counts[static_cast<std::size_t>(x * 16.0f)];
  }
  double chi_square = 0;
  for (const int count : counts) chi_square += (count - 10000.0) * (count - 10000.0) / 10000.0;
  EXPECT_LT(chi_square, 37.7);  // 15 degrees of freedom: exceeded by one seed in a thousand
}

TEST(Random, UniformBetweenTwoEndsNeverReachesTheUpperOne) {
  Random random(6);
  for (int i = 0; i < 100000; ++i) {
    const float x = random.uniform(1e8f, 1e8f + 16.0f);
    ASSERT_GE(x, 1e8f);
    ASSERT_LT(x, 1e8f + 16.0f);
  }
  EXPECT_EQ(random.uniform(2.0f, 2.0f), 2.0f);
}

TEST(Random, BelowFavoursNoNumber) {
  Random random(7);
  for (const std::uint32_t bound : {1u, 2u, 3u, 10u, 12u}) {
    std::vector<int> counts(bound);
    const int draws = static_cast<int>(bound) * 10000;
    for (int i = 0; i < draws; ++i) ++counts.at(random.below(bound));
    double chi_square = 0;
    for (const int count : counts) chi_square += (count - 10000.0) * (count - 10000.0) / 10000.0;
    // Far in the tail (one in a thousand) for the bound - 1 degrees of freedom; 31.3 is that of 11.
    EXPECT_LT(chi_square, 31.3) << bound;
  }
}

// With bound 3 * 2^30, multiplying without rejection would give every third number twice as often.
TEST(Random, BelowIsUnbiasedWhereRejectionMatters) {
  Random random(8);
  constexpr std::uint32_t kBound = 3u << 30;
  int third = 0;
  constexpr int kDraws = 300000;
  for (int i = 0; i < kDraws; ++i) third += random.below(kBound) % 3 == 0;
  EXPECT_NEAR(third, kDraws / 3, 4.0 * std::sqrt(kDraws * 2.0 / 9.0));
}

struct Moments {
  double mean = 0, variance = 0, fourth = 0;
};

Moments moments(const std::vector<float>& values) {
  Moments m;
  for (const float x : values) m.mean += x;
  m.mean /= static_cast<double>(values.size());
  for (const float x : values) {
    const double d = (x - m.mean) * (x - m.mean);
    m.variance += d;
    m.fourth += d * d;
  }
  m.variance /= static_cast<double>(values.size());
  m.fourth /= static_cast<double>(values.size());
  return m;
}

TEST(Random, NormalIsBoxAndMullersFormula) {
  Random random(15);
  for (int i = 0; i < 10000; ++i) {
    Random draws = random;
    const double u = static_cast<double>((draws.next() >> 11) + 1) * 0x1p-53;
    const double v = static_cast<double>(draws.next() >> 11) * 0x1p-53;
    const double exact = std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * v);
    ASSERT_NEAR(random.normal(), exact, 1e-7 * std::abs(exact) + 1e-15);
  }
}

TEST(Random, NormalHasTheNormalMoments) {
  std::vector<float> one(400000), other(400001);
  Random random(9);
  for (float& x : one) x = random.normal();
  random.fill_normal(other);
  for (const auto& values : {one, other}) {
    const Moments m = moments(values);
    EXPECT_NEAR(m.mean, 0.0, 0.007);
    EXPECT_NEAR(m.variance, 1.0, 0.01);
    EXPECT_NEAR(m.fourth, 3.0, 0.06);
    const auto beyond = std::count_if(values.begin(), values.end(), [](float x) { return std::abs(x) > 1.96f; });
    EXPECT_NEAR(static_cast<double>(beyond) / static_cast<double>(values.size()), 0.05, 0.002);
  }
}

// fill_normal gives both halves of a draw, 16 places apart: they must not lean on each other.
TEST(Random, FilledNormalsAreUncorrelatedWithTheirNeighbours) {
  std::vector<float> values(320000);
  Random(10).fill_normal(values);
  for (const std::size_t distance : {1u, 2u, 16u, 32u}) {
    double sum = 0;
    const std::size_t count = values.size() - distance;
    for (std::size_t i = 0; i < count; ++i) sum += static_cast<double>(values[i]) * values[i + distance];
    EXPECT_NEAR(sum / static_cast<double>(count), 0.0, 0.008) << distance;
  }
}

TEST(Random, FilledNormalsDoNotDependOnHowManyAreAskedForAtOnce) {
  std::vector<float> whole(320), parts(320);
  Random a(14), b(14);
  a.fill_normal(whole);
  for (std::size_t i = 0; i < parts.size(); i += 64) b.fill_normal(std::span(parts).subspan(i, 64));
  EXPECT_EQ(whole, parts);
  b.fill_normal(std::span(parts).first(5));
  a.fill_normal(std::span(whole).first(32));
  EXPECT_TRUE(std::equal(parts.begin(), parts.begin() + 5, whole.begin()));
  EXPECT_EQ(a.state(), b.state());
}

TEST(Random, TruncatedNormalStaysWithinTwoSigmaAndKeepsItsShape) {
  Random random(11);
  std::vector<float> values(300000);
  for (float& x : values) {
    x = random.truncated_normal(0.1f);
    ASSERT_LE(std::abs(x), 0.2f);
  }
  const Moments m = moments(values);
  EXPECT_NEAR(m.mean, 0.0, 0.0008);
  // A standard normal cut at 2 has variance 1 - 2 * 2 * phi(2) / (Phi(2) - Phi(-2)) = 0.7737.
  EXPECT_NEAR(m.variance / 0.01, 0.7737, 0.006);
}

TEST(Random, StreamsOfOneSeedAreIndependent) {
  std::set<std::uint64_t> firsts;
  for (std::uint64_t stream = 0; stream < 1000; ++stream) {
    Random random(1, stream);
    for (int i = 0; i < 4; ++i) firsts.insert(random.next());
  }
  EXPECT_EQ(firsts.size(), 4000u);
  Random a(1, 0), b(1, 1);
  double correlation = 0;
  for (int i = 0; i < 100000; ++i) correlation += (a.uniform() - 0.5) * (b.uniform() - 0.5) * 12.0;
  EXPECT_NEAR(correlation / 100000.0, 0.0, 0.013);
}

TEST(Random, ShuffleGivesEveryOrderEquallyOften) {
  Random random(12);
  std::array<int, 24> counts{};
  for (int i = 0; i < 24000; ++i) {
    std::array<std::uint32_t, 4> items{0, 1, 2, 3};
    random.shuffle(items);
    int rank = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      int smaller = 0;
      for (std::size_t l = j + 1; l < 4; ++l) smaller += items[l] < items[j];
      rank = rank * static_cast<int>(4 - j) + smaller;
    }
    ++counts.at(static_cast<std::size_t>(rank));
  }
  double chi_square = 0;
  for (const int count : counts) chi_square += (count - 1000.0) * (count - 1000.0) / 1000.0;
  EXPECT_LT(chi_square, 49.7);  // 23 degrees of freedom, one in a thousand
}

TEST(Random, GoesOnFromASavedState) {
  Random random(13);
  random.next();
  const Random::State saved = random.state();
  const std::uint64_t expected = random.next();
  Random other(99);
  other.set_state(saved);
  EXPECT_EQ(other.next(), expected);
}

}  // namespace
}  // namespace hourglass
