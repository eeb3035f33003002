// A page that is loaded again goes on where it was: the run, its map, the drawing, and what was set right before it
// went.
#include "shelf_room.h"

namespace hourglass {
namespace {

constexpr const char* kImages = "pictures-images-idx3-ubyte";

TEST(Reload, APageThatIsLoadedAgainGoesOnWhereItWas) {
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

TEST(Reload, TheMapCanBeWoundBackAfterThePageWasLoadedAgain) {
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

TEST(Reload, OtherImagesUnderTheNameOfThoseThatARunWasTrainedOnAreSaid) {
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

TEST(Reload, ARunThatIsBroughtBackToOtherImagesOfTheNameOfItsOwnSaysSo) {
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

TEST(Reload, ACardOfTheFirstVersionHasNoChecksumAndIsShownAndOpenedAllTheSame) {
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

TEST(Reload, AnAddressThatHasNotYetFollowedTheRunAsksForNothingElse) {
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

TEST(Reload, WhatWasSetRightBeforeThePageWentIsSetWhenItIsBack) {
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

TEST(Reload, WhatTheShelfHasHeardSinceIsLaterThanWhatThePageSaved) {
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

TEST(Reload, ALinkThatAsksForSomethingElseIsFollowedAndTheRunCanStillBeBroughtBack) {
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

TEST(Reload, TheDrawingOnThePadComesBack) {
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

}  // namespace
}  // namespace hourglass
