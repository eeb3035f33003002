#include <gmock/gmock.h>

#include <cmath>

#include "harness.h"
#include "math/thread_pool.h"

namespace hourglass::testing {
namespace {

using event::RunState;
using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(EngineRun, ReadyIsToldFirst) {
  EngineHarness engine({.variant = "relaxed"});
  ASSERT_THAT(engine.events(), SizeIs(1));
  EXPECT_EQ(engine.last<event::EngineReady>().variant, "relaxed");
  EXPECT_EQ(engine.last<event::EngineReady>().threads, 1);
}

TEST(EngineRun, AnIdleEngineHasNothingToDo) {
  EngineHarness engine;
  EXPECT_FALSE(engine.work());
  engine.open();
  EXPECT_FALSE(engine.work());
  EXPECT_EQ(engine.state(), RunState::ready);
}

TEST(EngineRun, TrainingWithoutImagesIsRefused) {
  EngineHarness engine;
  engine.send(command::Configure{0, small_experiment()});
  engine.send(command::Train{.ticket = 5});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 5u);
  EXPECT_EQ(engine.state(), RunState::empty);
}

TEST(EngineRun, TrainsToTheExperimentsEpochsAndSaysSo) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.ticket = 5});
  EXPECT_EQ(engine.state(), RunState::training);
  EXPECT_FALSE(engine.done(5));
  ASSERT_TRUE(engine.settle());
  EXPECT_TRUE(engine.done(5));
  EXPECT_EQ(engine.state(), RunState::finished);
  EXPECT_DOUBLE_EQ(engine.last<event::Progress>().epoch, 3.0);
  EXPECT_DOUBLE_EQ(engine.history().back().epoch, 3.0);
  EXPECT_LT(engine.history().back().heldout_sse, engine.history().front().heldout_sse);
  EXPECT_EQ(engine.last<event::Snapshot>().step, engine.last<event::Progress>().step);
}

TEST(EngineRun, TheFirstEpochHasPointsOfItsOwn) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.epochs = 1});
  engine.settle();
  EXPECT_GE(engine.history().size(), 3u);
  EXPECT_LT(engine.history().front().epoch, 0.5);
  EXPECT_GT(engine.history().front().heldout_sse, 0.0);
}

TEST(EngineRun, ASliceEndsWhenItsTimeIsUp) {
  // Every look at the clock costs a millisecond, so a slice that looks after each piece of work stays near its length.
  EngineHarness engine({}, 0.001);
  engine.open();
  engine.send(command::Train{});
  for (int i = 0; i < 20; ++i) {
    const double before = engine.clock().now;
    engine.work(10.0);  // asks for far more than a slice may be
    EXPECT_LE(engine.clock().now - before, Engine::kSliceSeconds + 0.008);
  }
}

TEST(EngineRun, ASliceDoesAtLeastOnePieceHoweverShort) {
  EngineHarness engine({}, 0.5);
  engine.open();
  engine.send(command::Train{});
  const auto before = engine.last<event::Progress>().step;
  engine.work(0.0);
  engine.send(command::Pause{});
  EXPECT_GT(engine.last<event::Progress>().step, before);
}

TEST(EngineRun, PauseTakesEffectBeforeTheNextSliceAndKeepsTheWeights) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.ticket = 5});
  engine.work();
  engine.send(command::Pause{.ticket = 6});
  EXPECT_TRUE(engine.done(5));
  EXPECT_TRUE(engine.done(6));
  EXPECT_EQ(engine.state(), RunState::paused);
  const auto step = engine.last<event::Progress>().step;
  EXPECT_EQ(engine.last<event::Snapshot>().step, step);
  EXPECT_FALSE(engine.work());
  EXPECT_EQ(engine.last<event::Progress>().step, step);
  engine.send(command::Train{});
  engine.settle();
  EXPECT_EQ(engine.state(), RunState::finished);
}

TEST(EngineRun, APausedRunEndsAsAnUnbrokenOne) {
  EngineHarness broken, unbroken;
  broken.open();
  unbroken.open();
  broken.send(command::Train{});
  for (int i = 0; i < 5; ++i) {
    broken.work(0.004);
    broken.send(command::Pause{});
    broken.send(command::Train{});
  }
  broken.settle();
  unbroken.send(command::Train{});
  unbroken.settle();
  EXPECT_EQ(figures(broken.history()), figures(unbroken.history()));
}

TEST(EngineRun, StepIsABatchOrAnEpoch) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.steps = 1});
  engine.settle();
  EXPECT_EQ(engine.last<event::Progress>().step, 1);
  EXPECT_EQ(engine.state(), RunState::paused);
  engine.send(command::Train{.epochs = 1});
  engine.settle();
  EXPECT_DOUBLE_EQ(engine.last<event::Progress>().epoch, 1.0);
  EXPECT_EQ(engine.state(), RunState::paused);
}

