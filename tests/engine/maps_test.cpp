#include "engine/maps.h"

#include <gtest/gtest.h>

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

TEST(Maps, EndsForAnotherMapForOtherImagesAndOnRequest) {
  EngineHarness engine;
  engine.open();
  engine.send(map_of(command::MapMethod::tsne, 100000, 5));
  engine.work();
  engine.send(map_of(command::MapMethod::tsne, 100000, 6));
  EXPECT_EQ(engine.last<event::Failed>().ticket, 5u);
  engine.send(command::StopMap{5});
  EXPECT_EQ(engine.all<event::Failed>().size(), 1u) << "that one is not under way";
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
