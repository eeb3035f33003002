#include "studio/slide/slide.h"

#include <cfloat>

namespace hourglass {

std::vector<ImVec2> corners_of(const Rect& area) {
  return {{area.x, area.y}, {area.right(), area.y}, {area.right(), area.bottom()}, {area.x, area.bottom()}};
}

float slide_text_width(const Fonts& fonts, std::string_view text, float size, bool strong) {
  ImFont* font = strong ? fonts.strong : fonts.body;
  if (!font) return 0.6f * size * static_cast<float>(text.size());
  return font->CalcTextSizeA(size * kLineOfEm, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

}  // namespace hourglass
