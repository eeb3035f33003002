// What went wrong with a run is told when it is certain, and not before, and not after.
#include "studio/state/signs.h"

#include <gtest/gtest.h>

#include <cmath>

#include "data/image_set.h"
#include "math/random.h"

namespace hourglass {
namespace {

struct Errors {
  double training, held_out;
};

/// One point an epoch, from epoch 1 on.
History history_of(const std::vector<Errors>& errors) {
  History history;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    HistoryPoint p;
    p.epoch = static_cast<double>(i) + 1;
    p.train_sse = p.train_loss = errors[i].training;
    p.heldout_sse = errors[i].held_out;
    history.push_back(p);
  }
  return history;
}

/// Both fall to epoch 4; then training falls on while the held-out error changes by `step` an epoch.
std::vector<Errors> parting(double step, int epochs_after) {
  std::vector<Errors> errors = {{50, 51}, {44, 45}, {40, 41}, {38, 40}};
  for (int i = 1; i <= epochs_after; ++i) errors.push_back({38.0 - i, 40 + step * i});
  return errors;
}

TEST(Signs, OverfittingIsToldAfterFiveEpochsOfIt) {
  EXPECT_FALSE(overfitting({}));
  EXPECT_FALSE(overfitting(history_of(parting(0.6, 4))));
  const auto sign = overfitting(history_of(parting(0.6, 5)));
  ASSERT_TRUE(sign);
  EXPECT_EQ(sign->since, 4);
  EXPECT_DOUBLE_EQ(sign->best, 40);
  EXPECT_DOUBLE_EQ(sign->now, 43);
  const std::string said = said_of(*sign).english();
  EXPECT_NE(said.find("epoch 4"), std::string::npos) << said;
  EXPECT_NE(said.find("weight decay"), std::string::npos) << said;
}

TEST(Signs, OverfittingIsNotToldOfWhatIsUncertain) {
  EXPECT_FALSE(overfitting(history_of(parting(0, 12)))) << "the held-out error stands still";
  EXPECT_FALSE(overfitting(history_of(parting(0.01, 12)))) << "it rises by too little";
  EXPECT_FALSE(overfitting(history_of(parting(-0.2, 12)))) << "it falls";
  std::vector<Errors> both = parting(0.6, 6);
  for (std::size_t i = 4; i < both.size(); ++i) both[i].training = 38 + 0.5 * static_cast<double>(i);
  EXPECT_FALSE(overfitting(history_of(both))) << "training gets worse too: that is another matter";
  std::vector<Errors> jump = parting(0.6, 6);
  jump[7].held_out = 40.1;
  EXPECT_FALSE(overfitting(history_of(jump))) << "it jumps about";
}

TEST(Signs, OverfittingGoesWhenItIsOver) {
  std::vector<Errors> errors = parting(0.6, 6);
  ASSERT_TRUE(overfitting(history_of(errors)));
  errors.push_back({30, 42});
  errors.push_back({29, 41});
  EXPECT_FALSE(overfitting(history_of(errors))) << "it is on its way back";
  errors.push_back({28, 39});
  EXPECT_FALSE(overfitting(history_of(errors)));
}

TEST(Signs, PointsWithinTheFirstEpochAndBrokenOnesAreNotCounted) {
  History history = history_of(parting(0.6, 5));
  HistoryPoint early;
  early.epoch = 0.25, early.train_sse = 80, early.heldout_sse = 1;
  history.insert(history.begin(), early);
  HistoryPoint broken;
  broken.epoch = 3.5, broken.heldout_sse = std::nan("");
  history.insert(history.begin() + 4, broken);
  EXPECT_TRUE(overfitting(history));
}

/// `n` images of which each has its own brightness.
std::vector<std::uint8_t> some_images(std::size_t n) {
  std::vector<std::uint8_t> images(n * kImagePixels);
  for (std::size_t i = 0; i < images.size(); ++i)
    images[i] = static_cast<std::uint8_t>((i / kImagePixels * 40 + i % 7) % 256);
  return images;
}

TEST(Signs, VarietyIsOneForThePicturesThemselvesAndNothingForOnePicture) {
  const auto images = some_images(16);
  std::vector<float> same(images.size()), one(images.size(), 0.3f), half(images.size());
  for (std::size_t i = 0; i < images.size(); ++i) same[i] = static_cast<float>(images[i]) / 255, half[i] = same[i] / 2;
  EXPECT_NEAR(variety(same, images).value(), 1, 1e-5);
  EXPECT_NEAR(variety(half, images).value(), 0.25, 1e-5);
  EXPECT_NEAR(variety(one, images).value(), 0, 1e-9);
  EXPECT_FALSE(variety(std::span(same).first(7 * kImagePixels), std::span(images).first(7 * kImagePixels)));
  EXPECT_FALSE(variety(same, std::vector<std::uint8_t>(images.size(), 9))) << "images that are alike say nothing";
  one[3] = std::nanf("");
  EXPECT_FALSE(variety(one, images));
}

TEST(Signs, ACollapseIsToldOfANetworkThatStandsStillAlone) {
  const History still = history_of({{53, 53}, {52.9, 53}, {52.9, 53}, {52.8, 53}, {52.8, 53}});
  const History moving = history_of({{60, 60}, {56, 56}, {53, 53}, {50, 50}, {47, 47}});
  EXPECT_TRUE(collapsed(0.0004, still));
  EXPECT_FALSE(collapsed(0.02, still)) << "the pictures differ";
  EXPECT_FALSE(collapsed(0.0004, moving)) << "it just begins";
  EXPECT_FALSE(collapsed(0.0004, History(still.begin(), still.begin() + 3))) << "too early";
  EXPECT_FALSE(collapsed(0.0004, {}));
}

Network relu_network(std::vector<int> encoder) {
  NetworkSpec spec;
  spec.encoder = std::move(encoder);
  Random random(3);
  return make_network(spec, random);
}

/// Units `from` to `to` of hidden layer `layer` never rise above 0.
void kill(Network& network, std::size_t layer, int from, int to) {
  const LayerLayout& l = network.layout.encoder[layer];
  for (int unit = from; unit < to; ++unit) network.parameters[l.bias + static_cast<std::size_t>(unit)] = -1e6f;
}

TEST(Signs, DeadUnitsAreCountedInTheLayerThatHasMost) {
  const auto images = some_images(120);
  Network network = relu_network({784, 16, 8, 2});
  for (const std::size_t layer : {0u, 1u}) {  // all alive
    const LayerLayout& l = network.layout.encoder[layer];
    for (int unit = 0; unit < l.out; ++unit) network.parameters[l.bias + static_cast<std::size_t>(unit)] = 1e3f;
  }
  EXPECT_FALSE(dead_units(network, images));
  kill(network, 0, 0, 3);
  EXPECT_FALSE(dead_units(network, images)) << "three of sixteen are no trouble";
  kill(network, 0, 0, 5);
  auto dead = dead_units(network, images);
  ASSERT_TRUE(dead);
  EXPECT_EQ(dead->layer, 1);
  EXPECT_EQ(dead->dead, 5);
  EXPECT_EQ(dead->units, 16);
  kill(network, 1, 2, 8);
  dead = dead_units(network, images);
  ASSERT_TRUE(dead);
  EXPECT_EQ(dead->layer, 2);
  EXPECT_EQ(dead->dead, 6);
  EXPECT_EQ(dead->units, 8);
  EXPECT_NE(said_of(*dead).english().find("6 of 8 units in layer 2"), std::string::npos);
}

TEST(Signs, DeadUnitsAreNotToldOfWhatIsUncertain) {
  Network network = relu_network({784, 8, 2});
  kill(network, 0, 0, 8);
  EXPECT_FALSE(dead_units(network, some_images(99))) << "of few images a unit may be asleep";
  ASSERT_TRUE(dead_units(network, some_images(100)));
  network.spec.hidden = Activation::tanh;
  EXPECT_FALSE(dead_units(network, some_images(100)));
  EXPECT_FALSE(dead_units(relu_network({784, 2}), some_images(100))) << "no hidden layer";
}

}  // namespace
}  // namespace hourglass
