#include "studio/map/map_pointer.h"

#include <imgui.h>

#include <cmath>

#include "studio/map/map_actions.h"
#include "studio/map/map_images.h"
#include "studio/map/map_kinds.h"
#include "studio/map/map_marks.h"
#include "studio/pad/pad_update.h"
#include "studio/state/map_memory.h"

namespace hourglass {
namespace {

constexpr float kFingertip = 20;
constexpr double kStays = 4.0;  // seconds that what a finger found is shown after it was lifted

/// Two fingers, wheel and drag move the view. True while two fingers do, which do nothing else.
bool move_view(Context& ui, const Pointer& p, const Rect& area) {
  MapMemory& map = ui.state.explore.map;
  if (ui.pinch && area.contains({ui.pinch->x, ui.pinch->y})) {
    map.view.pan(ui.pinch->dx, ui.pinch->dy);
    if (ui.pinch->scale != 1) map.view.zoom(ui.pinch->scale, ui.pinch->x, ui.pinch->y, true);
    let_go_probe(ui.state);
    ui.animate();
    return true;
  }
  if (p.wheel != 0) {
    map.view.zoom(std::pow(1.18f, p.wheel), p.at.x, p.at.y);
    ui.animate();
  }
  // A finger shows what it passes over; a mouse shows that anyway, and its drag moves the map.
  if (p.down && !ui.finger && (p.moved.x != 0 || p.moved.y != 0) && !p.pressed) {
    map.view.pan(p.moved.x, p.moved.y);
    ui.animate();
  }
  return false;
}

/// A double click comes closer, as on any map. A finger taps to look; it chooses A and B only while the path's row is
/// open.
void hear_click(Context& ui, const Pointer& p) {
  MapMemory& map = ui.state.explore.map;
  if (ImGui::GetIO().MouseClickedLastCount[0] == 2) {
    if (!map.path.open) forget_path(ui.state);
    map.view.zoom(2, p.at.x, p.at.y);
  } else if (map.kind == MapKind::tsne) {
    // Nothing lies between two places of it; its images can be taken to the pad.
    if (const auto image = near_image(ui.state); !image.empty()) send_to_pad(ui, image);
  } else if (map_decoder(ui.state) && (!ui.finger || map.path.open)) {
    choose_path_end(ui.state, to_code(map.plane, map.view.to_plane(p.at.x, p.at.y)), ui.time);
  }
  ui.animate();
}

void move_probe_to(Context& ui, const Pointer& p, bool inside) {
  const MapMemory& map = ui.state.explore.map;
  MapProbe& probe = ui.state.explore.map.probe;
  if (p.pressed) {
    const ImVec2 old = place_on_screen(map, probe.at);
    probe.again = probe.pinned && std::hypot(old.x - p.at.x, old.y - p.at.y) < kFingertip;
  }
  // A press that chose an end of the path shows the path; the card comes again with the pointer.
  if (p.clicked && inside && !ui.finger && !map.path.a.empty()) probe.hushed = true;
  if (p.moved.x != 0 || p.moved.y != 0) probe.hushed = false;
  // A pinned probe gives way to a pointer that moves, not to one that happens to rest here.
  const bool rests = probe.pinned && p.moved.x == 0 && p.moved.y == 0 && !p.down;
  if (inside && !rests && (ui.finger ? p.down : p.hovered)) {
    probe.on = true;
    probe.pinned = false;
    probe.at = map.view.to_plane(p.at.x, p.at.y);
    probe.code = to_code(map.plane, probe.at);
  } else if (!probe.pinned) {
    probe.on = false;
  }
  if (!ui.finger || !p.released) return;
  // What a finger found can be read when it is lifted, for a while; a second tap at the same place puts it away at
  // once. A tap that chose an end of the path has done what it came for.
  probe.pinned = probe.on = inside && !(p.clicked && (probe.again || map.path.open));
  probe.until = ui.time + kStays;
}

}  // namespace

void hear_map_pointer(Context& ui, const Pointer& p, const Rect& area) {
  MapMemory& map = ui.state.explore.map;
  if (move_view(ui, p, area)) return;
  const bool inside = area.contains(p.at);
  if (p.clicked && inside) hear_click(ui, p);
  move_probe_to(ui, p, inside);
  MapProbe& probe = map.probe;
  if (probe.on && probe.pinned && probe.until > 0) {
    ui.wake_at(probe.until);
    if (ui.time >= probe.until) {
      let_go_probe(ui.state);
      ui.animate();
    }
  }
  // Points move under a probe that rests.
  const PlanePoint unit = map.view.unit();
  const float reach = map.kind == MapKind::tsne ? 28.0f : ui.finger ? 16.0f : 9.0f;
  probe.near = probe.on ? map.points.nearest(probe.at, {reach * unit.x, reach * unit.y}, ui.time) : -1;
}

}  // namespace hourglass
