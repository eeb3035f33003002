#include "studio/ui/widget_core.h"

#include <imgui_internal.h>

#include "studio/ui/tips.h"

namespace hourglass {
namespace {

ImGuiID item_id(std::string_view id) { return ImGui::GetCurrentWindow()->GetID(id.data(), id.data() + id.size()); }
ImRect bounds(const Rect& area) { return {area.min(), area.max()}; }

}  // namespace

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
  if (b.seen && ui.mirror.focused(id)) tell_focused(ui, id, area, note);
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
  item.description = description_of(ui, note);
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
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (is_seen(list, area)) list.AddRectFilled(area.min(), area.max(), color, radius);
}

void outline(Ui&, const Rect& area, ImU32 color, float radius, float width) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (is_seen(list, area.inset(-width))) list.AddRect(area.min(), area.max(), color, radius, 0, width);
}

}  // namespace hourglass
