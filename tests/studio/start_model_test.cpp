// The trained model that the page opens on: opened by the engine, and shown by the studio alone until there is one.
#include "data/base64.h"
#include "data/gzip.h"
#include "engine/model_file.h"
#include "scripted_engine.h"
#include "studio_room.h"
#include "training/checkpoint.h"

#include <string>
#include <vector>

namespace hourglass {
namespace {

/// What stands for the page's trained model.
Bytes trained_two_epochs() {
  StudioRoom room({}, "epochs=2");
  room.open_images();
  room.ask("train");
  return from_base64(room.ask("exportModel").get<std::string>()).value_or(Bytes{});
}

TEST(StartModel, TrainBeginsUntrainedWhereThePageShowsItsTrainedModel) {
  const Bytes model = trained_two_epochs();
  StudioRoom room;
  room.open_images();
  room.studio->open_start_model(model);
  ASSERT_TRUE(room.until([&] { return room.name("bar/reset") == "Start untrained"; })) << room.ask("state").dump();
  EXPECT_EQ(room.ask("state")["epoch"], 2);
  EXPECT_EQ(room.name("bar/train"), "Train from scratch");
  room.press("bar/step");
  ASSERT_TRUE(room.until([&] { return room.ask("state")["step"] == 1; })) << room.ask("state").dump();
  EXPECT_EQ(room.name("bar/reset"), "Reset");
}

TEST(StartModel, AFilePackedByGzipIsTheSame) {
  const Bytes model = trained_two_epochs();
  StudioRoom room;
  room.open_images();
  room.studio->open_start_model(gzip(model));
  ASSERT_TRUE(room.until([&] { return room.name("bar/reset") == "Start untrained"; })) << room.notices();
  EXPECT_EQ(room.ask("state")["epoch"], 2);
}

TEST(StartModel, AStartModelThatArrivesLateLeavesWhatThePersonHasChosen) {
  const Bytes model = trained_two_epochs();
  StudioRoom room;
  room.open_images();
  room.ask("configure", {{"seed", 77}});
  room.studio->open_start_model(model);
  room.turns(60);
  EXPECT_EQ(room.ask("state")["settings"]["seed"], "77");
  EXPECT_EQ(room.ask("state")["epoch"], 0);
}

TEST(StartModel, AStartModelIsLeftByAChangeWhileItIsBeingOpened) {
  const Bytes model = trained_two_epochs();
  std::string kept;
  {
    StudioRoom room;
    room.open_images();
    room.studio->open_start_model(model);
    room.ask("configure", {{"seed", 77}});
    ASSERT_TRUE(room.until([&] { return room.ask("state")["settings"]["seed"] == "77"; }));
    room.turns(60);
    EXPECT_EQ(room.ask("state")["startModel"], false);
    EXPECT_EQ(room.ask("state")["epoch"], 0);
    kept = room.kept;
  }
  StudioRoom again(kept);
  again.open_images();
  again.studio->open_start_model(model);
  again.turns(60);
  EXPECT_EQ(again.ask("state")["settings"]["seed"], "77") << "a reload took the page's model for what was left";
}

/// What an engine tells of a run that waits for its images: the untrained one of the page's first settings, or of a
/// model.
void tell_run(ScriptedEngine& engine, const Checkpoint& model, bool trained) {
  const TrainerState& state = model.state;
  std::vector<float> untrained(state.network.parameters.size(), 0.0f);
  engine.tell(event::RunStarted{
      .experiment = model.experiment, .history = trained ? state.history : History{}, .other_dataset = {}});
  engine.tell(event::Snapshot{state.network.spec, trained ? 2.0 : 0.0, trained ? state.step : 0,
                              trained ? state.network.parameters : untrained});
  engine.tell(event::Progress{.epoch = trained ? 2.0 : 0.0, .epochs = 2, .step = trained ? state.step : 0});
}

/// A stroke down the pad, by keys; how well it is rebuilt.
std::string paint(StudioRoom& room) {
  room.studio->mirror_focus("paint/pad");
  room.turns(3);
  room.studio->key(" ", false);
  for (int i = 0; i < 8; ++i) room.studio->key("ArrowDown", false);
  room.studio->key(" ", false);
  room.turns(3);
  return room.name("paint/error");
}

TEST(StartModel, IsOnTheMapAndRebuildsAPaintingBeforeThereIsAnEngine) {
  const Bytes model = trained_two_epochs();
  ScriptedEngine engine;
  StudioRoom room({}, {}, &engine);
  room.turns(3);
  EXPECT_TRUE(room.shows("map/empty"));
  EXPECT_FALSE(room.shows("paint/error"));
  room.studio->open_start_model(model);
  room.turns(3);
  EXPECT_EQ(room.name("bar/reset"), "Start untrained");
  EXPECT_EQ(room.ask("state")["epoch"], 2);
  EXPECT_FALSE(room.shows("map/empty"));
  EXPECT_NE(paint(room), "") << "a stroke is rebuilt";
  EXPECT_TRUE(room.disabled("bar/train"));
}

TEST(StartModel, TrainThatWaitsForTheImagesBeginsUntrainedWhenTheyAreThere) {
  const Bytes model = trained_two_epochs();
  StudioRoom room;
  room.studio->open_start_model(model);
  room.studio->set_catalogue(R"({"sets": [{"id": "mnist", "title": "Digits", "about": "", "images": 120, "bytes": 100,
    "files": [{"path": "x-images-idx3-ubyte", "bytes": 94096, "sha256": ""},
              {"path": "x-labels-idx1-ubyte", "bytes": 128, "sha256": ""}]}]})");
  ASSERT_TRUE(room.until([&] { return room.name("bar/train") == "Train from scratch"; })) << room.name("bar/train");
  room.press("bar/train");
  EXPECT_EQ(room.name("bar/train"), "Don't start");
  EXPECT_EQ(room.name("bar/reset"), "Start untrained") << "until then the page shows what it showed";
  room.studio->open_files("mnist", {"x-images-idx3-ubyte", "x-labels-idx1-ubyte"}, two_kinds_of_images(120));
  ASSERT_TRUE(room.until([&] { return room.name("bar/reset") == "Reset"; }));
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; })) << room.value("bar/state");
  EXPECT_EQ(room.ask("state")["startModel"], false);
  EXPECT_EQ(room.ask("state")["epoch"], 2.0) << "the two epochs of the page's model are not in it";
}

