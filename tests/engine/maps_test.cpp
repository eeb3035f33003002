#include "engine/maps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "harness.h"

namespace hourglass::testing {
namespace {

command::MakeMap map_of(command::MapMethod method, int iterations = 60, Ticket ticket = 5) {
  return {.ticket = ticket, .method = method, .iterations = iterations};
}

TEST(Maps, PcaIsDrawnAtOnceAndDecodes) {
  EngineHarness engine;
  engine.open();
  engine.send(map_of(command::MapMethod::pca));
  engine.settle();
  const auto drawn = engine.last<event::MapDrawn>();
  EXPECT_TRUE(drawn.done);
  ASSERT_EQ(drawn.places.size(), 100u) << "50 held-out images";
  ASSERT_EQ(drawn.mean.size(), 784u);
  ASSERT_EQ(drawn.axes.size(), 2u * 784u);
  // A place is the image less the mean along the axes.
  const auto ready = engine.last<event::DatasetReady>();
  for (std::size_t i = 0; i < 50; i += 7) {
    for (std::size_t axis = 0; axis < 2; ++axis) {
      double sum = 0;
      for (std::size_t p = 0; p < 784; ++p)
        sum += (ready.held_out_pixels[i * 784 + p] / 255.0 - drawn.mean[p]) * drawn.axes[axis * 784 + p];
      EXPECT_NEAR(drawn.places[2 * i + axis], sum, 1e-3);
    }
  }
  // And what is not along them is the error.
  double error = 0;
  for (std::size_t i = 0; i < 50; ++i) {
    for (std::size_t p = 0; p < 784; ++p) {
      const double rebuilt =
          drawn.mean[p] + drawn.places[2 * i] * drawn.axes[p] + drawn.places[2 * i + 1] * drawn.axes[784 + p];
      const double off = ready.held_out_pixels[i * 784 + p] / 255.0 - rebuilt;
      error += off * off / 50;
    }
  }
  ASSERT_EQ(drawn.errors.size(), 50u);
  EXPECT_NEAR(drawn.errors[1], error, 1e-3 * error);
  EXPECT_LT(drawn.errors[9], drawn.errors[1]);
}

TEST(Maps, TheAxesOfPcaAreThoseOfTheTrainingImages) {
  EngineHarness engine;
  engine.open();
  engine.send(map_of(command::MapMethod::pca));
  engine.settle();
  const auto held_out = engine.last<event::MapDrawn>();
  auto training = map_of(command::MapMethod::pca);
  training.subset = command::Subset::training;
  engine.send(training);
  engine.settle();
  EXPECT_EQ(engine.last<event::MapDrawn>().axes, held_out.axes);
  EXPECT_EQ(engine.last<event::MapDrawn>().mean, held_out.mean);
  EXPECT_GT(engine.last<event::MapDrawn>().places.size(), held_out.places.size());
}

TEST(Maps, ImagesAlikeAreFoundByPlaceAndByPixels) {
  EngineHarness engine;
  engine.open();
  const auto ready = engine.last<event::DatasetReady>();
  const std::span<const std::uint8_t> third(ready.held_out_pixels.data() + 3 * 784, 784);
  engine.send(command::FindAlike{.ticket = 5, .place = 3, .count = 4});
  const auto by_place = engine.last<event::Images>();
  ASSERT_EQ(by_place.places.size(), 4u);
  EXPECT_TRUE(std::ranges::is_sorted(by_place.values));
  EXPECT_EQ(std::ranges::count(by_place.places, 3u), 0) << "itself is not alike";
  engine.send(command::FindAlike{.ticket = 6, .pixels = Bytes(third.begin(), third.end()), .count = 5});
  const auto by_pixels = engine.last<event::Images>();
  ASSERT_EQ(by_pixels.places.size(), 5u);
  EXPECT_EQ(by_pixels.values[0], 0) << "the same image";
  for (std::size_t i = 0; i < 784; ++i) EXPECT_EQ(by_pixels.pixels[i], third[i]);
  for (const command::FindAlike& wrong :
       {command::FindAlike{.ticket = 7, .place = 50}, command::FindAlike{.ticket = 7, .pixels = Bytes(3)}}) {
    engine.forget();
    engine.send(wrong);
    EXPECT_EQ(engine.last<event::Failed>().ticket, 7u);
  }
}

TEST(Maps, TsneIsWatchedUntilItIsDone) {
  EngineHarness engine({}, 0.004);
  engine.open();
  engine.send(map_of(command::MapMethod::tsne));
  engine.settle();
  const auto all = engine.all<event::MapDrawn>();
  ASSERT_GT(all.size(), 3u);
  for (std::size_t i = 1; i < all.size(); ++i) EXPECT_GE(all[i].iteration, all[i - 1].iteration);
  for (std::size_t i = 0; i + 1 < all.size(); ++i) EXPECT_FALSE(all[i].done);
  EXPECT_TRUE(all.back().done);
  EXPECT_EQ(all.back().iteration, 60);
  EXPECT_GT(all.back().divergence, 0);
  EXPECT_NEAR(all.back().perplexity, 49.0 / 3, 1e-9) << "cut to a third of the other images";
  for (const float place : all.back().places) EXPECT_TRUE(std::isfinite(place));
}

TEST(Maps, TrainingGoesOnBesideItAndTheMapIsTheSame) {
  EngineHarness alone, beside;
  Experiment longer = small_experiment();
  longer.training.epochs = 100000;
  for (EngineHarness* engine : {&alone, &beside}) engine->open(longer);
  beside.send(command::Train{1, 0, 0});
  for (EngineHarness* engine : {&alone, &beside}) engine->send(map_of(command::MapMethod::tsne, 400));
  alone.settle();
  const std::int64_t from = beside.last<event::Progress>().step;
  for (int i = 0; i < 5000 && !beside.last<event::MapDrawn>().done; ++i) beside.work();
  EXPECT_TRUE(beside.last<event::MapDrawn>().done);
  EXPECT_GT(beside.last<event::Progress>().step, from);
  EXPECT_EQ(beside.last<event::MapDrawn>().places, alone.last<event::MapDrawn>().places);
}

TEST(Maps, OneIsDrawnAfterTheOtherAndPcaBeforeThem) {
  EngineHarness engine;
  engine.open();
  engine.send(map_of(command::MapMethod::tsne, 60, 5));
  engine.work();
  engine.send(map_of(command::MapMethod::tsne, 60, 6));
  engine.send(map_of(command::MapMethod::pca, 1, 7));
  engine.settle();
  std::vector<Ticket> done;
  for (const auto& drawn : engine.all<event::MapDrawn>())
    if (drawn.done) done.push_back(drawn.ticket);
  EXPECT_EQ(done, (std::vector<Ticket>{7, 5, 6}));
}

TEST(Maps, EndsForOtherImagesAndOnRequest) {
  EngineHarness engine;
  engine.open();
  engine.send(map_of(command::MapMethod::tsne, 100000, 5));
  engine.work();
  engine.send(map_of(command::MapMethod::tsne, 100000, 6));
  engine.send(command::StopMap{4});
  EXPECT_TRUE(engine.all<event::Failed>().empty()) << "that one is not under way";
  engine.send(command::StopMap{5});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 5u);
  engine.send(command::StopMap{6});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 6u);
  EXPECT_FALSE(engine.work());
  engine.send(map_of(command::MapMethod::tsne, 100000, 7));
  engine.work();
  engine.send(load_of(spots(240), "others", 8));
  engine.settle();
  EXPECT_EQ(engine.last<event::Failed>().ticket, 7u);
  EXPECT_EQ(engine.last<event::DatasetReady>().name, "others");
  EXPECT_FALSE(engine.last<event::MapDrawn>().done);
}

