#include "studio/ui/widget_core.h"

#include <imgui_internal.h>

namespace hourglass {
namespace {

constexpr double kTipDelay = 0.45;

ImGuiID item_id(std::string_view id) { return ImGui::GetCurrentWindow()->GetID(id.data(), id.data() + id.size()); }
ImRect bounds(const Rect& area) { return {area.min(), area.max()}; }

void consider_tip(Ui& ui, std::string_view id, const Rect& area, const Note& note) {
  const Words& text = !note.disabled.empty() ? note.disabled : !note.refused.empty() ? note.refused : note.help;
  rest_on(ui, id);
  if (!text.empty() && tip_is_due(ui)) tip(ui, area, text);
}

}  // namespace

void rest_on(Ui& ui, std::string_view id) {
  ui.memory.hovered = id;
  if (ui.memory.hovered_before != id) ui.memory.hovered_since = ui.time;
}

bool tip_is_due(Ui& ui) {
  const double when = ui.memory.hovered_since + kTipDelay;
  if (ui.time < when) ui.wake_at(when);
  return ui.time >= when;
}

bool visible(const Rect& area) { return ImGui::GetCurrentWindow()->ClipRect.Overlaps(bounds(area)); }

Behaviour behave(Ui& ui, std::string_view id, const Rect& area, const Note& note, bool press_on_down) {
  Behaviour b;
  b.disabled = !note.disabled.empty();
  b.seen = visible(area);
  if (ui.mirror.take_focus_moved(id)) {
    ImRect wanted = bounds(area);
    wanted.Expand(kGap3);
    ImGui::ScrollToRect(ImGui::GetCurrentWindow(), wanted);
    ui.animate();
  }
  const ImGuiID imgui_id = item_id(id);
  if (ImGui::ItemAdd(bounds(area), imgui_id)) {
    bool hovered = false, held = false;
    const auto flags = press_on_down ? ImGuiButtonFlags_PressedOnClick : ImGuiButtonFlags_PressedOnClickRelease;
    const bool pressed = ImGui::ButtonBehavior(bounds(area), imgui_id, &hovered, &held,
                                               static_cast<ImGuiButtonFlags>(flags) | ImGuiButtonFlags_NoNavFocus);
    b.hovered = hovered && !b.disabled;
    b.held = held && !b.disabled;
    b.clicked_by_pointer = pressed && !b.disabled;
    if (hovered) consider_tip(ui, id, area, note);
  }
  b.clicked = b.clicked_by_pointer;
  if (ui.mirror.take_press(id) && !b.disabled) b.clicked = true;
  if (b.clicked) ui.animate();
  return b;
}

MirrorItem mirror_item(Ui& ui, std::string_view id, Role role, const Words& name, const Rect& area, const Note& note) {
  MirrorItem item;
  item.id = id;
  item.role = role;
  item.name = ui.say(note.read_as.empty() ? name : note.read_as);
  item.rect = area;
  item.disabled = !note.disabled.empty();
  item.description = ui.say(!note.disabled.empty() ? note.disabled : !note.refused.empty() ? note.refused : note.help);
  item.invalid = !note.refused.empty();
  const ImGuiWindow& window = *ImGui::GetCurrentWindow();
  ImRect seen = bounds(area);
  seen.ClipWithFull(window.ClipRect);
  item.seen = {seen.Min.x, seen.Min.y, seen.GetWidth(), seen.GetHeight()};
  item.layer = window.ID;
  item.hidden = !visible(area);
  return item;
}

void draw_focus(Ui& ui, std::string_view id, const Rect& area, float radius) {
  if (ui.mirror.focused(id)) outline(ui, area.inset(-2), ui.theme.focus, radius + 2, 2);
}

void draw_frame(Ui& ui, const Rect& area, const Behaviour& b, bool refused) {
  const Theme& t = ui.theme;
  const ImU32 back = b.disabled ? t.sunken : b.held ? t.field_active : b.hovered ? t.field_hover : t.field;
  fill(ui, area, refused ? t.bad_soft : back, kRadius);
  outline(ui, area, refused ? t.bad : b.disabled ? t.border : t.field_border, kRadius);
}

float ease(Ui& ui, std::string_view id, float target, float seconds) {
  const auto [place, fresh] = ui.memory.eased.try_emplace(std::string(id), target);
  float& value = place->second;
  if (fresh || value == target) return value = target;
  const float share = 1.0f - std::exp(-ui.elapsed * 3.0f / seconds);
  value += (target - value) * share;
  if (std::abs(value - target) < 0.004f * std::max(1.0f, std::abs(target)))
    value = target;
  else
    ui.animate();
  return value;
}

void fill(Ui&, const Rect& area, ImU32 color, float radius) {
  ImGui::GetWindowDrawList()->AddRectFilled(area.min(), area.max(), color, radius);
}

void outline(Ui&, const Rect& area, ImU32 color, float radius, float width) {
  ImGui::GetWindowDrawList()->AddRect(area.min(), area.max(), color, radius, 0, width);
}

void tip(Ui& ui, const Rect& area, const Words& text) {
  ui.memory.tip_rect = area;
  ui.memory.tip_text = ui.say(text).text();
}

std::string tip_text(const Ui& ui) {
  const WidgetMemory& memory = ui.memory;
  if (memory.whole_text.empty() || memory.whole_text == memory.tip_text) return memory.tip_text;
  if (memory.tip_text.empty()) return memory.whole_text;
  return memory.whole_text + "\n" + memory.tip_text;
}

void draw_tip(Ui& ui) {
  WidgetMemory& memory = ui.memory;
  if (memory.tip_text.empty()) memory.tip_rect = memory.whole_rect;
  memory.tip_text = tip_text(ui);
  memory.whole_text.clear();
  if (memory.tip_text.empty()) return;
  const Theme& t = ui.theme;
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  const float widest = std::min(300.0f, ui.window.w - 2 * kGap3);
  ImFont& font = *ui.fonts.small;
  const float size = font.FontSize * font.Scale;
  const char* begin = memory.tip_text.data();
  const char* end = begin + memory.tip_text.size();
  const ImVec2 text = font.CalcTextSizeA(size, 1e6f, widest - 2 * kGap3, begin, end);
  Rect box{memory.tip_rect.center().x - text.x / 2 - kGap3, memory.tip_rect.bottom() + 6, text.x + 2 * kGap3,
           text.y + 2 * kGap2};
  if (box.bottom() > ui.window.bottom() - kGap1) box.y = memory.tip_rect.y - box.h - 6;
  box.x = std::clamp(box.x, ui.window.x + kGap2, std::max(ui.window.x + kGap2, ui.window.right() - kGap2 - box.w));
  box.y = std::max(box.y, ui.window.y + kGap1);
  box.x = std::round(box.x), box.y = std::round(box.y);
  const ImU32 back = t.dark ? rgb(0x2c343f) : rgb(0x1c232d);
  list.AddRectFilled({box.x, box.y + 2}, {box.right(), box.bottom() + 2}, t.shadow, kRadius);
  list.AddRectFilled(box.min(), box.max(), back, kRadius);
  list.AddText(&font, size, {box.x + kGap3, box.y + kGap2}, rgb(0xf2f4f7), begin, end, widest - 2 * kGap3);
  memory.tip_text.clear();
}

}  // namespace hourglass
