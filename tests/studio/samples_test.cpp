#include "studio/latent/rebuild_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "studio/samples/weights_model.h"

namespace hourglass {
namespace {

Network small_network(std::uint64_t seed, std::vector<int> encoder = {784, 12, 3}) {
  NetworkSpec spec;
  spec.encoder = std::move(encoder);
  Random random(seed);
  return make_network(spec, random);
}

std::vector<std::uint8_t> images(int n) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(n) * kImagePixels);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint8_t>(i * 7 % 251);
  return out;
}

TEST(RebuildList, RebuildsEveryImageAndMeasuresItsError) {
  const Network network = small_network(1);
  RebuildList list;
  list.set_images(images(20));
  EXPECT_TRUE(list.rebuilt(3).empty());
  EXPECT_LT(list.error(3), 0);
  double time = 0;
  auto clock = [&] { return time += 0.001; };
  while (list.busy()) EXPECT_TRUE(list.work(network, clock, 0.002));
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(list.rebuilt(i).size(), static_cast<std::size_t>(kImagePixels));
    double shown = 0;
    for (std::size_t j = 0; j < kImagePixels; ++j) {
      const double e = (list.rebuilt(i)[j] - list.image(i)[j]) / 255.0;
      shown += e * e;
    }
    // The picture is clamped, the error is not.
    EXPECT_GE(list.error(i), shown * 0.98);
    EXPECT_LT(list.error(i), shown * 3);
  }
}

TEST(RebuildList, NewWeightsReachEveryImageEvenWhenTheyChangeAllTheTime) {
  const Network first = small_network(1), second = small_network(2);
  RebuildList list;
  list.set_images(images(30));
  double time = 0;
  auto clock = [&] { return time += 1; };  // every batch is over the budget: one image at a time in the end
  for (std::uint64_t v = 1; v < 40; ++v) {
    list.set_weights(v);
    list.work(first, clock, 0.001);
  }
  std::vector<double> before;
  for (int i = 0; i < 30; ++i) before.push_back(list.error(i));
  EXPECT_GT(*std::min_element(before.begin(), before.end()), 0);
  for (std::uint64_t v = 40; v < 80; ++v) {
    list.set_weights(v);
    list.work(second, clock, 0.001);
  }
  for (int i = 0; i < 30; ++i) EXPECT_NE(list.error(i), before[static_cast<std::size_t>(i)]) << i;
}

TEST(RebuildList, TheSameImagesKeepTheirReconstructions) {
  const Network network = small_network(1);
  RebuildList list;
  list.set_images(images(3));
  auto clock = [] { return 0.0; };
  while (list.busy()) list.work(network, clock, 1);
  list.set_images(images(3));
  EXPECT_FALSE(list.busy());
  list.set_images({});
  EXPECT_EQ(list.size(), 0);
  EXPECT_FALSE(list.work(network, clock, 1));
}

TEST(RebuildList, TellsTheOldestWeightsOfWhatIsShown) {
  const Network network = small_network(1);
  RebuildList list;
  list.set_images(images(6));
  double time = 0;
  auto clock = [&] { return time += 1; };  // every batch is over the budget
  list.set_weights(1, 0.5);
  list.work(network, clock, 0.001);
  EXPECT_EQ(list.oldest_epoch(6), std::nullopt) << "not all are made";
  EXPECT_EQ(list.oldest_epoch(1), 0.5);
  while (list.busy()) list.work(network, clock, 0.001);
  list.set_weights(2, 0.75);
  list.work(network, clock, 0.001);
  EXPECT_EQ(list.oldest_epoch(1), 0.75);
  EXPECT_EQ(list.oldest_epoch(6), 0.5) << "the others still are of the first";
  while (list.busy()) list.work(network, clock, 0.001);
  EXPECT_EQ(list.oldest_epoch(60), 0.75);
  // A run that begins anew has later weights of an earlier epoch.
  list.set_weights(3, 0);
  list.work(network, clock, 0.001);
  EXPECT_EQ(list.oldest_epoch(6), 0.75);
  list.set_images({});
  EXPECT_EQ(list.oldest_epoch(6), std::nullopt);
}

