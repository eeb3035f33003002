#include "data/reservoir.h"

#include <gtest/gtest.h>

#include <numeric>

namespace hourglass {
namespace {

// Offers items 0, 1, ... whose groups are given; returns which were kept.
std::vector<int> sample(Reservoir& reservoir, const std::vector<std::size_t>& groups) {
  std::vector<int> kept;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto decision = reservoir.propose(groups[i]);
    reservoir.commit(decision);
    if (!decision.keep) continue;
    if (decision.place == kept.size()) kept.push_back(0);
    kept[decision.place] = static_cast<int>(i);
  }
  return kept;
}

TEST(Reservoir, KeepsEverythingWithoutALimit) {
  Reservoir reservoir(0, true, 1);
  EXPECT_EQ(sample(reservoir, std::vector<std::size_t>(1000, 3)).size(), 1000u);
}

TEST(Reservoir, GivesEveryItemTheSameChance) {
  for (bool balanced : {false, true}) {
    std::vector<int> hits(100, 0);
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
      Reservoir reservoir(20, balanced, seed);
      for (int kept : sample(reservoir, std::vector<std::size_t>(100, 0))) ++hits[static_cast<std::size_t>(kept)];
    }
    // 600 expected, standard deviation 22.
    for (int hit : hits) EXPECT_NEAR(hit, 600, 110);
  }
}

TEST(Reservoir, BalancesClassesThatComeOneAfterTheOtherAndStaysFairWithinEach) {
  std::vector<std::size_t> groups(50, 0);
  groups.insert(groups.end(), 200, 1);
  groups.insert(groups.end(), 6, 2);
  std::vector<int> hits(groups.size(), 0);
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    Reservoir reservoir(30, true, seed);
    std::array<int, 3> counts{};
    for (int kept : sample(reservoir, groups)) {
      ++counts[groups[static_cast<std::size_t>(kept)]];
      ++hits[static_cast<std::size_t>(kept)];
    }
    ASSERT_EQ(counts, (std::array<int, 3>{12, 12, 6})) << seed;
  }
  for (std::size_t i = 0; i < 50; ++i) EXPECT_NEAR(hits[i], 3000 * 12 / 50, 130);
  for (std::size_t i = 50; i < 250; ++i) EXPECT_NEAR(hits[i], 3000 * 12 / 200, 70);
  for (std::size_t i = 250; i < 256; ++i) EXPECT_EQ(hits[i], 3000);
}

TEST(Reservoir, AProposalThatIsNotCommittedChangesNothingButTheDice) {
  Reservoir reservoir(3, true, 5);
  for (int i = 0; i < 10; ++i) reservoir.propose(0);
  EXPECT_EQ(reservoir.size(), 0u);
  EXPECT_EQ(reservoir.seen(), 0u);
}

}  // namespace
}  // namespace hourglass