TEST(StartModel, TheUntrainedRunThatAnEngineBeginsWithDoesNotHideIt) {
  const Bytes bytes = trained_two_epochs();
  const auto model = load_checkpoint(bytes);
  ASSERT_TRUE(model);
  ScriptedEngine engine;
  StudioRoom room({}, {}, &engine);
  room.turns(3);
  room.studio->open_start_model(bytes);
  room.turns(3);
  const std::string painting = paint(room);
  EXPECT_NE(painting, "");
  const Ticket opening = engine.last<command::ImportModel>();
  engine.tell(event::EngineReady{});
  tell_run(engine, *model, false);
  engine.tell(event::Done{engine.last<command::Configure>()});
  room.turns(3);
  EXPECT_EQ(room.ask("state")["epoch"], 2);
  EXPECT_FALSE(room.ask("state")["history"].empty());
  EXPECT_EQ(room.name("paint/error"), painting);
  tell_run(engine, *model, true);
  engine.tell(event::Done{opening});
  room.turns(3);
  EXPECT_EQ(room.name("bar/reset"), "Start untrained");
  EXPECT_EQ(room.name("paint/error"), painting);
  // What begins untrained from now on is what the person wants.
  tell_run(engine, *model, false);
  room.turns(3);
  EXPECT_EQ(room.ask("state")["epoch"], 0);
}

TEST(StartModel, ASettingThatIsChangedBeforeThereIsAnEngineCounts) {
  const Bytes bytes = trained_two_epochs();
  ScriptedEngine engine;
  StudioRoom room({}, {}, &engine);
  room.turns(3);
  room.studio->open_start_model(bytes);
  room.turns(3);
  room.call("configure", {{"seed", 77}});
  EXPECT_EQ(room.ask("state")["startModel"], false);
  Checkpoint other = *load_checkpoint(bytes);
  other.experiment.seed = 77;
  engine.tell(event::EngineReady{});
  engine.tell(event::Done{engine.last<command::ImportModel>()});
  tell_run(engine, other, false);
  engine.tell(event::Done{engine.last<command::Configure>()});
  room.turns(3);
  EXPECT_EQ(room.ask("state")["settings"]["seed"], "77");
  EXPECT_EQ(room.ask("state")["epoch"], 0);
  EXPECT_EQ(room.ask("state")["startModel"], false);
}

}  // namespace
}  // namespace hourglass
