#include <imgui_internal.h>

#include <cmath>

#include "studio/ui/widget_core.h"

namespace hourglass {
namespace {

/// A finger on a part that scrolls moves its content, with a glide after it leaves; Dear ImGui knows only the wheel.
void scroll_by_finger(Ui& ui, const Scroll& scroll) {
  ImGuiWindow& window = *ImGui::GetCurrentWindow();
  ImGuiIO& io = ImGui::GetIO();
  WidgetMemory& memory = ui.memory;
  if (io.MouseSource != ImGuiMouseSource_TouchScreen) return;
  const bool mine = memory.scrolling == scroll.id;
  if (io.MouseDown[0]) {
    const bool begun_here = scroll.area.contains(io.MouseClickedPos[0]);
    if (!mine && begun_here && !memory.drag_taken && memory.scrolling.empty()) {
      const ImVec2 way{io.MousePos.x - io.MouseClickedPos[0].x, io.MousePos.y - io.MouseClickedPos[0].y};
      if (std::abs(way.y) > 8 && std::abs(way.y) > std::abs(way.x) && window.ScrollMax.y > 0) {
        memory.scrolling = scroll.id;
        memory.scroll_speed = 0;
        ImGui::ClearActiveID();  // the button under the finger was not meant
      }
    }
    if (memory.scrolling == scroll.id) {
      ImGui::SetScrollY(&window, std::clamp(window.Scroll.y - io.MouseDelta.y, 0.0f, window.ScrollMax.y));
      if (ui.elapsed > 0) memory.scroll_speed = 0.6f * memory.scroll_speed + 0.4f * -io.MouseDelta.y / ui.elapsed;
      ui.animate();
    }
  } else if (mine) {
    memory.scroll_speed *= std::exp(-ui.elapsed * 4);
    const float wanted = window.Scroll.y + memory.scroll_speed * ui.elapsed;
    ImGui::SetScrollY(&window, std::clamp(wanted, 0.0f, window.ScrollMax.y));
    if (std::abs(memory.scroll_speed) < 20) memory.scrolling.clear();
    ui.animate();
  }
}

}  // namespace

Rect card(Ui& ui, std::string_view id, const Words& title, const Rect& area, Rect* tools, float tools_width) {
  const Theme& t = ui.theme;
  fill(ui, area, t.card, kCardRadius);
  outline(ui, area, t.border, kCardRadius);
  MirrorItem item = mirror_item(ui, id, Role::region, title, area);
  Rect inside = area.inset(kGap4, kGap3);
  if (title.empty()) {
    ui.mirror.open(std::move(item));
    return inside;
  }
  Rect strip = cut_top(inside, ui.touch ? kTouch : 28.0f, ui.touch ? kGap1 : kGap2);
  item.strip = strip;
  ui.mirror.open(std::move(item));
  const float word = text_width(ui, ui.fonts.strong, title);
  if (std::ceil(word) + 1 + kGap3 + tools_width <= strip.w)
    heading(ui, std::string(id) + "/title", cut_left(strip, std::ceil(word) + 1, kGap3), title);
  else
    strip = strip.inset(-kGap1, 0);  // buttons have a rim of their own
  if (tools) *tools = strip;
  return inside;
}

Group::Group(Ui& ui, std::string_view id, const Words& name, const Rect& area) : mirror_(ui.mirror) {
  MirrorItem item = mirror_item(ui, id, Role::group, name, area);
  item.strip = area;
  mirror_.open(std::move(item));
}

Group::~Group() { mirror_.close(); }

Pointer surface(Ui& ui, std::string_view id, const Words& name, const Rect& area, const Words& value, const Note& note,
                bool keys) {
  const Behaviour b = behave(ui, id, area, note, true);
  MirrorItem item = mirror_item(ui, id, Role::image, name, area, note);
  item.value = ui.say(value);
  item.keys = keys;
  ui.mirror.add(std::move(item));
  const ImGuiIO& io = ImGui::GetIO();
  const ImGuiID imgui_id = ImGui::GetCurrentWindow()->GetID(id.data(), id.data() + id.size());
  Pointer p;
  p.at = io.MousePos;
  p.moved = io.MouseDelta;
  p.hovered = b.hovered;
  p.pressed = b.clicked_by_pointer;
  p.down = b.held;
  if (p.down) ui.memory.drag_taken = true;
  if (io.MouseReleased[0] &&
      (ImGui::GetActiveID() == imgui_id || ImGui::GetCurrentContext()->ActiveIdPreviousFrame == imgui_id)) {
    p.released = true;
    const float dx = io.MousePos.x - io.MouseClickedPos[0].x, dy = io.MousePos.y - io.MouseClickedPos[0].y;
    p.clicked = dx * dx + dy * dy <= 16;
  }
  for (int which : {1, 2})
    if (io.MouseDown[which] && area.contains(io.MouseClickedPos[which])) p.second_down = true;
  if (b.hovered) p.wheel = io.MouseWheel;
  // What zooms here does not scroll the page as well.
  if (ui.tiny) ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
  draw_focus(ui, id, area);
  return p;
}

Scroll begin_scroll(Ui&, std::string_view id, const Rect& area) {
  ImGui::SetCursorScreenPos(area.min());
  const std::string child = "##" + std::string(id);
  ImGui::BeginChild(child.c_str(), {std::max(1.0f, area.w), std::max(1.0f, area.h)}, ImGuiChildFlags_None,
                    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
  const ImGuiWindow& window = *ImGui::GetCurrentWindow();
  Scroll scroll{std::string(id), area, {area.x, area.y - window.Scroll.y, area.w, 0}};
  // Room for the bar whether it shows or not: content must not jump when a row is added.
  scroll.content.w -= kGap3;
  return scroll;
}

void end_scroll(Ui& ui, const Scroll& scroll, float height) {
  ImGui::SetCursorScreenPos({scroll.content.x, scroll.content.y});
  ImGui::Dummy({1, std::max(1.0f, height)});
  scroll_by_finger(ui, scroll);
  ImGui::EndChild();
}

}  // namespace hourglass
