// What the exploring panels have in common: samples and filters, a lost context, rest.
#include "explore_panels.h"

namespace hourglass {
namespace {

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

}  // namespace
}  // namespace hourglass
