#include "training/history.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace hourglass {
namespace {

History of_epochs(std::int64_t epochs, std::int64_t steps_in_one) {
  History history;
  for (std::int64_t epoch = 1; epoch <= epochs; ++epoch)
    add_point(history, {.epoch = static_cast<double>(epoch), .step = epoch * steps_in_one});
  return history;
}

TEST(History, HasEveryEpochOfAnyUsualRun) {
  for (const std::int64_t steps : {1, 157, 860})
    EXPECT_EQ(of_epochs(kPointsOfAHistory, steps).size(), static_cast<std::size_t>(kPointsOfAHistory)) << steps;
}

TEST(History, OfAMillionEpochsIsSomeThousandsOfPointsAsFineAsCanBeSeen) {
  const History history = of_epochs(1'000'000, 1);
  EXPECT_LT(history.size(), 20'000u);
  EXPECT_EQ(history.front().step, 1);
  EXPECT_EQ(history.back().step, 1'000'000);
  for (std::size_t i = 1; i < history.size(); ++i) {
    ASSERT_LT(history[i - 1].step, history[i].step);
    ASSERT_LE(history[i].step - history[i - 1].step, std::max<std::int64_t>(1, history[i].step / kPointsOfAHistory));
  }
}

TEST(History, ThatSaysTheMostStepsThereAreGoesOn) {
  History history = {{.epoch = 1, .step = 5}, {.epoch = 2, .step = kMostSteps - 1}};
  add_point(history, {.epoch = 3, .step = kMostSteps});
  EXPECT_EQ(history.size(), 3u);
}

}  // namespace
}  // namespace hourglass
