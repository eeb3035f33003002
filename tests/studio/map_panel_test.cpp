// The code map as a person meets it: by pointer, by finger and by keys, its path, its view, its numbers out.
#include <algorithm>

#include "explore_panels.h"
#include "scripted_engine.h"

namespace hourglass {
namespace {

using MapPanel = ExplorePanels;

TEST(Map, CodesThatGrowBeyondAllMeasureAreFollowed) {
  for (const float size : {1e-30f, 1e4f, 1e7f, 1e9f, 3e12f, 1e20f, 1e30f, 3e38f, NAN, INFINITY}) {
    ScriptedEngine engine;
    StudioRoom room({}, {}, &engine);
    engine.tell(event::EngineReady{"test", 1});
    engine.tell(small_set());
    engine.tell(event::RunStarted{});
    Random random(5);
    for (int step = 1; step <= 4; ++step) {
      event::Snapshot weights = snapshot(3);
      weights.step = step, weights.epoch = step;
      event::Codes codes;
      codes.width = 2;
      codes.step = step, codes.epoch = step;
      // Small ones, which the view shows, and then those of a run that diverges, to which it glides.
      const float scale = step <= 2 ? 1 : size;
      for (int i = 0; i < 80; ++i) codes.codes.push_back(scale * (random.normal() + (step <= 2 ? 0.0f : 3.0f)));
      for (float& w : weights.parameters) w *= scale;
      engine.tell(weights);
      engine.tell(codes);
      engine.tell(
          event::Progress{.state = event::RunState::training, .epoch = static_cast<double>(step), .step = step});
      room.turns(12);
    }
    engine.tell(event::Progress{.state = event::RunState::diverged, .epoch = 4, .step = 4});
    room.turns(60);
    EXPECT_TRUE(room.shows("map/surface")) << size;
  }
}

TEST_F(MapPanel, TheMapHoldsTheHeldOutCodesOrTheTrainingOnes) {
  const std::string held_out = room.value("map/surface");
  EXPECT_NE(held_out.find("codes"), std::string::npos);
  const auto part = room.item("map/part").at("options");
  room.set("map/part", part[1].get<std::string>());
  EXPECT_TRUE(room.until([&] { return room.value("map/surface") != held_out; }));
  EXPECT_EQ(room.graphics.points(), 100u);
  room.set("map/part", part[2].get<std::string>());
  EXPECT_TRUE(room.until([&] { return room.value("map/surface").starts_with("120 codes"); }));
  EXPECT_EQ(room.graphics.points(), 120u);
}

TEST_F(MapPanel, TheProbeTellsTheCodeUnderThePointer) {
  pointer(at("map/surface", 0.4f, 0.4f), false);
  room.draw();
  const std::string here = room.value("map/surface");
  EXPECT_NE(here.find("probe at"), std::string::npos);
  pointer(at("map/surface", 0.6f, 0.5f), false);
  room.draw();
  EXPECT_NE(room.value("map/surface"), here);
}

TEST_F(MapPanel, DraggingMovesTheMapAndAClickDoesNot) {
  const auto under = [&] {
    pointer(at("map/surface", 0.5f, 0.5f), false);
    room.draw();
    return room.value("map/surface");
  };
  const std::string before = under();
  pointer(at("map/surface", 0.5f, 0.5f), true);
  pointer(at("map/surface", 0.5f, 0.5f), false);
  room.draw();
  EXPECT_EQ(under(), before);
  stroke({at("map/surface", 0.5f, 0.5f), at("map/surface", 0.6f, 0.5f), at("map/surface", 0.7f, 0.5f)});
  EXPECT_NE(under(), before);
  room.studio->key("f", false);
  settle();
  EXPECT_EQ(under(), before) << "F fits again";
}

TEST_F(MapPanel, TwoClicksGiveAPathWithItsStripAndMorph) {
  stroke({at("map/surface", 0.4f, 0.4f)});
  EXPECT_FALSE(room.shows("map/morph"));
  stroke({at("map/surface", 0.6f, 0.6f)});
  room.turns(3);
  ASSERT_TRUE(room.shows("map/morph"));
  EXPECT_TRUE(room.shows("map/path/2"));
  room.press("map/path-save");
  EXPECT_TRUE(is_png("path.png"));
  const std::string before = room.name("paint/code");
  room.press("map/path/2");
  EXPECT_NE(room.name("paint/code"), before);
  room.press("map/path-close");
  EXPECT_FALSE(room.shows("map/morph"));
}

TEST_F(MapPanel, AFirstClickSaysWhatItDidAndCanBeForgotten) {
  stroke({at("map/surface", 0.4f, 0.4f)});
  room.turns(2);
  ASSERT_TRUE(room.shows("map/path-begun"));
  room.press("map/forget-a");
  EXPECT_FALSE(room.shows("map/path-begun"));
  stroke({at("map/surface", 0.6f, 0.6f)});
  EXPECT_FALSE(room.shows("map/morph")) << "it is A again";
}

TEST_F(MapPanel, AFingerLooksWithoutBeginningAPathAndWhatItFoundStays) {
  ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  stroke({at("map/surface", 0.4f, 0.4f)});
  room.turns(2);
  EXPECT_FALSE(room.shows("map/path-begun"));
  EXPECT_NE(room.value("map/surface").find("probe at"), std::string::npos);
}

TEST_F(MapPanel, TheKeyboardsProbeTakesTheMapAlongAtItsEdge) {
  room.studio->mirror_focus("map/surface");
  room.turns(2);
  std::string before;
  for (int i = 0; i < 30; ++i) {
    before = room.value("map/surface");
    room.studio->key("ArrowRight", true);
    room.turns(2);
    EXPECT_NE(room.value("map/surface"), before) << "step " << i;
  }
}

TEST_F(MapPanel, APathBetweenClassesNeedsNoPointer) {
  room.press("map/path");
  const auto from = room.item("map/path-from").at("options"), to = room.item("map/path-to").at("options");
  room.set("map/path-from", from[1].get<std::string>());
  room.set("map/path-to", to[2].get<std::string>());
  EXPECT_TRUE(room.shows("map/morph"));
  EXPECT_EQ(room.value("map/path-from"), from[1]) << "the list says what was chosen";
}

TEST_F(MapPanel, KeysMoveAProbeAndChooseAPath) {
  room.studio->mirror_focus("map/surface");
  room.turns(2);
  room.studio->key("ArrowLeft", true);
  room.studio->key("Enter", false);
  room.studio->key("ArrowUp", true);
  room.studio->key("Enter", false);
  room.turns(3);
  EXPECT_TRUE(room.shows("map/morph"));
  EXPECT_TRUE(room.studio->key("Escape", false));
  room.turns(3);
  EXPECT_FALSE(room.shows("map/morph"));
}

TEST_F(MapPanel, TheMapIsSavedForASlideWithTitleAxesLegendAndClassNames) {
  room.press("map/save");
  room.press("map/save-svg");
  const std::string svg = text_of(room.saved_files["code-map.svg"]);
  const auto shown = [&](const std::string& text) { return svg.find(">" + text + "</text>") != std::string::npos; };
  EXPECT_NE(svg.find("width=\"1600\""), std::string::npos);
  EXPECT_NE(svg.find("Code map of "), std::string::npos);
  EXPECT_TRUE(shown("First number of the code"));
  EXPECT_TRUE(shown("Second number of the code"));
  const std::string zero = ">0</text>";
  EXPECT_NE(svg.find(zero, svg.find(zero) + 1), std::string::npos) << "class 0 in the legend and at its cluster";
  EXPECT_GE(static_cast<std::size_t>(std::ranges::count(svg, '\n')), 20u + 10u) << "twenty points among the rest";
  room.press("map/save-png");
  const auto png = decode_png(room.saved_files["code-map.png"], "code-map.png");
  ASSERT_TRUE(png);
  EXPECT_EQ(png->width, 1600);
  EXPECT_NE(*std::ranges::min_element(png->pixels), *std::ranges::max_element(png->pixels));
}

TEST_F(MapPanel, ShapesHelpTheColourOnRequest) {
  room.press("map/save");
  room.press("map/save-svg");
  const std::string discs = text_of(room.saved_files["code-map.svg"]);
  EXPECT_NE(discs.find("stroke="), std::string::npos) << "points have an outline in any case";
  room.press("map/shapes");
  EXPECT_TRUE(room.item("map/shapes").at("checked").get<bool>());
  room.press("map/save-svg");
  const std::string shapes = text_of(room.saved_files["code-map.svg"]);
  const auto count = [](const std::string& text, const std::string& what) {
    int n = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
    return n;
  };
  EXPECT_EQ(count(discs, "<circle"), 22) << "twenty points and two in the legend";
  EXPECT_EQ(count(shapes, "<circle"), 11) << "class 0 is a disc";
  EXPECT_EQ(count(shapes, "<polygon") - count(discs, "<polygon"), 11) << "class 1 a square";
}

TEST_F(MapPanel, ARunThatBeginsAnewIsFittedWhateverWasZoomedBefore) {
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; }));
  settle();
  come_close();
  room.press("bar/reset");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Ready"; }));
  EXPECT_TRUE(room.until([&] { return !room.shows("map/outside"); }));
}