TEST(EngineRun, AFinishedRunCanGoOnByEpochs) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{});
  engine.settle();
  engine.send(command::Train{.ticket = 3});
  EXPECT_TRUE(engine.done(3)) << "nothing is left of the experiment's epochs";
  engine.send(command::Train{.epochs = 2});
  engine.settle();
  EXPECT_DOUBLE_EQ(engine.last<event::Progress>().epoch, 5.0);
}

TEST(EngineRun, ASecondTrainTakesTheFirstOnesPlace) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.ticket = 1});
  engine.work();
  engine.send(command::Train{.ticket = 2, .steps = 1});
  EXPECT_TRUE(engine.done(1));
  engine.settle();
  EXPECT_TRUE(engine.done(2));
  EXPECT_EQ(engine.state(), RunState::paused);
}

TEST(EngineRun, ResetGivesTheSameHistoryBitForBit) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{});
  engine.settle();
  const auto first = figures(engine.history());
  ASSERT_FALSE(first.empty());
  engine.forget();
  engine.send(command::Reset{.ticket = 9});
  EXPECT_TRUE(engine.done(9));
  EXPECT_EQ(engine.state(), RunState::ready);
  EXPECT_TRUE(engine.last<event::RunStarted>().history.empty());
  EXPECT_EQ(engine.last<event::Snapshot>().step, 0);
  engine.send(command::Train{});
  engine.settle();
  EXPECT_EQ(figures(engine.history()), first);
}

TEST(EngineRun, AnyNumberOfThreadsGivesTheSameHistory) {
  std::vector<std::vector<std::vector<double>>> histories;
  std::vector<std::vector<float>> weights;
  for (const int threads : {1, 2, 3}) {
    ThreadPool pool(threads);
    EngineHarness engine({.pool = &pool});
    EXPECT_EQ(engine.last<event::EngineReady>().threads, threads);
    engine.open();
    engine.send(command::Train{});
    engine.settle();
    histories.push_back(figures(engine.history()));
    weights.push_back(engine.last<event::Snapshot>().parameters);
  }
  EXPECT_EQ(histories[0], histories[1]);
  EXPECT_EQ(histories[0], histories[2]);
  EXPECT_EQ(weights[0], weights[1]);
  EXPECT_EQ(weights[0], weights[2]);
}

TEST(EngineRun, AnotherSeedIsAnotherRun) {
  EngineHarness engine;
  engine.open();
  const auto first = engine.last<event::Snapshot>().parameters;
  Experiment other = small_experiment();
  other.seed = 2;
  engine.send(command::Configure{4, other});
  EXPECT_TRUE(engine.done(4));
  EXPECT_NE(engine.last<event::Snapshot>().parameters, first);
  EXPECT_EQ(engine.last<event::RunStarted>().experiment.seed, 2u);
}

TEST(EngineRun, WhatMayChangeDuringARunActsAtTheNextStep) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.steps = 4});
  engine.settle();
  engine.forget();
  Experiment faster = small_experiment();
  faster.training.learning_rate = 0.01f;
  faster.training.epochs = 2;
  engine.send(command::Configure{4, faster});
  EXPECT_TRUE(engine.done(4));
  EXPECT_FALSE(engine.any<event::RunStarted>());
  EXPECT_EQ(engine.last<event::Progress>().step, 4);
  EXPECT_EQ(engine.last<event::Progress>().epochs, 2);
  engine.send(command::Train{});
  engine.settle();
  EXPECT_DOUBLE_EQ(engine.last<event::Progress>().epoch, 2.0);
  EXPECT_FLOAT_EQ(static_cast<float>(engine.history().back().learning_rate), 0.01f);
}

TEST(EngineRun, MoreEpochsLengthenTheTrainingThatIsUnderWay) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{});
  engine.work();
  Experiment longer = small_experiment();
  longer.training.epochs = 5;
  engine.send(command::Configure{0, longer});
  EXPECT_EQ(engine.state(), RunState::training);
  engine.settle();
  EXPECT_DOUBLE_EQ(engine.last<event::Progress>().epoch, 5.0);
  EXPECT_EQ(engine.state(), RunState::finished);
}

TEST(EngineRun, ANewNetworkIsANewStart) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.ticket = 1});
  engine.work();
  engine.forget();
  Experiment wider = small_experiment();
  wider.network.encoder = {784, 24, 3};
  engine.send(command::Configure{0, wider});
  EXPECT_TRUE(engine.done(1)) << "the training that was under way has ended";
  EXPECT_EQ(engine.last<event::RunStarted>().experiment.network.encoder, (std::vector<int>{784, 24, 3}));
  EXPECT_EQ(engine.last<event::Snapshot>().spec.encoder, (std::vector<int>{784, 24, 3}));
  EXPECT_EQ(engine.state(), RunState::ready);
  EXPECT_FALSE(engine.any<event::DatasetReady>()) << "the images are the same";
}

