#include "studio/notices.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "studio/state/actions.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

std::string_view action_name(NoticeAction action) {
  switch (action) {
    case NoticeAction::none: return {};
    case NoticeAction::retry_dataset: return "Try again";
    case NoticeAction::lower_rate: return "Lower the rate and start again";
  }
  return {};
}

/// Draws one from its lower edge upwards; returns its height. `closed` when it shall go.
float draw_notice(Context& ui, const Notice& notice, float bottom, bool& closed) {
  const Theme& t = ui.theme;
  const std::string_view action = action_name(notice.action);
  const float width = std::min(440.0f, ui.window.w - 2 * kGap3);
  const float inner = width - 2 * kGap3 - 26 - (ui.touch ? 40 : 32);
  const float text = draw_paragraph(ui, {0, 0, inner, 0}, notice.text, ui.fonts.body, t.text, true);
  const float height = text + 2 * kGap3 + (action.empty() ? 0 : t.control + kGap2);
  const Rect box{std::round(ui.window.x + (ui.window.w - width) / 2), bottom - height, width, height};
  const std::string id = "notice/" + std::to_string(notice.id);
  ImGui::SetNextWindowPos(box.min());
  ImGui::SetNextWindowSize({box.w, box.h});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, t.card);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, kCardRadius);
  ImGui::Begin(id.c_str(), nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
  const ImU32 tone = notice.kind == NoticeKind::error ? t.bad : notice.kind == NoticeKind::good ? t.good : t.accent;
  outline(ui, box, mixed(t.border, tone, 0.5f), kCardRadius);
  Rect rest = box.inset(kGap3);
  const Icon icon = notice.kind == NoticeKind::error  ? Icon::warning
                    : notice.kind == NoticeKind::good ? Icon::check
                                                      : Icon::info;
  draw_icon(*ImGui::GetWindowDrawList(), icon, {rest.x, rest.y, 18, 20}, tone);
  const Rect lines{rest.x + 26, rest.y, inner, text};
  draw_paragraph(ui, lines, notice.text, ui.fonts.body, t.text);
  const Words kind = notice.kind == NoticeKind::error ? Words("Error") : Words("Notice");
  const Group group(ui, id + "/box", kind, box);
  MirrorItem item;
  item.id = id;
  item.role = Role::status;
  item.name = ui.say(kind);
  item.value = ui.say(notice.text);
  item.rect = lines;
  item.live = true;
  ui.mirror.add(std::move(item));
  const float side = ui.touch ? 40.0f : 28.0f;
  if (icon_button(ui, id + "/close", "Close", Icon::close, {box.right() - side - 6, box.y + 6, side, side},
                  {.read_as = say("Close: {0}", notice.text)}))
    closed = true;
  if (!action.empty()) {
    const Rect place{lines.x, lines.bottom() + kGap2, button_width(ui, action), t.control};
    if (button(ui, id + "/action", action, place, Look::normal)) {
      closed = true;
      act_on(ui, notice.action, notice.action_about);
    }
  }
  ImGui::End();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  return height;
}

}  // namespace

void draw_notices(Context& ui) {
  std::vector<Notice>& notices = ui.state.notices;
  std::erase_if(notices, [&](const Notice& n) { return n.until > 0 && ui.time >= n.until; });
  float bottom = ui.window.bottom() - (ui.narrow && !ui.low ? 68 : kGap4);
  const std::vector<Notice> shown = notices;  // an action may add one
  for (auto notice = shown.rbegin(); notice != shown.rend(); ++notice) {
    // The loss chart says the same where it can be seen.
    if (notice->action == NoticeAction::lower_rate && (!ui.narrow || ui.state.tab == Tab::loss)) continue;
    bool closed = false;
    bottom -= draw_notice(ui, *notice, bottom, closed) + kGap2;
    if (closed) {
      std::erase_if(notices, [&](const Notice& n) { return n.id == notice->id; });
      ui.animate();
    } else if (notice->until > 0) {
      ui.wake_at(notice->until + 0.01);
    }
  }
}

}  // namespace hourglass
