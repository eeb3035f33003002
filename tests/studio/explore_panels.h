// What tests of pad, map, sweep and samples begin with: a studio with images, codes on the map and an image on the pad,
// and a pointer for it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "data/png.h"
#include "studio_room.h"

namespace hourglass {

/// A saved file that is text.
inline std::string text_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

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
  /// Zooms in by the keyboard until only some points are seen.
  void come_close() {
    room.studio->mirror_focus("map/surface");
    room.turns(2);
    for (int i = 0; i < 12; ++i) room.studio->key("+", false), room.turns(2);
    settle();
    ASSERT_TRUE(room.shows("map/outside"));
  }
  bool is_png(const std::string& name) {
    return room.saved_files.contains(name) && looks_like_png(room.saved_files[name]);
  }

  StudioRoom room{{}, "encoder=784,16,2&batch=20&epochs=300"};
};

}  // namespace hourglass