TEST(Maps, WhatCannotBeDrawnSaysWhy) {
  EngineHarness none;
  none.send(map_of(command::MapMethod::tsne));
  EXPECT_EQ(none.last<event::Failed>().ticket, 5u);
  EngineHarness engine;
  engine.open();
  for (const double perplexity : {0.0, -3.0, 1e9, std::nan("")}) {
    command::MakeMap map = map_of(command::MapMethod::tsne);
    map.perplexity = perplexity;
    engine.forget();
    engine.send(map);
    EXPECT_EQ(engine.last<event::Failed>().ticket, 5u) << perplexity;
  }
  engine.send(command::MeasureMap{.ticket = 9, .places = {1, 2, 3}});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 9u);
  EXPECT_FALSE(engine.work());
}

TEST(Maps, AMapIsMeasuredAgainstItsImages) {
  EngineHarness engine;
  engine.open();
  engine.send(map_of(command::MapMethod::tsne, 400));
  engine.settle();
  engine.send(command::MeasureMap{.ticket = 6, .places = engine.last<event::MapDrawn>().places});
  engine.settle();
  const auto good = engine.last<event::MapMeasured>();
  EXPECT_EQ(good.ticket, 6u);
  EXPECT_TRUE(good.labelled);
  EXPECT_GT(good.trustworthiness, 0.7);
  std::vector<float> bad(100);
  Random random(3);
  for (float& place : bad) place = random.normal();
  engine.send(command::MeasureMap{.ticket = 7, .places = bad});
  engine.settle();
  const auto worse = engine.last<event::MapMeasured>();
  EXPECT_LT(worse.trustworthiness, good.trustworthiness);
  EXPECT_LT(worse.neighbour_accuracy, good.neighbour_accuracy);
}

}  // namespace
}  // namespace hourglass::testing
