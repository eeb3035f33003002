#include "studio/map/map_keys.h"

#include <algorithm>

#include "studio/map/map_actions.h"
#include "studio/map/map_kinds.h"
#include "studio/state/map_memory.h"

namespace hourglass {
namespace {

PlanePoint middle_of(const PlaneBox& box) { return {(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2}; }

/// The keyboard's probe, moved by shares of what is seen. Over the edge it takes the map along.
void move_probe_by(MapMemory& map, State& state, float dx, float dy) {
  const PlaneBox seen = map.view.visible();
  PlanePoint at = map.probe.pinned ? map.probe.at : middle_of(seen);
  at.x += dx * seen.width();
  at.y += dy * seen.height();
  const PlanePoint unit = map.view.unit();
  map.view.pan((std::clamp(at.x, seen.x0, seen.x1) - at.x) / unit.x,
               (at.y - std::clamp(at.y, seen.y0, seen.y1)) / unit.y);
  pin_probe(state, to_code(map.plane, at));
  map.probe.at = at;
}

}  // namespace

bool map_key(State& state, std::string_view key, bool shift, double now) {
  MapMemory& map = state.explore.map;
  const float step = shift ? 0.1f : 0.02f;
  float dx = 0, dy = 0;
  if (key == "ArrowLeft") dx = -step;
  if (key == "ArrowRight") dx = step;
  if (key == "ArrowUp") dy = step;
  if (key == "ArrowDown") dy = -step;
  if (dx != 0 || dy != 0) {
    move_probe_by(map, state, dx, dy);
    return true;
  }
  if (key == "Enter" && map.probe.pinned && map_decoder(state)) {
    choose_path_end(state, map.probe.code, now);
    return true;
  }
  if (key == "+" || key == "=" || key == "-") {
    const PlanePoint about = map.view.to_screen(map.probe.pinned ? map.probe.at : middle_of(map.view.visible()));
    map.view.zoom(key == "-" ? 1 / 1.25f : 1.25f, about.x, about.y);
    return true;
  }
  if (key == "Escape") {
    const bool something = map.probe.pinned || !map.path.a.empty() || map.path.open;
    let_go_probe(state);
    map.path.open = false;
    forget_path(state);
    return something;
  }
  return false;
}

}  // namespace hourglass