TEST_F(MapPanel, APathOfTheRunBeforeLeavesNoEmptyRow) {
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; }));
  stroke({at("map/surface", 0.4f, 0.4f)});
  stroke({at("map/surface", 0.6f, 0.6f)});
  room.turns(3);
  ASSERT_TRUE(room.shows("map/path-close"));
  room.press("bar/reset");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Ready"; }));
  EXPECT_TRUE(room.until([&] { return !room.shows("map/path-close"); }));
}

TEST_F(MapPanel, NothingLiesUponTheProbesCard) {
  come_close();
  pointer(at("map/surface", 0.5f, 0.8f), false);
  room.draw();
  EXPECT_TRUE(room.shows("map/outside")) << "the card is far below";
  const Place under_card = at("map/outside", -0.7f, 6);
  pointer(under_card, false);
  room.draw();
  EXPECT_FALSE(room.shows("map/outside"));
  // A press that chooses an end of the path puts the card away until the pointer moves: B may lie under it.
  stroke({under_card});
  room.turns(3);
  EXPECT_TRUE(room.shows("map/outside"));
  pointer({under_card.x + 1, under_card.y}, false);
  room.draw();
  EXPECT_FALSE(room.shows("map/outside"));
}

TEST_F(MapPanel, PointsOutsideAreCountedAndOnePressBringsThemBack) {
  come_close();
  EXPECT_NE(room.name("map/outside").find("outside"), std::string::npos);
  room.press("map/outside");
  settle();
  EXPECT_FALSE(room.shows("map/outside"));
}

