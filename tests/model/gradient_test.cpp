#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

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
  std::vector<float> inputs, targets, noise;
};

Batch small_batch(const NetworkSpec& spec, Random& random) {
  Batch batch;
  const auto floats = static_cast<std::size_t>(kImages * spec.pixel_count());
  for (std::size_t i = 0; i < floats; ++i) {
    batch.inputs.push_back(random.uniform(0.0f, 1.0f));
    batch.targets.push_back(random.uniform(0.05f, 0.95f));
  }
  batch.noise.resize(static_cast<std::size_t>(spec.variational ? kImages * spec.code_width() : 0));
  random.fill_normal(batch.noise);
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
    const auto inputs = widen(batch.inputs), targets = widen(batch.targets), noise = widen(batch.noise);
    const auto forward = [&] { return reference::forward(network.layout, block, inputs, kImages, noise); };
    const auto value = [&] { return reference::loss(c.loss, network.layout, forward(), targets, kImages); };
    auto pass = forward();
    while (near_kink(network.layout, pass)) {
      network = make_network(c.spec, random);
      block = widen(network.parameters);
      pass = forward();
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
    const auto pass = reference::forward(network.layout, block, widen(batch.inputs), kImages, widen(batch.noise));
    const auto expected = reference::backward(c.loss, network.layout, block, pass, targets, kImages);
    LossSettings per_image = c.loss;
    per_image.batch = 0;
    const double expected_loss = reference::loss(per_image, network.layout, pass, targets, kImages);

    std::vector<float> gradient(network.layout.size, 99.0f);
    workspace.noise = batch.noise;
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

TEST(Gradient, TellsTheDivergenceApart) {
  const NetworkSpec spec{.encoder = {5, 4, 2}, .variational = true};
  Random random(3);
  const Network network = make_network(spec, random);
  const Batch batch = small_batch(spec, random);
  const auto pass =
      reference::forward(network.layout, widen(network.parameters), widen(batch.inputs), kImages, widen(batch.noise));
  double expected = 0;
  for (std::size_t i = 0; i < pass.samples.size(); ++i) {
    const double m = pass.outputs[2][i], s = pass.log_variances[i];
    expected += 0.5 * (m * m + std::exp(s) - s - 1);
  }
  Workspace workspace;
  workspace.noise = batch.noise;
  std::vector<float> gradient(network.layout.size);
  for (const float weight : {0.0f, 2.0f}) {
    const BatchLoss loss =
        backpropagate(network, view(batch.inputs.data(), kImages, 5), view(batch.targets.data(), kImages, 5),
                      {.kind = Loss::sse, .kl_weight = weight}, gradient, workspace);
    EXPECT_GT(loss.kl, 0);
    EXPECT_NEAR(loss.kl, expected, 1e-5 * expected);
    EXPECT_NEAR(loss.loss, (loss.sse + weight * expected) / kImages, 1e-5);
  }
}

TEST(Gradient, OfAVariationalCodeWithoutHiddenLayersIsThatOfThePlainOne) {
  // Black pixels, so that the first layer's products skip them.
  const NetworkSpec spec{.encoder = {40, 3}, .variational = true};
  Random random(4);
  const Network network = make_network(spec, random);
  Batch batch = small_batch(spec, random);
  for (std::size_t i = 0; i < batch.inputs.size(); ++i) {
    if (i % 10 != 0) batch.inputs[i] = 0;
  }
  const LossSettings settings{.kl_weight = 0.7f};
  const auto block = widen(network.parameters), targets = widen(batch.targets);
  const auto pass = reference::forward(network.layout, block, widen(batch.inputs), kImages, widen(batch.noise));
  const auto expected = reference::backward(settings, network.layout, block, pass, targets, kImages);
  Workspace workspace;
  workspace.noise = batch.noise;
  std::vector<float> gradient(network.layout.size, 99.0f);
  backpropagate(network, view(std::as_const(batch.inputs).data(), kImages, 40),
                view(std::as_const(batch.targets).data(), kImages, 40), settings, gradient, workspace);
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    ASSERT_NEAR(gradient[i], expected[i], 2e-6 + 2e-5 * std::abs(expected[i])) << "parameter " << i;
  }
}

TEST(Gradient, IsTheSameOnAnyNumberOfThreads) {
  for (const bool variational : {false, true}) {
    NetworkSpec spec{.encoder = {784, 130, 33, 3}, .variational = variational};
    Random random(5);
    const Network network = make_network(spec, random);
    std::vector<float> images(100 * 784);
    for (float& x : images) x = random.uniform();
    const auto run = [&](ThreadPool* pool) {
      Workspace workspace;
      workspace.noise.assign(100 * 3, 0.5f);
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
