// The sweep as a person meets it: its ranges, its pictures, its tiles.
#include <algorithm>

#include "explore_panels.h"

namespace hourglass {
namespace {

using SweepPanel = ExplorePanels;

TEST_F(SweepPanel, ThePostsSweepsHaveAHundredAndFourHundredImages) {
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

TEST_F(SweepPanel, ASweepIsSavedWithItsRangesAsAxesAtEachScale) {
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

TEST_F(SweepPanel, AnotherDataSetGetsASweepOfItsOwnUnlessTheRangeWasTypedForIt) {
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

TEST_F(SweepPanel, ASweepsRangeIsRefusedAtItsFieldWithTheReason) {
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

TEST_F(SweepPanel, AClickOnASweepTileTakesItToThePadAndTheMap) {
  room.set("map/view", "Sweep");
  settle();
  const std::string before = room.name("paint/code");
  stroke({at("sweep/picture", 0.3f, 0.3f)});
  room.turns(3);
  EXPECT_NE(room.name("paint/code"), before);
  room.press("sweep/to-map");
  EXPECT_NE(room.value("map/surface").find("probe at"), std::string::npos);
}

}  // namespace
}  // namespace hourglass
