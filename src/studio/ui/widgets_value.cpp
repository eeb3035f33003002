#include <imgui_internal.h>

#include <cmath>
#include <cstdio>

#include "studio/ui/widget_core.h"
#include "text/number.h"

namespace hourglass {
namespace {

std::string plain(double v) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", v);
  return text;
}

double snapped(double v, const Range& range) {
  if (range.step > 0) v = range.minimum + std::round((v - range.minimum) / range.step) * range.step;
  return std::clamp(v, range.minimum, range.maximum);
}

/// InputText wants a buffer that grows by callback; the text lives in WidgetMemory.
int grow_text(ImGuiInputTextCallbackData* data) {
  if (data->EventFlag != ImGuiInputTextFlags_CallbackResize) return 0;
  auto& text = *static_cast<std::string*>(data->UserData);
  text.resize(static_cast<std::size_t>(data->BufTextLen));
  data->Buf = text.data();
  return 0;
}

/// The field while it is typed into, begun with the text `shown`; the text when it was entered, "" after Escape.
std::optional<std::string> edit(Ui& ui, std::string_view id, std::string_view shown, const Rect& area) {
  WidgetMemory& memory = ui.memory;
  const std::string imgui_id = "##" + std::string(id);
  ImGui::SetCursorScreenPos({area.x, area.y});
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                      ImVec2(kGap2 + 2, (area.h - ui.fonts.body->FontSize * ui.fonts.body->Scale) / 2));
  ImGui::PushStyleColor(ImGuiCol_Border, ui.theme.accent);
  ImGui::SetNextItemWidth(area.w);
  if (memory.edit_begins) ImGui::SetKeyboardFocusHere();
  const bool entered = ImGui::InputText(
      imgui_id.c_str(), memory.edit_text.data(), memory.edit_text.capacity() + 1,
      ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll | ImGuiInputTextFlags_CallbackResize,
      grow_text, &memory.edit_text);
  const bool left = !memory.edit_begins && ImGui::IsItemDeactivated();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  if (ImGui::IsItemActive()) memory.edit_begins = false;
  if (!entered && !left) return std::nullopt;
  const bool escaped = ImGui::IsKeyPressed(ImGuiKey_Escape, false);
  memory.editing.clear();
  memory.edit_begins = false;
  ui.animate();
  memory.edit_text.resize(std::char_traits<char>::length(memory.edit_text.c_str()));
  if (escaped) return std::string();
  if (memory.edit_text == shown) return std::nullopt;
  return memory.edit_text;
}

}  // namespace

bool slider(Ui& ui, std::string_view id, const Words& name, double& value, const Range& range, const Rect& area,
            const Words& shown, const Note& note) {
  const Behaviour b = behave(ui, id, area, note, true);
  const double before = value;
  Rect rest = area;
  const Rect figure =
      shown.empty() ? Rect{} : cut_right(rest, std::max(48.0f, text_width(ui, ui.fonts.body, shown)), kGap2);
  const Rect track = centered(rest.inset(7, 0), rest.w - 14, 4);
  if (b.held && track.w > 0) {
    ui.memory.drag_taken = true;
    const float at = std::clamp((ImGui::GetIO().MousePos.x - track.x) / track.w, 0.0f, 1.0f);
    value = snapped(range.minimum + static_cast<double>(at) * (range.maximum - range.minimum), range);
  }
  if (const auto set = ui.mirror.take_set(id); set && !b.disabled)
    if (const auto wanted = parse_number(*set)) value = snapped(*wanted, range);

  MirrorItem item = mirror_item(ui, id, Role::slider, name, area, note);
  item.value = shown.empty() ? Said::as_is(plain(value)) : ui.say(shown);
  item.minimum = range.minimum, item.maximum = range.maximum;
  item.step = range.step > 0 ? range.step : (range.maximum - range.minimum) / 100;
  item.number = value;
  ui.mirror.add(std::move(item));
  if (!b.seen) return value != before;

  const Theme& t = ui.theme;
  const double share = range.maximum > range.minimum ? (value - range.minimum) / (range.maximum - range.minimum) : 0;
  const float x = track.x + track.w * std::clamp(static_cast<float>(share), 0.0f, 1.0f);
  const ImU32 lit = b.disabled ? t.faint : b.hovered || b.held ? t.accent_hover : t.accent;
  fill(ui, track, t.mark, 2);
  fill(ui, {track.x, track.y, x - track.x, track.h}, lit, 2);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddCircleFilled({x, track.center().y}, 7.5f, t.card);
  list.AddCircleFilled({x, track.center().y}, 7, lit);
  list.AddCircleFilled({x, track.center().y}, b.held ? 3.5f : 4.5f, t.card);
  if (!shown.empty()) draw_text(ui, figure, shown, ui.fonts.body, b.disabled ? t.faint : t.text, Align::right);
  draw_focus(ui, id, area.inset(-2, 0));
  return value != before;
}

