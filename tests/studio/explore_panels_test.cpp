// The exploring panels as a person meets them: by pointer, by key and through the mirror, against a real engine.
#include <gtest/gtest.h>

#include <algorithm>

#include "data/png.h"
#include "studio_room.h"

namespace hourglass {
namespace {

class ExplorePanels : public ::testing::Test {
 protected:
  void SetUp() override {
    room.open_images();
    ASSERT_TRUE(room.until([&] { return room.shows("paint/error") && room.graphics.points() > 0; }));
    settle();
  }

  void settle() { room.turns(200); }
  struct Place {
    float x, y;
  };
  /// A place within an item, as shares of its sides.
  Place at(const std::string& id, float across, float down) {
    const Json& rect = room.item(id).at("rect");
    return {rect[0].get<float>() + across * rect[2].get<float>(), rect[1].get<float>() + down * rect[3].get<float>()};
  }
  void pointer(Place p, bool down) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(p.x, p.y);
    io.AddMouseButtonEvent(0, down);
    room.time += 1.0 / 60;
    room.draw();
  }
  void stroke(std::vector<Place> places) {
    pointer(places.front(), false);
    for (const Place& p : places) pointer(p, true);
    pointer(places.back(), false);
    room.draw();
  }
  bool is_png(const std::string& name) {
    return room.saved_files.contains(name) && looks_like_png(room.saved_files[name]);
  }

