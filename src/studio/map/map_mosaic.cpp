#include "studio/map/map_mosaic.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "studio/map/map_images.h"
#include "studio/map/map_marks.h"
#include "studio/state/events.h"
#include "studio/state/map_memory.h"
#include "studio/tiles/tiles.h"

namespace hourglass {
namespace {

constexpr float kCellPixels = 40;
constexpr float kMostMosaicCells = 600;

/// Of each cell, the seen point in it that is nearest to its middle; -1 of an empty one.
std::vector<int> nearest_to_middles(const ManifoldCells& cells, const MapPoints& points) {
  const auto count = static_cast<std::size_t>(cells.columns * cells.rows);
  std::vector<int> found(count, -1);
  std::vector<float> away(count, 2);
  const float per_x = static_cast<float>(cells.columns) / cells.box.width();
  const float per_y = static_cast<float>(cells.rows) / cells.box.height();
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points.classes()[i] == 0xff) continue;
    const float x = (points.later()[2 * i] - cells.box.x0) * per_x;
    const float y = (cells.box.y1 - points.later()[2 * i + 1]) * per_y;
    if (!(x >= 0 && y >= 0 && x < static_cast<float>(cells.columns) && y < static_cast<float>(cells.rows))) continue;
    const int column = static_cast<int>(x), row = static_cast<int>(y);
    const auto cell = static_cast<std::size_t>(row * cells.columns + column);
    const float off = std::hypot(x - static_cast<float>(column) - 0.5f, y - static_cast<float>(row) - 0.5f);
    if (off >= away[cell]) continue;
    away[cell] = off;
    found[cell] = static_cast<int>(i);
  }
  return found;
}

/// Asks the engine for the pixels of the cells' images that train, one list at a time.
void ask_for_pixels(Context& ui) {
  MapMemory& map = ui.state.explore.map;
  if (map.cell_of_dataset != ui.state.dataset.version) {
    ui.state.answers.abandon(map.cell_ticket);
    map.cell_ticket = 0;
    map.cell_asked.clear(), map.cell_known.clear(), map.cell_pixels.clear();
    map.cell_of_dataset = ui.state.dataset.version;
    ++map.cell_version;
  }
  if (auto found = ui.take<event::Images>(map.cell_ticket)) {
    map.cell_known = std::move(found->places);
    map.cell_pixels = std::move(found->pixels);
    map.cell_ticket = 0;
    ++map.cell_version;
  } else if (ui.take<event::Failed>(map.cell_ticket)) {
    map.cell_ticket = 0;
  }
  if (map.cell_ticket != 0) return;
  std::vector<std::uint32_t> missing;
  for (const int image : map.cell_images)
    if (image >= 0 && held_out_image(ui.state, image).empty()) missing.push_back(static_cast<std::uint32_t>(image));
  std::ranges::sort(missing);
  if (missing.empty() || missing == map.cell_asked) return;
  map.cell_asked = missing;
  ui.ask(map.cell_ticket,
         command::GetImages{.ticket = 0, .subset = command::Subset::training, .places = std::move(missing)});
}

std::span<const std::uint8_t> cell_image(const State& state, int place) {
  if (place < 0) return {};
  if (const auto image = held_out_image(state, place); !image.empty()) return image;
  const MapMemory& map = state.explore.map;
  const auto known = std::ranges::lower_bound(map.cell_known, static_cast<std::uint32_t>(place));
  if (known == map.cell_known.end() || *known != static_cast<std::uint32_t>(place)) return {};
  const auto at = static_cast<std::size_t>(known - map.cell_known.begin());
  return std::span<const std::uint8_t>(map.cell_pixels).subspan(at * kImagePixels, kImagePixels);
}

}  // namespace

void draw_mosaic(Context& ui) {
  MapMemory& map = ui.state.explore.map;
  const PlanePoint unit = map.view.unit();
  const float least = std::max(kCellPixels, std::sqrt(map.view.width() * map.view.height() / kMostMosaicCells));
  const ManifoldCells cells = manifold_cells(map.view.visible(), unit, least);
  if (cells.columns == 0) return;
  if (!(cells == map.cell_images_of) || map.cell_images_of_points != map.points.version()) {
    map.cell_images_of = cells;
    map.cell_images_of_points = map.points.version();
    map.cell_images = nearest_to_middles(cells, map.points);
    ++map.cell_version;
  }
  ask_for_pixels(ui);
  const float side = cells.box.width() / static_cast<float>(cells.columns) / unit.x;
  const TextureId texture =
      map.cell_texture.get(ui.graphics, cells.columns * kImageSide, cells.rows * kImageSide, map.cell_version,
                           wants_smooth(ui, side), [&](std::span<std::uint32_t> rgba) {
                             for (int cell = 0; cell < cells.columns * cells.rows; ++cell)
                               paint_tile(rgba, cells.columns, cell % cells.columns, cell / cells.columns,
                                          cell_image(ui.state, map.cell_images[static_cast<std::size_t>(cell)]));
                           });
  if (texture == 0) return;
  ImGui::GetWindowDrawList()->AddImage(
      reinterpret_cast<ImTextureID>(texture), place_on_screen(map, {cells.box.x0, cells.box.y1}),
      place_on_screen(map, {cells.box.x1, cells.box.y0}), {0, 0}, {1, 1}, faded(ui.theme.text, ui.theme.tile_opacity));
}

}  // namespace hourglass
