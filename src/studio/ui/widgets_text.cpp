#include <imgui_internal.h>

#include <cmath>

#include "studio/ui/other_letters.h"
#include "studio/ui/tips.h"
#include "studio/ui/widget_core.h"
#include "text/lines.h"

namespace hourglass {
namespace {

float size_of(const ImFont& font) { return font.FontSize * font.Scale; }

/// Of text that the font can set as it is.
float width_of_drawable(ImFont* font, std::string_view text) {
  return font->CalcTextSizeA(size_of(*font), 1e6f, 0, text.data(), text.data() + text.size()).x;
}

Measure width_in(ImFont* font) {
  return [font](std::string_view text) { return width_of_drawable(font, text); };
}

/// A text that was cut is told whole where the pointer rests on it.
void tell_whole(Ui& ui, const Rect& area, std::string_view text) {
  WidgetMemory& memory = ui.memory;
  if (!ImGui::IsMouseHoveringRect(area.min(), area.max()) ||
      !ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem))
    return;
  // Where no widget is under the pointer, the text is what it rests on.
  if (memory.hovered.empty()) rest_on(ui, "text/" + std::string(text));
  if (tip_is_due(ui)) {
    memory.whole_text = text;
    memory.whole_rect = area;
  }
}

bool says_more(const Note& note) { return !note.help.empty() || !note.term.empty() || !note.terms.empty(); }

/// Dots under words of this height that explain themselves: always where a finger cannot find out by resting on them.
void draw_hint_of_more(Ui& ui, const Rect& words, float height, bool lit) {
  if (!lit && !ui.touch) return;
  const float y = std::round(words.center().y + height * 0.5f) + 0.5f;
  const ImU32 color = lit ? ui.theme.accent : ui.theme.field_border;
  for (float x = words.x + 1; x < words.right(); x += 4)
    ImGui::GetWindowDrawList()->AddRectFilled({x, y}, {std::min(x + 2, words.right()), y + 1}, color);
}

/// Words at `words` that explain themselves; `height` is that of their font, 0 where nothing shall be drawn under them.
/// Returns its entry for the mirror.
MirrorItem explain(Ui& ui, std::string_view id, const Rect& words, const Rect& whole, const Words& text,
                   const Note& note, float height) {
  // A finger is wider than a word.
  const Behaviour b = behave(ui, id, ui.touch ? whole : words, note);
  WidgetMemory& memory = ui.memory;
  if (b.clicked) memory.told = memory.told == id ? std::string() : std::string(id);
  const bool told = memory.told == id;
  if (told) {
    memory.told_seen = true;
    tell(ui, words, note);
  }
  MirrorItem item = mirror_item(ui, id, Role::text, text, whole, note);
  item.keys = true;
  if (!b.seen) return item;
  if (height > 0) draw_hint_of_more(ui, words, height, told || b.hovered);
  draw_focus(ui, id, words, 3);
  return item;
}

Rect drawn_words(Ui& ui, const Rect& area, const Words& text, ImFont* font, Align align) {
  const float width = std::min(area.w, text_width(ui, font, text));
  const float left = align == Align::left ? 0 : align == Align::right ? area.w - width : (area.w - width) / 2;
  return {area.x + left, area.y, width, area.h};
}

}  // namespace

float text_width(ImFont* font, std::string_view text) {
  std::string room;
  return width_of_drawable(font, drawable(*font, text, room));
}

float text_width(Ui& ui, ImFont* font, const Words& text) { return text_width(font, ui.say(text)); }

void draw_text(Ui& ui, const Rect& area, const Words& words, ImFont* font, ImU32 color, Align align) {
  if (words.empty() || area.w <= 0) return;
  const float size = size_of(*font);
  const Said said = ui.say(words);
  std::string room;
  const std::string_view whole = drawable(*font, said, room);
  const std::string text = cut(whole, area.w, width_in(font));
  if (text != whole) tell_whole(ui, area, said);
  const float width = width_of_drawable(font, text);
  float x = area.x;
  if (align == Align::center) x += (area.w - width) / 2;
  if (align == Align::right) x += area.w - width;
  // Inter's capitals stand between 0.22 and 0.95 of the line: their middle lies a little below the line's.
  const float y = area.y + (area.h - size) / 2 - size * 0.015f;
  ImGui::GetWindowDrawList()->AddText(font, size, {std::round(x), std::round(y)}, color, text.data(),
                                      text.data() + text.size());
}

