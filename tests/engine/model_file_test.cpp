#include <gmock/gmock.h>

#include "harness.h"

namespace hourglass::testing {
namespace {

using event::RunState;

Bytes exported(EngineHarness& engine) {
  engine.send(command::ExportModel{70});
  EXPECT_EQ(engine.last<event::ModelFile>().ticket, 70u);
  return engine.last<event::ModelFile>().file;
}

TEST(EngineModel, ThereIsNothingToExportBeforeARun) {
  EngineHarness engine;
  engine.send(command::ExportModel{3});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 3u);
}

TEST(EngineModel, ARunThatWasSavedAndOpenedGoesOnAsIfUnbroken) {
  EngineHarness first, unbroken;
  first.open();
  unbroken.open();
  first.send(command::Train{.epochs = 1});
  first.settle();
  EngineHarness second;
  second.open();
  second.send(command::ImportModel{5, exported(first)});
  EXPECT_TRUE(second.done(5)) << second.last<event::Failed>().message;
  EXPECT_EQ(second.last<event::RunStarted>().history.size(), first.history().size());
  EXPECT_EQ(second.last<event::Snapshot>().parameters, first.last<event::Snapshot>().parameters);
  EXPECT_EQ(second.state(), RunState::paused);
  second.forget();
  second.send(command::Train{});
  second.settle();
  unbroken.send(command::Train{});
  unbroken.settle();
  EXPECT_EQ(second.last<event::Snapshot>().parameters, unbroken.last<event::Snapshot>().parameters);
}

TEST(EngineModel, AModelOpenedBeforeItsImagesWaitsForThem) {
  EngineHarness first, second;
  first.open();
  first.send(command::Train{.epochs = 2});
  first.settle();
  second.send(command::ImportModel{5, exported(first)});
  EXPECT_EQ(second.state(), RunState::empty);
  EXPECT_EQ(second.last<event::Snapshot>().parameters, first.last<event::Snapshot>().parameters);
  second.forget();
  second.send(load_of(spots(300)));
  second.settle();
  EXPECT_FALSE(second.any<event::RunStarted>()) << "the run goes on";
  EXPECT_EQ(second.state(), RunState::paused);
  EXPECT_DOUBLE_EQ(second.last<event::Progress>().epoch, 2.0);
}

TEST(EngineModel, ImagesOfAnotherNameBeginANewRun) {
  EngineHarness first, second;
  first.open();
  second.send(command::ImportModel{5, exported(first)});
  second.send(load_of(spots(300), "others"));
  second.settle();
  EXPECT_EQ(second.last<event::RunStarted>().experiment.data.dataset, "others");
}

TEST(EngineModel, AModelOfAnotherSetIsShownOnTheImagesAtHandAndKeepsItsEpochs) {
  EngineHarness first, second;
  first.open();
  first.send(command::Train{.epochs = 2});
  first.settle();
  Experiment experiment = small_experiment();
  experiment.data.dataset = "many";
  second.send(command::Configure{0, experiment});
  second.send(load_of(spots(900), "many"));
  second.settle();
  second.send(command::ImportModel{5, exported(first)});
  EXPECT_TRUE(second.done(5));
  EXPECT_EQ(second.last<event::RunStarted>().experiment.data.dataset, "many");
  EXPECT_NEAR(second.last<event::Progress>().epoch, 2.0, 1e-9);
  EXPECT_EQ(second.state(), RunState::paused);
}

TEST(EngineModel, ADamagedFileIsRefusedAndNothingIsLost) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.steps = 3});
  engine.settle();
  Bytes file = exported(engine);
  engine.forget();
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, file.size() / 2, file.size() - 1}) {
    engine.send(command::ImportModel{9, Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size))});
    EXPECT_EQ(engine.last<event::Failed>().ticket, 9u) << size;
  }
  EXPECT_FALSE(engine.any<event::RunStarted>());
  engine.send(command::Train{.steps = 1});
  engine.settle();
  EXPECT_EQ(engine.last<event::Progress>().step, 4);
}

}  // namespace
}  // namespace hourglass::testing
