#include "studio/tiles/code_view.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "studio/ui/format.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

std::string short_number(float v) {
  char text[32];
  const float size = std::abs(v);
  std::snprintf(text, sizeof text, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", static_cast<double>(v));
  return true_minus(text);
}

}  // namespace

std::string code_text(std::span<const float> code, std::size_t most) {
  std::string text = "(";
  for (std::size_t i = 0; i < code.size() && i < most; ++i) text += (i ? ", " : "") + short_number(code[i]);
  return text + (code.size() > most ? ", \u2026)" : ")");
}

void draw_code(Ui& ui, std::string_view id, const Rect& area, std::span<const float> code, float largest) {
  const Theme& t = ui.theme;
  if (code.size() <= 3) {
    label(ui, id, area, verbatim(code_text(code)), ui.fonts.strong, t.text);
    return;
  }
  MirrorItem item;
  item.id = id;
  item.role = Role::text;
  item.name = ui.say(say("Code {0}", code_text(code, code.size())));
  item.rect = area;
  ui.mirror.add(std::move(item));
  if (largest <= 0) {
    for (float v : code) largest = std::max(largest, std::abs(v));
  }
  const float zero = std::round(area.center().y);
  const float pitch = std::min(area.w / static_cast<float>(code.size()), 14.0f);
  const float gap = pitch >= 5 ? 2.0f : pitch >= 3 ? 1.0f : 0.0f;
  fill(ui, {area.x, zero, pitch * static_cast<float>(code.size()) - gap, 1}, t.field_border);
  for (std::size_t i = 0; i < code.size(); ++i) {
    const float v = largest > 0 ? std::clamp(code[i] / largest, -1.0f, 1.0f) : 0;
    const float h = std::max(1.0f, std::abs(v) * (area.h / 2 - 1));
    const Rect bar{area.x + pitch * static_cast<float>(i), v < 0 ? zero + 1 : zero - h, pitch - gap, h};
    fill(ui, bar, v < 0 ? t.chart_published : t.accent, 1);
    const Rect whole{bar.x, area.y, pitch, area.h};
    if (whole.contains(ImGui::GetIO().MousePos) && ui.memory.hovered.empty()) {
      tip(ui, whole, say("Number {0}: {1}", i + 1, short_number(code[i])));
    }
  }
}

}  // namespace hourglass
