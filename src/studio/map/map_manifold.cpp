#include "studio/map/map_manifold.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "studio/map/map_kinds.h"
#include "studio/map/map_marks.h"
#include "studio/state/map_memory.h"
#include "studio/tiles/tiles.h"

namespace hourglass {
namespace {

constexpr float kTilePixels = 40;  // about the side of a tile
constexpr float kTilesAtATime = 600;

/// Decodes some of the cells that are seen and returns the texture of what there is.
TextureId manifold_texture(Context& ui, const ManifoldCells& cells, float side) {
  MapMemory& map = ui.state.explore.map;
  const MapDecoder decoder = map_decoder(ui.state);
  if (!decoder || cells.columns == 0) return 0;
  if (!(cells == map.cells) || !(map.plane == map.cells_plane)) {
    map.cells = cells;
    map.cells_plane = map.plane;
    const bool line = map.plane.kind == CodePlane::Kind::line;
    map.tiles.set_codes(
        cells.columns, line ? 1 : cells.rows, map.plane.width,
        line ? line_codes(cells.box.x0, cells.box.x1, cells.columns) : manifold_codes(cells, map.plane));
  }
  map.tiles.set_weights(decoder.version);
  if (map.tiles.busy()) {
    ui.infer([&](double seconds) { return map.tiles.work(*decoder.network, ui.host.seconds, seconds); });
    ui.animate();
  }
  return map.tiles_texture.update(ui.graphics, map.tiles, wants_smooth(ui, side));
}

}  // namespace

/// Found anew only when points or cells have changed: there are up to 70,000 points.
std::span<const float> tile_presence(MapMemory& map) {
  if (map.presence_of_points != map.points.version() || !(map.cells == map.presence_cells)) {
    map.presence = manifold_presence(map.cells, map.points.later(), 0);
    map.presence_cells = map.cells;
    map.presence_of_points = map.points.version();
  }
  return map.presence;
}

void draw_manifold(Context& ui) {
  MapMemory& map = ui.state.explore.map;
  const PlanePoint unit = map.view.unit();
  // On a large map larger tiles: so many as can be decoded while the weights change.
  const float least = std::max(kTilePixels, std::sqrt(map.view.width() * map.view.height() / kTilesAtATime));
  const ManifoldCells cells = manifold_cells(map.view.visible(), unit, least);
  const float side = cells.columns > 0 ? cells.box.width() / static_cast<float>(cells.columns) / unit.x : kTilePixels;
  const TextureId texture = manifold_texture(ui, cells, side);
  if (texture == 0) return;
  const ImVec2 a = place_on_screen(map, {cells.box.x0, cells.box.y1}),
               b = place_on_screen(map, {cells.box.x1, cells.box.y0});
  const std::span<const float> presence = map.points.size() > 0 ? tile_presence(map) : std::span<const float>();
  const auto columns = static_cast<float>(cells.columns), rows = static_cast<float>(cells.rows);
  const float opacity = ui.theme.tile_opacity;
  const auto corner = [&](int c, int r) {
    return ImVec2{static_cast<float>(c) / columns, static_cast<float>(r) / rows};
  };
  const auto place = [&](ImVec2 uv) { return ImVec2{a.x + (b.x - a.x) * uv.x, a.y + (b.y - a.y) * uv.y}; };
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (int r = 0; r < cells.rows; ++r) {
    // Neighbours of the same opacity are drawn as one.
    for (int c = 0, end = 0; c < cells.columns; c = end) {
      const auto at = [&](int column) { return static_cast<std::size_t>(r * cells.columns + column); };
      const float shown = presence.empty() ? 1 : presence[at(c)];
      for (end = c + 1; end < cells.columns && (presence.empty() || presence[at(end)] == shown);) ++end;
      if (shown <= 0) continue;
      const ImVec2 uv0 = corner(c, r), uv1 = corner(end, r + 1);
      list.AddImage(reinterpret_cast<ImTextureID>(texture), place(uv0), place(uv1), uv0, uv1,
                    faded(ui.theme.text, opacity * shown));
    }
  }
}

void draw_manifold_strip(Context& ui, const Rect& area) {
  MapMemory& map = ui.state.explore.map;
  const PlanePoint unit = map.view.unit();
  PlaneBox seen = map.view.visible();
  seen.y0 = 0;
  seen.y1 = unit.x * 0.5f;
  ManifoldCells row = manifold_cells(seen, {unit.x, unit.x}, 44);
  if (row.columns == 0) return;
  row.rows = 1;
  const float side = row.box.width() / static_cast<float>(row.columns) / unit.x;
  const TextureId texture = manifold_texture(ui, row, side);
  if (texture == 0) return;
  const float height = std::min(side, area.h - 4);
  const float x0 = place_on_screen(map, {row.box.x0, 0}).x, x1 = place_on_screen(map, {row.box.x1, 0}).x;
  draw_tiles(ui, texture, {x0, area.y + (area.h - height) / 2, x1 - x0, height});
}

}  // namespace hourglass
