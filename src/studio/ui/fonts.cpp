#include "studio/ui/fonts.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "studio/ui/other_letters.h"

namespace hourglass {
namespace {

/// What English needs, and the few signs that the interface writes.
constexpr ImWchar kUsual[] = {0x0020, 0x00bf, 0x00d7, 0x00d7, 0x00f7, 0x00f7, 0x2010, 0x2026, 0x2030,
                              0x2033, 0x2044, 0x2044, 0x2070, 0x2089, 0x20ac, 0x20ac, 0x2122, 0x2122,
                              0x2190, 0x2193, 0x2200, 0x2265, 0x25cf, 0x25cf, 0};

/// Latin letters with accents, and Greek ones: names of people's files.
constexpr ImWchar kRare[] = {0x00c0, 0x017f, 0x0391, 0x03c9, 0};

/// Han and its signs, kana, Hangul, full-width forms: a font is asked only for what it has.
constexpr ImWchar kEast[] = {0x2e80, 0x9fff, 0xac00, 0xd7a3, 0xff00, 0xffef, 0};

/// Dear ImGui counts a font's line, which is 1.448 of Noto's em and 1.21 of Inter's; and strokes as many as a Chinese
/// letter's need a larger em than a Latin one's.
constexpr float kMoreOfInter = 1.448f / 1.21f * 1.15f;
/// There is one weight of these letters: the stronger one is it, darkened.
constexpr float kDarkened = 1.4f;

bool is_font(std::span<const unsigned char> file) {
  const std::string_view start(reinterpret_cast<const char*>(file.data()), std::min<std::size_t>(file.size(), 4));
  return start == "OTTO" || start == std::string_view("\0\1\0\0", 4);
}

ImFont* add(std::span<const unsigned char> file, const ImWchar* ranges, float size, float scale) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = scale >= 1.75f ? 1 : 2;
  config.OversampleV = 1;
  config.GlyphRanges = ranges;
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

bool is_rare_letter(char32_t c) {
  for (const ImWchar* range = kRare; range[0]; range += 2)
    if (c >= range[0] && c <= range[1]) return true;
  return false;
}

void add_more_letters(ImFontAtlas& atlas, const MoreLetters& more, const ImWchar* ranges, float size, bool strong) {
  for (const auto& [file, wanted] : {std::pair(more.font, ranges), std::pair(language_names(), kEast + 0)}) {
    if (!is_font(file)) continue;
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.MergeMode = true;
    config.OversampleH = config.OversampleV = 1;
    config.GlyphRanges = wanted;
    config.RasterizerMultiply = strong ? kDarkened : 1.0f;
    auto* data = const_cast<unsigned char*>(file.data());
    atlas.AddFontFromMemoryTTF(data, static_cast<int>(file.size()), std::round(size * kMoreOfInter), &config);
  }
}

Fonts build_fonts(float scale, const MoreLetters& more, OtherLetters* others) {
  scale = std::clamp(scale, 0.5f, 4.0f);
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.UserData = nullptr;
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  // Hundreds of letters more, at each of five sizes: a texture must not be too high for a graphics card.
  atlas.TexDesiredWidth = (scale > 2.2f ? 2048 : 1024) * (more.font.empty() ? 1 : 2);
  Fonts fonts;
  fonts.scale = scale;
  fonts.more = more;
  ImVector<ImWchar> ranges;
  ImFontGlyphRangesBuilder used;
  if (!more.texts.empty()) used.AddText(more.texts.data(), more.texts.data() + more.texts.size());
  used.BuildRanges(&ranges);
  ImVector<ImWchar> latin;
  ImFontGlyphRangesBuilder of_inter;
  of_inter.AddRanges(kUsual);
  if (!others || others->wants_rare_letters()) of_inter.AddRanges(kRare);
  of_inter.BuildRanges(&latin);
  if (others) others->begin_fonts(scale);
  const auto made = [&](std::span<const unsigned char> file, float size, bool strong) {
    ImFont* font = add(file, latin.Data, size, scale);
    add_more_letters(atlas, more, ranges.Data, size * scale, strong);
    if (others) others->add(atlas, *font, strong);
    return font;
  };
  fonts.body = made(inter_regular(), 14, false);
  fonts.small = made(inter_regular(), 12, false);
  fonts.strong = made(inter_semibold(), 14, true);
  fonts.small_strong = made(inter_semibold(), 12, true);
  fonts.title = made(inter_semibold(), 18, true);
  atlas.Build();
  for (ImFont* font : {fonts.body, fonts.small, fonts.strong, fonts.small_strong, fonts.title}) equalise_digits(*font);
  if (others) others->finish_fonts(atlas);
  ImGui::GetIO().FontDefault = fonts.body;
  return fonts;
}

}  // namespace hourglass
