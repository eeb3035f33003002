#include "studio/ui/fonts.h"

#include <algorithm>
#include <cmath>

namespace hourglass {
namespace {

// Latin with its accents (names of people's files), and the few signs that the interface writes.
constexpr ImWchar kRanges[] = {0x0020, 0x017f, 0x0391, 0x03c9, 0x2010, 0x2026, 0x2030, 0x2033,
                               0x2044, 0x2044, 0x2070, 0x2089, 0x20ac, 0x20ac, 0x2122, 0x2122,
                               0x2190, 0x2193, 0x2200, 0x2265, 0x25cf, 0x25cf, 0};

ImFont* add(std::span<const unsigned char> file, float size, float scale) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = scale >= 1.75f ? 1 : 2;
  config.OversampleV = 1;
  config.GlyphRanges = kRanges;
  // ImFontAtlas takes a void* although it only reads when it does not own the data.
  auto* data = const_cast<unsigned char*>(file.data());
  ImFont* font = ImGui::GetIO().Fonts->AddFontFromMemoryTTF(data, static_cast<int>(file.size()),
                                                            std::round(size * scale), &config);
  font->Scale = size / std::round(size * scale);
  return font;
}

void equalise_digits(ImFont& font) {
  float widest = 0;
  for (ImWchar c = '0'; c <= '9'; ++c) widest = std::max(widest, font.FindGlyph(c)->AdvanceX);
  for (ImFontGlyph& glyph : font.Glyphs) {
    if (glyph.Codepoint < '0' || glyph.Codepoint > '9') continue;
    const float shift = (widest - glyph.AdvanceX) / 2;
    glyph.X0 += shift, glyph.X1 += shift, glyph.AdvanceX = widest;
  }
  font.BuildLookupTable();
}

}  // namespace

Fonts build_fonts(float scale) {
  scale = std::clamp(scale, 0.5f, 4.0f);
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  atlas.TexDesiredWidth = scale > 2.2f ? 2048 : 1024;
  Fonts fonts;
  fonts.scale = scale;
  fonts.body = add(inter_regular(), 14, scale);
  fonts.small = add(inter_regular(), 12, scale);
  fonts.strong = add(inter_semibold(), 14, scale);
  fonts.small_strong = add(inter_semibold(), 12, scale);
  fonts.title = add(inter_semibold(), 18, scale);
  atlas.Build();
  for (ImFont* font : {fonts.body, fonts.small, fonts.strong, fonts.small_strong, fonts.title}) equalise_digits(*font);
  ImGui::GetIO().FontDefault = fonts.body;
  return fonts;
}

}  // namespace hourglass
