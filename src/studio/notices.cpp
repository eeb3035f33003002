#include "studio/notices.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "studio/bar.h"
#include "studio/state/actions.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

Sentence action_name(const Context& ui, const Notice& notice, NoticeAction action) {
  switch (action) {
    case NoticeAction::none: return {};
    case NoticeAction::retry_dataset: return "Try again";
    case NoticeAction::cancel_loading: return "Cancel";
    case NoticeAction::start_engine: return ui.host.start_engine ? Sentence("Start it again") : Sentence();
    case NoticeAction::tell_page: return notice.button;
    case NoticeAction::lower_rate: return "Lower the rate and start again";
    case NoticeAction::look_at_data: return "Look at the images";
    case NoticeAction::use_set_of_model: return "Use its own images";
    case NoticeAction::bring_back: return "Bring it back";
    case NoticeAction::put_back: return "Put it back";
  }
  return {};
}

/// How wide a notice is, and the strip that its text has of it.
struct Measure {
  float width, text_width, text_height, height;
};

Measure measure(Context& ui, const Notice& notice) {
  const Theme& t = ui.theme;
  Measure m{};
  m.width = std::min(440.0f, ui.window.w - 2 * kGap3);
  m.text_width = m.width - 2 * kGap3 - 26 - (ui.touch ? kTouch : 32.0f);
  m.text_height = draw_paragraph(ui, {0, 0, m.text_width, 0}, notice.text, ui.fonts.body, t.text, true);
  m.height = m.text_height + 2 * kGap3 + (action_name(ui, notice, notice.action).empty() ? 0 : t.control + kGap2);
  return m;
}

/// Draws one with its upper edge at `top`; true when it shall go.
bool draw_notice(Context& ui, const Notice& notice, const Measure& m, float top) {
  const Theme& t = ui.theme;
  const Sentence action = action_name(ui, notice, notice.action), other = action_name(ui, notice, notice.other);
  const Rect box{std::round(ui.window.x + (ui.window.w - m.width) / 2), top, m.width, m.height};
  bool closed = false;
  const std::string id = "notice/" + std::to_string(notice.id);
  ImGui::SetNextWindowPos(box.min());
  ImGui::SetNextWindowSize({box.w, box.h});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, t.card);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, kCardRadius);
  // Dear ImGui keeps a window for each name that it ever saw: one a topic, not one a notice.
  const std::string own = notice.topic == NoticeTopic::page ? notice.action_about : std::string();
  const std::string window = "notice/topic/" + std::to_string(static_cast<int>(notice.topic)) + own;
  ImGui::Begin(window.c_str(), nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
  // A sheet comes to the front in each frame; what is said over it lies on top all the same, and takes the press.
  ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
  const ImU32 tone = notice.kind == NoticeKind::error ? t.bad : notice.kind == NoticeKind::good ? t.good : t.accent;
  outline(ui, box, mixed(t.border, tone, 0.5f), kCardRadius);
  Rect rest = box.inset(kGap3);
  const Icon icon = notice.kind == NoticeKind::error  ? Icon::warning
                    : notice.kind == NoticeKind::good ? Icon::check
                                                      : Icon::info;
  draw_icon(*ImGui::GetWindowDrawList(), icon, {rest.x, rest.y, 18, 20}, tone);
  const Rect lines{rest.x + 26, rest.y, m.text_width, m.text_height};
  draw_paragraph(ui, lines, notice.text, ui.fonts.body, t.text);
  const Words kind = notice.kind == NoticeKind::error ? Words("Problem") : Words("Notice");
  const Group group(ui, id + "/box", kind, box);
  MirrorItem item;
  item.id = id;
  item.role = Role::status;
  item.name = ui.say(kind);
  item.value = ui.say(notice.text);
  item.rect = lines;
  item.live = true;
  ui.mirror.add(std::move(item));
  const float side = ui.touch ? kTouch : 28.0f;
  if (icon_button(ui, id + "/close", "Close", Icon::close, {box.right() - side - 6, box.y + 6, side, side},
                  {.read_as = say("Close: {0}", notice.text)}))
    closed = true;
  if (!action.empty()) {
    const Rect place{lines.x, lines.bottom() + kGap2, button_width(ui, action), t.control};
    if (button(ui, id + "/action", action, place, Look::normal)) {
      closed = true;
      act_on(ui, notice.action, notice.action_about);
    }
    const Rect beside{place.right() + kGap2, place.y, button_width(ui, other), t.control};
    if (!other.empty() && button(ui, id + "/other", other, beside, Look::quiet)) {
      closed = true;
      act_on(ui, notice.other, notice.action_about);
    }
  }
  ImGui::End();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  return closed;
}

}  // namespace

void draw_notices(Context& ui) {
  State& state = ui.state;
  const ImGuiIO& io = ImGui::GetIO();
  const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || io.MouseWheel != 0 || io.MouseWheelH != 0;
  if (moved || ImGui::IsAnyMouseDown()) person_acts(state, ui.time);
  expire_notices(state, ui.time);
  // Under the bar, where nothing stands that is read or pressed often; over a sheet at its foot, away from its head.
  const bool below = state.sheet != Sheet::none;
  float top = ui.window.y + bar_height(ui) + kGap2;
  float bottom = ui.window.bottom() - kGap4;
  const std::vector<Notice> shown = state.notices;  // an action may add one
  for (auto notice = shown.rbegin(); notice != shown.rend(); ++notice) {
    // The loss chart says the same where it can be seen.
    if (notice->action == NoticeAction::lower_rate && (!ui.narrow || state.tab == Tab::loss)) continue;
    const Measure m = measure(ui, *notice);
    bottom -= m.height + kGap2;
    const bool closed = draw_notice(ui, *notice, m, below ? bottom + kGap2 : top);
    top += m.height + kGap2;
    if (closed) {
      close_notice(state, notice->id);
      ui.animate();
    } else if (notice->until > 0) {
      ui.wake_at(notice->until + 0.01);
    }
  }
}

}  // namespace hourglass
