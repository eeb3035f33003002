#include "studio/slide/letters.h"

#include <algorithm>
#include <cmath>

#include "text/characters.h"

namespace hourglass {
namespace {

float size_in_pixels(const SlideText& text, float scale) {
  return std::max(1.0f, std::round(text.size * kLineOfEm * scale));
}

template <class Visit>
void each_glyph(const ImFont& font, std::string_view text, Visit&& visit) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint letter = code_point_at(text, at);
    at += letter.bytes;
    if (const ImFontGlyph* glyph = font.FindGlyph(static_cast<ImWchar>(letter.value))) visit(*glyph);
  }
}

}  // namespace

Letters::Letters(const Slide& slide, float scale) : scale_(scale), atlas_(std::make_unique<ImFontAtlas>()) {
  ImFontGlyphRangesBuilder used;
  used.AddText("0123456789?\u2026");
  for (const SlideItem& item : slide.items) {
    const auto* text = std::get_if<SlideText>(&item);
    if (!text) continue;
    const std::string& words = text->text;
    used.AddText(words.data(), words.data() + words.size());
    const float size = size_in_pixels(*text, scale);
    const bool known =
        std::ranges::any_of(cuts_, [&](const Cut& cut) { return cut.size == size && cut.strong == text->strong; });
    if (!known) cuts_.push_back({size, text->strong, nullptr});
  }
  if (cuts_.empty()) return;
  ImVector<ImWchar> ranges;
  used.BuildRanges(&ranges);
  std::vector<ImFont*> fonts;
  for (const Cut& cut : cuts_) {
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.OversampleH = config.OversampleV = 1;
    config.GlyphRanges = ranges.Data;
    const auto file = cut.strong ? inter_semibold() : inter_regular();
    // ImFontAtlas takes a void* although it only reads when it does not own the data.
    auto* data = const_cast<unsigned char*>(file.data());
    fonts.push_back(atlas_->AddFontFromMemoryTTF(data, static_cast<int>(file.size()), cut.size, &config));
    add_more_letters(*atlas_, slide.more, ranges.Data, cut.size, cut.strong);
  }
  unsigned char* pixels = nullptr;
  atlas_->GetTexDataAsAlpha8(&pixels, &width_, &height_);
  pixels_ = pixels;
  for (std::size_t i = 0; i < cuts_.size(); ++i) cuts_[i].font = fonts[i];
}

const ImFont* Letters::font_of(const SlideText& text) const {
  const float size = size_in_pixels(text, scale_);
  for (const Cut& cut : cuts_)
    if (cut.size == size && cut.strong == text.strong) return cut.font;
  return nullptr;
}

float Letters::width(const SlideText& text) const {
  float width = 0;
  if (const ImFont* font = font_of(text))
    each_glyph(*font, text.text, [&](const ImFontGlyph& glyph) { width += glyph.AdvanceX; });
  return width;
}

void Letters::each_pixel(const SlideText& text, const std::function<void(int x, int y, float cover)>& put) const {
  const ImFont* font = font_of(text);
  if (!font || !pixels_) return;
  const auto whole = [](float value) { return static_cast<int>(std::lround(value)); };
  float pen = 0;
  each_glyph(*font, text.text, [&](const ImFontGlyph& glyph) {
    const auto atlas_width = static_cast<float>(width_), atlas_height = static_cast<float>(height_);
    const int u = whole(glyph.U0 * atlas_width), v = whole(glyph.V0 * atlas_height);
    const int columns = whole(glyph.U1 * atlas_width) - u, rows = whole(glyph.V1 * atlas_height) - v;
    const int left = whole(pen + glyph.X0), top = whole(glyph.Y0 - font->Ascent);
    pen += glyph.AdvanceX;
    if (!glyph.Visible) return;
    for (int row = 0; row < rows; ++row)
      for (int column = 0; column < columns; ++column)
        if (const unsigned char cover = pixels_[(v + row) * width_ + u + column])
          put(left + column, top + row, static_cast<float>(cover) / 255);
  });
}

}  // namespace hourglass
