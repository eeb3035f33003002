#include "studio_room.h"

namespace hourglass {
namespace {

TEST(ScriptApi, TellsTheEngineWhenItIsReady) {
  StudioRoom room;
  const Json ready = room.ask("ready");
  EXPECT_EQ(ready["variant"], "native");
  EXPECT_GE(ready["threads"], 1);
}

TEST(ScriptApi, TrainIsAnsweredByTheHistory) {
  StudioRoom room;
  room.open_images();
  const Json history = room.ask("train", {{"epochs", 2}});
  ASSERT_FALSE(history.empty());
  EXPECT_EQ(history.back()["epoch"], 2);
  EXPECT_GT(history.back()["heldoutSse"], 0);
}

TEST(ScriptApi, ConfigureTakesTextNumbersSwitchesAndLists) {
  StudioRoom room;
  room.open_images();
  const Json state = room.ask(
      "configure", {{"learning-rate", 0.004}, {"tied", false}, {"encoder", {784, 20, 2}}, {"optimizer", "sgd"}});
  EXPECT_EQ(state["settings"]["learning-rate"], "0.004");
  EXPECT_EQ(state["settings"]["tied"], "off");
  EXPECT_EQ(state["settings"]["encoder"], "784,20,2");
  EXPECT_EQ(state["settings"]["optimizer"], "sgd");
}

TEST(ScriptApi, WhatIsWrongIsAnErrorWithASentence) {
  StudioRoom room;
  room.open_images();
  EXPECT_NE(room.call("configure", {{"batch", 0}})["error"].get<std::string>().find("Batch"), std::string::npos);
  EXPECT_TRUE(room.call("configure", {{"preset", "none such"}}).contains("error"));
  EXPECT_TRUE(room.call("encode", {{"pixels", {1, 2, 3}}}).contains("error"));
  EXPECT_TRUE(room.call("decode", {{"codes", "all"}}).contains("error"));
  EXPECT_TRUE(room.call("sweep", {{"x", {{"step", 0}}}}).contains("error"));
  EXPECT_TRUE(room.call("load", {{"name", "none such"}}).contains("error"));
  EXPECT_TRUE(room.call("load", {{"files", Json::array()}}).contains("error"));
  EXPECT_TRUE(room.call("fly").contains("error"));
  EXPECT_TRUE(room.call("importModel", {{"bytes", "***"}}).contains("error"));
}

TEST(ScriptApi, WhatWasEncodedDecodesToAnImageOfPixelsFromZeroToOne) {
  StudioRoom room;
  room.open_images();
  room.ask("train", {{"epochs", 2}});
  const Json codes = room.ask("encode", {{"pixels", std::vector<float>(784, 0.5f)}});
  ASSERT_EQ(codes.size(), 1u);
  const auto width = room.ask("state")["settings"]["encoder"].get<std::string>().ends_with(",2") ? 2u : 0u;
  EXPECT_EQ(codes[0].size(), width);
  const Json pixels = room.ask("decode", {{"codes", codes}});
  ASSERT_EQ(pixels[0].size(), 784u);
  for (const Json& pixel : pixels[0]) EXPECT_LT(std::abs(pixel.get<double>() - 0.5), 1.5);
}

TEST(ScriptApi, TheSweepHasThePostsNumberOfTiles) {
  StudioRoom room;
  room.open_images();
  const Json axis = {{"from", -1}, {"to", 1}, {"step", 0.2}};
  const Json sweep = room.ask("sweep", {{"x", axis}, {"y", axis}});
  EXPECT_EQ(sweep["columns"], 10);
  EXPECT_EQ(sweep["pixels"].size(), 100u);
}

TEST(ScriptApi, CodesComeWithTheirLabels) {
  StudioRoom room;
  room.open_images();
  const Json codes = room.ask("codes");
  EXPECT_EQ(codes["codes"].size(), room.ask("state")["dataset"]["heldOut"]);
  EXPECT_EQ(codes["labels"].size(), codes["codes"].size());
}

TEST(ScriptApi, AModelSavedAndOpenedAgainIsTheSameModel) {
  StudioRoom room;
  room.open_images();
  room.ask("train", {{"epochs", 1}});
  const Json one = {{"pixels", std::vector<float>(784, 0.25f)}};
  const Json before = room.ask("encode", one);
  const Json file = room.ask("exportModel");
  room.ask("train", {{"epochs", 1}});
  EXPECT_NE(room.ask("encode", one), before);
  room.ask("importModel", {{"bytes", file}});
  EXPECT_EQ(room.ask("encode", one), before);
}

TEST(ScriptApi, ResetTakesASeed) {
  StudioRoom room;
  room.open_images();
  const Json state = room.ask("reset", {{"seed", 99}});
  EXPECT_EQ(state["settings"]["seed"], "99");
  EXPECT_EQ(state["epoch"], 0);
}

}  // namespace
}  // namespace hourglass
