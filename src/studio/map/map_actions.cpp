#include "studio/map/map_actions.h"

#include "studio/latent/path_model.h"
#include "studio/map/map_kinds.h"
#include "studio/map/map_places.h"
#include "studio/map/map_trail.h"
#include "studio/state/map_memory.h"

namespace hourglass {
namespace {

void toggle(Context& ui, bool& part) {
  part = !part;
  ui.animate();
}

}  // namespace

void fit_map(State& state) {
  MapMemory& map = state.explore.map;
  map.all_points = false;
  if (map.points.size() > 0) map.view.fit(box_of(map.points.later()));
}

void show_all_points(State& state) {
  MapMemory& map = state.explore.map;
  map.all_points = true;
  if (map.points.size() > 0) map.view.fit(box_of_all(map.points.later()));
}

void show_view(Context& ui, MapMemory::View view) {
  ui.state.explore.map.view_shown = view;
  ui.animate();
}

void show_map(Context& ui, MapKind kind) {
  MapMemory& map = ui.state.explore.map;
  if (kind == map.kind) return;
  if (map.kind == MapKind::autoencoder) map.code_plane_kept = map.plane;
  map.kind = kind;
  map.plane = kind == MapKind::autoencoder ? map.code_plane_kept : plane_for(2);
  map.path.a.clear(), map.path.b.clear();
  if (map.path.a_class < 0 && map.path.b_class < 0) map.path.open = false;
  map.replay_from = -1;
  ui.state.explore.sweep.taken = false;
  const int chosen = map.probe.pinned ? map.probe.near : -1;
  let_go_probe(ui.state);
  lay_out(ui);
  move_path(ui.state);
  if (laid_out(map) && chosen >= 0) pin_image(ui.state, static_cast<std::size_t>(chosen));
  ui.animate();
}

void toggle_compare(Context& ui) { toggle(ui, ui.state.explore.map.compare_open); }
void toggle_manifold(Context& ui) { toggle(ui, ui.state.explore.map.manifold); }
void toggle_shapes(Context& ui) { toggle(ui, ui.state.explore.map.shapes); }
void toggle_numbers(Context& ui) { toggle(ui, ui.state.explore.map.numbers_open); }
void toggle_saving(Context& ui) { toggle(ui, ui.state.explore.map.saving_open); }

void hide_classes(Context& ui, std::uint64_t hidden) {
  MapMemory& map = ui.state.explore.map;
  if (hidden == map.hidden) return;
  map.hidden = hidden;
  map.points.hide_classes(hidden);
  ui.animate();
}

void show_subset(Context& ui, command::Subset subset) {
  MapMemory& map = ui.state.explore.map;
  if (map.kind != MapKind::autoencoder && subset != map.subset) map.points.clear();
  map.subset = subset;
  ui.animate();
}

void choose_axes(Context& ui, bool principal) {
  ui.state.explore.map.principal = principal;
  lay_out(ui);
  fit_map(ui.state);
}

void choose_axis(Context& ui, bool across, int number) {
  CodePlane& plane = ui.state.explore.map.plane;
  int& chosen = across ? plane.axis_x : plane.axis_y;
  int& other = across ? plane.axis_y : plane.axis_x;
  // The number of the other axis: the two change places.
  if (number == other) other = chosen;
  chosen = number;
  lay_out(ui);
  fit_map(ui.state);
}

void set_number(Context& ui, int number, float value) {
  auto& rest = ui.state.explore.map.plane.rest;
  if (number < 0 || number >= static_cast<int>(rest.size())) return;
  rest[static_cast<std::size_t>(number)] = value;
  ui.animate();
}

void toggle_path(Context& ui) {
  MapPath& path = ui.state.explore.map.path;
  path.open = !path.open;
  if (!path.open) path.clear();
  ui.animate();
}

void close_path(Context& ui) {
  ui.state.explore.map.path.open = false;
  forget_path(ui.state);
  ui.animate();
}

void forget_path(State& state) {
  MapPath& path = state.explore.map.path;
  path.open = path.open && !path.complete();
  path.clear();
}

void choose_path_end(State& state, std::span<const float> code, double now) {
  MapPath& path = state.explore.map.path;
  if (path.complete() || path.a.empty()) {
    path.clear();
    path.a.assign(code.begin(), code.end());
  } else {
    path.b_class = -1;
    path.b.assign(code.begin(), code.end());
    path.since = now;
    path.playing = path.open = true;
  }
}

void choose_path_class(Context& ui, bool first, unsigned label) {
  MapMemory& map = ui.state.explore.map;
  auto middle = class_middle(map_codes(ui.state), map.plane.width, map_labels(ui.state), label);
  if (middle.empty()) return;
  (first ? map.path.a : map.path.b) = std::move(middle);
  (first ? map.path.a_class : map.path.b_class) = static_cast<int>(label);
  map.path.since = ui.time;
  map.path.playing = true;
  ui.animate();
}

void move_path(State& state) {
  MapMemory& map = state.explore.map;
  if (!map_decoder(state)) return;
  const auto move = [&](std::vector<float>& end, int label) {
    if (label < 0) return;
    auto middle = class_middle(map_codes(state), map.plane.width, map_labels(state), static_cast<unsigned>(label));
    if (!middle.empty()) end = std::move(middle);
  };
  move(map.path.a, map.path.a_class);
  move(map.path.b, map.path.b_class);
}

void play_or_rest_morph(Context& ui) {
  MapPath& path = ui.state.explore.map.path;
  if (path.playing)
    path.rested_at = ui.time;
  else
    path.since += ui.time - path.rested_at;
  path.playing = !path.playing;
  ui.animate();
}

void pin_probe(State& state, std::span<const float> code) {
  MapMemory& map = state.explore.map;
  if (static_cast<int>(code.size()) != map.plane.width) return;
  map.probe.on = map.probe.pinned = true;
  map.probe.until = 0;
  map.probe.code.assign(code.begin(), code.end());
  map.probe.at = to_plane(map.plane, code);
}

void pin_image(State& state, std::size_t place) {
  MapMemory& map = state.explore.map;
  if (place >= map.points.size()) return;
  const std::span<const float> places = map.points.later();
  const PlanePoint at{places[2 * place], places[2 * place + 1]};
  pin_probe(state, to_code(map.plane, at));
  map.probe.at = at;
  map.probe.near = static_cast<int>(place);
}

void let_go_probe(State& state) {
  MapProbe& probe = state.explore.map.probe;
  probe.on = probe.pinned = false;
  probe.near = -1;
}

}  // namespace hourglass
