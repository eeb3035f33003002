// What a page around the studio's may have of wheel and fingers.
#include "studio_room.h"

namespace hourglass {
namespace {

struct Place {
  float x, y;
};

Place middle(const StudioRoom& room, const std::string& id) {
  const Json& rect = room.item(id)["rect"];
  return {rect[0].get<float>() + rect[2].get<float>() / 2, rect[1].get<float>() + rect[3].get<float>() / 2};
}

TEST(SharedPointer, WhatPaintsSlidesOrExploresTakesADragAndNothingElseDoes) {
  StudioRoom room;
  room.open_images();
  room.turns(10);
  const auto takes = [&](const std::string& id) {
    const Place at = middle(room, id);
    return room.studio->takes_drag(at.x, at.y);
  };
  for (const char* id : {"map/surface", "paint/pad", "loss/chart"}) {
    ASSERT_TRUE(room.shows(id)) << id;
    EXPECT_TRUE(takes(id)) << id;
  }
  for (const char* id : {"bar/train", "bar/progress", "bar/dataset"}) EXPECT_FALSE(takes(id)) << id;
  const Place map = middle(room, "map/surface");
  room.press("bar/help");
  EXPECT_FALSE(room.studio->takes_drag(map.x, map.y)) << "a sheet lies over it";
  EXPECT_FALSE(room.studio->takes_drag(-5, -5));
}

TEST(SharedPointer, WhatCanScrollScrollsOnlyAsFarAsItGoes) {
  StudioRoom room;
  room.height = 420;
  room.open_images();
  room.press("bar/preset");
  ASSERT_TRUE(room.shows("presets")) << "the sheet is open";
  const Place at = middle(room, "presets");
  EXPECT_TRUE(room.studio->scrolls(at.x, at.y, 0, 10)) << "down";
  EXPECT_FALSE(room.studio->scrolls(at.x, at.y, 0, -10)) << "it stands at its top";
  EXPECT_FALSE(room.studio->scrolls(at.x, at.y, 10, 0));
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(at.x, at.y);
  for (int i = 0; i < 60; ++i) {
    io.AddMouseWheelEvent(0, -5);
    room.draw(), room.draw();
  }
  EXPECT_FALSE(room.studio->scrolls(at.x, at.y, 0, 10)) << "at its end";
  EXPECT_TRUE(room.studio->scrolls(at.x, at.y, 0, -10));
}

}  // namespace
}  // namespace hourglass
