#include "engine/throughput.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "math/random.h"

namespace hourglass {
namespace {

/// A run whose speed jumps up to threefold from slice to slice, as while the page draws; what it announces each second.
std::vector<double> announced(std::uint64_t seed, double slowdown_after = 1e9) {
  Random random(seed);
  Throughput throughput;
  double now = 10, epoch = 0;
  constexpr double kGoal = 100;
  throughput.start(now, epoch);
  std::vector<double> said;
  double next = now + 1, slow = 1, slow_until = now;
  while (epoch < kGoal) {
    if (now > slow_until) {
      slow = 1.0 + 2.0 * static_cast<double>(random.below(1000)) / 1000;
      slow_until = now + 0.2 + static_cast<double>(random.below(1000)) / 1000;
    }
    const double seconds = 0.03 * slow * (now > slowdown_after ? 2 : 1);
    now += seconds, epoch += 0.05;
    throughput.trained(64, seconds);
    throughput.update(now, epoch);
    const double left = throughput.seconds_left(now, kGoal - epoch);
    if (now >= next) {
      said.push_back(left);
      next += 1;
    }
  }
  return said;
}

TEST(Throughput, TheTimeLeftThatIsAnnouncedChangesByLessThanAFifthFromSecondToSecond) {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    const auto said = announced(seed);
    for (std::size_t i = 4; i < said.size(); ++i) {
      const double expected = said[i - 1] - 1;
      EXPECT_LT(std::abs(said[i] - expected), 0.2 * said[i - 1]) << "second " << i << " of seed " << seed;
    }
  }
}

TEST(Throughput, TheTimeLeftThatIsAnnouncedIsNearTheTruth) {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    const auto said = announced(seed);
    for (std::size_t i = 8; i + 10 < said.size(); ++i)
      EXPECT_NEAR(said[i] / static_cast<double>(said.size() - i), 1, 0.35) << "second " << i << " of seed " << seed;
  }
}

TEST(Throughput, AMachineThatBecomesTwiceAsSlowIsBelievedWithinSomeSeconds) {
  const auto said = announced(7, 30);
  ASSERT_GT(said.size(), 60u);
  EXPECT_NEAR(said[45] / static_cast<double>(said.size() - 45), 1, 0.35);
}

TEST(Throughput, AMovedGoalIsAnnouncedAtOnce) {
  Throughput throughput;
  throughput.start(0, 0);
  for (int i = 1; i <= 100; ++i) {
    throughput.trained(64, 0.1);
    throughput.update(0.1 * i, 0.1 * i);
  }
  EXPECT_NEAR(throughput.seconds_left(10, 20), 20, 0.5);
  throughput.goal_moved();
  EXPECT_NEAR(throughput.seconds_left(10, 200), 200, 5);
}

}  // namespace
}  // namespace hourglass