TEST_F(MapPanel, WhatAFingerFoundGoesByItselfAfterAWhile) {
  ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  stroke({at("map/surface", 0.4f, 0.4f)});
  room.turns(30);
  EXPECT_NE(room.value("map/surface").find("probe at"), std::string::npos);
  room.turns(360);
  EXPECT_EQ(room.value("map/surface").find("probe at"), std::string::npos);
}

TEST_F(MapPanel, AProbeOfARunBeforeIsNotShown) {
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; }));
  room.studio->mirror_focus("map/surface");
  room.turns(2);
  room.studio->key("ArrowLeft", true);
  room.turns(3);
  ASSERT_NE(room.value("map/surface").find("probe at"), std::string::npos);
  room.press("bar/reset");
  settle();
  EXPECT_EQ(room.value("map/surface").find("probe at"), std::string::npos);
}

TEST_F(MapPanel, TheCodesAreSavedWithTheirLabels) {
  room.press("map/save");
  room.press("map/save-csv");
  ASSERT_TRUE(room.saved_files.contains("codes.csv"));
  const Bytes& bytes = room.saved_files["codes.csv"];
  const std::string csv(bytes.begin(), bytes.end());
  EXPECT_TRUE(csv.starts_with("index,label,code 1,code 2\n0,"));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 21);
}

