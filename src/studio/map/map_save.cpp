#include "studio/map/map_save.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "studio/latent/name_places.h"
#include "studio/map/axis_names.h"
#include "studio/map/codes_csv.h"
#include "studio/map/map_kinds.h"
#include "studio/map/map_manifold.h"
#include "studio/map/map_marks.h"
#include "studio/map/map_trail.h"
#include "studio/slide/slide_axes.h"
#include "studio/slide/slide_png.h"
#include "studio/slide/slide_svg.h"
#include "studio/state/map_memory.h"
#include "studio/state/published.h"
#include "studio/state/run_title.h"
#include "studio/ui/format.h"
#include "studio/ui/markers.h"

namespace hourglass {
namespace {

constexpr int kSlideWidth = 1600;
constexpr float kLegendWidth = 200;

/// Which images, of which run, and when.
Sentence about_map(const State& state) {
  const MapMemory& map = state.explore.map;
  if (map.kind == MapKind::tsne)
    return say("{0} images \u00b7 perplexity {1} \u00b7 divergence {2}", map.points.size(),
               in_number(image_map(map, map.kind).perplexity), figure(image_map(map, map.kind).divergence, 3));
  if (map.kind == MapKind::pca)
    return say("{0} images \u00b7 two principal axes of the training images", map.points.size());
  const Argument epoch = in_epochs(map_epoch(state));
  const Sentence run = run_title(state.run);
  switch (map.subset) {
    case command::Subset::held_out:
      return say("{0} held-out images \u00b7 {1} \u00b7 epoch {2}", map.points.size(), run, epoch);
    case command::Subset::training:
      return say("{0} training images \u00b7 {1} \u00b7 epoch {2}", map.points.size(), run, epoch);
    case command::Subset::all: return say("{0} images \u00b7 {1} \u00b7 epoch {2}", map.points.size(), run, epoch);
  }
  return {};
}

/// The tiles as one picture upon the map's ground, faded where there are no codes, as they are on the screen.
SlideImage tiles_image(const Theme& theme, MapMemory& map, const Rect& area) {
  const int columns = map.tiles.columns(), rows = map.tiles.rows();
  SlideImage image{.area = area, .width = columns * kImageSide, .height = rows * kImageSide, .rgb = {}, .smooth = true};
  const auto width = static_cast<std::size_t>(image.width);
  image.rgb.resize(width * static_cast<std::size_t>(image.height) * 3);
  const std::span<const float> presence = tile_presence(map);
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      const auto tile = map.tiles.tile(column, row);
      const float shown = theme.tile_opacity * presence[static_cast<std::size_t>(row * columns + column)];
      for (std::size_t i = 0; i < kImagePixels; ++i) {
        const float ink = tile.empty() ? 0 : static_cast<float>(tile[i]) / 255 * shown;
        const ImU32 color = mixed(theme.sunken, theme.text, ink);
        const std::size_t x = static_cast<std::size_t>(column) * kImageSide + i % kImageSide;
        const std::size_t y = static_cast<std::size_t>(row) * kImageSide + i / kImageSide;
        for (std::size_t c = 0; c < 3; ++c)
          image.rgb[(y * width + x) * 3 + c] = static_cast<std::uint8_t>(color >> (8 * c));
      }
    }
  return image;
}

/// Between the places of the screen and those of the slide's plot.
struct Plot {
  const MapMemory& map;
  PlaneBox seen;
  Rect area;
  ImVec2 at(PlanePoint p) const {
    return {area.x + (p.x - seen.x0) / seen.width() * area.w, area.bottom() - (p.y - seen.y0) / seen.height() * area.h};
  }
  float enlarged() const { return area.w / map.view.width(); }
};

void add_points(Slide& slide, const Context& ui, const Plot& plot) {
  const MapPoints& points = plot.map.points;
  const float radius = point_radius(plot.map, plot.map.view.width(), plot.map.view.height()) * plot.enlarged();
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points.classes()[i] == 0xff) continue;
    const PlanePoint place{points.later()[2 * i], points.later()[2 * i + 1]};
    if (!plot.seen.contains(place)) continue;
    const Marker marker = class_marker(ui.theme, points.classes()[i], plot.map.shapes);
    const ImVec2 at = plot.at(place);
    const float edge = 0.25f * radius;
    const auto corners = marker.shaped ? marker_corners(marker.label, at, radius) : std::vector<ImVec2>();
    if (corners.empty())
      slide.add(SlideCircle{.at = at, .radius = radius, .fill = marker.fill, .edge = marker.edge, .edge_width = edge});
    else
      slide.add(SlideShape{.corners = corners, .fill = marker.fill, .edge = marker.edge, .edge_width = edge});
  }
}

void add_class_names(Slide& slide, const Context& ui, const Plot& plot) {
  constexpr float kSize = 28;
  std::vector<NameWish> wishes;
  std::vector<Said> names;
  for (const ClassMiddle& middle : plot.map.points.middles()) {
    names.push_back(Said::as_is(ui.state.dataset.class_name(middle.label)));
    const ImVec2 at = plot.at(middle.later);
    wishes.push_back({{at.x, at.y}, slide_text_width(ui.fonts, names.back(), kSize, true) + 10, 1.2f * kSize});
  }
  const Rect& area = plot.area;
  const auto places = place_names(wishes, {area.x, area.y, area.right(), area.bottom()});
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!places[i]) continue;
    slide.add(SlideText{.at = {places[i]->x, places[i]->y + 0.36f * kSize},
                        .text = names[i],
                        .size = kSize,
                        .color = ui.theme.text,
                        .anchor = SlideText::Anchor::middle,
                        .strong = true,
                        .halo = ui.theme.card});
  }
}

