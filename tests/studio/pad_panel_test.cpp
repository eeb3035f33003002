// The pad as a person meets it: by pointer, by key and through the mirror, against a real engine.
#include <regex>

#include "explore_panels.h"

namespace hourglass {
namespace {

using PadPanel = ExplorePanels;

TEST_F(PadPanel, APaintedStrokeIsReadInTheSameFrame) {
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

TEST_F(PadPanel, AStrokeGoesOnOutsideThePad) {
  room.press("paint/clear");
  stroke({at("paint/pad", 0.5f, 0.5f), at("paint/pad", 1.4f, 0.5f), at("paint/pad", 1.4f, 0.9f),
          at("paint/pad", 0.5f, 0.9f)});
  const std::string both = room.name("paint/code");
  room.press("paint/undo");
  EXPECT_TRUE(room.disabled("paint/clear")) << "it was one stroke";
  stroke({at("paint/pad", 0.5f, 0.5f), at("paint/pad", 1.4f, 0.5f)});
  EXPECT_NE(room.name("paint/code"), both);
}

TEST_F(PadPanel, UndoRedoAndClearAreButtonsThatSayWhyTheyCannot) {
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

TEST_F(PadPanel, AnUndoKeyTakesTheLastStrokeBackWhereverTheKeyboardIs) {
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

TEST_F(PadPanel, ThePaintingIsSavedBesideItsReconstruction) {
  room.press("paint/save");
  ASSERT_TRUE(is_png("painting.png"));
  EXPECT_EQ(decode_png(room.saved_files["painting.png"], "painting.png")->width, 2 * 28 * 8 + 8);
  room.press("paint/clear");
  EXPECT_TRUE(room.disabled("paint/save"));
}

TEST_F(PadPanel, AnImageOnThePadIsSeenAsItIsUntilItIsDrawnUpon) {
  room.set("map/view", "Sweep");
  settle();
  stroke({at("sweep/picture", 0.5f, 0.5f)});
  room.turns(3);
  const std::string code = room.name("paint/code");
  room.press("paint/framing");
  EXPECT_EQ(room.name("paint/code"), code) << "framing has nothing to do with what was not painted";
}

TEST_F(PadPanel, ThePadCanBePaintedByKeys) {
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

TEST_F(PadPanel, ASampleOfAClassComesToThePadAndAnotherWithTheNextPress) {
  room.press("paint/sample/0");
  const std::string first = room.name("paint/code");
  room.press("paint/sample/0");
  EXPECT_NE(room.name("paint/code"), first);
}

TEST_F(PadPanel, NoiseShowsCleanCorruptedAndRebuilt) {
  EXPECT_FALSE(room.shows("paint/clean"));
  EXPECT_TRUE(std::regex_match(room.value("paint/seen"), std::regex("\\d+ of 784 pixels have ink\\.")));
  room.set("paint/noise", "Masking");
  EXPECT_TRUE(room.shows("paint/clean"));
  EXPECT_TRUE(room.shows("paint/seen"));
  const std::string before = room.name("paint/code");
  room.press("paint/noise-again");
  EXPECT_NE(room.name("paint/code"), before);
}

TEST_F(PadPanel, TheNearestTrainingImagesComeAndGoToThePad) {
  ASSERT_TRUE(room.until([&] { return room.shows("paint/nearest/4"); }));
  EXPECT_NE(room.name("paint/nearest/0").find("Training image"), std::string::npos);
  // Who does not see the reconstruction hears what it is taken for.
  EXPECT_TRUE(std::regex_match(room.value("paint/rebuilt"),
                               std::regex("Its code lies nearest to training images of .*, .*, .* and .*\\.")))
      << room.value("paint/rebuilt");
  const std::string before = room.name("paint/code");
  room.press("paint/nearest/0");
  EXPECT_NE(room.name("paint/code"), before);
}

}  // namespace
}  // namespace hourglass