TEST_F(MapPanel, TheTrailWindsTheMapBackAndComesBackToThePresent) {
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; }));
  settle();
  ASSERT_TRUE(room.shows("map/trail"));
  const double last = room.item("map/trail").at("max").get<double>();
  room.set("map/trail", "0");
  EXPECT_EQ(room.item("map/trail").at("number").get<double>(), 0);
  room.press("map/replay");
  EXPECT_TRUE(room.until([&] { return room.item("map/trail").at("number").get<double>() == last; }, 600));
}

TEST_F(MapPanel, AnotherSeedStartsAnotherTrail) {
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; }));
  settle();
  ASSERT_TRUE(room.shows("map/trail"));
  room.press("bar/new-seed");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Ready"; }));
  settle();
  EXPECT_FALSE(room.shows("map/trail"));
  EXPECT_EQ(room.name("map/epoch"), "Epoch 0");
}

TEST_F(MapPanel, ALegendsFirstPressShowsThatClassAlone) {
  room.press("map/class/1");
  EXPECT_FALSE(room.item("map/class/0").at("checked").get<bool>());
  EXPECT_TRUE(room.item("map/class/1").at("checked").get<bool>());
  room.press("map/class/0");
  EXPECT_TRUE(room.item("map/class/0").at("checked").get<bool>());
}

TEST_F(MapPanel, OneNumberAndTenNumbersHaveMapsToo) {
  for (const char* encoder : {"784,16,1", "784,16,10"}) {
    room.set("recipe/encoder", encoder);
    ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Ready"; })) << encoder;
    room.press("bar/train");
    ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; })) << encoder;
    settle();
    EXPECT_GT(room.graphics.points(), 0u);
    room.set("map/view", "Sweep");
    settle();
    EXPECT_TRUE(room.shows("sweep/picture")) << encoder;
    room.set("map/view", "Map");
  }
  room.press("map/numbers");
  room.set("map/axes", "Two numbers");
  room.set("map/axis-x", "Number 4");
  EXPECT_EQ(room.value("map/axis-x"), "Number 4");
  const std::string before = room.value("map/surface");
  room.set("map/number/7", "0.5");
  room.turns(5);
  EXPECT_TRUE(room.shows("map/number/7"));
}

TEST(OneMoment, HeaderAndMapTellTheSameEpochWhileTraining) {
  StudioRoom room({}, "encoder=784,16,2&batch=20&epochs=100000");
  room.open_images();
  room.press("bar/train");
  int moments = 0;
  std::string before;
  EXPECT_TRUE(room.until([&] {
    const std::string header = room.name("bar/epoch"), map = room.name("map/epoch");
    if (room.value("bar/state") == "Training" && !map.empty()) {
      EXPECT_TRUE(header.starts_with(map + " of ")) << header << ", " << map;
      moments += map != before ? 1 : 0;
      before = map;
    }
    return moments > 3;
  }));
}

TEST(WideCodes, AreSeenAlongTheirPrincipalAxesFromTheFirstToo) {
  StudioRoom room({}, "encoder=784,16,10&batch=20&epochs=5");
  room.open_images();
  ASSERT_TRUE(room.until([&] { return room.graphics.points() > 0; }));
  room.turns(100);
  room.press("map/numbers");
  EXPECT_EQ(room.value("map/axes"), "Principal");
  room.set("recipe/encoder", "784,16,2");
  ASSERT_TRUE(room.until([&] { return !room.shows("map/numbers"); }));
  room.set("recipe/encoder", "784,16,10");
  ASSERT_TRUE(room.until([&] { return room.shows("map/axes"); }));
  EXPECT_EQ(room.value("map/axes"), "Principal");
}

}  // namespace
}  // namespace hourglass
