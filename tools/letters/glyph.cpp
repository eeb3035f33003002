#include "glyph.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hourglass::letters {
namespace {

// For 28 cells over `size` source pixels: a triangle as wide as one source pixel or one cell, whichever is larger, so
// that enlarging interpolates and shrinking averages.
std::vector<float> stretch_weights(int size) {
  const double step = static_cast<double>(size) / kImageSide;
  const double reach = std::max(1.0, step);
  std::vector<float> weights(static_cast<std::size_t>(kImageSide * size), 0.0f);
  for (int cell = 0; cell < kImageSide; ++cell) {
    const double centre = (cell + 0.5) * step;
    double sum = 0;
    for (int i = 0; i < size; ++i) sum += std::max(0.0, 1 - std::abs(i + 0.5 - centre) / reach);
    for (int i = 0; i < size; ++i) {
      weights[static_cast<std::size_t>(cell * size + i)] =
          static_cast<float>(std::max(0.0, 1 - std::abs(i + 0.5 - centre) / reach) / sum);
    }
  }
  return weights;
}

// 64 greys: no eye sees the difference, and the set packs a quarter smaller.
std::uint8_t to_level(float grey) { return static_cast<std::uint8_t>(std::clamp(std::lround(grey / 4) * 4, 0l, 255l)); }

}  // namespace

std::optional<Glyph> draw_letter(FT_Face face, char letter) {
  const FT_UInt index = FT_Get_Char_Index(face, static_cast<FT_ULong>(letter));
  if (index == 0) return std::nullopt;
  if (FT_Load_Glyph(face, index, FT_LOAD_NO_BITMAP | FT_LOAD_NO_HINTING) != 0) return std::nullopt;
  if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0) return std::nullopt;
  const FT_Bitmap& bitmap = face->glyph->bitmap;
  if (bitmap.pixel_mode != FT_PIXEL_MODE_GRAY) return std::nullopt;
  const int width = static_cast<int>(bitmap.width), height = static_cast<int>(bitmap.rows);
  const auto at = [&](int x, int y) { return bitmap.buffer[y * bitmap.pitch + x]; };

  // The box of what was drawn; a faint fringe does not count.
  constexpr int kFaint = 32;
  int left = width, right = 0, top = height, bottom = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (at(x, y) < kFaint) continue;
      left = std::min(left, x);
      right = std::max(right, x + 1);
      top = std::min(top, y);
      bottom = std::max(bottom, y + 1);
    }
  }
  if (right <= left || bottom <= top) return std::nullopt;

  const int across = right - left, down = bottom - top;
  const std::vector<float> columns = stretch_weights(across), rows = stretch_weights(down);
  std::vector<float> narrow(static_cast<std::size_t>(down * kImageSide), 0.0f);
  for (int y = 0; y < down; ++y) {
    for (int cell = 0; cell < kImageSide; ++cell) {
      float sum = 0;
      for (int x = 0; x < across; ++x)
        sum += columns[static_cast<std::size_t>(cell * across + x)] * static_cast<float>(at(left + x, top + y));
      narrow[static_cast<std::size_t>(y * kImageSide + cell)] = sum;
    }
  }
  Glyph glyph;
  for (int row = 0; row < kImageSide; ++row) {
    for (int cell = 0; cell < kImageSide; ++cell) {
      float sum = 0;
      for (int y = 0; y < down; ++y)
        sum += rows[static_cast<std::size_t>(row * down + y)] * narrow[static_cast<std::size_t>(y * kImageSide + cell)];
      glyph[static_cast<std::size_t>(row * kImageSide + cell)] = to_level(sum);
    }
  }
  return glyph;
}

}  // namespace hourglass::letters
