#include "studio/map/sweep_save.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "data/png.h"
#include "studio/map/axis_names.h"
#include "studio/map/map_save.h"
#include "studio/slide/slide_axes.h"
#include "studio/state/map_memory.h"
#include "studio/state/run_title.h"
#include "studio/state/sweep_memory.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr int kSlideScale = 2;

std::vector<std::uint8_t> all_tiles(const DecodeGrid& grid) {
  std::vector<std::uint8_t> tiles;
  tiles.reserve(static_cast<std::size_t>(grid.columns() * grid.rows()) * kImagePixels);
  for (int r = 0; r < grid.rows(); ++r)
    for (int c = 0; c < grid.columns(); ++c) {
      const auto tile = grid.tile(c, r);
      if (tile.empty())
        tiles.insert(tiles.end(), kImagePixels, 0);
      else
        tiles.insert(tiles.end(), tile.begin(), tile.end());
    }
  return tiles;
}

/// At the middle of every so manyth tile that its number has room.
std::vector<SlideTick> tile_ticks(std::span<const float> values, float tile) {
  const auto every = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(90 / tile)));
  std::vector<SlideTick> ticks;
  for (std::size_t i = 0; i < values.size(); i += every) {
    const auto value = static_cast<double>(values[i]);
    ticks.push_back({static_cast<float>(i) + 0.5f, Said::as_is(true_minus(sweep_number(value)))});
  }
  return ticks;
}

/// A one-number code stands in rows like lines of text: the number with which each begins.
std::vector<SlideTick> row_ticks(const DecodeGrid& grid) {
  std::vector<SlideTick> ticks;
  for (int r = 0; r < grid.rows(); ++r)
    ticks.push_back({static_cast<float>(grid.rows() - r) - 0.5f,
                     Said::as_is(true_minus(sweep_number(static_cast<double>(grid.code(0, r)[0]))))});
  return ticks;
}

}  // namespace

std::string sweep_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.5g", std::abs(value) < 1e-9 ? 0.0 : value);
  return text;
}

Slide sweep_slide(const Context& ui) {
  const SweepMemory& sweep = ui.state.explore.sweep;
  const DecodeGrid& grid = sweep.grid;
  const Theme& t = ui.theme;
  const bool line = sweep.plane.kind == CodePlane::Kind::line;
  const float tile = kSlideScale * kImageSide;
  const auto columns = static_cast<float>(grid.columns()), rows = static_cast<float>(grid.rows());
  const Rect plot{150, 150, columns * tile, rows * tile};
  Slide slide{.width = std::max(900, static_cast<int>(plot.right()) + 50),
              .height = static_cast<int>(plot.bottom()) + 110,
              .ground = t.card,
              .more = ui.fonts.more,
              .title = ui.say("Decoded codes")};
  add_slide_title(slide, t, ui.fonts, slide.title,
                  ui.say(say("{0} \u00b7 epoch {1}", run_title(ui.state.run), in_epochs(ui.state.weights.epoch))));
  const Picture picture = sweep_picture(all_tiles(grid), grid.columns(), grid.rows());
  SlideImage image{.area = plot, .width = picture.width, .height = picture.height, .rgb = {}};
  image.rgb.reserve(picture.pixels.size() * 3);
  for (const std::uint8_t ink : picture.pixels) {
    const ImU32 color = mixed(t.sunken, t.text, static_cast<float>(ink) / 255);
    for (int c = 0; c < 3; ++c) image.rgb.push_back(static_cast<std::uint8_t>(color >> (8 * c)));
  }
  slide.add(std::move(image));
  SlideAxes axes{.area = plot,
                 .x0 = 0,
                 .x1 = columns,
                 .y0 = 0,
                 .y1 = rows,
                 .x_ticks = {},
                 .y_ticks = {},
                 .x_name = {},
                 .y_name = {},
                 .grid = false};
  if (line) {
    axes.y_ticks = row_ticks(grid);
    axes.x_name = ui.say("The number of the code, row by row");
  } else {
    axes.x_ticks = tile_ticks(sweep.xs, tile);
    axes.y_ticks = tile_ticks(sweep.ys, tile);
    axes.x_name = ui.say(axis_name(ui.state.explore.map.kind, sweep.plane, true));
    axes.y_name = ui.say(axis_name(ui.state.explore.map.kind, sweep.plane, false));
  }
  add_slide_axes(slide, t, axes);
  return slide;
}

void save_sweep(Context& ui, bool svg) {
  const SweepMemory& sweep = ui.state.explore.sweep;
  const int scale = kSweepScales[static_cast<std::size_t>(std::clamp(sweep.scale, 0, 2))];
  if (svg || sweep.axes) return save_slide(ui, sweep_slide(ui), "sweep", svg, static_cast<float>(scale) / kSlideScale);
  const DecodeGrid& grid = sweep.grid;
  const Picture picture = sweep_picture(all_tiles(grid), grid.columns(), grid.rows(), scale);
  ui.host.save_file("sweep.png", "image/png", encode_png(picture));
}

}  // namespace hourglass
