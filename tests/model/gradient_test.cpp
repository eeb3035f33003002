#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "math/thread_pool.h"
#include "model/backpropagation.h"
#include "model/reference.h"
#include "small_network.h"

namespace hourglass {
namespace {

using testing::Combination;
using testing::every_combination;

constexpr int kImages = 3;

struct Batch {
  std::vector<float> inputs, targets;
};

Batch small_batch(const NetworkSpec& spec, Random& random) {
  Batch batch;
  const auto floats = static_cast<std::size_t>(kImages * spec.pixel_count());
  for (std::size_t i = 0; i < floats; ++i) {
    batch.inputs.push_back(random.uniform(0.0f, 1.0f));
    batch.targets.push_back(random.uniform(0.05f, 0.95f));
  }
  return batch;
}

std::vector<double> widen(const std::vector<float>& values) { return {values.begin(), values.end()}; }

/// True when a sum stands so near a kink of ReLU or ELU that a finite difference would step over it.
bool near_kink(const ParameterLayout& layout, const reference::Pass<double>& pass) {
  const auto layers = reference::all_layers(layout);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    if (layers[l].activation != Activation::relu && layers[l].activation != Activation::elu) continue;
    for (const double sum : pass.sums[l]) {
      if (std::abs(sum) < 1e-4) return true;
    }
  }
  return false;
}

TEST(Gradient, ThePlainBackwardPassAgreesWithFiniteDifferencesForEveryCombination) {
  std::uint64_t seed = 1;
  int checked = 0;
  for (const Combination& c : every_combination()) {
    SCOPED_TRACE(c.name);
    Random random(seed++);
    Network network = make_network(c.spec, random);
    Batch batch = small_batch(c.spec, random);
    auto block = widen(network.parameters);
    const auto inputs = widen(batch.inputs), targets = widen(batch.targets);
    const auto value = [&] {
      return reference::loss(c.loss, network.layout, reference::forward(network.layout, block, inputs, kImages),
                             targets, kImages);
    };
    auto pass = reference::forward(network.layout, block, inputs, kImages);
    while (near_kink(network.layout, pass)) {
      network = make_network(c.spec, random);
      block = widen(network.parameters);
      pass = reference::forward(network.layout, block, inputs, kImages);
    }
    const auto gradient = reference::backward(c.loss, network.layout, block, pass, targets, kImages);
    for (std::size_t i = 0; i < block.size(); ++i) {
      constexpr double kStep = 1e-5;
      const double before = block[i];
      block[i] = before + kStep;
      const double above = value();
      block[i] = before - kStep;
      const double below = value();
      block[i] = before;
      const double difference = (above - below) / (2 * kStep);
      ASSERT_NEAR(gradient[i], difference, 1e-7 + 1e-6 * std::abs(difference)) << "parameter " << i;
      ++checked;
    }
  }
  EXPECT_GT(checked, 20'000);
}

TEST(Gradient, TheFastBackwardPassAgreesWithThePlainOneForEveryCombination) {
  std::uint64_t seed = 1;
  Workspace workspace;
  for (Combination c : every_combination()) {
    SCOPED_TRACE(c.name);
    Random random(seed++);
    const Network network = make_network(c.spec, random);
    const Batch batch = small_batch(c.spec, random);
    c.loss.batch = 7;  // an epoch's last batch: fewer rows than the divisor
    const auto block = widen(network.parameters), targets = widen(batch.targets);
    const auto pass = reference::forward(network.layout, block, widen(batch.inputs), kImages);
    const auto expected = reference::backward(c.loss, network.layout, block, pass, targets, kImages);
    LossSettings per_image = c.loss;
    per_image.batch = 0;
    const double expected_loss = reference::loss(per_image, network.layout, pass, targets, kImages);

    std::vector<float> gradient(network.layout.size, 99.0f);
    const int pixels = c.spec.pixel_count();
    const BatchLoss loss = backpropagate(network, view(batch.inputs.data(), kImages, pixels),
                                         view(batch.targets.data(), kImages, pixels), c.loss, gradient, workspace);
    EXPECT_NEAR(loss.loss, expected_loss, 1e-5 * std::abs(expected_loss));
    EXPECT_EQ(loss.images, kImages);
    for (std::size_t i = 0; i < gradient.size(); ++i) {
      ASSERT_NEAR(gradient[i], expected[i], 2e-6 + 2e-5 * std::abs(expected[i])) << "parameter " << i;
    }
  }
}

TEST(Gradient, IsTheSameOnAnyNumberOfThreads) {
  NetworkSpec spec{.encoder = {784, 130, 33, 3}};
  Random random(5);
  const Network network = make_network(spec, random);
  std::vector<float> images(100 * 784);
  for (float& x : images) x = random.uniform();
  const auto run = [&](ThreadPool* pool) {
    Workspace workspace;
    std::vector<float> gradient(network.layout.size);
    const LossSettings settings{.kind = Loss::rmse, .code_penalty = 0.1f, .batch = 0};
    const BatchLoss loss =
        backpropagate(network, view(std::as_const(images).data(), 100, 784),
                      view(std::as_const(images).data(), 100, 784), settings, gradient, workspace, pool);
    return std::pair(loss.loss, gradient);
  };
  ThreadPool two(2), three(3);
  const auto one = run(nullptr);
  EXPECT_EQ(one, run(&two));
  EXPECT_EQ(one, run(&three));
}

TEST(Gradient, OfAPerfectReconstructionUnderRmseIsZeroAndNotNaN) {
  NetworkSpec spec{.encoder = {4, 2}, .output = Activation::linear};
  Random random(1);
  Network network = make_network(spec, random);
  std::fill(network.parameters.begin(), network.parameters.end(), 0.0f);
  const std::vector<float> zeros(8, 0.0f);
  std::vector<float> gradient(network.layout.size);
  Workspace workspace;
  const BatchLoss loss = backpropagate(network, view(zeros.data(), 2, 4), view(zeros.data(), 2, 4),
                                       {.kind = Loss::rmse}, gradient, workspace);
  EXPECT_EQ(loss.loss, 0.0);
  for (const float g : gradient) EXPECT_EQ(g, 0.0f);
}

}  // namespace
}  // namespace hourglass
