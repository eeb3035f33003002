// A picture that is brought to the pad: shown with its crop before it is taken, by pointer, by key and through the
// mirror.
#include "explore_panels.h"

namespace hourglass {
namespace {

class PictureSheet : public ExplorePanels {
 protected:
  void SetUp() override {
    ExplorePanels::SetUp();
    room.press("paint/clear");
  }
  void bring(Picture picture) {
    room.studio->open_picture(std::move(picture));
    room.turns(3);
  }
  std::string crop() { return room.value("picture/crop"); }
};

/// Paper with its grain, and an upright stroke upon it.
Picture paper(bool drawn = true) {
  Picture made{120, 90, std::vector<std::uint8_t>(120 * 90, 210)};
  for (std::size_t i = 0; i < made.pixels.size(); ++i) made.pixels[i] += static_cast<std::uint8_t>(i * 7 % 9);
  for (int y = 20; drawn && y < 70; ++y)
    for (int x = 30; x < 40; ++x) made.pixels[static_cast<std::size_t>(y * 120 + x)] = 40;
  return made;
}

TEST_F(PictureSheet, APhotographIsShownFirstAndTakenByAPressThatUndoTakesBack) {
  bring(paper());
  for (const char* id : {"picture/crop", "picture/seen", "picture/tone", "picture/lines", "picture/reset",
                         "picture/take", "picture/cancel", "picture/close"})
    EXPECT_TRUE(room.shows(id)) << id;
  EXPECT_FALSE(room.shows("paint/pad")) << "what lies behind a sheet is not told";
  room.press("picture/take");
  EXPECT_FALSE(room.shows("picture/take"));
  ASSERT_TRUE(room.shows("paint/error"));
  room.press("paint/save");
  const auto saved = decode_png(room.saved_files["painting.png"], "painting.png");
  ASSERT_TRUE(saved);
  // The stroke stands upright in the middle of the 28x28 image (eight times as large), on clean paper.
  const auto at = [&](int x, int y) { return saved->pixels[static_cast<std::size_t>(y * saved->width + x)]; };
  EXPECT_GT(at(14 * 8, 14 * 8), 200);
  EXPECT_EQ(at(4, 4), 0);
  EXPECT_EQ(at(4 * 8, 14 * 8), 0);
  room.press("paint/undo");
  EXPECT_FALSE(room.shows("paint/error")) << "it was one step";
}

TEST_F(PictureSheet, AListOpensByThePointerAndChoosesAlsoWhereItLiesBeyondTheSheet) {
  const auto press = [&](const std::string& id) {
    const Json rect = room.item(id)["rect"];
    room.click(rect[0].get<float>() + rect[2].get<float>() / 2, rect[1].get<float>() + rect[3].get<float>() / 2);
    room.turns(3);
  };
  bring(paper());
  press("picture/tone");
  ASSERT_TRUE(room.shows("picture/tone/list")) << "the sheet did not take it back";
  press("picture/tone/2");
  EXPECT_FALSE(room.shows("picture/tone/list"));
  EXPECT_EQ(room.value("picture/tone"), "Light ink");
  ASSERT_TRUE(room.shows("picture/take"));
  press("picture/tone");
  ASSERT_TRUE(room.shows("picture/tone/list"));
  room.click(2, 2);
  room.turns(3);
  EXPECT_FALSE(room.shows("picture/tone/list"));
  EXPECT_TRUE(room.shows("picture/take")) << "a press beside an open list closes the list alone";
}

TEST_F(PictureSheet, CancelAndEscapeLeaveThePadAsItWas) {
  bring(paper());
  room.press("picture/cancel");
  EXPECT_FALSE(room.shows("picture/take"));
  EXPECT_FALSE(room.shows("paint/error"));
  bring(paper());
  EXPECT_TRUE(room.studio->key("Escape", false));
  room.turns(3);
  EXPECT_FALSE(room.shows("picture/take"));
  EXPECT_FALSE(room.shows("paint/error"));
}

TEST_F(PictureSheet, EnterTakesThePicture) {
  bring(paper());
  EXPECT_TRUE(room.studio->key("Enter", false));
  room.turns(3);
  EXPECT_FALSE(room.shows("picture/take"));
  EXPECT_TRUE(room.shows("paint/error"));
}

TEST_F(PictureSheet, WhereNothingIsDrawnItSaysSoAndTakesNothing) {
  bring(paper(false));
  ASSERT_TRUE(room.shows("picture/failed"));
  EXPECT_NE(room.name("picture/failed").find("No drawing was found"), std::string::npos);
  EXPECT_TRUE(room.disabled("picture/take"));
  room.studio->key("Enter", false);
  room.turns(3);
  EXPECT_TRUE(room.shows("picture/take")) << "it stays open";
  room.press("picture/cancel");
  EXPECT_FALSE(room.shows("paint/error"));
}

TEST_F(PictureSheet, TheCropFollowsThePointerAndIsTakenBackByAPress) {
  bring(paper());
  EXPECT_TRUE(crop().starts_with("The crop begins 0% from the left and 0% from the top")) << crop();
  EXPECT_TRUE(room.disabled("picture/reset"));
  // The upper left corner, to beyond the stroke: what is left is blank.
  stroke({at("picture/crop", 0.01f, 0.01f), at("picture/crop", 0.3f, 0.1f), at("picture/crop", 0.6f, 0.2f)});
  room.turns(2);
  EXPECT_FALSE(crop().starts_with("The crop begins 0%")) << crop();
  EXPECT_TRUE(room.shows("picture/failed"));
  EXPECT_FALSE(room.disabled("picture/reset"));
  room.press("picture/reset");
  EXPECT_TRUE(crop().starts_with("The crop begins 0% from the left and 0% from the top")) << crop();
  EXPECT_FALSE(room.shows("picture/failed"));
}

TEST_F(PictureSheet, ArrowKeysMoveTheCropAndWithShiftItsCorner) {
  bring(paper());
  room.studio->mirror_focus("picture/crop");
  room.turns(2);
  for (int i = 0; i < 12; ++i) EXPECT_TRUE(room.studio->key("ArrowLeft", true));
  room.turns(2);
  EXPECT_NE(crop().find("it is 90% wide and 100% high"), std::string::npos) << crop();
  for (int i = 0; i < 6; ++i) EXPECT_TRUE(room.studio->key("ArrowRight", false));
  room.turns(2);
  EXPECT_TRUE(crop().starts_with("The crop begins 5% from the left")) << crop();
}

TEST_F(PictureSheet, TheInksToneAndTheLinesAreThePersonsChoice) {
  bring(paper());
  EXPECT_FALSE(room.shows("picture/failed"));
  room.set("picture/tone", "Light ink");
  EXPECT_TRUE(room.shows("picture/failed")) << "the stroke is dark";
  room.set("picture/tone", "Dark ink");
  EXPECT_FALSE(room.shows("picture/failed"));
  EXPECT_TRUE(room.item("picture/lines").value("checked", false));
  room.press("picture/lines");
  EXPECT_FALSE(room.item("picture/lines").value("checked", false));
  // The next picture begins with the usual choices.
  room.press("picture/cancel");
  bring(paper());
  EXPECT_EQ(room.value("picture/tone"), "Automatic");
  EXPECT_TRUE(room.item("picture/lines").value("checked", false));
}

TEST_F(PictureSheet, APlainPictureIsTakenAtOnce) {
  Picture plain{100, 100, std::vector<std::uint8_t>(100 * 100, 0)};
  for (int y = 30; y < 70; ++y)
    for (int x = 45; x < 55; ++x) plain.pixels[static_cast<std::size_t>(y * 100 + x)] = 250;
  bring(plain);
  EXPECT_FALSE(room.shows("picture/take"));
  EXPECT_TRUE(room.shows("paint/error"));
}

}  // namespace
}  // namespace hourglass
