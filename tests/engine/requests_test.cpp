#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "harness.h"
#include "model/network.h"
#include "model/pixels.h"

namespace hourglass::testing {
namespace {

using command::Subset;
using ::testing::ElementsAre;
using ::testing::SizeIs;

/// The codes of these images by the network of the last snapshot, computed here.
std::vector<float> codes_of(const event::Snapshot& snapshot, const Bytes& pixels) {
  Network network{snapshot.spec, make_layout(snapshot.spec), snapshot.parameters};
  const auto count = static_cast<Index>(pixels.size() / 784);
  std::vector<float> in(pixels.size()), out(static_cast<std::size_t>(count * snapshot.spec.code_width()));
  to_pixels(pixels, snapshot.spec.pixels, in);
  InferenceScratch scratch;
  encode(network, view(std::as_const(in).data(), count, 784), view(out.data(), count, snapshot.spec.code_width()),
         scratch);
  return out;
}

void expect_near(const std::vector<float>& a, const std::vector<float>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 1e-4f * (1 + std::abs(b[i])));
}

TEST(EngineRequests, CodesAreThoseOfTheLastWeights) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.epochs = 1});
  engine.settle();
  engine.send(command::ComputeCodes{4, Subset::held_out, 1});
  engine.settle();
  const auto codes = engine.last<event::Codes>();
  EXPECT_EQ(codes.ticket, 4u);
  EXPECT_EQ(codes.width, 2);
  EXPECT_DOUBLE_EQ(codes.epoch, 1.0);
  expect_near(codes.codes,
              codes_of(engine.last<event::Snapshot>(), engine.last<event::DatasetReady>().held_out_pixels));
}

TEST(EngineRequests, CodesMayBeThinned) {
  EngineHarness engine;
  engine.open();
  engine.send(command::ComputeCodes{4, Subset::training, 100});
  engine.settle();
  EXPECT_THAT(engine.last<event::Codes>().codes, SizeIs(3 * 2));
}

/// The network of a run that stands where the last snapshot left it, as another one.
command::Encode other_network(Ticket ticket, const event::Snapshot& snapshot, Subset subset, int every) {
  return {.ticket = ticket, .spec = snapshot.spec, .parameters = snapshot.parameters, .subset = subset, .every = every};
}

TEST(EngineRequests, AnotherNetworkSeesTheSameImages) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.epochs = 1});
  engine.settle();
  const auto before = engine.last<event::Snapshot>();
  engine.send(command::Train{.epochs = 1});
  engine.settle();
  engine.send(other_network(4, before, Subset::held_out, 1));
  engine.settle();
  const auto told = engine.last<event::Encoded>();
  const Bytes pixels = engine.last<event::DatasetReady>().held_out_pixels;
  EXPECT_EQ(told.ticket, 4u);
  EXPECT_EQ(told.width, 2);
  expect_near(told.codes, codes_of(before, pixels));
  // The mean over the images is the run's own figure at that epoch.
  ASSERT_EQ(told.errors.size(), pixels.size() / 784);
  const double mean =
      std::accumulate(told.errors.begin(), told.errors.end(), 0.0) / static_cast<double>(told.errors.size());
  const auto points = engine.all<event::HistoryAdded>();
  const auto at = std::ranges::find_if(points, [](const auto& added) { return added.point.epoch == 1.0; });
  ASSERT_NE(at, points.end());
  EXPECT_NEAR(mean, at->point.heldout_sse, 1e-3 * mean);
}

TEST(EngineRequests, AnotherNetworkMayHaveAnotherCode) {
  EngineHarness engine;
  engine.open();
  NetworkSpec spec;
  spec.encoder = {784, 5};
  Random random(3);
  const Network network = make_network(spec, random);
  engine.send(command::Encode{4, spec, network.parameters, Subset::training, 100});
  engine.settle();
  EXPECT_THAT(engine.last<event::Encoded>().codes, SizeIs(3 * 5));
  EXPECT_EQ(engine.last<event::Encoded>().every, 100);
}

