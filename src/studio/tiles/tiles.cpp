#include "studio/tiles/tiles.h"

#include <algorithm>
#include <cmath>

#include "data/image_set.h"

namespace hourglass {

float tile_side(const Ui& ui, float wanted) {
  const float unit = kImageSide / std::max(0.1f, ui.scale);
  const float whole = std::floor(wanted / unit + 0.01f) * unit;
  return whole >= wanted * 0.67f ? whole : wanted;
}

bool wants_smooth(const Ui& ui, float side) {
  const float pixels = side * ui.scale / kImageSide;
  return pixels < 3 && std::abs(pixels - std::round(pixels)) > 0.02f;
}

void draw_tiles(Ui& ui, TextureId texture, const Rect& area, ImVec2 uv0, ImVec2 uv1, float opacity) {
  fill(ui, area, ui.theme.sunken, 2);
  if (texture == 0) return;
  ImGui::GetWindowDrawList()->AddImage(reinterpret_cast<ImTextureID>(texture), area.min(), area.max(), uv0, uv1,
                                       faded(ui.theme.text, opacity));
}

void draw_tiles_as_stored(TextureId texture, const Rect& area, ImVec2 uv0, ImVec2 uv1, float opacity) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(area.min(), area.max(), IM_COL32_BLACK);
  if (texture == 0) return;
  list.AddImage(reinterpret_cast<ImTextureID>(texture), area.min(), area.max(), uv0, uv1,
                faded(IM_COL32_WHITE, opacity));
}

void draw_tile(Ui& ui, const TileOf& tile, const Rect& area, float opacity) {
  const auto c = static_cast<float>(tile.columns), r = static_cast<float>(tile.rows);
  const auto x = static_cast<float>(tile.column), y = static_cast<float>(tile.row);
  // Smooth sampling takes half a pixel of the neighbouring image in at every edge: it stays that far within its own.
  const float edge = wants_smooth(ui, area.w) ? 0.5f / kImageSide : 0;
  draw_tiles(ui, tile.texture, area, {(x + edge) / c, (y + edge) / r}, {(x + 1 - edge) / c, (y + 1 - edge) / r},
             opacity);
}

void tile_image(Ui& ui, std::string_view id, const Words& name, const TileOf& tile, const Rect& area,
                const Words& told) {
  picture(ui, id, name, 0, area, {0, 0}, {1, 1}, told);
  draw_tile(ui, tile, area);
}

bool tile_button(Ui& ui, std::string_view id, const Words& name, const TileOf& tile, const Rect& area, bool selected,
                 const Note& note) {
  const bool pressed = image_button(ui, id, name, 0, area, selected, note);
  draw_tile(ui, tile, area);
  return pressed;
}

}  // namespace hourglass
