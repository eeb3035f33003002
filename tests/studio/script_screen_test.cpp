// What a script learns of the screen and does to it: what lessons stand on.
#include <gtest/gtest.h>

#include "studio_room.h"

namespace hourglass {
namespace {

TEST(ScriptScreen, WhatIsChosenIsShownAndTold) {
  StudioRoom room;
  room.open_images();
  const Json told = room.ask(
      "show", {{"map", "pca"}, {"view", "sweep"}, {"samples", "filters"}, {"panel", "loss"}, {"recipe", false}});
  EXPECT_EQ(told["map"], "pca");
  EXPECT_EQ(told["view"], "sweep");
  EXPECT_EQ(told["samples"], "filters");
  EXPECT_EQ(told["panel"], "loss");
  EXPECT_EQ(told["recipe"], false);
  EXPECT_EQ(room.ask("screen"), told);
  room.ask("show", {{"map", "autoencoder"}, {"view", "map"}, {"recipe", true}});
  EXPECT_EQ(room.ask("screen")["map"], "autoencoder");
  EXPECT_EQ(room.ask("screen")["samples"], "filters") << "what is not said stays";
}

TEST(ScriptScreen, WhatIsWrongChangesNothing) {
  StudioRoom room;
  room.open_images();
  const Json before = room.ask("screen");
  for (const Json& wrong : {Json{{"map", "globe"}}, Json{{"view", 3}}, Json{{"panel", "Map"}, {"view", "sweep"}},
                            Json{{"sweep", {{"from", 1}, {"to", 0}}}, {"view", "sweep"}}})
    EXPECT_TRUE(room.call("show", wrong).contains("error")) << wrong;
  for (const char* wrong :
       {R"({"sample": -1})", R"({"sample": 100000})", R"({"class": 99})", R"({"noise": "rain"})", R"({"strokes": 3})",
        R"({"strokes": [[[1, 2, 3]]]})", R"({"strokes": [[]]})", R"({"strokes": [[[1, 2]]], "width": 0})"})
    EXPECT_TRUE(room.call("paint", Json::parse(wrong)).contains("error")) << wrong;
  EXPECT_TRUE(room.call("open", {{"run", "none such"}}).contains("error"));
  EXPECT_EQ(room.ask("screen"), before);
}

TEST(ScriptScreen, ADrawingOfALessonIsNotThePersonsOwn) {
  StudioRoom room;
  room.open_images();
  room.ask("paint", Json::parse(R"({"strokes": [[[8, 8], [14, 20], [20, 8]]]})"));
  room.turns(5);
  Json pad = room.ask("screen")["pad"];
  EXPECT_EQ(pad["blank"], false);
  EXPECT_EQ(pad["own"], false);
  EXPECT_TRUE(room.ask("screen")["figures"].contains("pad.error"));
  room.ask("paint", Json::parse(R"({"strokes": []})"));
  room.turns(5);
  EXPECT_EQ(room.ask("screen")["pad"]["blank"], true);
  EXPECT_FALSE(room.ask("screen")["figures"].contains("pad.error"));
  room.ask("paint", {{"class", 1}});
  room.turns(5);
  pad = room.ask("screen")["pad"];
  EXPECT_EQ(pad["blank"], false);
  EXPECT_EQ(pad["own"], false);
}

TEST(ScriptScreen, FiguresAreThoseOfTheRun) {
  StudioRoom room;
  room.open_images();
  EXPECT_EQ(room.ask("screen")["figures"]["images.training"], 100);
  room.ask("train", {{"epochs", 2}});
  const Json last = room.ask("state")["history"].back(), figures = room.ask("screen")["figures"];
  EXPECT_EQ(figures["heldOut.perImage"], last["heldoutSse"]);
  EXPECT_EQ(figures["heldOut.rmse"], last["heldoutRmse"]);
  EXPECT_DOUBLE_EQ(figures["training.mse"].get<double>(), last["trainSse"].get<double>() / 784);
  EXPECT_EQ(figures["epoch"], 2.0);
  EXPECT_EQ(figures["codeNumbers"], 2);
  EXPECT_GT(figures["parameters"], 784);
  EXPECT_FALSE(figures.contains("divergence")) << "only of a variational code";
}

TEST(ScriptScreen, FiguresOfTheMapAreMeasuredForWhoAsks) {
  StudioRoom room;
  room.open_images();
  room.ask("train", {{"epochs", 1}});
  room.turns(60);
  EXPECT_FALSE(room.ask("screen")["figures"].contains("map.trustworthiness"));
  room.ask("show", {{"measure", true}});
  EXPECT_TRUE(room.until([&] { return room.ask("screen")["figures"].contains("map.trustworthiness"); }));
}

TEST(ScriptScreen, ARunOfTheShelfIsBroughtBack) {
  RoomShelf shelf;
  StudioRoom room({}, {}, nullptr, {}, &shelf);
  room.open_images(60);
  room.ask("train", {{"epochs", 2}});
  room.turns(60);
  const Json before = room.ask("state");
  room.ask("reset");
  room.turns(20);
  ASSERT_NE(room.ask("state")["run"], before["run"]);
  const Json back = room.ask("open", {{"run", before["run"]}});
  EXPECT_EQ(back["run"], before["run"]);
  EXPECT_EQ(back["epoch"], before["epoch"]);
}

TEST(ScriptScreen, TheBarHasAWayToTheLessons) {
  StudioRoom room({}, {}, nullptr, {}, nullptr, true);
  room.turns(3);
  room.press("bar/lessons");
  room.turns(2);
  EXPECT_EQ(room.opened_lessons, std::vector<std::string>{""});
}

TEST(ScriptScreen, NotesOnImagesThatALessonBringsDoNotTalkAcrossIt) {
  for (const bool quiet : {true, false}) {
    ScriptedEngine engine;
    StudioRoom room({}, {}, &engine);
    room.ask("show", {{"quiet", quiet}});
    room.studio->open_files("", {"pictures-images-idx3-ubyte", "pictures-labels-idx1-ubyte"}, two_kinds_of_images(20));
    room.turns(2);
    event::DatasetReady set = small_set();
    set.ticket = engine.last<command::LoadFiles>();
    ASSERT_NE(set.ticket, 0u);
    set.notes = {verbatim("The first half is set apart.")};
    engine.tell(std::move(set));
    room.turns(3);
    EXPECT_EQ(room.notices().find("set apart") == std::string::npos, quiet) << room.notices();
  }
}

}  // namespace
}  // namespace hourglass
