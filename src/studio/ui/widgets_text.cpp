#include <imgui_internal.h>

#include <cmath>

#include "studio/ui/widget_core.h"

namespace hourglass {
namespace {

float size_of(const ImFont& font) { return font.FontSize * font.Scale; }

}  // namespace

float text_width(ImFont* font, std::string_view text) {
  return font->CalcTextSizeA(size_of(*font), 1e6f, 0, text.data(), text.data() + text.size()).x;
}

void draw_text(Ui& ui, const Rect& area, std::string_view text, ImFont* font, ImU32 color, Align align) {
  if (text.empty() || area.w <= 0) return;
  constexpr std::string_view kEllipsis = "\xe2\x80\xa6";
  const float size = size_of(*font);
  float width = text_width(font, text);
  std::string cut;
  if (width > area.w + 0.5f) {
    // The longest beginning that leaves room for the ellipsis, never in the middle of a UTF-8 character.
    std::size_t keep = text.size();
    const float room = area.w - text_width(font, kEllipsis);
    while (keep > 0 && text_width(font, text.substr(0, keep)) > room) {
      --keep;
      while (keep > 0 && (static_cast<unsigned char>(text[keep]) & 0xc0) == 0x80) --keep;
    }
    cut.assign(text.substr(0, keep)).append(kEllipsis);
    text = cut;
    width = text_width(font, text);
  }
  float x = area.x;
  if (align == Align::center) x += (area.w - width) / 2;
  if (align == Align::right) x += area.w - width;
  // Inter's capitals stand between 0.22 and 0.95 of the line: their middle lies a little below the line's.
  const float y = area.y + (area.h - size) / 2 - size * 0.015f;
  ImGui::GetWindowDrawList()->AddText(font, size, {std::round(x), std::round(y)}, color, text.data(),
                                      text.data() + text.size());
  (void)ui;
}

float draw_paragraph(Ui&, const Rect& area, std::string_view text, ImFont* font, ImU32 color, bool measure_only) {
  if (text.empty()) return 0;
  // Inter wants more leading than Dear ImGui's one line height: lines are broken here and set one by one.
  const float size = size_of(*font);
  const float leading = std::round(size * 1.42f);
  float y = area.y;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    const char* newline = static_cast<const char*>(memchr(at, '\n', static_cast<std::size_t>(end - at)));
    const char* const stop = newline ? newline : end;
    const char* line_end = font->CalcWordWrapPositionA(size / font->FontSize, at, stop, area.w);
    if (line_end == at && at < stop) line_end = at + 1;
    // Dear ImGui also breaks after a comma or a point; within "55,000" or a file's name that is wrong.
    const std::string_view line(at, static_cast<std::size_t>(line_end - at));
    if (line_end < stop && *line_end != ' ' && line.back() != ' ') {
      if (const auto space = line.rfind(' '); space != std::string_view::npos) line_end = at + space;
    }
    if (!measure_only)
      ImGui::GetWindowDrawList()->AddText(font, size, {std::round(area.x), std::round(y + (leading - size) / 2)}, color,
                                          at, line_end);
    y += leading;
    at = line_end;
    if (at == newline)
      ++at;
    else
      while (at < stop && *at == ' ') ++at;
  }
  return y - area.y;
}

float paragraph(Ui& ui, std::string_view id, const Rect& area, std::string_view text, ImFont* font, ImU32 color) {
  const float height = draw_paragraph(ui, area, text, font, color);
  if (height > 0) ui.mirror.add(mirror_item(ui, id, Role::text, text, {area.x, area.y, area.w, height}));
  return height;
}

void label(Ui& ui, std::string_view id, const Rect& area, std::string_view text, ImFont* font, ImU32 color,
           Align align) {
  draw_text(ui, area, text, font, color, align);
  ui.mirror.add(mirror_item(ui, id, Role::text, text, area));
}

void heading(Ui& ui, std::string_view id, const Rect& area, std::string_view text, int level) {
  draw_text(ui, area, text, level == 1 ? ui.fonts.title : ui.fonts.strong, ui.theme.text);
  MirrorItem item = mirror_item(ui, id, Role::heading, text, area);
  item.level = level;
  ui.mirror.add(std::move(item));
}

}  // namespace hourglass
