// Nothing is lost: what begins a new run leaves the one before on the shelf, and one press brings it back. And the
// sheet in which the shelf is seen. What a page finds that is loaded again stands in reload_test.cpp.
#include <set>

#include "shelf_room.h"
#include "studio/state/shelf.h"
#include "training/experiment_fields.h"
#include "training/presets.h"

namespace hourglass {
namespace {

TEST(Shelf, WhateverBeginsANewRunOneBringsTheOneBeforeBack) {
  const std::vector<std::pair<const char*, std::function<void(StudioRoom&)>>> deeds = {
      {"Reset", [](StudioRoom& room) { room.press("bar/reset"); }},
      {"R", [](StudioRoom& room) { room.studio->key("r", false); }},
      {"N", [](StudioRoom& room) { room.studio->key("n", false); }},
      {"an activation", [](StudioRoom& room) { room.set("recipe/hidden", "tanh"); }},
      {"widths", [](StudioRoom& room) { room.set("recipe/encoder", "784,5,2"); }},
      {"a class",
       [](StudioRoom& room) {
         room.ask("configure", {{"images", 40}});
       }},
      {"other images",
       [](StudioRoom& room) {
         room.studio->open_files("", {"others-images-idx3-ubyte", "others-labels-idx1-ubyte"}, two_kinds_of_images(80));
       }},
      {"a script",
       [](StudioRoom& room) {
         room.ask("reset", {{"seed", 77}});
       }},
  };
  for (const auto& [what, deed] : deeds) {
    RoomShelf shelf;
    StudioRoom room({}, {}, nullptr, {}, &shelf);
    train_something(room);
    const Json before = room.ask("state");
    deed(room);
    ASSERT_TRUE(room.until([&] { return !notice_action(room, "Bring it back").empty(); })) << what;
    EXPECT_NE(room.notices().find("The run before is on the shelf."), std::string::npos) << what;
    EXPECT_EQ(room.ask("state")["epoch"], 0.0) << what;
    room.press(notice_action(room, "Bring it back"));
    // Images that are gone are missed; the run goes on with those at hand, which may make other epochs of its steps.
    if (std::string_view(what) == "other images") {
      ASSERT_TRUE(room.until([&] { return room.ask("state")["run"] == before["run"]; }));
      EXPECT_GT(room.ask("state")["epoch"], 1.0);
      continue;
    }
    ASSERT_TRUE(back(room, before)) << what;
    EXPECT_EQ(room.ask("state")["history"], before["history"]) << what;
    EXPECT_EQ(room.ask("state")["settings"], before["settings"]) << what;
  }
}

TEST(Shelf, UndoBringsTheRunBackUnlessSomethingWasDrawnSince) {
  RoomShelf shelf;
  StudioRoom room({}, {}, nullptr, {}, &shelf);
  train_something(room);
  const Json before = room.ask("state");
  room.press("bar/reset");
  ASSERT_TRUE(room.until([&] { return !notice_action(room, "Bring it back").empty(); }));
  EXPECT_TRUE(room.studio->key("undo", false));
  ASSERT_TRUE(back(room, before));
  // Once more, and then a drawing.
  room.press("bar/reset");
  ASSERT_TRUE(room.until([&] { return !notice_action(room, "Bring it back").empty(); }));
  room.press("paint/clear");
  EXPECT_TRUE(room.studio->key("undo", false)) << "the drawing";
  room.turns(20);
  EXPECT_EQ(room.ask("state")["epoch"], 0.0);
}

TEST(Shelf, WhatALessonSetsUpIsNotSpokenOfAndCanBeUndoneAllTheSame) {
  RoomShelf shelf;
  StudioRoom room({}, {}, nullptr, {}, &shelf);
  train_something(room);
  const Json before = room.ask("state");
  room.ask("show", {{"quiet", true}});
  room.ask("reset", {{"seed", 77}});
  room.ask("show", {{"quiet", false}});
  room.turns(5);
  EXPECT_EQ(room.ask("state")["epoch"], 0.0);
  EXPECT_EQ(room.notices().find("on the shelf"), std::string::npos) << room.notices();
  EXPECT_TRUE(room.studio->key("undo", false));
  EXPECT_TRUE(back(room, before));
}

TEST(Shelf, ARunThatHasLearntNothingIsNotSpokenOf) {
  RoomShelf shelf;
  StudioRoom room({}, {}, nullptr, {}, &shelf);
  room.open_images(60);
  room.press("bar/reset");
  room.turns(20);
  EXPECT_EQ(room.notices(), "");
  const Json run = room.ask("state")["run"];
  room.studio->key("undo", false);
  room.turns(5);
  EXPECT_EQ(room.ask("state")["run"], run);
}

/// Three runs: two that differ in their seed alone, and one of another network.
void train_three(StudioRoom& room) {
  train_something(room);
  room.ask("configure", {{"seed", 7}});
  room.ask("train", {{"epochs", 1}});
  room.ask("configure", {{"hidden", "tanh"}});
  room.ask("train", {{"epochs", 1}});
  ASSERT_TRUE(room.until([&] { return room.ask("runs").size() == 3; }));
}

TEST(Shelf, ListsTheNewestFirstAndNoTwoReadTheSame) {
  RoomShelf shelf;
  StudioRoom room({}, {}, nullptr, {}, &shelf);
  train_three(room);
  const Json runs = room.ask("runs");
  EXPECT_TRUE(runs[0]["present"]);
  EXPECT_EQ(runs[0]["settings"]["hidden"], "tanh");
  std::set<std::string> names;
  for (const Json& run : runs) names.insert(run["name"].get<std::string>());
  EXPECT_EQ(names.size(), 3u);
  EXPECT_TRUE(room.studio->key("b", false));
  room.turns(3);
  for (const Json& run : runs) {
    const std::string id = "shelf/" + run["id"].get<std::string>();
    EXPECT_EQ(room.name(id + "/title"), run["name"]);
    EXPECT_NE(room.name(id + "/figures").find("RMSE"), std::string::npos);
  }
  EXPECT_TRUE(room.disabled("shelf/" + runs[0]["id"].get<std::string>() + "/open"));
}

/// What a frame with the shelf open has to draw while `count` runs stand in it.
int vertices_of_a_shelf(RoomShelf& shelf, const Left& left, int count) {
  const KeptRun one = shelf.runs.begin()->second;
  for (int i = 0; static_cast<int>(shelf.runs.size()) < count; ++i) {
    const std::string id = "copy" + std::to_string(i);
    KeptRun copy = one;
    Json card = Json::parse(copy.card);
    card["id"] = id;
    copy.card = card.dump();
    shelf.runs[id] = copy;
  }
  StudioRoom room(left.kept, left.link, nullptr, {}, &shelf);
  room.come_back();
  EXPECT_EQ(static_cast<int>(room.ask("runs").size()), count);
  EXPECT_TRUE(room.studio->key("b", false));
  room.turns(3);
  room.draw();
  return ImGui::GetDrawData()->TotalVtxCount;
}

TEST(Shelf, WhatIsScrolledAwayCostsNothingToDraw) {
  RoomShelf shelf;
  const Left left = leave_something(shelf);
  const int few = vertices_of_a_shelf(shelf, left, 12), many = vertices_of_a_shelf(shelf, left, 150);
  EXPECT_GT(few, 1000);
  EXPECT_LT(many, few + few / 10);
}

TEST(Shelf, ARunIsFoundByTypingRenamedTakenOffAndPutBack) {
  RoomShelf shelf;
  StudioRoom room({}, {}, nullptr, {}, &shelf);
  train_three(room);
  const Json runs = room.ask("runs");
  const std::string first = runs[1]["id"], id = "shelf/" + first;
  room.studio->key("b", false);
  room.turns(3);
  room.press(id + "/rename");
  room.set(id + "/name", "For the lesson");
  EXPECT_EQ(room.name(id + "/title"), "For the lesson");
  EXPECT_EQ(shelf.labels[first]["name"], "For the lesson");
  room.set("shelf/find", "lesson");
  EXPECT_TRUE(room.shows(id + "/title"));
  EXPECT_FALSE(room.shows("shelf/" + runs[0]["id"].get<std::string>() + "/title"));
  room.press("shelf/all");
  room.press(id + "/save");
  EXPECT_EQ(room.saved_runs, std::vector<std::string>{first});
  room.press(id + "/pin");
  room.press(id + "/delete");
  EXPECT_FALSE(room.shows(id + "/title"));
  EXPECT_EQ(room.ask("runs").size(), 2u);
  EXPECT_TRUE(shelf.labels[first]["gone"]);
  // With the mouse: what is said over a sheet lies on top of it.
  room.turns(10);
  const Json place = room.item(notice_action(room, "Put it back"))["rect"];
  room.click(place[0].get<float>() + 20, place[1].get<float>() + place[3].get<float>() / 2);
  EXPECT_TRUE(room.shows(id + "/title"));
  EXPECT_EQ(room.ask("runs").size(), 3u);
  EXPECT_FALSE(shelf.labels[first]["gone"]);
  room.studio->key("Escape", false);
  room.turns(3);
  EXPECT_TRUE(room.shows("loss/pinned/0"));
}

TEST(Shelf, ARunOfTheShelfIsOpenedOrGoesOn) {
  RoomShelf shelf;
  StudioRoom room({}, {}, nullptr, {}, &shelf);
  train_three(room);
  const Json runs = room.ask("runs");
  room.studio->key("b", false);
  room.turns(3);
  room.press("shelf/" + runs[2]["id"].get<std::string>() + "/open");
  ASSERT_TRUE(room.until([&] { return room.ask("state")["run"] == runs[2]["id"]; }));
  EXPECT_EQ(room.ask("state")["epoch"], 2.0);
  EXPECT_EQ(room.value("bar/state"), "Paused");
  room.studio->key("b", false);
  room.turns(3);
  room.press("shelf/" + runs[1]["id"].get<std::string>() + "/go-on");
  ASSERT_TRUE(
      room.until([&] { return room.ask("state")["run"] == runs[1]["id"] && room.value("bar/state") == "Training"; }));
}

TEST(Shelf, ARunIsNamedByWhatDiffersFromItsPreset) {
  State state;
  const auto card = [](const char* id, const Experiment& experiment, double age) {
    return Json{{"id", id},
                {"age", age},
                {"settings", to_settings(experiment)},
                {"history", Json::array()},
                {"images", "Digits"}};
  };
  const Preset& preset = *find_preset("classroom");
  Experiment ten = preset.experiment, tanh = preset.experiment;
  ten.network.encoder.back() = 10;
  tanh.network.hidden = Activation::tanh;
  Experiment few = preset.experiment, two_classes = preset.experiment;
  few.data.images = 2000;
  two_classes.data.classes = 1u << 4 | 1u << 9;
  Experiment seed = tanh;
  seed.seed = preset.experiment.seed + 1;
  take_kept_runs(state,
                 Json{card("a", preset.experiment, 1), card("b", ten, 2), card("c", tanh, 3), card("d", seed, 4),
                      card("e", seed, 5), card("f", few, 6), card("g", two_classes, 7)}
                     .dump(),
                 100);
  ASSERT_EQ(state.shelf.runs.size(), 7u);
  const auto title = [&](std::size_t i) { return state.shelf.runs[i].title.english(); };
  EXPECT_EQ(title(0), preset.title);
  EXPECT_EQ(title(1), "10 numbers");
  EXPECT_EQ(title(2), "tanh \u00b7 seed " + std::to_string(tanh.seed));
  EXPECT_EQ(title(3), "tanh \u00b7 seed " + std::to_string(seed.seed) + " \u00b7 no. 2");
  EXPECT_EQ(title(4), "tanh \u00b7 seed " + std::to_string(seed.seed));
  EXPECT_EQ(title(5), "2,000 images");
  EXPECT_EQ(title(6), "Classes 4,9");
  take_kept_runs(state, R"([{"id":"c","lost":true},{"id":"x","settings":3},7])", 100);
  EXPECT_EQ(state.shelf.runs.size(), 6u);
  EXPECT_EQ(nearest_preset(ten), "classroom");
}

}  // namespace
}  // namespace hourglass
