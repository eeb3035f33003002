#include "studio/map/map_marks.h"

#include <algorithm>
#include <cmath>

#include "studio/latent/name_places.h"
#include "studio/map/map_images.h"
#include "studio/map/map_kinds.h"
#include "studio/map/map_probe.h"
#include "studio/state/map_memory.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

/// How much larger a point is where a class looks at it from afar.
constexpr float kProjectedPoints = 1.3f;

constexpr double kPulse = 2.4;  // seconds that the painting's dot pulses after a change
constexpr float kWidestName = 96;

void draw_end(Context& ui, std::span<const float> code, std::string_view name) {
  const MapMemory& map = ui.state.explore.map;
  if (static_cast<int>(code.size()) != map.plane.width) return;
  const ImVec2 at = place_on_screen(map, to_plane(map.plane, code));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddCircleFilled(at, 10, ui.theme.text);
  draw_text(ui, {at.x - 10, at.y - 10, 20, 20}, Words::as_is(name), ui.fonts.small_strong, ui.theme.card,
            Align::center);
}

}  // namespace

ImVec2 place_on_screen(const MapMemory& map, PlanePoint p) {
  const PlanePoint s = map.view.to_screen(p);
  return {s.x, s.y};
}

float point_radius(const MapMemory& map, float width, float height) {
  return point_radius(map.points.size(), map.view.closeness(), width, height, map.shapes);
}

void draw_points(Context& ui, const Rect& area) {
  MapMemory& map = ui.state.explore.map;
  map.cloud.draw(ui, map.points, map.view.visible(), area,
                 point_radius(map, area.w, area.h) * (ui.state.shown.projector ? kProjectedPoints : 1.0f), map.shapes);
}

void draw_class_names(Context& ui, const Rect& area) {
  const MapMemory& map = ui.state.explore.map;
  const float t = map.points.blend(ui.time);
  std::vector<NameWish> wishes;
  std::vector<std::string> names;
  for (const ClassMiddle& middle : map.points.middles()) {
    const ImVec2 at = place_on_screen(map, {middle.earlier.x + (middle.later.x - middle.earlier.x) * t,
                                            middle.earlier.y + (middle.later.y - middle.earlier.y) * t});
    names.push_back(ui.state.dataset.class_name(middle.label));
    const float width = std::min(text_width(ui.fonts.strong, names.back()), kWidestName);
    wishes.push_back({.at = {at.x, at.y}, .width = width + 8, .height = 20});
  }
  const auto places = place_names(wishes, {area.x, area.y, area.right(), area.bottom()});
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!places[i]) continue;
    const Rect box{std::round(places[i]->x - wishes[i].width / 2), std::round(places[i]->y - wishes[i].height / 2),
                   wishes[i].width, wishes[i].height};
    fill(ui, box, faded(ui.theme.card, 0.82f), 4);
    draw_text(ui, box.inset(3, 0), Words::as_is(names[i]), ui.fonts.strong, ui.theme.text, Align::center);
  }
}

void draw_linked(Context& ui, const Rect& area) {
  constexpr float kSide = 56;
  MapMemory& map = ui.state.explore.map;
  if (!map.compare_open || map.probe.on || map.linked < 0 || static_cast<std::size_t>(map.linked) >= map.points.size())
    return;
  const ImVec2 at = place_on_screen(map, map.points.place(static_cast<std::size_t>(map.linked), ui.time));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddCircle(at, 7, ui.theme.card, 0, 5);
  list.AddCircle(at, 7, ui.theme.text, 0, 2.5f);
  const auto image = held_out_image(ui.state, map.linked);
  if (image.empty()) return;
  const Rect tile{std::clamp(at.x + 14, area.x, area.right() - kSide),
                  std::clamp(at.y - kSide - 8, area.y, area.bottom() - kSide), kSide, kSide};
  fill(ui, tile.inset(-4), ui.theme.card, kRadius);
  outline(ui, tile.inset(-4), ui.theme.border, kRadius);
  const std::uint64_t version =
      (static_cast<std::uint64_t>(ui.state.dataset.version) << 32) + static_cast<std::uint64_t>(map.linked) + 1;
  const TextureId texture =
      map.linked_texture.get(ui.graphics, kImageSide, kImageSide, version, wants_smooth(ui, kSide),
                             [&](std::span<std::uint32_t> rgba) { paint_tile(rgba, 1, 0, 0, image); });
  draw_tile(ui, {texture, 1, 1, 0, 0}, tile);
}

void draw_painting(Context& ui, const Rect& area) {
  const MapMemory& map = ui.state.explore.map;
  const std::vector<float> code = painting_code(ui.state);
  if (static_cast<int>(code.size()) != map.plane.width || code.empty()) return;
  ImVec2 at = place_on_screen(map, to_plane(map.plane, code));
  // A painting unlike all images may lie beyond the edge: its dot waits there.
  at.x = std::clamp(at.x, area.x + 8, area.right() - 8);
  at.y = std::clamp(at.y, area.y + 8, area.bottom() - 8);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double age = ui.time - ui.state.explore.pad.changed_at;
  if (age < kPulse) {
    const auto phase = static_cast<float>(std::fmod(age, 0.8) / 0.8);
    list.AddCircle(at, 7 + 15 * phase, faded(ui.theme.accent, 0.8f * (1 - phase)), 0, 2);
    ui.animate();
  }
  list.AddCircleFilled(at, 7.5f, ui.theme.card);
  list.AddCircleFilled(at, 5.5f, ui.theme.accent);
  list.AddCircle(at, 7.5f, ui.theme.text, 0, 1.25f);
}

/// Where the tile stands that was taken from the sweep.
void draw_taken_tile(Context& ui) {
  const MapMemory& map = ui.state.explore.map;
  const SweepMemory& sweep = ui.state.explore.sweep;
  const auto code = sweep.grid.code(sweep.column, sweep.row);
  if (!sweep.taken || static_cast<int>(code.size()) != map.plane.width) return;
  const ImVec2 at = place_on_screen(map, to_plane(map.plane, code));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRect({at.x - 8, at.y - 8}, {at.x + 8, at.y + 8}, ui.theme.card, 3, 0, 4);
  list.AddRect({at.x - 8, at.y - 8}, {at.x + 8, at.y + 8}, ui.theme.text, 3, 0, 2);
}

void draw_path_line(Context& ui) {
  const MapMemory& map = ui.state.explore.map;
  const MapPath& path = map.path;
  if (path.complete() && static_cast<int>(path.a.size()) == map.plane.width && path.b.size() == path.a.size()) {
    const ImVec2 a = place_on_screen(map, to_plane(map.plane, path.a)),
                 b = place_on_screen(map, to_plane(map.plane, path.b));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddLine(a, b, ui.theme.card, 4);
    list.AddLine(a, b, ui.theme.text, 2);
    const auto t = static_cast<float>(path_position(ui));
    list.AddCircleFilled({a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}, 5, ui.theme.text);
    list.AddCircleFilled({a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}, 3, ui.theme.card);
  }
  draw_end(ui, path.a, "A");
  draw_end(ui, path.b, "B");
}

}  // namespace hourglass
