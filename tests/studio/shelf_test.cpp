// Nothing is lost: what begins a new run leaves the one before on the shelf, one press brings it back, and a page that
// is loaded again goes on where it was.
#include <set>

#include "studio/state/shelf.h"
#include "studio_room.h"
#include "training/experiment_fields.h"
#include "training/presets.h"

namespace hourglass {
namespace {

constexpr const char* kImages = "pictures-images-idx3-ubyte";

/// A studio with images, and a small run of two epochs.
void train_something(StudioRoom& room) {
  room.open_images(60);
  room.ask("configure", {{"encoder", {784, 6, 2}}, {"epochs", 50}, {"batch", 16}});
  room.ask("train", {{"epochs", 2}});
  ASSERT_TRUE(room.until([&] { return !room.ask("runs").empty(); }));
}

std::string notice_action(const StudioRoom& room, const std::string& name) {
  for (const auto& [id, item] : room.mirror)
    if (id.starts_with("notice/") && id.ends_with("/action") && item.value("name", "") == name) return id;
  return {};
}

bool back(StudioRoom& room, const Json& before) {
  return room.until([&] {
    const Json now = room.ask("state");
    return now["run"] == before["run"] && now["epoch"] == before["epoch"] && now["weightsEpoch"] == before["epoch"];
  });
}

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

TEST(Shelf, APageThatIsLoadedAgainGoesOnWhereItWas) {
  RoomShelf shelf;
  std::string kept, link;
  Json before;
  {
    StudioRoom room({}, {}, nullptr, {}, &shelf);
    train_something(room);
    before = room.ask("state");
    room.turns(60);
    kept = room.kept, link = room.link;
  }
  for (const bool trains : {false, true}) {
    StudioRoom again(kept, link, nullptr, {}, &shelf);
    again.come_back(trains);
    again.studio->open_files("", {kImages, "pictures-labels-idx1-ubyte"}, two_kinds_of_images(60));
    const std::string wanted = trains ? "Training" : "Paused";
    ASSERT_TRUE(again.until([&] { return again.value("bar/state") == wanted; })) << again.value("bar/state");
    EXPECT_EQ(again.name("bar/train"), trains ? "Pause" : "Resume");
    EXPECT_EQ(again.ask("state")["run"], before["run"]);
    EXPECT_EQ(again.ask("state")["settings"], before["settings"]);
    const Json history = again.ask("state")["history"];
    ASSERT_GE(history.size(), before["history"].size());
    for (std::size_t i = 0; i < before["history"].size(); ++i) EXPECT_EQ(history[i], before["history"][i]);
    EXPECT_EQ(again.notices().find("on the shelf"), std::string::npos) << again.notices();
  }
}

/// What is left of a studio that trained something and was closed.
struct Left {
  std::string kept, link;
};
Left leave_something(RoomShelf& shelf) {
  StudioRoom room({}, {}, nullptr, {}, &shelf);
  train_something(room);
  room.turns(60);
  return {room.kept, room.link};
}

TEST(Shelf, TheMapCanBeWoundBackAfterThePageWasLoadedAgain) {
  RoomShelf shelf;
  std::string kept, link, wound;
  {
    StudioRoom room({}, {}, nullptr, {}, &shelf);
    train_something(room);
    room.turns(60);
    ASSERT_TRUE(room.shows("map/trail"));
    wound = room.item("map/trail")["max"].dump();
    kept = room.kept, link = room.link;
  }
  ASSERT_EQ(shelf.trails.size(), 1u);
  StudioRoom again(kept, link, nullptr, {}, &shelf);
  again.come_back();
  again.studio->open_files("", {kImages, "pictures-labels-idx1-ubyte"}, two_kinds_of_images(60));
  ASSERT_TRUE(again.until([&] { return again.value("bar/state") == "Paused"; }));
  ASSERT_TRUE(again.until([&] { return again.shows("map/trail"); }));
  EXPECT_EQ(again.item("map/trail")["max"].dump(), wound);
  // A run that makes room has its trail kept, too, and gets it back.
  again.ask("train", {{"epochs", 3}});
  again.turns(10);
  wound = again.item("map/trail")["max"].dump();
  const Json before = again.ask("state");
  again.press("bar/reset");
  again.turns(20);
  EXPECT_FALSE(again.shows("map/trail"));
  again.press(notice_action(again, "Bring it back"));
  ASSERT_TRUE(back(again, before));
  ASSERT_TRUE(again.until([&] { return again.shows("map/trail"); }));
  EXPECT_EQ(again.item("map/trail")["max"].dump(), wound);
}

TEST(Shelf, OtherImagesUnderTheNameOfThoseThatARunWasTrainedOnAreSaid) {
  RoomShelf shelf;
  const Left left = leave_something(shelf);
  constexpr const char* kOthers = "has other images now";
  for (const int count : {60, 64}) {
    StudioRoom again(left.kept, left.link, nullptr, {}, &shelf);
    again.come_back();
    again.studio->open_files("", {kImages, "pictures-labels-idx1-ubyte"}, two_kinds_of_images(count));
    ASSERT_TRUE(again.until([&] { return again.value("bar/state") == "Paused"; }));
    again.turns(5);
    EXPECT_EQ(again.notices().find(kOthers) != std::string::npos, count != 60) << again.notices();
  }
}

TEST(Shelf, ARunThatIsBroughtBackToOtherImagesOfTheNameOfItsOwnSaysSo) {
  RoomShelf shelf;
  StudioRoom room({}, {}, nullptr, {}, &shelf);
  train_something(room);
  const Json before = room.ask("state");
  std::vector<Bytes> others = two_kinds_of_images(60);
  others[0].back() ^= 0xff;
  room.studio->open_files("", {kImages, "pictures-labels-idx1-ubyte"}, others);
  ASSERT_TRUE(room.until([&] { return !notice_action(room, "Bring it back").empty(); }));
  room.press(notice_action(room, "Bring it back"));
  ASSERT_TRUE(back(room, before));
  room.turns(20);
  EXPECT_NE(room.notices().find("has other images now"), std::string::npos) << room.notices();
}

TEST(Shelf, ACardOfTheFirstVersionHasNoChecksumAndIsShownAndOpenedAllTheSame) {
  RoomShelf shelf;
  const Left left = leave_something(shelf);
  KeptRun& run = shelf.runs.begin()->second;
  Json card = Json::parse(run.card);
  EXPECT_EQ(card["version"], 2);
  card["version"] = 1;
  card.erase("checksum");
  run.card = card.dump();
  shelf.trails.clear();
  StudioRoom again(left.kept, left.link, nullptr, {}, &shelf);
  again.come_back();
  again.studio->open_files("", {kImages, "pictures-labels-idx1-ubyte"}, two_kinds_of_images(64));
  ASSERT_TRUE(again.until([&] { return again.value("bar/state") == "Paused"; }));
  EXPECT_EQ(again.ask("runs").size(), 1u);
  EXPECT_EQ(again.notices().find("other images"), std::string::npos) << again.notices();
}

TEST(Shelf, AnAddressThatHasNotYetFollowedTheRunAsksForNothingElse) {
  RoomShelf shelf;
  std::string kept, link;
  {
    StudioRoom room({}, {}, nullptr, {}, &shelf);
    train_something(room);
    room.turns(60);
    kept = room.kept, link = room.link;
    ASSERT_NE(link, "") << "the settings are in the address";
    room.ask("configure", {{"learning-rate", 0.0123}});
    ASSERT_TRUE(room.until([&] { return room.ask("runs")[0]["settings"]["learning-rate"] == "0.0123"; }));
  }
  StudioRoom again(kept, link, nullptr, {}, &shelf);
  again.come_back();
  again.turns(5);
  EXPECT_EQ(again.ask("state")["settings"]["learning-rate"], "0.0123");
  EXPECT_GT(again.ask("state")["epoch"], 0.0);
}

/// The page goes in the moment after `what` was configured: the engine has not heard of it, and the shelf has the run
/// as it was.
Left leave_right_after(RoomShelf& shelf, const Json& what) {
  StudioRoom room({}, {}, nullptr, {}, &shelf);
  train_something(room);
  room.turns(60);
  room.call("configure", what);
  room.studio->leave();
  return {room.kept, room.link};
}

TEST(Shelf, WhatWasSetRightBeforeThePageWentIsSetWhenItIsBack) {
  const std::vector<std::pair<Json, bool>> cases = {{{{"learning-rate", 0.0031}}, false}, {{{"hidden", "tanh"}}, true}};
  for (const auto& [set, begins_anew] : cases) {
    RoomShelf shelf;
    Left left = leave_right_after(shelf, set);
    const std::string key = set.begin().key(), value = Json::parse(left.kept)["settings"][key];
    for (int times = 1; times <= 2; ++times) {
      StudioRoom again(left.kept, left.link, nullptr, {}, &shelf);
      again.come_back();
      // Whoever looks sees it at once, and a page that goes again in the midst of it has not forgotten it.
      again.turns(1);
      EXPECT_EQ(again.ask("state")["settings"][key], value);
      again.studio->leave();
      left = {again.kept, again.link};
      if (times == 1) continue;
      again.studio->open_files("", {kImages, "pictures-labels-idx1-ubyte"}, two_kinds_of_images(60));
      ASSERT_TRUE(again.until([&] { return again.ask("state")["dataset"].is_object(); }));
      again.turns(60);
      EXPECT_EQ(again.ask("state")["settings"][key], value);
      EXPECT_EQ(again.ask("state")["epoch"], begins_anew ? 0.0 : 2.0) << key;
      EXPECT_EQ(!notice_action(again, "Bring it back").empty(), begins_anew);
      again.ask("train", {{"epochs", 1}});
      ASSERT_TRUE(again.until([&] { return again.ask("runs")[0]["settings"][key] == value; }));
      EXPECT_FALSE(Json::parse(again.kept).contains("settings_kept"));
    }
  }
}

TEST(Shelf, WhatTheShelfHasHeardSinceIsLaterThanWhatThePageSaved) {
  RoomShelf shelf;
  const Left left = leave_right_after(shelf, {{"learning-rate", 0.0031}});
  {
    StudioRoom other(left.kept, left.link, nullptr, {}, &shelf);
    other.come_back();
    other.studio->open_files("", {kImages, "pictures-labels-idx1-ubyte"}, two_kinds_of_images(60));
    ASSERT_TRUE(other.until([&] { return other.value("bar/state") == "Paused"; }));
    other.ask("configure", {{"learning-rate", 0.0123}});
    ASSERT_TRUE(other.until([&] { return other.ask("runs")[0]["settings"]["learning-rate"] == "0.0123"; }));
  }
  StudioRoom again(left.kept, left.link, nullptr, {}, &shelf);
  again.come_back();
  again.turns(5);
  EXPECT_EQ(again.ask("state")["settings"]["learning-rate"], "0.0123");
}

TEST(Shelf, ALinkThatAsksForSomethingElseIsFollowedAndTheRunCanStillBeBroughtBack) {
  RoomShelf shelf;
  std::string kept;
  {
    StudioRoom room({}, {}, nullptr, {}, &shelf);
    train_something(room);
    room.turns(60);
    kept = room.kept;
  }
  StudioRoom again(kept, "seed=4242", nullptr, {}, &shelf);
  again.come_back();
  again.turns(5);
  EXPECT_EQ(again.ask("state")["settings"]["seed"], "4242");
  EXPECT_EQ(again.ask("state")["epoch"], 0.0);
  EXPECT_NE(notice_action(again, "Bring it back"), "");
}

TEST(Shelf, TheDrawingOnThePadComesBack) {
  std::string kept;
  {
    StudioRoom room;
    room.open_images(60);
    room.press("paint/clear");
    for (const char* key : {" ", "ArrowRight", "ArrowRight", "ArrowRight", " "}) {
      room.studio->mirror_focus("paint/pad");
      room.studio->key(key, true);
    }
    room.turns(90);
    kept = room.kept;
  }
  ASSERT_NE(kept.find("\"drawing\""), std::string::npos);
  StudioRoom again(kept);
  again.open_images(60);
  again.turns(90);
  const Json before = Json::parse(kept)["explore"], now = Json::parse(again.kept)["explore"];
  EXPECT_EQ(now.value("drawing", ""), before["drawing"]);
}

// -- The sheet
// ----------------------------------------------------------------------------------------------------------

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
