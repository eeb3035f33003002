#include <imgui_internal.h>

#include <cmath>

#include "studio/ui/widget_core.h"

namespace hourglass {

float button_width(Ui& ui, const Words& name, Icon icon) {
  return std::ceil(text_width(ui, ui.fonts.strong, name)) + 2 * kGap3 + (icon == Icon::none ? 0 : 18 + 6);
}

bool button(Ui& ui, std::string_view id, const Words& name, const Rect& area, Look look, Icon icon, const Note& note) {
  const Behaviour b = behave(ui, id, area, note);
  ui.mirror.add(mirror_item(ui, id, Role::button, name, area, note));
  if (!b.seen) return b.clicked;
  const Theme& t = ui.theme;
  ImU32 ink = b.disabled ? t.faint : t.text;
  switch (look) {
    case Look::normal: draw_frame(ui, area, b); break;
    case Look::primary:
      fill(ui, area,
           b.disabled  ? t.field_active
           : b.held    ? t.accent_active
           : b.hovered ? t.accent_hover
                       : t.accent,
           kRadius);
      if (!b.disabled) ink = t.on_accent;
      break;
    case Look::quiet:
      if (b.hovered || b.held) fill(ui, area, b.held ? t.field_active : t.field_hover, kRadius);
      if (!b.disabled) ink = b.hovered ? t.text : t.muted;
      break;
    case Look::danger:
      fill(ui, area,
           b.disabled  ? t.field_active
           : b.held    ? mixed(t.bad, t.text, 0.2f)
           : b.hovered ? mixed(t.bad, t.text, 0.1f)
                       : t.bad,
           kRadius);
      if (!b.disabled) ink = t.dark ? rgb(0x2a0a0a) : rgb(0xffffff);
      break;
  }
  const float word = std::min(text_width(ui, ui.fonts.strong, name), area.w - 2 * kGap2);
  const float pictogram = icon == Icon::none ? 0 : name.empty() ? 18.0f : 24.0f;
  Rect inner = centered(area, word + pictogram, area.h);
  if (icon != Icon::none) draw_icon(*ImGui::GetWindowDrawList(), icon, {inner.x, area.y, 18, area.h}, ink);
  draw_text(ui, {inner.x + pictogram, area.y, word + 1, area.h}, name, ui.fonts.strong, ink);
  draw_focus(ui, id, area);
  return b.clicked;
}

bool icon_button(Ui& ui, std::string_view id, const Words& name, Icon icon, const Rect& area, const Note& note,
                 std::optional<bool> on) {
  Note shown = note;
  if (note.disabled.empty())
    shown.help = note.help.empty() ? name : say("{0}. {1}", name.sentence(), note.help.sentence());
  const Behaviour b = behave(ui, id, area, shown);
  MirrorItem item = mirror_item(ui, id, Role::button, name, area, note);
  item.checked = on;
  ui.mirror.add(std::move(item));
  if (!b.seen) return b.clicked;
  const Theme& t = ui.theme;
  const bool lit = on.value_or(false);
  if (lit)
    fill(ui, area, t.accent_soft, kRadius);
  else if (b.hovered || b.held)
    fill(ui, area, b.held ? t.field_active : t.field_hover, kRadius);
  const ImU32 ink = b.disabled ? t.faint : lit ? t.accent : b.hovered ? t.text : t.muted;
  draw_icon(*ImGui::GetWindowDrawList(), icon, area, ink);
  draw_focus(ui, id, area);
  return b.clicked;
}

bool choice_button(Ui& ui, std::string_view id, const Words& name, const Words& value, const Rect& area,
                   const Note& note) {
  const Behaviour b = behave(ui, id, area, note);
  MirrorItem item = mirror_item(ui, id, Role::button, name, area, note);
  item.value = ui.say(value);
  ui.mirror.add(std::move(item));
  if (!b.seen) return b.clicked;
  const Theme& t = ui.theme;
  draw_frame(ui, area, b);
  Rect inner = area.inset(kGap2 + 2, 0);
  draw_icon(*ImGui::GetWindowDrawList(), Icon::chevron_down, cut_right(inner, 14, kGap1), t.muted, 14);
  draw_text(ui, inner, value, ui.fonts.body, b.disabled ? t.faint : t.text);
  draw_focus(ui, id, area);
  return b.clicked;
}

bool toggle(Ui& ui, std::string_view id, const Words& name, bool& value, const Rect& area, const Note& note) {
  const Behaviour b = behave(ui, id, area, note);
  if (b.clicked) value = !value;
  MirrorItem item = mirror_item(ui, id, Role::toggle, name, area, note);
  item.checked = value;
  ui.mirror.add(std::move(item));
  if (!b.seen) return b.clicked;
  const Theme& t = ui.theme;
  Rect rest = area;
  const Rect track = centered(cut_right(rest, 32, kGap2), 32, 18);
  draw_text(ui, rest, name, ui.fonts.body, b.disabled ? t.faint : t.text);
  const float at = ease(ui, id, value ? 1.0f : 0.0f);
  const ImU32 off = b.hovered ? mixed(t.mark, t.muted, 0.35f) : t.mark;
  const ImU32 on = b.disabled ? t.faint : b.hovered ? t.accent_hover : t.accent;
  fill(ui, track, mixed(off, on, at), 9);
  ImGui::GetWindowDrawList()->AddCircleFilled({track.x + 9 + at * 14, track.y + 9}, 6.5f,
                                              t.dark && at < 0.5f ? t.text
                                              : t.dark            ? t.on_accent
                                                                  : rgb(0xffffff));
  draw_focus(ui, id, area.inset(-2, 0));
  return b.clicked;
}

bool chip(Ui& ui, std::string_view id, const Words& name, bool& value, const Rect& area, std::optional<Marker> marker,
          const Note& note) {
  const Behaviour b = behave(ui, id, area, note);
  if (b.clicked) value = !value;
  MirrorItem item = mirror_item(ui, id, Role::toggle, name, area, note);
  item.checked = value;
  ui.mirror.add(std::move(item));
  if (!b.seen) return b.clicked;
  const Theme& t = ui.theme;
  const float radius = std::min(area.h / 2, 14.0f);
  const Rect pill = centered(area, area.w, std::min(area.h, 28.0f));
  if (value)
    fill(ui, pill, b.hovered ? t.field_hover : t.field, radius);
  else if (b.hovered)
    fill(ui, pill, t.field_hover, radius);
  outline(ui, pill, value ? t.field_border : t.border, radius);
  const ImU32 ink = b.disabled ? t.faint : value || b.hovered ? t.text : t.muted;
  if (marker) {
    const float word = text_width(ui, ui.fonts.small_strong, name);
    const Rect inner = centered(pill, word + 14, pill.h);
    draw_marker(*ImGui::GetWindowDrawList(), *marker, {inner.x + 4, inner.center().y}, 4, !value);
    draw_text(ui, {inner.x + 13, pill.y, word + 1, pill.h}, name, ui.fonts.small_strong, ink);
  } else {
    draw_text(ui, pill.inset(4, 0), name, ui.fonts.small_strong, ink, Align::center);
  }
  draw_focus(ui, id, pill, radius);
  return b.clicked;
}

bool image_button(Ui& ui, std::string_view id, const Words& name, TextureId texture, const Rect& area, bool selected,
                  const Note& note, ImVec2 uv0, ImVec2 uv1) {
  const Behaviour b = behave(ui, id, area, note);
  MirrorItem item = mirror_item(ui, id, Role::image, name, area, note);
  item.selected = selected;
  ui.mirror.add(std::move(item));
  if (!b.seen) return b.clicked;
  const Theme& t = ui.theme;
  fill(ui, area, t.sunken, 2);
  if (texture)
    ImGui::GetWindowDrawList()->AddImage(reinterpret_cast<ImTextureID>(texture), area.min(), area.max(), uv0, uv1);
  if (selected || b.hovered) outline(ui, area.inset(-1), selected ? t.accent : t.muted, 3, 2);
  draw_focus(ui, id, area, 3);
  return b.clicked;
}

void picture(Ui& ui, std::string_view id, const Words& name, TextureId texture, const Rect& area, ImVec2 uv0,
             ImVec2 uv1, const Words& told) {
  fill(ui, area, ui.theme.sunken, 2);
  if (texture)
    ImGui::GetWindowDrawList()->AddImage(reinterpret_cast<ImTextureID>(texture), area.min(), area.max(), uv0, uv1);
  MirrorItem item = mirror_item(ui, id, Role::image, name, area);
  item.value = ui.say(told);
  ui.mirror.add(std::move(item));
}

}  // namespace hourglass
