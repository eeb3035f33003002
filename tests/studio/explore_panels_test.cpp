// What the exploring panels have in common: samples and filters, a lost context, rest.
#include "explore_panels.h"

namespace hourglass {
namespace {

/// The texture of the triangle that was drawn last over this place: shapes have that of the letters.
ImTextureID texture_on_top(ImVec2 p) {
  ImTextureID top = nullptr;
  const ImDrawData& drawn = *ImGui::GetDrawData();
  for (const ImDrawList* list : drawn.CmdLists)
    for (const ImDrawCmd& command : list->CmdBuffer) {
      if (command.UserCallback) continue;
      for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
        const auto corner = [&](unsigned k) {
          const ImDrawIdx index = list->IdxBuffer[static_cast<int>(command.IdxOffset + i + k)];
          return list->VtxBuffer[static_cast<int>(command.VtxOffset + index)].pos;
        };
        const ImVec2 a = corner(0), b = corner(1), c = corner(2);
        const auto side = [&](ImVec2 from, ImVec2 to) {
          return (to.x - from.x) * (p.y - from.y) - (to.y - from.y) * (p.x - from.x);
        };
        const float s0 = side(a, b), s1 = side(b, c), s2 = side(c, a);
        if ((s0 >= 0 && s1 >= 0 && s2 >= 0) || (s0 <= 0 && s1 <= 0 && s2 <= 0)) top = command.TextureId;
      }
    }
  return top;
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
  const Json rect = room.item("filters/picture")["rect"];
  const auto on_top = texture_on_top({rect[0].get<float>() + 12, rect[1].get<float>() + 12});
  EXPECT_NE(on_top, ImGui::GetIO().Fonts->TexID) << "the tiles lie upon their ground, not under it";
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