  StudioRoom room{{}, "encoder=784,16,2&batch=20&epochs=300"};
};

TEST_F(ExplorePanels, APaintedStrokeIsReadInTheSameFrame) {
  room.press("paint/clear");
  EXPECT_FALSE(room.shows("paint/error"));
  pointer(at("paint/pad", 0.3f, 0.2f), false);
  pointer(at("paint/pad", 0.3f, 0.2f), true);
  pointer(at("paint/pad", 0.6f, 0.8f), true);
  ASSERT_TRUE(room.shows("paint/error"));
  const std::string before = room.name("paint/error");
  pointer(at("paint/pad", 0.9f, 0.1f), true);
  EXPECT_NE(room.name("paint/error"), before);
  pointer(at("paint/pad", 0.9f, 0.1f), false);
}

TEST_F(ExplorePanels, AStrokeGoesOnOutsideThePad) {
  room.press("paint/clear");
  stroke({at("paint/pad", 0.5f, 0.5f), at("paint/pad", 1.4f, 0.5f), at("paint/pad", 1.4f, 0.9f),
          at("paint/pad", 0.5f, 0.9f)});
  const std::string both = room.name("paint/code");
  room.press("paint/undo");
  EXPECT_TRUE(room.disabled("paint/clear")) << "it was one stroke";
  stroke({at("paint/pad", 0.5f, 0.5f), at("paint/pad", 1.4f, 0.5f)});
  EXPECT_NE(room.name("paint/code"), both);
}

TEST_F(ExplorePanels, UndoRedoAndClearAreButtonsThatSayWhyTheyCannot) {
  room.press("paint/clear");
  stroke({at("paint/pad", 0.2f, 0.2f), at("paint/pad", 0.8f, 0.8f)});
  EXPECT_TRUE(room.disabled("paint/redo"));
  EXPECT_FALSE(room.why("paint/redo").empty());
  room.press("paint/undo");
  EXPECT_FALSE(room.disabled("paint/redo"));
  EXPECT_FALSE(room.shows("paint/error"));
  room.press("paint/redo");
  EXPECT_TRUE(room.shows("paint/error"));
}

TEST_F(ExplorePanels, AnUndoKeyTakesTheLastStrokeBackWhereverTheKeyboardIs) {
  room.press("paint/clear");
  EXPECT_FALSE(room.studio->key("redo", false)) << "nothing to do is the browser's";
  stroke({at("paint/pad", 0.2f, 0.2f), at("paint/pad", 0.8f, 0.8f)});
  EXPECT_TRUE(room.studio->key("undo", false));
  room.turns(3);
  EXPECT_FALSE(room.shows("paint/error"));
  EXPECT_TRUE(room.studio->key("redo", true));
  room.turns(3);
  EXPECT_TRUE(room.shows("paint/error"));
}

TEST_F(ExplorePanels, ThePaintingIsSavedBesideItsReconstruction) {
  room.press("paint/save");
  ASSERT_TRUE(is_png("painting.png"));
  EXPECT_EQ(decode_png(room.saved_files["painting.png"], "painting.png")->width, 2 * 28 * 8 + 8);
  room.press("paint/clear");
  EXPECT_TRUE(room.disabled("paint/save"));
}

TEST_F(ExplorePanels, APhotographOfADigitOnPaperIsFramedAndAnEmptyOneSaysSo) {
  Picture paper{120, 90, std::vector<std::uint8_t>(120 * 90, 210)};
  for (std::size_t i = 0; i < paper.pixels.size(); ++i) paper.pixels[i] += static_cast<std::uint8_t>(i * 7 % 9);
  room.studio->open_picture(paper);
  room.turns(3);
  EXPECT_NE(room.value("notice/1").find("Nothing is drawn"), std::string::npos);
  for (int y = 20; y < 70; ++y)
    for (int x = 30; x < 40; ++x) paper.pixels[static_cast<std::size_t>(y * 120 + x)] = 40;
  room.studio->open_picture(paper);
  room.turns(3);
  room.press("paint/save");
  const auto saved = decode_png(room.saved_files["painting.png"], "painting.png");
  ASSERT_TRUE(saved);
  // The stroke stands upright in the middle of the 28x28 image (eight times as large), on clean paper.
  const auto at = [&](int x, int y) { return saved->pixels[static_cast<std::size_t>(y * saved->width + x)]; };
  EXPECT_GT(at(14 * 8, 14 * 8), 200);
  EXPECT_EQ(at(4, 4), 0);
  EXPECT_EQ(at(4 * 8, 14 * 8), 0);
}

TEST_F(ExplorePanels, AnImageOnThePadIsSeenAsItIsUntilItIsDrawnUpon) {
  room.set("map/view", "Sweep");
  settle();
  stroke({at("sweep/picture", 0.5f, 0.5f)});
  room.turns(3);
  const std::string code = room.name("paint/code");
  room.press("paint/framing");
  EXPECT_EQ(room.name("paint/code"), code) << "framing has nothing to do with what was not painted";
}

TEST_F(ExplorePanels, ThePadCanBePaintedByKeys) {
  room.press("paint/clear");
  room.studio->mirror_focus("paint/pad");
  room.turns(2);
  EXPECT_TRUE(room.studio->key(" ", false));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(room.studio->key("ArrowDown", false));
  EXPECT_TRUE(room.studio->key(" ", false));
  room.turns(3);
  EXPECT_TRUE(room.shows("paint/error"));
  EXPECT_EQ(room.value("bar/state"), "Ready") << "Space was the pen's";
  room.studio->mirror_focus("");
  room.turns(2);
  room.studio->key(" ", false);
  EXPECT_TRUE(room.until([&] { return room.value("bar/state") != "Ready"; }, 50)) << "and is Train's elsewhere";
}

TEST_F(ExplorePanels, ASampleOfAClassComesToThePadAndAnotherWithTheNextPress) {
  room.press("paint/sample/0");
  const std::string first = room.name("paint/code");
  room.press("paint/sample/0");
  EXPECT_NE(room.name("paint/code"), first);
}

TEST_F(ExplorePanels, NoiseShowsCleanCorruptedAndRebuilt) {
  EXPECT_FALSE(room.shows("paint/clean"));
  room.set("paint/noise", "Masking");
  EXPECT_TRUE(room.shows("paint/clean"));
  EXPECT_TRUE(room.shows("paint/seen"));
  const std::string before = room.name("paint/code");
  room.press("paint/noise-again");
  EXPECT_NE(room.name("paint/code"), before);
}

TEST_F(ExplorePanels, TheNearestTrainingImagesComeAndGoToThePad) {
  ASSERT_TRUE(room.until([&] { return room.shows("paint/nearest/4"); }));
  EXPECT_NE(room.name("paint/nearest/0").find("Training image"), std::string::npos);
  const std::string before = room.name("paint/code");
  room.press("paint/nearest/0");
  EXPECT_NE(room.name("paint/code"), before);
}

TEST_F(ExplorePanels, TheMapHoldsTheHeldOutCodesOrTheTrainingOnes) {
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

TEST_F(ExplorePanels, TheProbeTellsTheCodeUnderThePointer) {
  pointer(at("map/surface", 0.4f, 0.4f), false);
  room.draw();
  const std::string here = room.value("map/surface");
  EXPECT_NE(here.find("probe at"), std::string::npos);
  pointer(at("map/surface", 0.6f, 0.5f), false);
  room.draw();
  EXPECT_NE(room.value("map/surface"), here);
}

TEST_F(ExplorePanels, DraggingMovesTheMapAndAClickDoesNot) {
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

TEST_F(ExplorePanels, TwoClicksGiveAPathWithItsStripAndMorph) {
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

TEST_F(ExplorePanels, AFirstClickSaysWhatItDidAndCanBeForgotten) {
  stroke({at("map/surface", 0.4f, 0.4f)});
  room.turns(2);
  ASSERT_TRUE(room.shows("map/path-begun"));
  room.press("map/forget-a");
  EXPECT_FALSE(room.shows("map/path-begun"));
  stroke({at("map/surface", 0.6f, 0.6f)});
  EXPECT_FALSE(room.shows("map/morph")) << "it is A again";
}

TEST_F(ExplorePanels, AFingerLooksWithoutBeginningAPathAndWhatItFoundStays) {
  ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  stroke({at("map/surface", 0.4f, 0.4f)});
  room.turns(2);
  EXPECT_FALSE(room.shows("map/path-begun"));
  EXPECT_NE(room.value("map/surface").find("probe at"), std::string::npos);
}

TEST_F(ExplorePanels, TheKeyboardsProbeTakesTheMapAlongAtItsEdge) {
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

TEST_F(ExplorePanels, APathBetweenClassesNeedsNoPointer) {
  room.press("map/path");
  const auto from = room.item("map/path-from").at("options"), to = room.item("map/path-to").at("options");
  room.set("map/path-from", from[1].get<std::string>());
  room.set("map/path-to", to[2].get<std::string>());
  EXPECT_TRUE(room.shows("map/morph"));
  EXPECT_EQ(room.value("map/path-from"), from[1]) << "the list says what was chosen";
}

TEST_F(ExplorePanels, KeysMoveAProbeAndChooseAPath) {
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

TEST_F(ExplorePanels, ThePostsSweepsHaveAHundredAndFourHundredImages) {
  room.set("map/view", "Sweep");
  room.press("sweep/post-mnist");
  EXPECT_NE(room.name("sweep/count").find("= 100 images"), std::string::npos) << room.name("sweep/count");
  room.press("sweep/post-notmnist");
  EXPECT_NE(room.name("sweep/count").find("= 400 images"), std::string::npos);
  room.set("sweep/scale", "2x");
  room.set("sweep/frame", "Bare");
  room.press("sweep/save");
  ASSERT_TRUE(is_png("sweep.png"));
  const auto picture = decode_png(room.saved_files["sweep.png"], "sweep.png");
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->width, 20 * 28 * 2);
  EXPECT_EQ(picture->height, 20 * 28 * 2);
  EXPECT_NE(*std::ranges::min_element(picture->pixels), *std::ranges::max_element(picture->pixels));
}

std::string text_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

TEST_F(ExplorePanels, ASweepIsSavedWithItsRangesAsAxesAtEachScale) {
  room.set("map/view", "Sweep");
  room.press("sweep/post-mnist");
  settle();
  room.press("sweep/save-svg");
  const std::string svg = text_of(room.saved_files["sweep.svg"]);
  EXPECT_NE(svg.find(">First number of the code</text>"), std::string::npos);
  EXPECT_NE(svg.find(">Second number of the code</text>"), std::string::npos);
  EXPECT_NE(svg.find(">\u22121</text>"), std::string::npos) << "where the range begins";
  EXPECT_NE(svg.find("data:image/png"), std::string::npos);
  room.set("sweep/scale", "1x");
  room.press("sweep/save");
  const auto small = decode_png(room.saved_files["sweep.png"], "sweep.png");
  room.set("sweep/scale", "4x");
  room.press("sweep/save");
  const auto large = decode_png(room.saved_files["sweep.png"], "sweep.png");
  ASSERT_TRUE(small && large);
  EXPECT_EQ(large->width, 4 * small->width);
  EXPECT_GT(small->height, 10 * 28) << "the axes have room";
}

TEST_F(ExplorePanels, TheMapIsSavedForASlideWithTitleAxesLegendAndClassNames) {
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

TEST_F(ExplorePanels, ShapesHelpTheColourOnRequest) {
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

TEST_F(ExplorePanels, AnotherDataSetGetsASweepOfItsOwnUnlessTheRangeWasTypedForIt) {
  room.set("map/view", "Sweep");
  settle();
  room.press("sweep/post-mnist");
  room.set("sweep/y-step", "0.001");
  EXPECT_EQ(room.value("sweep/x-from"), "-1");
  EXPECT_TRUE(room.shows("sweep/y-step/refused"));
  room.studio->open_files("", {"others-images-idx3-ubyte", "others-labels-idx1-ubyte"}, two_kinds_of_images(60));
  EXPECT_TRUE(room.until([&] { return room.value("sweep/x-from") != "-1"; })) << room.value("bar/state");
  EXPECT_FALSE(room.shows("sweep/y-step/refused")) << "it was refused for the set before";
  room.studio->open_files("", {"pictures-images-idx3-ubyte", "pictures-labels-idx1-ubyte"}, two_kinds_of_images(120));
  EXPECT_TRUE(room.until([&] { return room.value("sweep/x-from") == "-1"; })) << "what was set for this one is back";
}

TEST_F(ExplorePanels, ARunThatBeginsAnewIsFittedWhateverWasZoomedBefore) {
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; }));
  settle();
  room.studio->mirror_focus("map/surface");
  room.turns(2);
  for (int i = 0; i < 12; ++i) room.studio->key("+", false), room.turns(2);
  settle();
  ASSERT_TRUE(room.shows("map/outside"));
  room.press("bar/reset");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Ready"; }));
  EXPECT_TRUE(room.until([&] { return !room.shows("map/outside"); }));
}

TEST_F(ExplorePanels, PointsOutsideAreCountedAndOnePressBringsThemBack) {
  room.studio->mirror_focus("map/surface");
  room.turns(2);
  for (int i = 0; i < 12; ++i) room.studio->key("+", false), room.turns(2);
  settle();
  ASSERT_TRUE(room.shows("map/outside"));
  EXPECT_NE(room.name("map/outside").find("outside"), std::string::npos);
  room.press("map/outside");
  settle();
  EXPECT_FALSE(room.shows("map/outside"));
}

TEST_F(ExplorePanels, WhatAFingerFoundGoesByItselfAfterAWhile) {
  ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  stroke({at("map/surface", 0.4f, 0.4f)});
  room.turns(30);
  EXPECT_NE(room.value("map/surface").find("probe at"), std::string::npos);
  room.turns(360);
  EXPECT_EQ(room.value("map/surface").find("probe at"), std::string::npos);
}

TEST_F(ExplorePanels, AProbeOfARunBeforeIsNotShown) {
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

TEST_F(ExplorePanels, ASweepsRangeIsRefusedAtItsFieldWithTheReason) {
  room.set("map/view", "Sweep");
  room.press("sweep/post-mnist");
  room.set("sweep/x-step", "0.001");
  EXPECT_NE(room.value("sweep/x-step/refused").find("at most 40"), std::string::npos);
  EXPECT_NE(room.name("sweep/count").find("= 100 images"), std::string::npos) << "what was good stays";
  room.set("sweep/x-step", "two");
  EXPECT_EQ(room.value("sweep/x-step/refused"), "That is not a number.");
  room.set("sweep/x-step", "0,5");
  EXPECT_FALSE(room.shows("sweep/x-step/refused"));
  room.press("sweep/include-end");
  EXPECT_NE(room.name("sweep/count").find("= 55 images"), std::string::npos) << room.name("sweep/count");
}

TEST_F(ExplorePanels, AClickOnASweepTileTakesItToThePadAndTheMap) {
  room.set("map/view", "Sweep");
  settle();
  const std::string before = room.name("paint/code");
  stroke({at("sweep/picture", 0.3f, 0.3f)});
  room.turns(3);
  EXPECT_NE(room.name("paint/code"), before);
  room.press("sweep/to-map");
  EXPECT_NE(room.value("map/surface").find("probe at"), std::string::npos);
}

TEST_F(ExplorePanels, SamplesShowTheWorstOnRequestAndGoToThePad) {
  room.set("samples/view", "Worst");
  ASSERT_TRUE(room.until([&] { return room.shows("samples/0"); }));
  EXPECT_NE(room.name("samples/0").find("error"), std::string::npos);
  const std::string before = room.name("paint/code");
  room.press("samples/1");
  EXPECT_NE(room.name("paint/code"), before);
  room.press("samples/save");
  EXPECT_TRUE(is_png("reconstructions.png"));
}

TEST_F(ExplorePanels, FiltersAreShownAndSaved) {
  room.set("samples/view", "Filters");
  EXPECT_EQ(room.name("filters/picture"), "16 filters of the first layer");
  room.press("filters/save");
  EXPECT_TRUE(is_png("filters.png"));
}

TEST_F(ExplorePanels, TheCodesAreSavedWithTheirLabels) {
  room.press("map/save");
  room.press("map/save-csv");
  ASSERT_TRUE(room.saved_files.contains("codes.csv"));
  const Bytes& bytes = room.saved_files["codes.csv"];
  const std::string csv(bytes.begin(), bytes.end());
  EXPECT_TRUE(csv.starts_with("index,label,code 1,code 2\n0,"));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 21);
}

TEST_F(ExplorePanels, TheTrailWindsTheMapBackAndComesBackToThePresent) {
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

TEST_F(ExplorePanels, AnotherSeedStartsAnotherTrail) {
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

TEST_F(ExplorePanels, ALegendsFirstPressShowsThatClassAlone) {
  room.press("map/class/1");
  EXPECT_FALSE(room.item("map/class/0").at("checked").get<bool>());
  EXPECT_TRUE(room.item("map/class/1").at("checked").get<bool>());
  room.press("map/class/0");
  EXPECT_TRUE(room.item("map/class/0").at("checked").get<bool>());
}

TEST_F(ExplorePanels, ALostContextLosesNothing) {
  settle();
  const auto textures = room.graphics.textures().size();
  const auto points = room.graphics.points();
  ASSERT_GT(points, 0u);
  room.graphics.lose_everything();
  room.draw();
  EXPECT_EQ(room.graphics.points(), points);
  EXPECT_GE(room.graphics.textures().size() + 1, textures);
  for (const auto& [id, texture] : room.graphics.textures()) EXPECT_FALSE(texture.rgba.empty());
}

TEST_F(ExplorePanels, NothingIsDrawnWhileNothingHappens) {
  settle();
  const int before = room.frames;
  room.turns(600);
  EXPECT_EQ(room.frames, before);
}

TEST_F(ExplorePanels, OneNumberAndTenNumbersHaveMapsToo) {
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
