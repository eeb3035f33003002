#include <gtest/gtest.h>
#include <imgui.h>

#include <array>

#include "platform/graphics_none.h"
#include "studio/ui/widgets.h"
#include "text/glossary.h"

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

TEST_F(Tip, ExplainsTheTermThatALabelNames) {
  const auto said = rest_on(30, 30, [&] {
    label(ui, "held-out", {10, 20, 200, 20}, "Held-out", ui.fonts.small, 0, Align::left, {.term = "held-out"});
  });
  const GlossaryEntry& entry = *find_term("held-out");
  EXPECT_EQ(said, entry.term + "\n" + entry.what + " " + entry.more);
  EXPECT_EQ(mirror.find("held-out")->description.text(), entry.what + " " + entry.more);
}

TEST_F(Tip, SaysTheHelpFirstAndWhatIsChosenLast) {
  constexpr std::array<Key, 2> kNames = {"SGD", "Adam"};
  constexpr std::array<std::string_view, 2> kTerms = {"optimizer/sgd", "optimizer/adam"};
  int chosen = 1;
  const auto said = rest_on(30, 30, [&] {
    (void)combo(ui, "optimizer", "Optimizer", kNames, chosen, {10, 20, 200, 30},
                {.help = "Press to choose", .term = "optimizer", .terms = kTerms});
  });
  EXPECT_TRUE(said.starts_with("Press to choose\nOptimizer\n")) << said;
  EXPECT_NE(said.find("\nAdam\n"), std::string::npos) << said;
  EXPECT_EQ(said.find("\nSGD\n"), std::string::npos) << said;
}

TEST_F(Tip, AReasonStandsBeforeTheTermAndAloneInTheMirror) {
  const auto said = rest_on(30, 30, [&] {
    (void)button(ui, "step", "Step", {10, 20, 80, 30}, Look::normal, Icon::none,
                 {.help = "Train on one batch", .disabled = "Pause first.", .term = "batch"});
  });
  EXPECT_TRUE(said.starts_with("Pause first.\nBatch\n")) << said;
  EXPECT_EQ(mirror.find("step")->description.text(), "Pause first.");
}

TEST_F(Tip, GoesWithThePressAndComesAgainWithThePointer) {
  Sentence disabled;
  const auto draw = [&] {
    (void)button(ui, "clear", "Clear", {10, 20, 80, 30}, Look::normal, Icon::none,
                 {.help = "Clears it", .disabled = disabled});
  };
  EXPECT_EQ(rest_on(30, 30, draw), "Clears it");
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  EXPECT_EQ(rest_on(30, 30, draw), "");
  ImGui::GetIO().AddMouseButtonEvent(0, false);
  disabled = say("It is clear already.");
  EXPECT_EQ(rest_on(30, 30, draw), "") << "what comes of a press is no reason against it";
  EXPECT_EQ(rest_on(500, 300, draw), "");
  EXPECT_EQ(rest_on(30, 30, draw), "It is clear already.");
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  EXPECT_EQ(rest_on(30, 30, draw), "It is clear already.") << "a press that is refused has its reason";
}

TEST_F(Tip, ATapTellsUntilTheNextPress) {
  const auto draw = [&] {
    label(ui, "epoch", {10, 20, 200, 20}, "Epoch 3", ui.fonts.small, 0, Align::left, {.term = "epoch"});
  };
  EXPECT_EQ(rest_on(500, 300, draw), "");
  mirror.press("epoch");
  EXPECT_NE(rest_on(500, 300, draw), "");
  EXPECT_TRUE(mirror.find("epoch")->keys);
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  EXPECT_EQ(rest_on(500, 300, draw), "");
  ImGui::GetIO().AddMouseButtonEvent(0, false);
  mirror.press("epoch");
  EXPECT_NE(rest_on(500, 300, draw), "");
  EXPECT_TRUE(put_tip_away(ui));
  EXPECT_EQ(rest_on(500, 300, draw), "");
  EXPECT_FALSE(put_tip_away(ui));
}

TEST_F(Tip, AFingerNeedNotHitTheWordItself) {
  const auto draw = [&] {
    label(ui, "epoch", {10, 20, 200, 20}, "Epoch 3", ui.fonts.small, 0, Align::left, {.term = "epoch"});
  };
  EXPECT_EQ(rest_on(180, 30, draw), "") << "a pointer rests on words";
  ui.touch = true;
  EXPECT_NE(rest_on(180, 30, draw), "");
}

TEST_F(Tip, TheKeyboardTellsUntilItGoesOrEscape) {
  const auto draw = [&] {
    (void)button(ui, "step", "Step", {10, 20, 80, 30}, Look::normal, Icon::none, {.term = "batch"});
    (void)button(ui, "plain", "Plain", {10, 60, 80, 30}, Look::normal, Icon::none, {.help = "No term"});
  };
  mirror.focus("step");
  EXPECT_NE(rest_on(500, 300, draw), "");
  mirror.focus("plain");
  EXPECT_EQ(rest_on(500, 300, draw), "") << "a help alone waits for the pointer";
  mirror.focus("step");
  EXPECT_NE(rest_on(500, 300, draw), "");
  EXPECT_TRUE(put_tip_away(ui));
  EXPECT_EQ(rest_on(500, 300, draw), "");
  mirror.focus("plain");
  (void)rest_on(500, 300, draw);
  mirror.focus("step");
  EXPECT_NE(rest_on(500, 300, draw), "") << "it was put away once, not for good";
}

TEST_F(Tip, LeavesATextThatIsSeenWhole) {
  EXPECT_EQ(rest_on(40, 30, [&] { draw_text(ui, {10, 10, 500, 32}, kLong, ui.fonts.body, 0); }), "");
}

}  // namespace
}  // namespace hourglass
