#include "engine/thread_choice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

namespace hourglass {
namespace {

using Cost = std::function<double(int threads)>;

/// Steps until the trial is over; answers how long it took.
double settle(ThreadChoice& choice, const Cost& cost) {
  double seconds = 0;
  for (int step = 0; choice.trying() && step < 10000; ++step) {
    const double took = cost(choice.threads());
    seconds += took;
    choice.took(took);
  }
  EXPECT_FALSE(choice.trying());
  return seconds;
}

TEST(ThreadChoice, TakesTheNumberThatIsFastest) {
  const std::map<int, Cost> kMachines = {
      {8, [](int n) { return 0.02 / n; }},
      {4, [](int n) { return 0.002 / n + 0.0001 * n; }},
      {2, [](int n) { return 0.001 / n + (n > 2 ? 0.01 : 0.0); }},
      {1, [](int n) { return 0.0002 + 0.0004 * (n - 1); }},
  };
  for (const auto& [best, cost] : kMachines) {
    ThreadChoice choice(8);
    settle(choice, cost);
    EXPECT_EQ(choice.threads(), best);
  }
}

TEST(ThreadChoice, LeavesThreadsToOthersThatDoNotPay) {
  ThreadChoice choice(8);
  settle(choice, [](int n) { return n >= 4 ? 0.00100 : n == 2 ? 0.00102 : 0.0019; });
  EXPECT_EQ(choice.threads(), 2);
}

TEST(ThreadChoice, DecidesWithinASecondWhereAStepIsLongToo) {
  for (const double step : {0.0002, 0.005, 0.04}) {
    ThreadChoice choice(2);
    EXPECT_LT(settle(choice, [=](int n) { return step * (n == 1 ? 1.9 : 1); }), 1.0) << step;
    EXPECT_EQ(choice.threads(), 2);
  }
}

TEST(ThreadChoice, IsNotMisledByAStepThatSomebodyInterrupted) {
  ThreadChoice choice(2);
  int step = 0;
  settle(choice, [&](int n) { return 0.001 / n + (++step % 6 == 0 ? 0.02 : 0.0); });
  EXPECT_EQ(choice.threads(), 2);
}

TEST(ThreadChoice, IsNotMisledByCodeThatGetsFasterWhileItRuns) {
  ThreadChoice choice(8);
  double seconds = 0;
  settle(choice, [&](int n) {
    const double took = (seconds < 0.2 ? 3.0 : 1.0) * 0.005 / std::min(n, 4);
    seconds += took;
    return took;
  });
  EXPECT_EQ(choice.threads(), 4);
}

TEST(ThreadChoice, IsNotMisledByWhatTakesAProcessorForOneTrial) {
  for (const double begin : {0.2, 0.4, 1.0}) {
    ThreadChoice choice(2);
    double seconds = 0, best = 0;
    while (seconds < 3) {
      const bool taken = seconds >= begin && seconds < begin + 0.15;
      const auto cost = [&](int n) { return n == 1 ? 0.0012 : taken ? 0.0025 : 0.0007; };
      best += std::min(cost(1), cost(2));
      seconds += cost(choice.threads());
      choice.took(cost(choice.threads()));
    }
    EXPECT_LT(seconds / best, 1.1) << "a processor was taken after " << begin;
  }
}

TEST(ThreadChoice, AWrongChoiceDoesNotHoldLong) {
  ThreadChoice choice(2);
  // Something else runs in the beginning.
  double seconds = settle(choice, [](int n) { return n == 2 ? 0.002 : 0.0012; });
  ASSERT_EQ(choice.threads(), 1);
  while (choice.threads() == 1 || choice.trying()) {
    const double took = 0.0012 / choice.threads();
    seconds += took;
    choice.took(took);
    ASSERT_LT(seconds, 1.5) << "a run of seconds goes by on the wrong number";
  }
  EXPECT_EQ(choice.threads(), 2);
}

TEST(ThreadChoice, TrialsTakeLittleOfATraining) {
  for (const double step : {0.0005, 0.005, 0.1}) {
    ThreadChoice choice(2);
    const auto cost = [&](int n) { return n == 2 ? 0.8 * step : step; };
    double seconds = 0, best = 0;
    while (seconds < 12) {
      best += cost(2), seconds += cost(choice.threads());
      choice.took(cost(choice.threads()));
    }
    EXPECT_LT(seconds / best, 1.04) << step;
  }
}

TEST(ThreadChoice, TriesAgainAfterAWhileAndFollowsWhatHasChanged) {
  ThreadChoice choice(8);
  settle(choice, [](int n) { return 0.01 / n; });
  ASSERT_EQ(choice.threads(), 8);
  // Other programs have taken all processors but two.
  const auto busy = [](int n) { return n <= 2 ? 0.01 / n : 0.005 * n; };
  double seconds = 0;
  for (int step = 0; step < 100000 && seconds < 200; ++step) {
    const double took = busy(choice.threads());
    seconds += took;
    choice.took(took);
  }
  EXPECT_EQ(choice.threads(), 2);
}

TEST(ThreadChoice, WaitsBesideAnotherProgramUntilTheThreadsAreSpread) {
  ThreadChoice choice(2);
  // For the first 80 ms after one thread was alone, two lie on one processor.
  double since_one = 0;
  for (int step = 0; choice.trying() && step < 10000; ++step) {
    const bool two = choice.threads() == 2;
    const double took = !two ? 0.010 : since_one < 0.08 ? 0.015 : 0.0092;
    since_one = two ? since_one + took : 0;
    choice.took(took, true);
  }
  EXPECT_FALSE(choice.trying());
  EXPECT_EQ(choice.threads(), 2);
}

TEST(ThreadChoice, UsesAllSoonAfterAnotherProgramHasEnded) {
  ThreadChoice choice(2);
  double seconds = 0;
  while (seconds < 60) {
    const double took = choice.threads() == 2 ? 0.012 : 0.010;
    seconds += took;
    choice.took(took, true);
  }
  ASSERT_EQ(choice.threads(), 1);
  for (seconds = 0; choice.threads() == 1 || choice.trying();) {
    const double took = choice.threads() == 2 ? 0.006 : 0.010;
    seconds += took;
    choice.took(took, false);
    ASSERT_LT(seconds, 3) << "long on one thread while two are free";
  }
  EXPECT_EQ(choice.threads(), 2);
}

TEST(ThreadChoice, OfOneThreadThereIsNothingToTry) {
  ThreadChoice choice(1);
  EXPECT_FALSE(choice.trying());
  choice.took(1);
  EXPECT_EQ(choice.threads(), 1);
}

}  // namespace
}  // namespace hourglass