TEST(EngineRun, AnInvalidExperimentIsRefusedAndChangesNothing) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.steps = 2});
  engine.settle();
  engine.forget();
  Experiment wrong = small_experiment();
  wrong.network.encoder = {784};
  engine.send(command::Configure{4, wrong});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 4u);
  EXPECT_FALSE(engine.last<event::Failed>().message.english().empty());
  EXPECT_FALSE(engine.any<event::RunStarted>());
  engine.send(command::Train{.steps = 1});
  engine.settle();
  EXPECT_EQ(engine.last<event::Progress>().step, 3);
}

TEST(EngineRun, ADivergedRunStopsAndKeepsItsLastGoodWeights) {
  EngineHarness engine;
  Experiment wild = small_experiment();
  wild.training.optimizer = OptimizerKind::sgd;
  wild.training.learning_rate = 10.0f;
  engine.open(wild);
  engine.send(command::Train{.ticket = 5});
  ASSERT_TRUE(engine.settle());
  EXPECT_TRUE(engine.done(5));
  EXPECT_EQ(engine.state(), RunState::diverged);
  EXPECT_FALSE(engine.last<event::Diverged>().message.english().empty());
  const auto snapshot = engine.last<event::Snapshot>();
  ASSERT_FALSE(snapshot.parameters.empty());
  for (const float weight : snapshot.parameters) ASSERT_TRUE(std::isfinite(weight));
  engine.send(command::Train{.ticket = 6});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 6u);
  wild.training.learning_rate = 0.0001f;
  engine.send(command::Configure{0, wild});
  engine.send(command::Reset{});
  EXPECT_EQ(engine.state(), RunState::ready);
  engine.send(command::Train{.epochs = 1});
  engine.settle();
  EXPECT_EQ(engine.state(), RunState::paused);
}

TEST(EngineRun, ProgressComesAFewTimesASecond) {
  EngineHarness engine;
  Experiment longer = small_experiment();
  longer.training.epochs = 500;
  engine.open(longer);
  engine.forget();
  const double begin = engine.clock().now;
  engine.send(command::Train{});
  while (engine.clock().now < begin + 5) engine.work();
  const auto count = static_cast<double>(engine.all<event::Progress>().size());
  EXPECT_NEAR(count / (engine.clock().now - begin), 5.0, 1.0);
  const auto progress = engine.last<event::Progress>();
  EXPECT_GT(progress.images_per_second, 0);
  EXPECT_GT(progress.gflops, 0);
  EXPECT_GT(progress.seconds_left, 0);
}

TEST(EngineRun, ASleepOfEightHoursIsNoTimeOfTraining) {
  Experiment experiment = small_experiment();
  experiment.training.epochs = 4000;
  // Wherever in the work it falls: in a step, between two slices, while something is measured.
  for (const int look : {1, 2, 3, 5, 8, 13}) {
    EngineHarness engine({}, 0.01);
    engine.open(experiment);
    engine.send(command::Train{1, 0, 0});
    const auto work = [&](double seconds) {
      const double end = engine.clock().now + seconds;
      while (engine.clock().now < end) engine.work();
      return engine.last<event::Progress>();
    };
    const event::Progress before = work(10);
    engine.clock().sleeps_at = look;
    const event::Progress after = work(8 * 3600 + 30);
    ASSERT_EQ(after.state, event::RunState::training);
    ASSERT_GT(after.step, before.step);
    ASSERT_LT(engine.last<event::HistoryAdded>().point.seconds, 60) << look;
    ASSERT_GT(after.images_per_second, before.images_per_second / 2) << look;
    ASSERT_LT(after.seconds_left, 2 * before.seconds_left) << look;
    ASSERT_GT(after.seconds_left, before.seconds_left / 4) << look;
  }
}

TEST(EngineRun, SnapshotsStayWithinTheirBytesASecond) {
  const double limit = 2e5;
  EngineHarness engine({.snapshot_bytes_per_second = limit});
  Experiment longer = small_experiment();
  longer.training.epochs = 500;
  engine.open(longer);
  engine.forget();
  const double begin = engine.clock().now;
  engine.send(command::Train{});
  while (engine.clock().now < begin + 5) engine.work();
  double bytes = 0;
  for (const auto& snapshot : engine.all<event::Snapshot>())
    bytes += static_cast<double>(snapshot.parameters.size()) * 4;
  const double rate = bytes / (engine.clock().now - begin);
  EXPECT_LE(rate, limit * 1.1);
  EXPECT_GE(rate, limit * 0.5) << "the allowance is used";
}

}  // namespace
}  // namespace hourglass::testing
