#include "studio/map/map_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "studio/map/map_kinds.h"
#include "studio/map/map_trail.h"
#include "studio/state/map_memory.h"
#include "studio/state/published.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr std::size_t kFewestMeasured = 3;

/// A number that is another one for other places; 0 while there is nothing to measure.
std::uint64_t version_of(const State& state, MapKind kind) {
  const MapMemory& map = state.explore.map;
  const std::uint64_t set = static_cast<std::uint64_t>(state.dataset.version) << 40;
  if (map.subset != command::Subset::held_out || !state.dataset.loaded()) return 0;
  if (kind == MapKind::autoencoder) {
    const CodesState& codes = present_codes(state);
    return state.training() || codes.count() == 0 ? 0 : set + codes.version;
  }
  const ImageMap& one = image_map(map, kind);
  return one.done && one.subset == map.subset ? set + one.version : 0;
}

/// They are measured once the person looks at more than the codes: every image is ranked against every other.
bool figures_wanted(const MapMemory& map) {
  return map.compare_open || map.measures || map.kind != MapKind::autoencoder;
}

void hear_figures(Context& ui, MapFigures& figures) {
  if (auto told = ui.take<event::MapMeasured>(figures.ticket)) {
    figures.ticket = 0;
    figures.told_of = figures.asked_of;
    figures.neighbour_accuracy = told->neighbour_accuracy;
    figures.trustworthiness = told->trustworthiness;
    figures.continuity = told->continuity;
    figures.labelled = told->labelled;
  } else if (ui.take<event::Failed>(figures.ticket)) {
    figures.ticket = 0;
  }
}

}  // namespace

std::vector<float> places_on(const State& state, MapKind kind) {
  const MapMemory& map = state.explore.map;
  if (kind != MapKind::autoencoder) {
    const ImageMap& one = image_map(map, kind);
    return one.subset == map.subset ? one.places : std::vector<float>();
  }
  const CodesState& codes = present_codes(state);
  const CodePlane& plane = map.kind == MapKind::autoencoder ? map.plane : map.code_plane_kept;
  if (codes.width != plane.width) return {};
  // Of a one-number code the lanes of the classes are no part: all on one line.
  std::vector<float> places = to_plane(plane, codes.codes, {});
  if (plane.kind == CodePlane::Kind::line)
    for (std::size_t i = 1; i < places.size(); i += 2) places[i] = 0;
  return places;
}

void update_map_figures(Context& ui) {
  MapMemory& map = ui.state.explore.map;
  for (MapFigures& figures : map.figures) hear_figures(ui, figures);
  const bool busy = std::ranges::any_of(map.figures, [](const MapFigures& f) { return f.ticket != 0; });
  if (busy || !figures_wanted(map) || !ui.state.engine.ready) return;
  for (int i = 0; i < kMapKinds; ++i) {
    // The map that is shown first.
    const auto kind = static_cast<MapKind>((static_cast<int>(map.kind) + i) % kMapKinds);
    MapFigures& figures = map.figures[static_cast<std::size_t>(kind)];
    const std::uint64_t version = version_of(ui.state, kind);
    if (version == 0 || figures.asked_of == version) continue;
    std::vector<float> places = places_on(ui.state, kind);
    figures.asked_of = version;
    if (places.size() < 2 * kFewestMeasured) continue;
    ui.ask(figures.ticket, command::MeasureMap{.ticket = 0, .subset = map.subset, .places = std::move(places)});
    return;
  }
}

const MapFigures* map_figures(const State& state, MapKind kind) {
  const MapFigures& figures = state.explore.map.figures[static_cast<std::size_t>(kind)];
  return figures.told_of != 0 && figures.told_of == version_of(state, kind) ? &figures : nullptr;
}

std::optional<double> map_error(const State& state, MapKind kind) {
  if (kind == MapKind::tsne) return std::nullopt;
  if (kind == MapKind::autoencoder) {
    if (state.run.history.empty() || state.training()) return std::nullopt;
    return held_out_value(state.run.history.back(), LossFigure::per_image);
  }
  const PcaErrors& pca = state.pca_errors;
  if (pca.of_dataset != state.dataset.version || pca.errors.size() < 2) return std::nullopt;
  return static_cast<double>(pca.errors[1]);
}

void draw_map_figures(Context& ui, MapKind kind, const Rect& area) {
  struct Figure {
    std::string_view id;  ///< and its term
    Sentence text;
    Words help = {};
  };
  std::vector<Figure> all;
  if (const MapFigures* figures = map_figures(ui.state, kind)) {
    if (figures->labelled)
      all.push_back({"neighbours", say("Neighbours {0}", in_percent(figures->neighbour_accuracy))});
    all.push_back({"trustworthiness", say("Trustworthy {0}", figure(figures->trustworthiness, 3))});
    all.push_back({"continuity", say("Continuous {0}", figure(figures->continuity, 3))});
  }
  if (const auto error = map_error(ui.state, kind)) all.push_back({"error", say("Error {0}", figure(*error, 3))});
  if (all.empty() && figures_wanted(ui.state.explore.map) && ui.state.explore.map.subset != command::Subset::held_out)
    all.push_back({"held-out", say("Measured of held-out images"), "Choose the held-out images to see the figures"});
  const Group group(ui, "map/figures", "How good this map is", area);
  Rect rest = area;
  for (const Figure& one : all) {
    const float width = std::ceil(text_width(ui, ui.fonts.small, one.text)) + 2;
    if (width > rest.w) return;
    const Rect place = cut_left(rest, width, kGap3);
    label(ui, "map/figure/" + std::string(one.id), place, one.text, ui.fonts.small, ui.theme.muted, Align::left,
          {.help = one.help, .term = one.id == "error" ? "map-error" : one.id});
  }
}

}  // namespace hourglass
