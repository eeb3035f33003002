#include "training/optimizer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "math/random.h"
#include "math/thread_pool.h"
#include "training/schedule.h"

namespace hourglass {
namespace {

/// Three steps with gradients 0.5, -1, 0.25 from w = 1, which is what each hand-worked line below starts from.
std::vector<double> three_steps(TrainingSettings settings, double rate = 0.1) {
  OptimizerState state = start_optimizer(settings.optimizer, 1);
  std::vector<float> w = {1.0f};
  std::vector<double> path;
  for (const float g : {0.5f, -1.0f, 0.25f}) {
    const std::vector<float> gradient = {g};
    EXPECT_TRUE(take_step(settings, rate, state, w, gradient, 1));
    path.push_back(w[0]);
  }
  return path;
}

void expect_path(const std::vector<double>& path, const std::vector<double>& worked) {
  ASSERT_EQ(path.size(), worked.size());
  for (std::size_t i = 0; i < path.size(); ++i) EXPECT_NEAR(path[i], worked[i], 2e-6) << "step " << i + 1;
}

TEST(Optimizer, SgdWalksAgainstTheGradient) {
  expect_path(three_steps({.optimizer = OptimizerKind::sgd}), {0.95, 1.05, 1.025});
}

TEST(Optimizer, MomentumCarriesTheLastStepOn) {
  // v: 0.5, -0.55, -0.245
  expect_path(three_steps({.optimizer = OptimizerKind::momentum, .momentum = 0.9f}), {0.95, 1.005, 1.0295});
}

TEST(Optimizer, NesterovLooksAhead) {
  // g + 0.9 v: 0.95, -1.495, 0.0295
  expect_path(three_steps({.optimizer = OptimizerKind::nesterov, .momentum = 0.9f}), {0.905, 1.0545, 1.05155});
}

TEST(Optimizer, AdaGradDividesByTheRootOfAllSquares) {
  // s: 0.25, 1.25, 1.3125
  expect_path(three_steps({.optimizer = OptimizerKind::adagrad, .epsilon = 1e-8}),
              {0.9, 0.9 + 0.1 / std::sqrt(1.25), 0.9 + 0.1 / std::sqrt(1.25) - 0.025 / std::sqrt(1.3125)});
}

TEST(Optimizer, RmsPropFollowsTensorFlowsFormula) {
  // s starts at 1: 0.925, 0.9325, 0.8455; v: 0.5 then momentum 0.5
  const double v1 = 0.05 / std::sqrt(0.925), v2 = 0.5 * v1 - 0.1 / std::sqrt(0.9325),
               v3 = 0.5 * v2 + 0.025 / std::sqrt(0.8455);
  expect_path(three_steps({.optimizer = OptimizerKind::rmsprop, .momentum = 0.5f, .decay = 0.9f, .epsilon = 1e-10}),
              {1 - v1, 1 - v1 - v2, 1 - v1 - v2 - v3});
}

TEST(Optimizer, RmsPropsEpsilonStandsUnderTheRoot) {
  const double v1 = 0.05 / std::sqrt(0.925 + 0.5);
  EXPECT_NEAR(three_steps({.optimizer = OptimizerKind::rmsprop, .momentum = 0.0f, .epsilon = 0.5})[0], 1 - v1, 1e-6);
}

TEST(Optimizer, AdamFollowsThePaper) {
  // m: 0.05, -0.055, -0.0245; s: 0.00025, 0.00124975, 0.00131100025; the first step is the rate itself.
  const auto step = [](double m, double s, int t) {
    return 0.1 * (m / (1 - std::pow(0.9, t))) / std::sqrt(s / (1 - std::pow(0.999, t)));
  };
  const double w1 = 1 - step(0.05, 0.00025, 1), w2 = w1 - step(-0.055, 0.00124975, 2),
               w3 = w2 - step(-0.0245, 0.00131100025, 3);
  EXPECT_NEAR(w1, 0.9, 1e-9);
  expect_path(three_steps({.optimizer = OptimizerKind::adam, .epsilon = 1e-12}), {w1, w2, w3});
}

TEST(Optimizer, AdamsEpsilonIsAddedToTheUncorrectedRoot) {
  // TensorFlow's place: rate sqrt(1-b2)/(1-b1) m / (sqrt(s) + eps), with sqrt(s) = sqrt(0.00025).
  const double w1 = 1 - 0.1 * std::sqrt(0.001) / 0.1 * 0.05 / (std::sqrt(0.00025) + 0.01);
  EXPECT_NEAR(three_steps({.optimizer = OptimizerKind::adam, .epsilon = 0.01})[0], w1, 1e-6);
}

TEST(Optimizer, NAdamTakesTheMeanOneStepAhead) {
  // m and s as Adam's; the first step is the rate times 0.9 * 0.05 / (1 - 0.81) / 0.5 + 1.
  const auto step = [](double m, double g, double s, int t) {
    const double ahead = 0.9 * m / (1 - std::pow(0.9, t + 1)) + 0.1 * g / (1 - std::pow(0.9, t));
    return 0.1 * ahead / std::sqrt(s / (1 - std::pow(0.999, t)));
  };
  const double w1 = 1 - step(0.05, 0.5, 0.00025, 1), w2 = w1 - step(-0.055, -1, 0.00124975, 2),
               w3 = w2 - step(-0.0245, 0.25, 0.00131100025, 3);
  EXPECT_NEAR(w1, 1 - 0.1 * (1 + 0.9 / 1.9), 1e-9);
  expect_path(three_steps({.optimizer = OptimizerKind::nadam, .epsilon = 1e-12}), {w1, w2, w3});
}

TEST(Optimizer, AdamWTakesTheDecayOffTheWeightAndNotIntoTheMoments) {
  const auto plain = three_steps({.optimizer = OptimizerKind::adam, .epsilon = 1e-12});
  const auto decayed = three_steps({.weight_decay = 0.5f, .optimizer = OptimizerKind::adamw, .epsilon = 1e-12});
  // Each step multiplies by 1 - 0.1 * 0.5 before Adam's own part, which does not see the weight.
  double w = 1, before = 1;
  for (std::size_t i = 0; i < 3; ++i) {
    w = 0.95 * w + (plain[i] - before);
    before = plain[i];
    EXPECT_NEAR(decayed[i], w, 2e-6);
  }
}

TEST(Optimizer, L2DecayJoinsTheGradientOfWeightsAndLeavesBiasesAlone) {
  const TrainingSettings settings{.weight_decay = 0.5f, .optimizer = OptimizerKind::sgd};
  OptimizerState state = start_optimizer(settings.optimizer, 2);
  std::vector<float> w = {2.0f, 2.0f};
  const std::vector<float> gradient = {0.0f, 0.0f};
  ASSERT_TRUE(take_step(settings, 0.1, state, w, gradient, 1));
  EXPECT_FLOAT_EQ(w[0], 1.9f);
  EXPECT_FLOAT_EQ(w[1], 2.0f);
}

/// The formulas of training/optimizer.h in double, one parameter at a time.
struct DoubleOptimizer {
  TrainingSettings k;
  double m = 0, s = 0;
  int t = 0;
  void step(double rate, double& w, double g) {
    ++t;
    if (k.optimizer == OptimizerKind::adamw) {
      w -= rate * k.weight_decay * w;
    } else {
      g += k.weight_decay * w;
    }
    switch (k.optimizer) {
      case OptimizerKind::sgd: w -= rate * g; break;
      case OptimizerKind::momentum: w -= rate * (m = k.momentum * m + g); break;
      case OptimizerKind::nesterov:
        m = k.momentum * m + g;
        w -= rate * (g + k.momentum * m);
        break;
      case OptimizerKind::adagrad: w -= rate * g / (std::sqrt(s += g * g) + k.epsilon); break;
      case OptimizerKind::rmsprop:
        s = k.decay * s + (1.0 - k.decay) * g * g;
        m = k.momentum * m + rate * g / std::sqrt(s + k.epsilon);
        w -= m;
        break;
      case OptimizerKind::adam:
      case OptimizerKind::nadam:
      case OptimizerKind::adamw:
        m = k.beta1 * m + (1.0 - k.beta1) * g;
        s = k.beta2 * s + (1.0 - k.beta2) * g * g;
        w -= rate * std::sqrt(1 - std::pow(k.beta2, t)) * mean(g) / (std::sqrt(s) + k.epsilon);
        break;
    }
  }
  /// Of the gradients, corrected; nadam's is one step ahead.
  double mean(double g) const {
    const double corrected = 1 - std::pow(k.beta1, t);
    if (k.optimizer != OptimizerKind::nadam) return m / corrected;
    return k.beta1 * m / (1 - std::pow(k.beta1, t + 1)) + (1 - k.beta1) * g / corrected;
  }
};

constexpr OptimizerKind kAll[] = {OptimizerKind::sgd,     OptimizerKind::momentum, OptimizerKind::nesterov,
                                  OptimizerKind::adagrad, OptimizerKind::rmsprop,  OptimizerKind::adam,
                                  OptimizerKind::nadam,   OptimizerKind::adamw};

TEST(Optimizer, EachStaysWithItsFormulaInDoubleOverFiftySteps) {
  for (const OptimizerKind kind : kAll) {
    SCOPED_TRACE(static_cast<int>(kind));
    const TrainingSettings settings{.weight_decay = 0.01f, .optimizer = kind, .epsilon = 1e-8};
    constexpr std::size_t kCount = 37;
    OptimizerState state = start_optimizer(kind, kCount);
    std::vector<DoubleOptimizer> plain(kCount, {.k = settings, .s = kind == OptimizerKind::rmsprop ? 1.0 : 0.0});
    Random random(3);
    std::vector<float> w(kCount), g(kCount);
    for (float& x : w) x = random.uniform(-1.0f, 1.0f);
    std::vector<double> exact(w.begin(), w.end());
    for (int step = 0; step < 50; ++step) {
      for (std::size_t i = 0; i < kCount; ++i) {
        g[i] = random.uniform(-1.0f, 1.0f) + 0.3f;
        plain[i].step(0.01, exact[i], g[i]);
      }
      ASSERT_TRUE(take_step(settings, 0.01, state, w, g, kCount));
    }
    for (std::size_t i = 0; i < kCount; ++i) EXPECT_NEAR(w[i], exact[i], 2e-5 * (1 + std::abs(exact[i])));
  }
}

TEST(Optimizer, GivesTheSameBitsOnAnyNumberOfThreads) {
  for (const OptimizerKind kind : kAll) {
    constexpr std::size_t kCount = 100'003;
    Random random(1);
    std::vector<float> start(kCount), g(kCount);
    for (float& x : start) x = random.uniform(-1.0f, 1.0f);
    for (float& x : g) x = random.uniform(-1.0f, 1.0f);
    const auto run = [&](ThreadPool* pool) {
      const TrainingSettings settings{.weight_decay = 0.1f, .optimizer = kind};
      OptimizerState state = start_optimizer(kind, kCount);
      std::vector<float> w = start;
      for (int i = 0; i < 3; ++i) take_step(settings, 0.01, state, w, g, 50'001, pool);
      return w;
    };
    ThreadPool two(2), three(3);
    const auto one = run(nullptr);
    EXPECT_EQ(one, run(&two)) << static_cast<int>(kind);
    EXPECT_EQ(one, run(&three)) << static_cast<int>(kind);
  }
}

TEST(Optimizer, SaysWhenAParameterIsNoLongerFinite) {
  for (const std::size_t bad : {0u, 16u, 35u, 36u}) {
    const TrainingSettings settings{.optimizer = OptimizerKind::sgd};
    OptimizerState state = start_optimizer(settings.optimizer, 37);
    std::vector<float> w(37, 1.0f), g(37, 1.0f);
    EXPECT_TRUE(take_step(settings, 0.1, state, w, g, 20));
    g[bad] = std::numeric_limits<float>::infinity();
    EXPECT_FALSE(take_step(settings, 0.1, state, w, g, 20)) << bad;
  }
}

TEST(Optimizer, SaysWhenASquareIsNoLongerFinite) {
  for (const OptimizerKind kind : {OptimizerKind::adagrad, OptimizerKind::rmsprop, OptimizerKind::adam,
                                   OptimizerKind::nadam, OptimizerKind::adamw}) {
    TrainingSettings settings;
    settings.optimizer = kind;
    OptimizerState state = start_optimizer(kind, 40);
    std::vector<float> w(40, 1.0f), gradient(40, 0.1f);
    gradient[39] = 1e30f;  // a bias's: its square is beyond floats
    EXPECT_FALSE(take_step(settings, 0.01, state, w, gradient, 20)) << static_cast<int>(kind);
  }
}

TEST(Schedule, ConstantStaysAndStepsDrop) {
  TrainingSettings settings{.learning_rate = 0.5f};
  EXPECT_DOUBLE_EQ(learning_rate_at(settings, 0, 10, 100), 0.5);
  EXPECT_DOUBLE_EQ(learning_rate_at(settings, 99, 10, 100), 0.5);
  settings.schedule = ScheduleKind::step;
  settings.step_every = 2;
  settings.step_factor = 0.5f;
  EXPECT_DOUBLE_EQ(learning_rate_at(settings, 19, 10, 100), 0.5);
  EXPECT_DOUBLE_EQ(learning_rate_at(settings, 20, 10, 100), 0.25);
  EXPECT_DOUBLE_EQ(learning_rate_at(settings, 99, 10, 100), 0.03125);
}

TEST(Schedule, CosineWarmsUpAndEndsAtAHundredth) {
  const TrainingSettings settings{.learning_rate = 0.5f, .schedule = ScheduleKind::cosine, .warm_up = 10};
  EXPECT_DOUBLE_EQ(learning_rate_at(settings, 0, 10, 110), 0.05);
  EXPECT_DOUBLE_EQ(learning_rate_at(settings, 9, 10, 110), 0.5);
  EXPECT_DOUBLE_EQ(learning_rate_at(settings, 10, 10, 110), 0.5);
  EXPECT_DOUBLE_EQ(learning_rate_at(settings, 60, 10, 110), 0.25);
  EXPECT_DOUBLE_EQ(learning_rate_at(settings, 110, 10, 110), 0.005);
  EXPECT_DOUBLE_EQ(learning_rate_at(settings, 1000, 10, 110), 0.005) << "past the end it does not rise again";
  const TrainingSettings long_warm_up{.learning_rate = 0.5f, .schedule = ScheduleKind::cosine, .warm_up = 500};
  EXPECT_NEAR(learning_rate_at(long_warm_up, 99, 10, 100), 0.1, 1e-9);
}

}  // namespace
}  // namespace hourglass
