// Which of the images take part, and an experiment that speaks of other images.
#include <gmock/gmock.h>

#include "harness.h"

namespace hourglass::testing {
namespace {

using event::RunState;

TEST(EngineChoice, AnExperimentMayComeWithItsImages) {
  EngineHarness engine;
  engine.open();
  command::LoadFiles load = load_of(spots(600, 10, 9), "others", 4);
  load.experiment = small_experiment();
  load.experiment->network.encoder = {784, 20, 3};
  load.experiment->data.images = 100;
  engine.send(load);
  engine.settle();
  const auto started = engine.last<event::RunStarted>();
  EXPECT_EQ(started.experiment.network.encoder, (std::vector<int>{784, 20, 3}));
  EXPECT_EQ(started.experiment.data.dataset, "others");
  EXPECT_EQ(engine.last<event::DatasetReady>().training, 100);
}

TEST(EngineChoice, AnotherChoiceOfImagesNeedsNoLoading) {
  EngineHarness engine;
  engine.open();
  engine.forget();
  Experiment fewer = small_experiment();
  fewer.data.images = 60;
  fewer.data.classes = 0b1111;
  engine.send(command::Configure{3, fewer});
  EXPECT_TRUE(engine.done(3));
  const auto ready = engine.last<event::DatasetReady>();
  EXPECT_EQ(ready.ticket, 0u);
  EXPECT_EQ(ready.training, 60);
  for (const auto label : ready.held_out_labels) EXPECT_LT(label, 4);
  EXPECT_FALSE(engine.work()) << "nothing is left to read";
}

TEST(EngineChoice, AChoiceThatLeavesNothingIsRefused) {
  EngineHarness engine;
  engine.open();
  engine.forget();
  Experiment none = small_experiment();
  none.data.classes = 0;
  engine.send(command::Configure{3, none});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 3u);
  EXPECT_FALSE(engine.any<event::RunStarted>());
}

TEST(EngineChoice, AChoiceMadeForAnotherSetDoesNotBlockANewOne) {
  EngineHarness engine;
  Experiment only_nine = small_experiment();
  only_nine.data.classes = 1u << 9;
  engine.open(only_nine);
  engine.send(load_of(spots(300, 3), "three classes", 2));
  engine.settle();
  EXPECT_EQ(engine.last<event::DatasetReady>().name, "three classes");
  EXPECT_EQ(engine.last<event::DatasetReady>().training + engine.last<event::DatasetReady>().held_out, 300);
}

TEST(EngineChoice, AnExperimentAboutAnotherSetWaitsAndTheOldSetComesBackByName) {
  EngineHarness engine;
  engine.open();
  Experiment letters = small_experiment();
  letters.data.dataset = "letters";
  engine.send(command::Configure{0, letters});
  EXPECT_EQ(engine.state(), RunState::empty);
  engine.send(command::Train{.ticket = 1});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 1u);
  engine.forget();
  engine.send(command::Configure{0, small_experiment()});
  EXPECT_EQ(engine.state(), RunState::ready);
  EXPECT_EQ(engine.last<event::DatasetReady>().name, "spots");
  EXPECT_FALSE(engine.work());
}

}  // namespace
}  // namespace hourglass::testing
