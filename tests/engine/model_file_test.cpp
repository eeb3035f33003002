#include <gmock/gmock.h>

#include <limits>

#include "engine/training_run.h"
#include "harness.h"
#include "model/safetensors.h"
#include "training/made_npz.h"

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
  EXPECT_TRUE(second.done(5)) << second.last<event::Failed>().message.english();
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

TEST(EngineModel, AModelOfAnotherSetSaysSoAndGoesOnWithItsOwnWhenThatComes) {
  EngineHarness first, second;
  first.open();
  first.send(command::Train{.epochs = 2});
  first.settle();
  Experiment experiment = small_experiment();
  experiment.data.dataset = "others";
  second.send(command::Configure{0, experiment});
  second.send(load_of(spots(300, 10, 9), "others"));
  second.settle();
  second.send(command::ImportModel{5, exported(first)});
  EXPECT_EQ(second.last<event::RunStarted>().other_dataset, "spots");
  EXPECT_EQ(second.last<event::RunStarted>().experiment.data.dataset, "others");
  second.forget();
  command::LoadFiles own = load_of(spots(300), "spots", 6);
  own.keep_weights = true;
  second.send(own);
  second.settle();
  EXPECT_EQ(second.last<event::RunStarted>().experiment.data.dataset, "spots");
  EXPECT_EQ(second.last<event::RunStarted>().other_dataset, "");
  EXPECT_EQ(second.last<event::RunStarted>().history.size(), first.history().size());
  EXPECT_EQ(second.last<event::Snapshot>().parameters, first.last<event::Snapshot>().parameters);
  EXPECT_DOUBLE_EQ(second.last<event::Progress>().epoch, 2.0);
  EXPECT_EQ(second.state(), RunState::paused);
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

/// The file with one text of its metadata changed.
Bytes with_metadata(const Bytes& file, const std::string& key, const std::string& from, const std::string& to) {
  auto tensors = read_safetensors(file);
  EXPECT_TRUE(tensors);
  std::string& text = tensors->metadata[key];
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << text;
  text.replace(at, from.size(), to);
  return write_safetensors(*tensors);
}

TEST(EngineModel, AFileThatSaysItGotFartherThanAnyRunIsRefused) {
  EngineHarness first, second;
  first.open();
  first.send(command::Train{.epochs = 1});
  first.settle();
  const Bytes file = exported(first);
  second.open();
  second.forget();
  Ticket ticket = 40;
  for (const Bytes& bad : {with_metadata(file, "progress", "\"step\":8", "\"step\":281474976710655"),
                           with_metadata(file, "progress", "\"step\":8", "\"step\":1000000000001"),
                           with_metadata(file, "history", "\"epoch\":1,", "\"epoch\":1e300,"),
                           with_metadata(file, "history", "\"step\":8", "\"step\":-8")}) {
    second.send(command::ImportModel{++ticket, bad});
    EXPECT_EQ(second.last<event::Failed>().ticket, ticket);
  }
  EXPECT_FALSE(second.any<event::RunStarted>()) << "a refused file changes nothing";
  // As far as is let in, counting still holds.
  second.send(command::ImportModel{++ticket, with_metadata(file, "progress", "\"step\":8", "\"step\":1000000000000")});
  EXPECT_TRUE(second.done(ticket)) << second.last<event::Failed>().message.english();
  second.send(command::Train{.steps = std::numeric_limits<std::int64_t>::max()});
  for (int i = 0; i < 3; ++i) second.work();
  EXPECT_GT(second.last<event::Progress>().epoch, 1e11);
}

TEST(EngineModel, ARunThatCannotBeTakenUpSaysSoAndBeginsUntrained) {
  Outbox outbox;
  TrainingRun run(nullptr, CountingClock(), 4e6, outbox);
  ResumePoint resume_point;
  resume_point.parameters = {1, 2, 3};
  resume_point.step = 7;
  run.begin(small_experiment(), {}, std::move(resume_point));
  const std::vector<Event> events = outbox.take();
  ASSERT_FALSE(events.empty());
  const auto* failed = std::get_if<event::Failed>(&events.front());
  ASSERT_NE(failed, nullptr);
  EXPECT_EQ(failed->message.english(), "The saved weights are not of this network.");
  EXPECT_EQ(run.step(), 0);
}

TEST(EngineModel, ANetworkForWhichThereIsNoMemoryIsRefusedAndTheRunStays) {
  EngineHarness engine({.memory_for = [](std::uint64_t bytes) { return bytes < (500u << 20); }});
  engine.open();
  engine.forget();
  Experiment large = small_experiment();
  large.network.encoder = {784, 2048, 2048, 2048, 2048, 2048, 2048, 2048, 256};
  large.network.tied = false;
  engine.send(command::Configure{9, large});
  ASSERT_EQ(engine.last<event::Failed>().ticket, 9u);
  EXPECT_THAT(engine.last<event::Failed>().message.english(), ::testing::HasSubstr("This network is too large"));
  EXPECT_FALSE(engine.any<event::RunStarted>());
  engine.send(command::Train{.ticket = 10, .epochs = 1});
  engine.settle();
  EXPECT_TRUE(engine.done(10));
}

NetworkSpec foreign_spec() {
  return {.encoder = {784, 9, 3}, .output = Activation::sigmoid, .tied = false, .shared_biases = false};
}

TEST(EngineModel, AnotherProgramsNetworkGoesOnWithTheImagesAtHand) {
  const Network network = made::random_network(foreign_spec());
  EngineHarness engine;
  engine.open();
  engine.send(command::ImportModel{
      5, write_safetensors({.metadata = {}, .tensors = made::arrays_of(network, made::Naming::pytorch)})});
  EXPECT_TRUE(engine.done(5));
  EXPECT_EQ(engine.last<event::RunStarted>().experiment.data.dataset, "spots");
  EXPECT_EQ(engine.last<event::RunStarted>().other_dataset, "");
  EXPECT_EQ(engine.last<event::Snapshot>().parameters, network.parameters);
  engine.send(command::Train{.steps = 3});
  engine.settle();
  EXPECT_EQ(engine.last<event::Progress>().step, 3);
}

TEST(EngineModel, WeightsThatCameAmongImagesAreGivenBackAsAModel) {
  const Network network = made::random_network(foreign_spec());
  EngineHarness engine;
  engine.open();
  engine.forget();
  command::LoadFiles load;
  load.ticket = 7;
  load.name = "weights";
  load.file_names = {"weights.npz"};
  load.files = {made::npz_of(made::arrays_of(network, made::Naming::numpy))};
  const Bytes file = load.files.front();
  engine.send(std::move(load));
  engine.settle();
  EXPECT_EQ(engine.last<event::ModelFile>().ticket, 7u);
  EXPECT_EQ(engine.last<event::ModelFile>().file, file);
  EXPECT_FALSE(engine.any<event::DatasetReady>());
  EXPECT_FALSE(engine.any<event::RunStarted>());
}

}  // namespace
}  // namespace hourglass::testing