float draw_paragraph(Ui& ui, const Rect& area, const Words& words, ImFont* font, ImU32 color, bool measure_only) {
  if (words.empty()) return 0;
  // Inter wants more leading than Dear ImGui's one line height, and Dear ImGui breaks within "55,000" and within
  // Chinese only at blanks: lines are broken here and set one by one.
  const float size = size_of(*font);
  const float leading = std::round(size * 1.42f);
  const Said said = ui.say(words);
  std::string room;
  float y = area.y;
  for (const std::string_view line : break_lines(drawable(*font, said, room), area.w, width_in(font))) {
    if (!measure_only && !line.empty())
      ImGui::GetWindowDrawList()->AddText(font, size, {std::round(area.x), std::round(y + (leading - size) / 2)}, color,
                                          line.data(), line.data() + line.size());
    y += leading;
  }
  return y - area.y;
}

float paragraph(Ui& ui, std::string_view id, const Rect& area, const Words& text, ImFont* font, ImU32 color) {
  const float height = draw_paragraph(ui, area, text, font, color);
  if (height > 0) ui.mirror.add(mirror_item(ui, id, Role::text, text, {area.x, area.y, area.w, height}));
  return height;
}

void label(Ui& ui, std::string_view id, const Rect& area, const Words& text, ImFont* font, ImU32 color, Align align,
           const Note& note) {
  draw_text(ui, area, text, font, color, align);
  if (!says_more(note)) {
    ui.mirror.add(mirror_item(ui, id, Role::text, text, area, note));
    return;
  }
  ui.mirror.add(explain(ui, id, drawn_words(ui, area, text, font, align), area, text, note, size_of(*font)));
}

void name_of_control(Ui& ui, std::string_view id, const Rect& area, const Words& text, ImFont* font, ImU32 color,
                     const Note& note) {
  draw_text(ui, area, text, font, color);
  (void)explain(ui, id, drawn_words(ui, area, text, font, Align::left), area, text, note, size_of(*font));
}

void explained(Ui& ui, std::string_view id, const Rect& area, const Words& text, const Note& note) {
  // A window of its own, or the surface under it would have the pointer.
  ImGui::SetCursorScreenPos(area.min());
  const std::string window = "##over/" + std::string(id);
  ImGui::BeginChild(window.c_str(), {std::max(1.0f, area.w), std::max(1.0f, area.h)}, ImGuiChildFlags_None,
                    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoNav |
                        ImGuiWindowFlags_NoScrollWithMouse);
  ui.mirror.add(explain(ui, id, area, area, text, note, 0));
  ImGui::EndChild();
}

float remark(Ui& ui, std::string_view id, const Rect& area, const Words& text, std::string_view term,
             bool measure_only) {
  const Theme& t = ui.theme;
  const Rect words{area.x + kGap2 + 22, area.y + kGap1, area.w - 2 * kGap2 - 22, 0};
  const float height = draw_paragraph(ui, words, text, ui.fonts.small, t.text, true) + 2 * kGap1;
  if (measure_only) return height;
  const Rect box{area.x, area.y, area.w, height};
  const Note note{.term = term};
  (void)behave(ui, id, box, note);
  fill(ui, box, mixed(t.card, t.warning, t.dark ? 0.2f : 0.12f), kRadius);
  outline(ui, box, mixed(t.border, t.warning, 0.5f), kRadius);
  draw_icon(*ImGui::GetWindowDrawList(), Icon::warning, {box.x + kGap2, box.y + kGap1, 16, 18}, t.warning, 15);
  draw_paragraph(ui, words, text, ui.fonts.small, t.text);
  MirrorItem item = mirror_item(ui, id, Role::status, "Notice", box, note);
  item.value = ui.say(text);
  item.live = true;
  ui.mirror.add(std::move(item));
  return height;
}

void heading(Ui& ui, std::string_view id, const Rect& area, const Words& text, int level) {
  draw_text(ui, area, text, level == 1 ? ui.fonts.title : ui.fonts.strong, ui.theme.text);
  MirrorItem item = mirror_item(ui, id, Role::heading, text, area);
  item.level = level;
  ui.mirror.add(std::move(item));
}

}  // namespace hourglass
