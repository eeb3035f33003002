#include "engine/shelf.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>

#include "data/crc.h"
#include "engine/kept_set.h"
#include "harness.h"
#include "training/checkpoint.h"

namespace hourglass::testing {
namespace {

using event::RunState;

/// An engine whose runs are kept, and what was kept, with the clock's time.
class Keeping {
 public:
  explicit Keeping(double tick = 0.001, double writing = 0) : engine(options(writing), tick) {}

  Experiment experiment(int epochs = 3) const {
    Experiment wanted = small_experiment();
    wanted.training.epochs = epochs;
    return wanted;
  }
  /// Trained for `epochs`, and at rest.
  void train(int epochs) {
    engine.send(command::Train{7, epochs, 0});
    engine.settle();
  }
  const KeptRun& last() const { return kept.back(); }
  nlohmann::json card() const { return nlohmann::json::parse(last().card); }
  /// How often a run was kept that was not training. One that trains may have been kept right before.
  std::ptrdiff_t kept_at_rest() const {
    return std::ranges::count(kept, false,
                              [](const KeptRun& run) -> bool { return nlohmann::json::parse(run.card)["training"]; });
  }
  Checkpoint checkpoint() const { return *load_checkpoint(last().model); }

  std::vector<KeptRun> kept;
  std::vector<double> at;
  double slow_once = 0;  ///< seconds that the next record takes longer
  EngineHarness engine;

