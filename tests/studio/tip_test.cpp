#include <gtest/gtest.h>
#include <imgui.h>

#include "platform/graphics_none.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

/// One button in a window of its own, and a pointer that rests on it.
class Tip : public ::testing::Test {
 protected:
  void SetUp() override {
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ui.theme = make_theme(false, false);
    ui.fonts = build_fonts(1);
    ui.window = {0, 0, 600, 400};
  }
  void TearDown() override { ImGui::DestroyContext(); }

  template <class Draw>
  std::string rest_on(float x, float y, Draw draw) {
    std::string said;
    for (int frame = 0; frame < 60; ++frame) {
      ui.time += 1.0 / 60;
      ImGuiIO& io = ImGui::GetIO();
      io.DisplaySize = {600, 400};
      io.DeltaTime = 1.0f / 60;
      io.AddMousePosEvent(x, y);
      unsigned char* pixels = nullptr;
      int w = 0, h = 0;
      io.Fonts->GetTexDataAsAlpha8(&pixels, &w, &h);
      ImGui::NewFrame();
      ui.memory.tip_text.clear();
      ui.memory.hovered_before = std::exchange(ui.memory.hovered, {});
      mirror.begin_frame();
      ImGui::SetNextWindowPos({0, 0});
      ImGui::SetNextWindowSize({600, 400});
      ImGui::Begin("room", nullptr, ImGuiWindowFlags_NoDecoration);
      draw();
      ImGui::End();
      said = tip_text(ui);
      draw_tip(ui);
      mirror.end_frame();
      ImGui::Render();
    }
    return said;
  }

  Mirror mirror;
  GraphicsNone graphics;
  Ui ui{.mirror = mirror, .graphics = graphics};
};

constexpr Key kLong = "Two numbers, digits, as published, changed";

TEST_F(Tip, TellsATextThatWasCutWholeAndThenWhatIsSaidAboutIt) {
  const auto said = rest_on(40, 30, [&] {
    (void)choice_button(ui, "preset", "Preset", kLong, {10, 10, 120, 32}, {.help = "Choose a recipe"});
  });
  EXPECT_EQ(said, std::string(kLong.text()) + "\nChoose a recipe");
}

TEST_F(Tip, TellsACutTextThatIsNoWidget) {
  EXPECT_EQ(rest_on(40, 30, [&] { draw_text(ui, {10, 10, 120, 32}, kLong, ui.fonts.body, 0); }), kLong.text());
}

TEST_F(Tip, LeavesATextThatIsSeenWhole) {
  EXPECT_EQ(rest_on(40, 30, [&] { draw_text(ui, {10, 10, 500, 32}, kLong, ui.fonts.body, 0); }), "");
}

}  // namespace
}  // namespace hourglass
