// Where the parts stand at the sizes that people hold in their hands.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "scripted_engine.h"
#include "studio/ui/widgets.h"
#include "studio_room.h"

namespace hourglass {
namespace {

struct Box {
  float x = 0, y = 0, w = 0, h = 0;
};

class LayoutRoom {
 public:
  LayoutRoom(float width, float height, std::string query = "", std::string texts = "")
      : room({}, "encoder=784,16,2&batch=20&epochs=300" + query, nullptr, std::move(texts)) {
    room.width = width, room.height = height;
    room.studio->set_touch(true);
    room.open_images();
  }
  Box box(const std::string& id) const {
    if (!room.shows(id)) return {};
    const Json& rect = room.item(id).at("rect");
    return {rect[0].get<float>(), rect[1].get<float>(), rect[2].get<float>(), rect[3].get<float>()};
  }

  StudioRoom room;
};

bool overlap(const Box& a, const Box& b) {
  constexpr float kSlack = 0.5f;
  return a.x + a.w > b.x + kSlack && b.x + b.w > a.x + kSlack && a.y + a.h > b.y + kSlack && b.y + b.h > a.y + kSlack;
}

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

TEST(Layout, BesideALessonsTextOnAPhoneTheMapHasItsCardAndTheRowsAreScrolledTo) {
  LayoutRoom at(390, 490);
  const Box map = at.box("map/surface"), card = at.box("map");
  EXPECT_GE(map.h, 200);
  EXPECT_LE(map.y + map.h, card.y + card.h - 40) << "a row is in sight, to take hold of";
  EXPECT_TRUE(at.room.item("map/save").value("hidden", false));
  at.room.studio->mirror_focus("map/save");
  at.room.turns(30);
  EXPECT_FALSE(at.room.item("map/save").value("hidden", false)) << "what has the keyboard comes into sight";
  EXPECT_LT(at.box("map/surface").y, map.y);
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

TEST(Layout, APhonesBarHasTheWayToShareAndHelpTheTheme) {
  for (const auto& [width, height] : {std::pair{320.0f, 568.0f},
                                      {360.0f, 640.0f},
                                      {390.0f, 844.0f},
                                      {430.0f, 932.0f},
                                      {568.0f, 320.0f},
                                      {844.0f, 390.0f},
                                      {820.0f, 1180.0f}}) {
    LayoutRoom at(width, height);
    std::map<std::string, Box> bar;
    for (const auto& [id, item] : at.room.mirror)
      if (id.starts_with("bar/") && item["role"] == "button") bar[id] = at.box(id);
    ASSERT_TRUE(bar.contains("bar/share")) << width << "x" << height;
    EXPECT_GE(bar["bar/share"].w, 43.5f);
    for (const auto& [id, a] : bar) {
      EXPECT_GE(a.x, 0) << id << " at " << width;
      EXPECT_LE(a.x + a.w, width) << id << " at " << width;
      for (const auto& [other, b] : bar) {
        EXPECT_TRUE(id == other || !overlap(a, b)) << id << " and " << other << " at " << width << "x" << height;
      }
    }
    at.room.press("bar/share");
    EXPECT_TRUE(at.room.shows("share")) << width;
    at.room.studio->key("Escape", false);
    at.room.turns(3);
    at.room.press("bar/help");
    const std::string before = at.room.name("help/theme");
    at.room.press("help/theme");
    EXPECT_NE(at.room.name("help/theme"), before);
  }
}

/// As assets/text/zh-Hant.json has them; what the fonts lack is blanks as wide as the letters.
constexpr const char* kChinese = R"json({"texts": {"Map": "\u5206\u5e03\u5716", "Sweep": "\u6383\u63cf\u5716",
  "Code map": "\u7de8\u78bc\u5716", "Autoencoder": "\u81ea\u7de8\u78bc\u5668", "Held-out": "\u4fdd\u7559\u96c6",
  "Training": "\u8a13\u7df4", "All": "\u5168\u90e8", "Epoch {0}": "\u7b2c {0} \u9031\u671f"}})json";

TEST(Layout, TheMapsControlsHaveRoomForTheirWordsAndStandApart) {
  for (const auto& [query, texts] : {std::pair{"", ""}, {"&lang=xx", kChinese}})
    for (const auto& [width, height] :
         {std::pair{320.0f, 568.0f}, {360.0f, 640.0f}, {390.0f, 844.0f}, {844.0f, 390.0f}, {768.0f, 1024.0f}}) {
      LayoutRoom at(width, height, query, texts);
      const std::string where = std::string(query) + " at " + std::to_string(static_cast<int>(width));
      at.room.call("train", {{"epochs", 2}});
      ASSERT_TRUE(at.room.until([&] { return at.room.shows("map/trail") || at.room.shows("map/replay"); })) << where;
      std::map<std::string, Box> controls;
      for (const auto& [id, item] : at.room.mirror)
        if (id.starts_with("map/") && (is_control(item) || item["role"] == "radiogroup" || id == "map/epoch"))
          controls[id] = at.box(id);
      for (const char* id : {"map/view", "map/kind", "map/part", "map/fit", "map/manifold", "map/compare", "map/save"})
        ASSERT_TRUE(controls.contains(id)) << id << where;
      for (const auto& [id, a] : controls) {
        EXPECT_GE(a.w, id == "map/epoch" ? 20 : 39.5f) << id << where;
        for (const auto& [other, b] : controls)
          EXPECT_TRUE(id == other || !overlap(a, b)) << id << ", " << other << where;
      }
      ImFont* body = ImGui::GetIO().Fonts->Fonts[0];
      for (const Json& option : at.room.item("map/kind")["options"])
        EXPECT_GE(controls["map/kind"].w, text_width(body, option.get<std::string>()) + 30) << option << where;
      ImFont* strong = ImGui::GetIO().Fonts->Fonts[3];
      for (const Json& option : at.room.item("map/view")["options"])
        EXPECT_GE(controls["map/view"].w / 2, text_width(strong, option.get<std::string>()) + 8) << option << where;
      EXPECT_GE(at.box("map/surface").h, width < 340 ? 120 : 160) << where;
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
