#include <set>

#include "scripted_engine.h"
#include "studio/script_methods.h"
#include "studio_room.h"

namespace hourglass {
namespace {

TEST(ScriptApi, TellsTheEngineWhenItIsReady) {
  StudioRoom room;
  const Json ready = room.ask("ready");
  EXPECT_EQ(ready["variant"], "native");
  EXPECT_GE(ready["threads"], 1);
}

TEST(ScriptApi, TheQuerySaysInWhichLanguageThePageSpeaks) {
  const auto spoken = [](std::string query) {
    StudioRoom room({}, std::move(query));
    room.turns(3);
    return room.ask("state")["language"].get<std::string>() + " " + room.name("bar/reset");
  };
  EXPECT_EQ(spoken(""), "en Reset");
  EXPECT_EQ(spoken("?lang=no-such"), "en Reset");
  EXPECT_EQ(spoken("?lang=pseudo"), "pseudo [Ŕéšéţ··]");
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

TEST(ScriptApi, MapLaysTheImagesOutAndTellsHowFarItIs) {
  StudioRoom room;
  room.open_images();
  const Json pca = room.ask("map", {{"method", "pca"}});
  ASSERT_EQ(pca["places"].size(), 20u);
  EXPECT_EQ(pca["places"][0].size(), 2u);
  EXPECT_EQ(pca["labels"].size(), 20u);
  EXPECT_EQ(pca["errors"].size(), 50u);
  const auto call = room.call("map", {{"method", "tsne"}, {"part", "training"}, {"iterations", 3000}})["pending"]
                        .get<std::uint32_t>();
  ASSERT_TRUE(room.until([&] { return room.answers.contains(call); }));
  const Json tsne = room.answers[call]["value"];
  EXPECT_EQ(tsne["places"].size(), 100u);
  EXPECT_EQ(tsne["iteration"], 3000);
  EXPECT_GT(tsne["kl"], 0);
  ASSERT_FALSE(room.progress[call].empty());
  int before = 0;
  for (const Json& told : room.progress[call]) {
    EXPECT_FALSE(told["done"].get<bool>());
    EXPECT_GE(told["iteration"], before);
    before = told["iteration"];
  }
  EXPECT_TRUE(room.call("map", {{"method", "magic"}}).contains("error"));
  EXPECT_TRUE(room.call("map").contains("error"));
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

// Every call is answered, and once, whatever happens.

std::uint32_t waiting(StudioRoom& room, const std::string& method, const Json& arguments = Json::object()) {
  const Json said = room.call(method, arguments);
  EXPECT_TRUE(said.contains("pending")) << said.dump();
  return said.value("pending", 0u);
}

TEST(ScriptApi, ManyAnswersAtOnceReachTheirCalls) {
  StudioRoom room;
  room.open_images();
  std::vector<std::uint32_t> calls;
  for (int i = 0; i < 300; ++i) calls.push_back(waiting(room, "pause"));
  EXPECT_TRUE(room.until([&] { return room.answers.size() >= calls.size(); }));
  for (const std::uint32_t call : calls) EXPECT_TRUE(room.answers.contains(call)) << call;
}

TEST(ScriptApi, ManyAnswersInOneTurnReachTheirCalls) {
  ScriptedEngine engine;
  StudioRoom room({}, {}, &engine);
  engine.tell(small_set());
  room.turns(2);
  std::vector<std::uint32_t> calls;
  for (int i = 0; i < 200; ++i) calls.push_back(waiting(room, "pause"));
  engine.answer_all<command::Pause>([](Ticket ticket) { return event::Done{ticket}; });
  room.turns(1);
  EXPECT_EQ(room.answers.size(), calls.size());
}

TEST(ScriptApi, ASettingThatTheEngineRefusesIsAnsweredWithItsSentence) {
  ScriptedEngine engine;
  StudioRoom room({}, {}, &engine);
  engine.tell(small_set());
  room.turns(2);
  const std::uint32_t call = waiting(room, "configure", {{"batch", 17}});
  engine.answer_all<command::Configure>([](Ticket ticket) { return event::Failed{ticket, "There is no memory."}; });
  room.turns(2);
  ASSERT_TRUE(room.answers.contains(call));
  EXPECT_EQ(room.answers[call]["error"], "There is no memory.");
}

TEST(ScriptApi, ALoadAfterARefusedOneIsAnsweredForItself) {
  StudioRoom room;
  room.open_images();
  room.lying = {{'h', 'e', 'l', 'l', 'o'}, two_kinds_of_images(60)[0], two_kinds_of_images(60)[1]};
  const auto file = [&](const std::string& name, unsigned id) {
    return Json{{"name", name}, {"id", id}, {"size", room.lying[id - 1].size()}};
  };
  const std::uint32_t bad = waiting(room, "load", {{"files", {file("holiday.txt", 1)}}});
  ASSERT_TRUE(room.until([&] { return room.answers.contains(bad); }));
  EXPECT_NE(room.answers[bad].dump().find("holiday.txt"), std::string::npos);
  const std::uint32_t good =
      waiting(room, "load", {{"files", {file("x-images-idx3-ubyte", 2), file("x-labels-idx1-ubyte", 3)}}});
  ASSERT_TRUE(room.until([&] { return room.answers.contains(good); }));
  ASSERT_TRUE(room.answers[good].contains("value")) << room.answers[good].dump();
  EXPECT_EQ(room.answers[good]["value"]["dataset"]["name"], "x-images-idx3-ubyte");
}

TEST(ScriptApi, ALoadWhosePlaceAnotherTookIsGivenUpAndTheOtherAnswered) {
  StudioRoom room;
  room.open_images();
  room.lying = two_kinds_of_images(60);
  const Json files = {{{"name", "x-images-idx3-ubyte"}, {"id", 1}, {"size", room.lying[0].size()}},
                      {{"name", "x-labels-idx1-ubyte"}, {"id", 2}, {"size", room.lying[1].size()}}};
  const std::uint32_t first = waiting(room, "load", {{"files", files}});
  const std::uint32_t second = waiting(room, "load", {{"files", files}});
  ASSERT_TRUE(room.until([&] { return room.answers.contains(first) && room.answers.contains(second); }));
  EXPECT_TRUE(room.answers[first].contains("error")) << room.answers[first].dump().substr(0, 200);
  EXPECT_TRUE(room.answers[second].contains("value")) << room.answers[second].dump().substr(0, 200);
}

TEST(ScriptApi, AnEngineThatIsLostAnswersWhatWaitsAndWhatComesAfter) {
  ScriptedEngine engine;
  StudioRoom room({}, {}, &engine);
  const std::uint32_t before = waiting(room, "codes"), also = waiting(room, "ready");
  engine.tell(event::EngineLost{"No engine can be started."});
  room.turns(2);
  EXPECT_TRUE(room.answers[before].contains("error"));
  EXPECT_TRUE(room.answers[also].contains("error"));
  const std::uint32_t after = waiting(room, "exportModel");
  room.turns(2);
  EXPECT_TRUE(room.answers[after].contains("error"));
}

TEST(ScriptApi, AStudioThatEndsAnswersWhatWaits) {
  ScriptedEngine engine;
  StudioRoom room({}, {}, &engine);
  const std::uint32_t call = waiting(room, "ready");
  room.studio.reset();
  EXPECT_TRUE(room.answers[call].contains("error"));
}

TEST(ScriptApi, EveryMethodStandsInTheTableOnceWithItsArguments) {
  std::set<std::string_view> names;
  for (const ScriptMethod& method : script_methods()) EXPECT_TRUE(names.insert(method.name).second) << method.name;
  EXPECT_GE(names.size(), 17u);
}

}  // namespace
}  // namespace hourglass