void add_legend(Slide& slide, const Context& ui, const Rect& area) {
  constexpr float kLine = 38, kSize = 24;
  const MapMemory& map = ui.state.explore.map;
  float y = area.y + kLine / 2;
  for (const ClassMiddle& middle : map.points.middles()) {
    if (y + kLine / 2 > area.bottom()) break;
    const Marker marker = class_marker(ui.theme, middle.label, map.shapes);
    const ImVec2 at{area.x + 14, y};
    const auto corners = marker.shaped ? marker_corners(marker.label, at, 9) : std::vector<ImVec2>();
    if (corners.empty())
      slide.add(SlideCircle{.at = at, .radius = 9, .fill = marker.fill, .edge = marker.edge, .edge_width = 2});
    else
      slide.add(SlideShape{.corners = corners, .fill = marker.fill, .edge = marker.edge, .edge_width = 2});
    slide.add(SlideText{
        .at = {area.x + 36, y + 0.36f * kSize},
        .text = fitting_text(ui.fonts, Said::as_is(ui.state.dataset.class_name(middle.label)), kSize, area.w - 36),
        .size = kSize,
        .color = ui.theme.text});
    y += kLine;
  }
}

}  // namespace

Slide map_slide(Context& ui) {
  MapMemory& map = ui.state.explore.map;
  const Theme& t = ui.theme;
  const bool line = map.plane.kind == CodePlane::Kind::line;
  const bool legend = !map.points.middles().empty();
  Slide slide{.width = kSlideWidth,
              .height = 0,
              .ground = t.card,
              .more = ui.fonts.more,
              .title = ui.say(map.kind == MapKind::autoencoder ? say("Code map of {0}", dataset_title(ui.state))
                              : map.kind == MapKind::pca       ? say("PCA of {0}", dataset_title(ui.state))
                                                               : say("t-SNE of {0}", dataset_title(ui.state)))};
  Rect plot{130, 150, kSlideWidth - 130 - 50 - (legend ? kLegendWidth + 20 : 0), 0};
  plot.h = std::clamp(plot.w * map.view.height() / map.view.width(), 500.0f, 1400.0f);
  slide.height = static_cast<int>(plot.bottom()) + 110;
  add_slide_title(slide, t, ui.fonts, slide.title, ui.say(about_map(ui.state)));
  const Plot places{map, map.view.heading_for(), plot};
  slide.add(SlideShape{.corners = corners_of(plot), .fill = t.sunken});
  slide.add(SlideClip{plot});
  const bool present = map.kind != MapKind::autoencoder || map.wound_back < 0;
  const bool tiles = map.manifold && !line && present && map_decoder(ui.state) && map.tiles.columns() > 0;
  if (tiles) {
    const ImVec2 a = places.at({map.cells.box.x0, map.cells.box.y1}),
                 b = places.at({map.cells.box.x1, map.cells.box.y0});
    slide.add(tiles_image(t, map, {a.x, a.y, b.x - a.x, b.y - a.y}));
  }
  slide.add(SlideClip{});
  SlideAxes axes{.area = plot, .x0 = places.seen.x0, .x1 = places.seen.x1, .y0 = places.seen.y0, .y1 = places.seen.y1};
  if (map.kind != MapKind::tsne) axes.x_name = ui.say(axis_name(map.kind, map.plane, true));
  axes.x_ticks = slide_ticks(axes.x0, axes.x1, plot.w);
  if (!line) {
    if (map.kind != MapKind::tsne) axes.y_name = ui.say(axis_name(map.kind, map.plane, false));
    axes.y_ticks = slide_ticks(axes.y0, axes.y1, plot.h);
  }
  add_slide_axes(slide, t, axes);
  slide.add(SlideClip{plot});
  add_points(slide, ui, places);
  add_class_names(slide, ui, places);
  slide.add(SlideClip{});
  if (legend) add_legend(slide, ui, {plot.right() + 20, plot.y, kLegendWidth, plot.h});
  return slide;
}

void save_slide(Context& ui, const Slide& slide, const std::string& name, bool svg, float scale) {
  if (!ui.host.save_file) return;
  if (svg) {
    const std::string text = to_svg(slide);
    return ui.host.save_file(name + ".svg", "image/svg+xml",
                             {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  }
  ui.host.save_file(name + ".png", "image/png", to_png(slide, scale));
}

namespace {

/// "code-map", "pca-map", "tsne-map".
std::string file_name(const MapMemory& map) {
  if (map.kind == MapKind::autoencoder) return "code-map";
  return std::string(kMapKindKeys[static_cast<std::size_t>(map.kind)]) + "-map";
}

}  // namespace

void save_map_picture(Context& ui, bool svg) { save_slide(ui, map_slide(ui), file_name(ui.state.explore.map), svg); }

void save_codes(Context& ui) {
  const auto codes = map_codes(ui.state);
  const auto labels = map_labels(ui.state);
  const std::string csv = codes_csv(codes, ui.state.explore.map.plane.width, 1, labels, ui.state.dataset.class_names);
  const MapMemory& map = ui.state.explore.map;
  const std::string name = map.kind == MapKind::autoencoder ? "codes.csv" : file_name(map) + ".csv";
  ui.host.save_file(name, "text/csv", {reinterpret_cast<const std::uint8_t*>(csv.data()), csv.size()});
}

}  // namespace hourglass