TEST(EngineRequests, WeightsThatDoNotFitAreRefused) {
  EngineHarness engine;
  engine.open();
  NetworkSpec spec;
  spec.encoder = {784, 5};
  engine.send(command::Encode{4, spec, {1, 2, 3}, Subset::held_out, 1});
  spec.encoder = {784, -5};
  engine.send(command::Encode{5, spec, {}, Subset::held_out, 1});
  engine.settle();
  const auto failed = engine.all<event::Failed>();
  ASSERT_THAT(failed, SizeIs(2));
  EXPECT_EQ(failed[0].ticket, 4u);
  EXPECT_EQ(failed[1].ticket, 5u);
}

TEST(EngineRequests, OfAllImagesThoseThatTrainComeFirst) {
  EngineHarness engine;
  engine.open();
  std::vector<float> one_by_one;
  for (const Subset subset : {Subset::training, Subset::held_out}) {
    engine.send(command::ComputeCodes{4, subset, 1});
    engine.settle();
    const auto codes = engine.last<event::Codes>().codes;
    one_by_one.insert(one_by_one.end(), codes.begin(), codes.end());
  }
  engine.send(command::ComputeCodes{5, Subset::all, 1});
  engine.settle();
  expect_near(engine.last<event::Codes>().codes, one_by_one);
  const auto trained = static_cast<std::uint32_t>(engine.last<event::DatasetReady>().training);
  engine.send(command::GetImages{6, Subset::all, {trained}});
  engine.send(command::GetImages{7, Subset::held_out, {0}});
  engine.settle();
  const auto images = engine.all<event::Images>();
  ASSERT_THAT(images, SizeIs(2));
  EXPECT_EQ(images[0].pixels, images[1].pixels);
}

TEST(EngineRequests, AnswersComeInTheOrderOfTheQuestions) {
  EngineHarness engine;
  engine.open();
  engine.send(command::ComputeCodes{4, Subset::training, 1});
  engine.send(command::FindWorst{5, 3});
  engine.send(command::FindNearest{6, {0, 0}, 3});
  engine.forget();
  engine.settle();
  std::vector<Ticket> order;
  for (const Event& event : engine.events()) {
    if (const auto* codes = std::get_if<event::Codes>(&event)) order.push_back(codes->ticket);
    if (const auto* images = std::get_if<event::Images>(&event)) order.push_back(images->ticket);
  }
  EXPECT_THAT(order, ElementsAre(4, 5, 6));
}

TEST(EngineRequests, WithoutImagesEachQuestionIsRefused) {
  EngineHarness engine;
  engine.send(command::Configure{0, small_experiment()});
  engine.send(command::ComputeCodes{4, Subset::held_out, 1});
  engine.send(command::FindWorst{5, 3});
  engine.send(command::GetImages{6, Subset::held_out, {0}});
  engine.settle();
  EXPECT_THAT(engine.all<event::Failed>(), SizeIs(3));
}

TEST(EngineRequests, TheNearestAreTheNearest) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.epochs = 2});
  engine.settle();
  engine.send(command::ComputeCodes{3, Subset::training, 1});
  engine.settle();
  const std::vector<float> codes = engine.last<event::Codes>().codes;
  const std::vector<float> target = {codes[20] + 0.001f, codes[21]};
  engine.send(command::FindNearest{4, target, 5});
  engine.settle();
  const auto images = engine.last<event::Images>();
  EXPECT_EQ(images.ticket, 4u);
  ASSERT_THAT(images.places, SizeIs(5));
  EXPECT_EQ(images.places[0], 10u);
  EXPECT_NEAR(images.values[0], 0.001, 1e-4);
  EXPECT_TRUE(std::ranges::is_sorted(images.values));
  EXPECT_THAT(images.pixels, SizeIs(5 * 784));
  for (std::size_t i = 0; i < codes.size() / 2; ++i) {
    const float d = std::hypot(codes[2 * i] - target[0], codes[2 * i + 1] - target[1]);
    const bool listed = std::ranges::find(images.places, static_cast<std::uint32_t>(i)) != images.places.end();
    EXPECT_TRUE(listed || d >= images.values[4]) << i;
  }
}