TEST(FrameBudget, EachPanelOfAFrameGetsHalfOfWhatIsLeft) {
  FrameBudget budget;
  EXPECT_DOUBLE_EQ(budget.share(1, false), 0.003);
  budget.spent(0.003);
  EXPECT_DOUBLE_EQ(budget.share(1, false), 0.0015);
  EXPECT_DOUBLE_EQ(budget.share(1.1, false), 0.003) << "the next frame has its own";
}

TEST(FrameBudget, NoPanelStarvesBesideOneThatTookMoreThanAll) {
  FrameBudget budget;
  budget.share(1, false);
  budget.spent(0.02);
  EXPECT_DOUBLE_EQ(budget.share(1, false), 0.001);
}

TEST(FrameBudget, WhileItTrainsFramesThatComeSeldomTakeMoreButNotMoreThanOneOtherwise) {
  FrameBudget budget;
  EXPECT_DOUBLE_EQ(budget.share(1, true), 0.0005);
  EXPECT_NEAR(budget.share(1 + 1.0 / 120, true), 0.0005, 1e-9) << "fast screens";
  EXPECT_NEAR(budget.share(1 + 1.0 / 120 + 3.0 / 60, true), 0.0015, 1e-9);
  EXPECT_DOUBLE_EQ(budget.share(4, true), 0.003);
}

TEST(Filters, PositiveAndNegativeWeightsDivergeFromThePaper) {
  Network network = small_network(1, {784, 4, 2});
  const LayerLayout& layer = network.layout.encoder.front();
  std::fill(network.parameters.begin(), network.parameters.end(), 0.0f);
  network.parameters[layer.weights + 100 * 4 + 2] = 0.5f;   // pixel 100 of filter 2
  network.parameters[layer.weights + 101 * 4 + 2] = -0.5f;  // pixel 101
  const FilterColors colors;
  std::vector<std::uint32_t> rgba(2 * 28 * 2 * 28);
  paint_filters(network, 0, 4, 2, false, colors, rgba);
  auto cell = [&](int filter, int pixel) {
    const int y = filter / 2 * 28 + pixel / 28, x = filter % 2 * 28 + pixel % 28;
    return rgba[static_cast<std::size_t>(y * 56 + x)];
  };
  EXPECT_EQ(cell(2, 100), colors.positive);
  EXPECT_EQ(cell(2, 101), colors.negative);
  EXPECT_EQ(cell(2, 102), colors.none);
  EXPECT_EQ(cell(1, 100), colors.none);
  EXPECT_EQ(filter_count(network), 4);
}

TEST(Filters, OneScaleForAllShowsWeakFiltersWeak) {
  Network network = small_network(1, {784, 2, 2});
  const LayerLayout& layer = network.layout.encoder.front();
  for (std::size_t i = 0; i < 784; ++i) {
    network.parameters[layer.weights + 2 * i] = 1.0f;
    network.parameters[layer.weights + 2 * i + 1] = 0.01f;
  }
  const FilterColors colors;
  std::vector<std::uint32_t> rgba(2 * 28 * 28);
  paint_filters(network, 0, 2, 2, false, colors, rgba);
  EXPECT_EQ(rgba[28], colors.positive);
  paint_filters(network, 0, 2, 2, true, colors, rgba);
  EXPECT_EQ(rgba[0], colors.positive);
  EXPECT_NE(rgba[28], colors.positive);
}

TEST(Filters, FewerFiltersThanCellsLeavePaper) {
  const Network network = small_network(1, {784, 3, 2});
  std::vector<std::uint32_t> rgba(2 * 28 * 2 * 28, 7);
  const FilterColors colors;
  paint_filters(network, 2, 4, 2, true, colors, rgba);
  EXPECT_NE(rgba[14 * 56 + 14], colors.none);
  EXPECT_EQ(rgba[14 * 56 + 42], colors.none);
  EXPECT_EQ(rgba.back(), colors.none);
}

}  // namespace
}  // namespace hourglass
