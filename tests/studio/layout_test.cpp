// Where the parts stand at the sizes that people hold in their hands.
#include <gtest/gtest.h>

#include <utility>

#include "scripted_engine.h"
#include "studio_room.h"

namespace hourglass {
namespace {

struct Box {
  float x = 0, y = 0, w = 0, h = 0;
};

class LayoutRoom {
 public:
  LayoutRoom(float width, float height) {
    room.width = width, room.height = height;
    room.studio->set_touch(true);
    room.open_images();
  }
  Box box(const std::string& id) const {
    if (!room.shows(id)) return {};
    const Json& rect = room.item(id).at("rect");
    return {rect[0].get<float>(), rect[1].get<float>(), rect[2].get<float>(), rect[3].get<float>()};
  }

  StudioRoom room{{}, "encoder=784,16,2&batch=20&epochs=300"};
};

TEST(Layout, MapAndPadStandTogetherOnATabletHeldUpright) {
  for (const auto& [width, height] : {std::pair{768.0f, 1024.0f}, {820.0f, 1180.0f}, {600.0f, 960.0f}}) {
    LayoutRoom at(width, height);
    EXPECT_FALSE(at.room.shows("tabs/map")) << "the map is always there";
    const Box map = at.box("map/surface"), pad = at.box("paint/pad"), rebuilt = at.box("paint/rebuilt");
    EXPECT_GT(map.h, 180) << width << "x" << height;
    EXPECT_GE(pad.h, 220) << width << "x" << height;
    EXPECT_EQ(pad.w, pad.h);
    EXPECT_GT(rebuilt.h, 40);
    EXPECT_LE(map.y + map.h, pad.y);
    at.room.press("tabs/loss");
    EXPECT_TRUE(at.room.shows("loss/chart"));
    EXPECT_TRUE(at.room.shows("map/surface"));
  }
}

TEST(Layout, APhoneShowsTheMapAboveThePad) {
  LayoutRoom at(390, 844);
  EXPECT_FALSE(at.room.shows("paint/pad"));
  at.room.press("tabs/paint");
  const Box map = at.box("map/surface"), pad = at.box("paint/pad");
  EXPECT_GE(map.h, 120);
  EXPECT_GE(pad.h, 220);
  EXPECT_LE(map.y + map.h, pad.y);
  EXPECT_FALSE(at.room.shows("map/fit")) << "the small map has no tools";
}

TEST(Layout, ASmallPhoneLeavesTheMapMostOfItsPanel) {
  ScriptedEngine engine;
  StudioRoom room({}, {}, &engine);
  room.width = 360, room.height = 640;
  room.studio->set_touch(true);
  event::DatasetReady digits = small_set();
  digits.class_names = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
  for (std::size_t i = 0; i < digits.held_out_labels.size(); ++i)
    digits.held_out_labels[i] = digits.training_labels[i] = static_cast<std::uint8_t>(i % 10);
  engine.tell(std::move(digits));
  room.turns(3);
  const auto height = [&](const std::string& id) { return room.item(id).at("rect")[3].get<float>(); };
  EXPECT_GE(height("map/surface"), 280);
  room.press("map/path");
  EXPECT_GE(height("map/surface"), 160);
  room.press("tabs/paint");
  EXPECT_GE(height("paint/pad"), 180);
}

bool is_control(const Json& item) {
  for (const char* role : {"button", "switch", "tab", "combobox", "slider"})
    if (item["role"] == role) return true;
  return false;
}

TEST(Layout, AFingerMeetsEveryControl) {
  for (const auto& [width, height] :
       {std::pair{360.0f, 640.0f}, {390.0f, 844.0f}, {844.0f, 390.0f}, {820.0f, 1180.0f}}) {
    LayoutRoom at(width, height);
    for (const char* tab : {"map", "paint", "loss", "samples", "recipe"}) {
      if (at.room.shows("tabs/" + std::string(tab))) at.room.press("tabs/" + std::string(tab));
      for (const auto& [id, item] : at.room.mirror) {
        if (!is_control(item)) continue;
        EXPECT_GE(at.box(id).h, 43.5f) << id << " at " << width << "x" << height;
      }
    }
  }
}

TEST(Layout, APageAt400PercentScrollsAndLosesNothing) {
  LayoutRoom at(320, 256);
  at.room.studio->set_touch(false);
  at.room.turns(3);
  for (const char* tab : {"map", "paint", "loss", "samples", "recipe"}) {
    at.room.press("tabs/" + std::string(tab));
    for (const auto& [id, item] : at.room.mirror) {
      if (!is_control(item)) continue;
      EXPECT_GE(at.box(id).x, -0.5f) << id;
      EXPECT_LE(at.box(id).x + at.box(id).w, 320.5f) << id;
    }
  }
  at.room.press("tabs/map");
  EXPECT_GE(at.box("map/surface").h, 120);
  at.room.studio->mirror_focus("bar/train");
  at.room.turns(4);
  EXPECT_GE(at.box("bar/train").y, 0);
  EXPECT_GT(at.box("tabs/map").y, 256) << "below, where the page is scrolled to";
  at.room.studio->mirror_focus("tabs/map");
  at.room.turns(4);
  EXPECT_LT(at.box("tabs/map").y, 256) << "what has the keyboard is scrolled to";
}

TEST(Layout, AWideWindowShowsEveryPart) {
  LayoutRoom at(1440, 900);
  for (const char* id : {"map/surface", "paint/pad", "loss", "samples", "recipe"}) EXPECT_TRUE(at.room.shows(id)) << id;
}

}  // namespace
}  // namespace hourglass