TEST(EngineRequests, ACodeOfAnotherWidthIsRefused) {
  EngineHarness engine;
  engine.open();
  engine.send(command::FindNearest{4, {1, 2, 3}, 5});
  engine.settle();
  EXPECT_EQ(engine.last<event::Failed>().ticket, 4u);
  EXPECT_FALSE(engine.work());
}

TEST(EngineRequests, TheWorstHaveTheLargestErrors) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.epochs = 1});
  engine.settle();
  engine.send(command::FindWorst{4, 50});
  engine.settle();
  const auto images = engine.last<event::Images>();
  ASSERT_THAT(images.values, SizeIs(50));
  EXPECT_TRUE(std::ranges::is_sorted(images.values, std::greater{}));
  double sum = 0;
  for (const float error : images.values) sum += error;
  EXPECT_NEAR(sum / 50, engine.history().back().heldout_sse, 1e-3);
}

TEST(EngineRequests, ImagesComeByTheirPlaces) {
  EngineHarness engine;
  engine.open();
  engine.send(command::GetImages{4, Subset::held_out, {49, 0}});
  const auto images = engine.last<event::Images>();
  const auto ready = engine.last<event::DatasetReady>();
  EXPECT_THAT(images.places, ElementsAre(49, 0));
  EXPECT_EQ(Bytes(images.pixels.begin(), images.pixels.begin() + 784),
            Bytes(ready.held_out_pixels.end() - 784, ready.held_out_pixels.end()));
  engine.send(command::GetImages{5, Subset::held_out, {50}});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 5u);
}

TEST(EngineRequests, FollowedCodesComeNoOftenerThanAsked) {
  EngineHarness engine;
  Experiment longer = small_experiment();
  longer.training.epochs = 1000;
  engine.open(longer);
  engine.send(command::FollowCodes{0.5, Subset::held_out, 1});
  engine.settle();
  EXPECT_THAT(engine.all<event::Codes>(), SizeIs(1)) << "the weights at rest are shown at once";
  engine.send(command::Train{});
  engine.forget();
  const double begin = engine.clock().now;
  while (engine.clock().now < begin + 5) engine.work();
  EXPECT_GE(engine.all<event::Codes>().size(), 7u);
  EXPECT_LE(engine.all<event::Codes>().size(), 11u);
  for (const auto& codes : engine.all<event::Codes>()) EXPECT_EQ(codes.ticket, 0u);
}

TEST(EngineRequests, FollowedCodesShowThePausedWeightsAndThenRest) {
  EngineHarness engine;
  engine.open();
  engine.send(command::FollowCodes{100, Subset::held_out, 1});
  engine.settle();
  engine.send(command::Train{.steps = 5});
  engine.settle();
  const auto codes = engine.last<event::Codes>();
  expect_near(codes.codes,
              codes_of(engine.last<event::Snapshot>(), engine.last<event::DatasetReady>().held_out_pixels));
  EXPECT_FALSE(engine.work());
  const std::size_t count = engine.all<event::Codes>().size();
  engine.send(command::Reset{});
  engine.settle();
  EXPECT_EQ(engine.all<event::Codes>().size(), count + 1);
  engine.send(command::FollowCodes{0, Subset::held_out, 1});
  engine.send(command::Train{.steps = 5});
  engine.settle();
  EXPECT_EQ(engine.all<event::Codes>().size(), count + 1) << "0 seconds stops following";
}

/// Training on and on, with followed codes `seconds` apart.
void train_followed(EngineHarness& engine, double seconds, int images = 300) {
  Experiment longer = small_experiment();
  longer.training.epochs = 1000;
  engine.open(longer, images);
  engine.forget();
  engine.send(command::Train{});
  engine.send(command::FollowCodes{seconds, Subset::held_out, 1});
}

TEST(EngineRequests, WhileTrainingEverySnapshotComesWithTheCodesOfItsStep) {
  EngineHarness engine;
  train_followed(engine, 0.2);
  const double begin = engine.clock().now;
  while (engine.clock().now < begin + 3) engine.work();
  const auto snapshots = engine.all<event::Snapshot>();
  const auto codes = engine.all<event::Codes>();
  ASSERT_GE(snapshots.size(), 5u);
  ASSERT_EQ(snapshots.size(), codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    EXPECT_EQ(codes[i].step, snapshots[i].step);
    EXPECT_EQ(codes[i].epoch, snapshots[i].epoch);
  }
}