std::optional<std::string> field(Ui& ui, std::string_view id, const Words& name, std::string_view current,
                                 const Rect& area, const Note& note, const Range* range, const Words& unit) {
  WidgetMemory& memory = ui.memory;
  std::optional<std::string> entered;
  const bool editing = memory.editing == id && note.disabled.empty();
  const std::string_view shown = note.refused.empty() ? current : note.typed;
  Behaviour b;
  if (editing) {
    entered = edit(ui, id, shown, area);
    b.seen = visible(area);
  } else {
    b = behave(ui, id, area, note);
    if (b.clicked) {
      memory.editing = id;
      memory.edit_text = shown;
      memory.edit_text.reserve(64);
      memory.edit_begins = true;
      ui.animate();
    }
  }
  if (auto set = ui.mirror.take_set(id); set && note.disabled.empty()) {
    entered = std::move(set);
    if (editing) memory.editing.clear();
  }
  // Left without an entry: what holds is entered again where something else stood refused, and nothing changes else.
  if (entered && entered->empty()) {
    if (note.refused.empty())
      entered.reset();
    else
      entered = current;
  }
  MirrorItem item = mirror_item(ui, id, range ? Role::number : Role::text_field, name, area, note);
  item.value = Said::as_is(std::string(shown));
  if (range) {
    item.minimum = range->minimum, item.maximum = range->maximum;
    if (range->step > 0) item.step = range->step;
    item.number = parse_number(current);
  }
  ui.mirror.add(std::move(item));
  if (!b.seen || editing) return entered;
  const Theme& t = ui.theme;
  draw_frame(ui, area, b, !note.refused.empty());
  Rect inner = area.inset(kGap2 + 2, 0);
  if (!unit.empty())
    draw_text(ui, cut_right(inner, text_width(ui, ui.fonts.small, unit) + 1, kGap1), unit, ui.fonts.small, t.muted);
  draw_text(ui, inner, Words::as_is(shown), ui.fonts.body, b.disabled ? t.faint : t.text);
  draw_focus(ui, id, area);
  return entered;
}

void progress_bar(Ui& ui, std::string_view id, const Words& name, double fraction, const Rect& area, ImU32 color) {
  MirrorItem item = mirror_item(ui, id, Role::progress, name, area);
  if (fraction >= 0) {
    item.minimum = 0, item.maximum = 100;
    item.number = std::round(std::clamp(fraction, 0.0, 1.0) * 100);
    item.value = ui.say(say("{0}", in_percent(*item.number / 100)));
  }
  ui.mirror.add(std::move(item));
  const Theme& t = ui.theme;
  const float radius = area.h / 2;
  const ImU32 ink = color ? color : t.accent;
  fill(ui, area, t.dark ? t.field_active : t.field_active, radius);
  if (fraction >= 0) {
    const float w = area.w * static_cast<float>(std::clamp(fraction, 0.0, 1.0));
    if (w > 0.5f) fill(ui, {area.x, area.y, std::max(w, area.h), area.h}, ink, radius);
  } else {
    const float at = static_cast<float>(std::fmod(ui.time * 0.7, 1.0));
    const float from = std::max(0.0f, at * 1.4f - 0.4f), to = std::min(1.0f, at * 1.4f);
    fill(ui, {area.x + area.w * from, area.y, area.w * (to - from), area.h}, ink, radius);
    ui.animate();
  }
}

void badge(Ui& ui, std::string_view id, const Words& name, const Words& text, ImU32 color, const Rect& area) {
  MirrorItem item = mirror_item(ui, id, Role::status, name, area);
  item.value = ui.say(text);
  item.live = true;
  ui.mirror.add(std::move(item));
  const float width = std::min(area.w, text_width(ui, ui.fonts.small_strong, text) + 30);
  const Rect pill{area.x, area.y + (area.h - 24) / 2, width, 24};
  fill(ui, pill, faded(color, ui.theme.dark ? 0.18f : 0.11f), 12);
  ImGui::GetWindowDrawList()->AddCircleFilled({pill.x + 12, pill.center().y}, 3.5f, color);
  // Where there is room for the dot alone, that and the mirror say it.
  if (pill.w < 40) return;
  draw_text(ui, {pill.x + 21, pill.y, pill.w - 28, pill.h}, text, ui.fonts.small_strong,
            ui.theme.dark ? mixed(color, rgb(0xffffff), 0.25f) : mixed(color, rgb(0x000000), 0.25f));
}

}  // namespace hourglass
