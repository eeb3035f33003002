#include "studio/welcome.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "studio/state/actions.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

constexpr float kWelcomeWidth = 460;
constexpr float kTabsHeight = 56;  // of the parts' tabs at the foot of a narrow page

struct WelcomeWords {
  Key what =
      "An autoencoder squeezes a picture into a few numbers and rebuilds the picture from them; here you draw, "
      "train one, and look inside.";
  Key show = "Show me", attempt = "Let me try";
};

/// A press beside the card means what it does there, and the card goes.
bool pressed_beside(const Rect& box) {
  const ImGuiIO& io = ImGui::GetIO();
  for (int which = 0; which < 3; ++which)
    if (ImGui::IsMouseClicked(which) && !box.contains(io.MousePos)) return true;
  return false;
}

}  // namespace

void leave_welcome(State& state) { state.welcome = false; }

bool of_welcome(std::string_view id) { return id.starts_with("welcome"); }

bool is_deed(std::string_view key) {
  return key.size() == 1 || key == "Escape" || key == "undo" || key == "redo" || key.starts_with("Arrow");
}

void draw_welcome(Context& ui) {
  State& state = ui.state;
  if (!state.welcome || state.sheet != Sheet::none) return;
  // In an article the text around says what it is; without lessons there is nothing to be shown.
  if (!state.shown.embedded.empty() || !state.shown.shows(PagePart::lessons)) return;
  const Theme& t = ui.theme;
  const WelcomeWords words;
  const float width = std::min(kWelcomeWidth, ui.window.w - 2 * kGap3), inner = width - 2 * kGap4;
  const float lines = draw_paragraph(ui, {0, 0, inner, 0}, words.what, ui.fonts.body, t.text, true);
  const float height = lines + t.control + kGap3 + 2 * kGap4;
  const float foot = ui.narrow && !ui.low ? kTabsHeight + kGap3 : kGap5;
  const Rect box{std::round(ui.window.x + (ui.window.w - width) / 2), std::round(ui.window.bottom() - foot - height),
                 width, height};
  if (pressed_beside(box)) {
    leave_welcome(state);
    ui.animate();
    return;
  }
  ImGui::SetNextWindowPos(box.min());
  ImGui::SetNextWindowSize({box.w, box.h});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, t.card);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, kCardRadius);
  ImGui::Begin("##welcome", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
  ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
  outline(ui, box, mixed(t.border, t.accent, 0.5f), kCardRadius);
  MirrorItem region;
  region.id = "welcome", region.role = Role::region, region.name = ui.say("Welcome"), region.rect = box;
  ui.mirror.open(std::move(region));
  Rect rest = box.inset(kGap4);
  paragraph(ui, "welcome/what", cut_top(rest, lines, kGap3), words.what, ui.fonts.body, t.text);
  const float show = button_width(ui, words.show, Icon::play), attempt = button_width(ui, words.attempt);
  if (button(ui, "welcome/show", words.show, cut_left(rest, show, kGap2), Look::primary, Icon::play,
             {.help = "The first lesson, with your hand on the controls: about five minutes"})) {
    leave_welcome(state);
    ui.host.open_lesson(kFirstLesson);
  }
  if (button(ui, "welcome/try", words.attempt, cut_left(rest, attempt), Look::normal, Icon::none,
             {.help = "Puts this away"}))
    leave_welcome(state);
  ui.mirror.close();
  ImGui::End();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  if (!state.welcome) ui.animate();
}

}  // namespace hourglass