TEST(EngineRequests, AMomentThatTrainingHasEndedAfterIsNotTold) {
  EngineHarness engine({}, 1.0);  // slices of one piece: the pause comes amid a pass
  train_followed(engine, 0.2, 3000);
  for (int i = 0; i < 6; ++i) engine.work();
  engine.send(command::Pause{});
  const std::int64_t rest = engine.last<event::Progress>().step;
  engine.settle();
  EXPECT_EQ(engine.last<event::Snapshot>().step, rest);
  EXPECT_EQ(engine.last<event::Codes>().step, rest);
}

TEST(EngineRequests, NearestImagesAreSoughtAmongCodesOfTheWeightsThatMadeTheCode) {
  EngineHarness engine;
  train_followed(engine, 1000);
  while (!engine.any<event::Snapshot>()) engine.work();
  const auto shown = engine.last<event::Snapshot>();
  for (int i = 0; i < 50; ++i) engine.work();
  ASSERT_GT(engine.last<event::Progress>().step, shown.step);
  engine.send(command::FindNearest{.ticket = 9, .code = {0.1f, 0.2f}, .count = 4, .step = shown.step});
  while (!engine.any<event::Images>()) engine.work();
  const auto images = engine.last<event::Images>();
  EXPECT_EQ(images.step, shown.step);
  const std::vector<float> codes = codes_of(shown, images.pixels);
  ASSERT_THAT(images.values, SizeIs(4));
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_NEAR(images.values[i], std::hypot(codes[2 * i] - 0.1f, codes[2 * i + 1] - 0.2f), 1e-4);
}

TEST(EngineRequests, NearestImagesAreSoughtAmongSomeThousandsWhileTrainingAndAmongAllAtRest) {
  EngineHarness engine;
  train_followed(engine, 1000, 12000);
  while (!engine.any<event::Snapshot>()) engine.work();
  const auto step = engine.last<event::Snapshot>().step;
  engine.send(command::FindNearest{.ticket = 9, .code = {0, 0}, .count = 50, .step = step});
  while (!engine.any<event::Images>()) engine.work();
  for (const std::uint32_t place : engine.last<event::Images>().places) EXPECT_EQ(place % 5, 0u);
  engine.send(command::Pause{});
  engine.settle();
  engine.send(
      command::FindNearest{.ticket = 10, .code = {0, 0}, .count = 50, .step = engine.last<event::Snapshot>().step});
  engine.settle();
  const auto places = engine.last<event::Images>().places;
  EXPECT_TRUE(std::ranges::any_of(places, [](std::uint32_t place) { return place % 5 != 0; }));
}

TEST(EngineRequests, APassThatANewStartOvertookIsMadeAnew) {
  EngineHarness engine({}, 1.0);  // slices of one piece
  Experiment wide = small_experiment();
  wide.network.encoder = {784, 256, 2};  // some pieces a pass
  engine.open(wide, 1200);
  engine.send(command::ComputeCodes{4, Subset::training, 1});
  engine.work();
  EXPECT_FALSE(engine.any<event::Codes>());
  wide.network.encoder = {784, 8, 3};
  engine.send(command::Configure{0, wide});
  ASSERT_TRUE(engine.settle());
  EXPECT_EQ(engine.last<event::Codes>().width, 3);
  EXPECT_EQ(engine.last<event::Codes>().codes.size(),
            static_cast<std::size_t>(engine.last<event::DatasetReady>().training) * 3);
}

TEST(EngineRequests, TrainingGoesOnBetweenTheSlicesOfAPass) {
  EngineHarness engine({}, 0.004);
  Experiment longer = small_experiment();
  longer.training.epochs = 1000;
  longer.network.encoder = {784, 256, 2};
  engine.open(longer, 1200);
  engine.send(command::Train{});
  engine.send(command::ComputeCodes{4, Subset::training, 1});
  while (!engine.any<event::Codes>()) engine.work();
  engine.send(command::Pause{});
  EXPECT_GT(engine.last<event::Progress>().step, 0);
}

}  // namespace
}  // namespace hourglass::testing