 private:
  EngineOptions options(double writing) {
    EngineOptions given;
    given.keep = [this, writing](KeptRun&& run) {
      engine.clock().now += writing + std::exchange(slow_once, 0.0);
      at.push_back(engine.clock().now);
      kept.push_back(std::move(run));
    };
    given.keep_prefix = "t-";
    return given;
  }
};

/// A run of two epochs as a person would have saved it.
Bytes export_of(const Experiment& experiment) {
  EngineHarness engine;
  engine.open(experiment);
  engine.send(command::Train{1, 2, 0});
  engine.settle();
  engine.send(command::ExportModel{2});
  return engine.last<event::ModelFile>().file;
}

TEST(Shelf, ARunThatHasLearntNothingIsNotKept) {
  Keeping room;
  room.engine.open();
  room.engine.send(command::Train{1, 0, 3});
  room.engine.settle();
  room.engine.send(command::Reset{2});
  EXPECT_TRUE(room.kept.empty());
  EXPECT_EQ(room.engine.last<event::RunStarted>().kept, "t-2");
  EXPECT_EQ(room.engine.last<event::RunStarted>().before, "");
}

TEST(Shelf, AnEpochIsWorthKeepingAsSoonAsTheRunRests) {
  Keeping room;
  room.engine.open();
  room.train(1);
  ASSERT_EQ(room.kept_at_rest(), 1);
  EXPECT_EQ(room.last().id, room.engine.last<event::RunStarted>().kept);
  EXPECT_EQ(room.card()["epoch"], 1.0);
  EXPECT_EQ(room.card()["training"], false);
  EXPECT_EQ(room.card()["history"].back()["epoch"], 1);
  EXPECT_EQ(room.checkpoint().state.step, 8);
  EXPECT_FALSE(room.checkpoint().state.optimizer.first.empty());
}

TEST(Shelf, ARunThatRestsIsKeptOnce) {
  Keeping room;
  room.engine.open();
  room.train(1);
  room.engine.send(command::Pause{});
  room.engine.send(command::ComputeCodes{3});
  room.engine.settle();
  EXPECT_EQ(room.kept_at_rest(), 1);
}

TEST(Shelf, ASettingThatIsChangedWithinTheRunIsKeptWithIt) {
  Keeping room;
  room.engine.open();
  room.train(1);
  Experiment slower = room.experiment();
  slower.training.learning_rate = 0.0005f;
  room.engine.send(command::Configure{4, slower});
  ASSERT_EQ(room.kept_at_rest(), 2);
  EXPECT_EQ(room.card()["settings"]["learning-rate"], "0.0005");
}

TEST(Shelf, WhileTrainingNoMoreThanTwoSecondsAreEverLost) {
  Keeping room(0.01);
  room.engine.open(room.experiment(100000));
  room.engine.send(command::Train{1});
  const double began = room.engine.clock().now;
  while (room.engine.clock().now < began + 60) ASSERT_TRUE(room.engine.work());
  ASSERT_GE(room.at.size(), 25u);
  EXPECT_LT(room.at.front() - began, 2.0);
  for (std::size_t i = 1; i < room.at.size(); ++i) {
    EXPECT_LT(room.at[i] - room.at[i - 1], 2.0);
    EXPECT_GE(room.at[i] - room.at[i - 1], Shelf::kEvery);
  }
  EXPECT_EQ(room.card()["training"], true);
}

TEST(Shelf, KeepingThatTakesLongIsDoneMoreRarely) {
  Keeping room(0.01, 0.1);
  room.engine.open(room.experiment(100000));
  room.engine.send(command::Train{1});
  const double began = room.engine.clock().now;
  while (room.engine.clock().now < began + 120) ASSERT_TRUE(room.engine.work());
  ASSERT_GE(room.at.size(), 5u);
  for (std::size_t i = 2; i < room.at.size(); ++i) EXPECT_GE(room.at[i] - room.at[i - 1], 0.1 / Shelf::kShare);
}

TEST(Shelf, ARecordThatWasSlowOnceDoesNotPutOffTheNext) {
  Keeping room(0.01);
  room.engine.open(room.experiment(100000));
  room.engine.send(command::Train{1});
  while (room.kept.empty()) room.engine.work();
  room.slow_once = 0.2;
  const double began = room.engine.clock().now;
  while (room.engine.clock().now < began + 20) ASSERT_TRUE(room.engine.work());
  for (std::size_t i = 1; i < room.at.size(); ++i) EXPECT_LT(room.at[i] - room.at[i - 1], 2.0);
}

TEST(Shelf, WhatBeginsAnotherRunLeavesTheOneBeforeOnTheShelf) {
  Experiment other = small_experiment();
  other.network.hidden = Activation::tanh;
  Experiment seed = small_experiment();
  seed.seed = 2;
  const std::vector<Command> deeds = {
      command::Reset{9},
      command::Configure{9, other},
      command::Configure{9, seed},
      load_of(spots(200), "others", 9),
      command::ImportModel{9, export_of(small_experiment())},
  };
  for (const Command& deed : deeds) {
    Keeping room;
    room.engine.open(room.experiment(100));
    room.engine.send(command::Train{1});
    for (int slice = 0; slice < 20; ++slice) room.engine.work();
    const std::string name = room.engine.last<event::RunStarted>().kept;
    room.engine.send(command::Pause{});
    const std::int64_t step = room.engine.last<event::Progress>().step;
    ASSERT_GE(step, 8);
    room.engine.send(deed);
    room.engine.settle();
    EXPECT_EQ(room.engine.last<event::RunStarted>().before, name) << deed.index();
    EXPECT_NE(room.engine.last<event::RunStarted>().kept, name) << deed.index();
    ASSERT_FALSE(room.kept.empty());
    std::int64_t last = 0;
    for (const KeptRun& kept : room.kept)
      if (kept.id == name) last = load_checkpoint(kept.model)->state.step;
    EXPECT_EQ(last, step) << deed.index();
  }
}

TEST(Shelf, ARunGoesOnUnderItsNameAndReachesWhatItWouldHaveReached) {
  Keeping whole, halves;
  whole.engine.open(whole.experiment(4));
  whole.train(4);
  halves.engine.open(halves.experiment(4));
  // In the midst of the second epoch.
  halves.engine.send(command::Train{1, 0, 11});
  halves.engine.settle();
  const KeptRun first = halves.last();

  Keeping later;
  later.engine.open(later.experiment(4));
  later.engine.send(command::ImportModel{5, first.model, first.id});
  EXPECT_EQ(later.engine.last<event::RunStarted>().kept, first.id);
  EXPECT_TRUE(later.kept.empty()) << "nothing was learnt since";
  later.engine.send(command::Train{6});
  later.engine.settle();
  EXPECT_EQ(later.last().id, first.id);
  EXPECT_EQ(later.checkpoint().state.network.parameters, whole.checkpoint().state.network.parameters);
  EXPECT_EQ(figures(later.checkpoint().state.history), figures(whole.checkpoint().state.history));
}

TEST(Shelf, ARunOfOtherImagesWaitsForThem) {
  Keeping first;
  first.engine.open();
  first.train(1);
  Keeping later;
  Experiment other = small_experiment();
  other.data.dataset = "others";
  later.engine.send(command::Configure{0, other});
  later.engine.send(load_of(spots(200), "others"));
  later.engine.settle();
  later.engine.send(command::ImportModel{5, first.last().model, first.last().id, true});
  EXPECT_EQ(later.engine.last<event::RunStarted>().experiment.data.dataset, "spots");
  EXPECT_EQ(later.engine.state(), RunState::empty);
  later.engine.send(load_of(spots(300), "spots", 6));
  later.engine.settle();
  EXPECT_EQ(later.engine.state(), RunState::paused);
  EXPECT_EQ(later.engine.last<event::Progress>().epoch, 1.0);
  EXPECT_EQ(later.engine.last<event::RunStarted>().kept, first.last().id);
}

TEST(Shelf, ThePagesOwnModelIsKeptOnlyWhenItHasLearntMore) {
  Keeping room;
  room.engine.open(room.experiment(5));
  const Bytes model = export_of(small_experiment());
  room.engine.send(command::ImportModel{.ticket = 5, .file = model, .shelve = false});
  room.engine.send(command::Reset{6});
  EXPECT_TRUE(room.kept.empty());
  EXPECT_EQ(room.engine.last<event::RunStarted>().before, "");
  room.engine.send(command::ImportModel{.ticket = 7, .file = model});
  EXPECT_EQ(room.kept.size(), 1u) << "a person's own is";
  room.engine.send(command::ImportModel{.ticket = 8, .file = model, .shelve = false});
  room.engine.send(command::Train{9, 2, 0});
  room.engine.settle();
  EXPECT_EQ(room.last().id, room.engine.last<event::RunStarted>().kept);
}

TEST(Shelf, ItsPictureHoldsSomeCodesWithTheirClasses) {
  Keeping room;
  room.engine.open();
  room.train(1);
  const std::string points = room.card()["points"];
  EXPECT_EQ(points.size(), 200u) << "50 held-out images, 3 bytes each, in base64";
}

TEST(Shelf, ACardNamesItsSetByAChecksumOfAllImagesAndLabels) {
  const auto checksum = [](const ImageSet& set, double tick) {
    Keeping room(tick);
    room.engine.send(command::Configure{0, small_experiment()});
    room.engine.send(load_of(set));
    room.engine.settle();
    room.train(1);
    EXPECT_EQ(room.card()["checksum"], room.engine.last<event::DatasetReady>().checksum);
    return room.card()["checksum"].get<std::uint32_t>();
  };
  ImageSet set = spots(2000);
  const std::uint32_t wanted = crc(crc(0, set.pixels), set.labels);
  EXPECT_EQ(checksum(set, 0.001), wanted);
  EXPECT_EQ(checksum(set, 0.1), wanted) << "in however many slices it was found";
  set.pixels[1234] ^= 1;
  EXPECT_NE(checksum(set, 0.001), wanted);
  set.pixels[1234] ^= 1;
  std::swap(set.labels[3], set.labels[4]);
  EXPECT_NE(checksum(set, 0.001), wanted);
  set.labels.clear();
  EXPECT_EQ(checksum(set, 0.001), crc(0, set.pixels)) << "without labels";
}

TEST(Shelf, ACardNamesItsSetAsItIsCalledAndItsStepIsHandedOverBesideIt) {
  Keeping room;
  room.engine.send(command::Configure{0, small_experiment()});
  auto load = load_of(spots(200));
  load.file_names.front() = "Größen-大小-images-idx3-ubyte";
  room.engine.send(std::move(load));
  room.engine.settle();
  room.train(1);
  EXPECT_EQ(room.card()["images"], "Größen-大小-images-idx3-ubyte");
  EXPECT_GT(room.last().step, 0);
  EXPECT_EQ(room.card()["step"], room.last().step);
}

TEST(Shelf, ImagesOfOnesOwnAreKeptAsTheyAreUsedAndComeBackWithTheirNames) {
  std::vector<KeptSet> kept;
  EngineOptions options;
  options.keep_set = [&](const KeptSet& set) { kept.push_back(set); };
  EngineHarness first(options);
  first.open();
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].name, "spots");
  const auto file = [](Bytes head, const Bytes& rest) {
    head.insert(head.end(), rest.begin(), rest.end());
    return head;
  };
  command::LoadFiles again;
  again.ticket = 3;
  again.name = "spots";
  again.file_names = {"images-idx3-ubyte", "labels-idx1-ubyte"};
  again.files = {file(kept[0].images_head, kept[0].set->pixels), file(kept[0].labels_head, kept[0].set->labels)};
  again.entry = kept[0].entry;
  EngineHarness second(options);
  second.send(command::Configure{0, small_experiment()});
  second.send(again);
  second.settle();
  const auto before = first.last<event::DatasetReady>(), after = second.last<event::DatasetReady>();
  ASSERT_FALSE(second.any<event::Failed>()) << second.last<event::Failed>().message.english();
  EXPECT_EQ(after.training, before.training);
  EXPECT_EQ(after.held_out_pixels, before.held_out_pixels);
  EXPECT_EQ(after.held_out_labels, before.held_out_labels);
  EXPECT_EQ(after.class_names, before.class_names);
  EXPECT_EQ(after.checksum, before.checksum);
  EXPECT_EQ(kept.size(), 1u) << "what was kept is not kept again";
}

TEST(Shelf, WithoutAKeeperNoRunHasAName) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{1, 1, 0});
  engine.settle();
  engine.send(command::Reset{2});
  EXPECT_EQ(engine.last<event::RunStarted>().kept, "");
  EXPECT_EQ(engine.last<event::RunStarted>().before, "");
}

}  // namespace
}  // namespace hourglass::testing
