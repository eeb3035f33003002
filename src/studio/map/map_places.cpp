#include "studio/map/map_places.h"

#include <algorithm>
#include <cmath>

#include "studio/map/map_actions.h"
#include "studio/map/map_kinds.h"
#include "studio/map/map_trail.h"
#include "studio/state/map_memory.h"

namespace hourglass {
namespace {

constexpr double kCrossing = 1.4;   // seconds from one map to another
constexpr float kFitSlack = 0.06f;  // of the box's side that it may change without a new fit: less than the margin

}  // namespace

void take_plane(MapMemory& map, int width) {
  code_plane(map) = plane_for(width);
  map.principal = width > 2;
  forget_trail(map);
  if (map.kind != MapKind::autoencoder) return;
  map.view.set_free_axes(width == 1);
  map.path.clear();
  map.probe.on = map.probe.pinned = false;
}

void lay_out(Context& ui, bool glide, double seconds) {
  MapMemory& map = ui.state.explore.map;
  const std::vector<float> codes = map_codes(ui.state);
  if (codes.empty()) {
    // Until there is the first picture of another map, this one's points stand where they are.
    if (laid_out(map)) map.points.clear();
    return;
  }
  if (map.plane.width > 2) {
    if (map.principal) {
      find_principal(map.plane, codes);
    } else if (map.plane.kind == CodePlane::Kind::principal) {
      const int x = map.plane.axis_x, y = map.plane.axis_y;
      std::vector<float> rest = map.plane.mean;
      map.plane = plane_for(map.plane.width);
      map.plane.axis_x = x;
      map.plane.axis_y = y;
      map.plane.rest = std::move(rest);  // the other numbers begin at their means
    }
  }
  const auto labels = map_labels(ui.state);
  std::vector<float> places = to_plane(map.plane, codes, labels);
  if (!laid_out(map)) {
    map.laid_out = map.kind;
    const PlaneBox before = map.view.visible();
    map.view.set_free_axes(map.plane.kind == CodePlane::Kind::line);
    map.all_points = false;
    map.view.fit(box_of(places), true);
    map.points.carry(before, map.view.visible(), ui.time);
    glide = true;
    seconds = kCrossing;
  } else if (map.points.crossing(ui.time)) {
    return map.points.bend(std::move(places));
  }
  map.points.show(std::move(places), labels, ui.time, glide && !ui.still, seconds);
  ui.animate();
}

void follow_points(MapMemory& map, bool anew) {
  if (map.points.size() == 0 || (map.view.moved_by_hand() && !anew)) return;
  if (anew) map.all_points = false;
  const PlaneBox box = map.all_points ? box_of_all(map.points.later()) : box_of(map.points.later());
  const PlaneBox now = map.view.fitted_box();
  const float dx = kFitSlack * std::max(box.width(), now.width()),
              dy = kFitSlack * std::max(box.height(), now.height());
  const bool near = std::abs(box.x0 - now.x0) < dx && std::abs(box.x1 - now.x1) < dx &&
                    std::abs(box.y0 - now.y0) < dy && std::abs(box.y1 - now.y1) < dy;
  if (anew || !near) map.view.fit(box, anew);
}

}  // namespace hourglass
