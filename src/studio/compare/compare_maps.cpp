// Both maps, with one view and one legend: what is pointed at on one is seen on the other.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "studio/compare/compare_parts.h"
#include "studio/compare/compare_update.h"
#include "studio/map/map_actions.h"
#include "studio/map/map_legend.h"
#include "studio/state/compare_memory.h"
#include "studio/state/map_memory.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

constexpr float kHighest = 460;
constexpr float kReach = 12, kFingertip = 22;

ImVec2 on_screen(const MapView& view, PlanePoint p) {
  const PlanePoint s = view.to_screen(p);
  return {s.x, s.y};
}

/// The lines on which one of the two numbers is 0, turned as the map is.
void draw_axes(Context& ui, const ComparedRun& run) {
  const MapView& view = ui.state.explore.compare.view;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const PlaneBox& box = run.box;
  const float far = 4 * std::max({std::abs(box.x0), std::abs(box.x1), std::abs(box.y0), std::abs(box.y1)});
  const auto line = [&](PlanePoint from, PlanePoint to) {
    list.AddLine(on_screen(view, run.to_view(from)), on_screen(view, run.to_view(to)), ui.theme.field_border, 1);
  };
  line({0, -far}, {0, far});
  if (run.plane.kind != CodePlane::Kind::line) line({-far, 0}, {far, 0});
}

void draw_ring(Context& ui, ImVec2 at) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddCircle(at, 7, ui.theme.card, 0, 5);
  list.AddCircle(at, 7, ui.theme.text, 0, 2.5f);
}

/// The image that is pointed at, and the painting's dot.
void draw_marks(Context& ui, const ComparedRun& run, const Rect& area) {
  const CompareMemory& compare = ui.state.explore.compare;
  const PadReading& painted = run.painted.reading();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (!painted.blank && static_cast<int>(painted.code.size()) == run.plane.width) {
    ImVec2 at = on_screen(compare.view, run.to_view(to_plane(run.plane, painted.code)));
    at.x = std::clamp(at.x, area.x + 8, area.right() - 8);
    at.y = std::clamp(at.y, area.y + 8, area.bottom() - 8);
    list.AddCircleFilled(at, 7.5f, ui.theme.card);
    list.AddCircleFilled(at, 5.5f, ui.theme.accent);
    list.AddCircle(at, 7.5f, ui.theme.text, 0, 1.25f);
  }
  const auto at = static_cast<std::size_t>(compare.pointed);
  if (compare.pointed >= 0 && at < run.points.size())
    draw_ring(ui, on_screen(compare.view, run.points.place(at, ui.time)));
}

void hear_pointer(Context& ui, const ComparedRun& run, const Pointer& p, const Rect& area) {
  CompareMemory& compare = ui.state.explore.compare;
  MapView& view = compare.view;
  if (ui.pinch && area.contains({ui.pinch->x, ui.pinch->y})) {
    view.pan(ui.pinch->dx, ui.pinch->dy);
    if (ui.pinch->scale != 1) view.zoom(ui.pinch->scale, ui.pinch->x, ui.pinch->y, true);
    return ui.animate();
  }
  if (p.clicked && ImGui::GetIO().MouseClickedLastCount[0] == 2) view.zoom(2, p.at.x, p.at.y);
  const bool drags = p.down && !ui.finger && !p.pressed && (p.moved.x != 0 || p.moved.y != 0);
  if (drags) view.pan(p.moved.x, p.moved.y);
  if (p.clicked || drags) ui.animate();
  // Moved: who goes on with the keys is not disturbed by a mouse that rests.
  const bool looks = ui.finger ? p.down : p.hovered && (p.moved.x != 0 || p.moved.y != 0);
  if (!looks || drags) return;
  const float reach = ui.finger ? kFingertip : kReach;
  const PlanePoint unit = view.unit();
  point_at(ui, run.points.nearest(view.to_plane(p.at.x, p.at.y), {reach * unit.x, reach * unit.y}, ui.time));
}

void draw_map_of(Context& ui, std::size_t which, const Rect& area) {
  CompareMemory& compare = ui.state.explore.compare;
  ComparedRun& run = compare.runs[which];
  const Theme& t = ui.theme;
  fill(ui, area, t.sunken, kRadius);
  compare.view.set_screen(area.x, area.y, area.w, area.h);
  const auto n = static_cast<std::int64_t>(run.points.size());
  const Sentence about =
      followed_by(plural(n, "{0} code.", "{0} codes."), say("Arrow keys go from image to image, plus and minus zoom."));
  const Pointer p =
      surface(ui, compare_id(which, "map"), say("Code map of {0}", say(compare_name(which))), area, about, {}, true);
  hear_pointer(ui, run, p, area);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect(area.min(), area.max(), true);
  if (n > 0) draw_axes(ui, run);
  const bool shaped = ui.state.explore.map.shapes;
  run.cloud.draw(ui, run.points, compare.view.visible(), area,
                 point_radius(run.points.size(), compare.view.closeness(), area.w, area.h, shaped), shaped);
  if (n > 0) draw_marks(ui, run, area);
  list.PopClipRect();
  outline(ui, area, t.border, kRadius);
  const Rect letter{area.x + 8, area.y + 8, 24, 22};
  fill(ui, letter, compare_color(t, which), kRadius);
  draw_text(ui, letter, compare_name(which), ui.fonts.small_strong, t.card, Align::center);
  if (n > 0) return;
  const RunSeen seen = compared_run(ui.state, which);
  label(ui, compare_id(which, "empty"), area.inset(kGap4, 0),
        !seen.why_none.empty()          ? seen.why_none
        : !ui.state.dataset.loaded()    ? say("There are no images yet.")
        : seen.network || !seen.on_page ? say("The images are on their way through this network.")
                                        : say("There are no weights yet."),
        ui.fonts.body, t.muted, Align::center);
}

/// Which images, the turn, and how close the maps are seen; on a narrow page the turn has a line of its own, since the
/// number of images would be cut off beside it. The height taken.
float draw_tools(Context& ui, const Rect& area) {
  CompareMemory& compare = ui.state.explore.compare;
  const float side = ui.theme.control;
  const bool one_line = side_by_side(area.w);
  const float height = one_line ? side : side * 2 + kGap1;
  const Group group(ui, "compare/tools", "Both maps", {area.x, area.y, area.w, height});
  Rect line{area.x, area.y, area.w, side};
  if (icon_button(ui, "compare/fit", "Show all of both maps", Icon::fit, cut_right(line, side, kGap1)))
    fit_compared(ui);
  if (icon_button(ui, "compare/closer", "Closer", Icon::plus, cut_right(line, side, kGap1))) zoom_compared(ui, 1.5f);
  if (icon_button(ui, "compare/further", "Further away", Icon::minus, cut_right(line, side, kGap2)))
    zoom_compared(ui, 1 / 1.5f);
  const DatasetState& data = ui.state.dataset;
  using enum command::Subset;
  const std::array<Sentence, 3> options = {say("Held-out {0}", data.size(held_out)),
                                           say("Training {0}", data.size(training)), say("All {0}", data.size(all))};
  int subset = static_cast<int>(ui.state.explore.map.subset);
  if (combo(ui, "compare/part", "Images on the maps", options, subset, cut_left(line, std::min(150.0f, line.w), kGap3)))
    show_subset(ui, static_cast<command::Subset>(subset));
  if (!one_line) line = {area.x, area.y + side + kGap1, area.w, side};
  bool turned = compare.aligned;
  if (toggle(ui, "compare/align", "Turn B to A", turned, cut_left(line, std::min(150.0f, line.w)),
             {.help = "The axes of a code are arbitrary: B is turned, mirrored and scaled so that its images lie as "
                      "near to their places on A as can be",
              .disabled = can_align(ui.state)})) {
    align_compared(ui.state, turned);
    ui.animate();
  }
  return height;
}

}  // namespace

float draw_compared_maps(Context& ui, const Rect& area) {
  CompareMemory& compare = ui.state.explore.compare;
  float y = area.y;
  y += draw_tools(ui, {area.x, y, area.w, area.h}) + kGap2;
  const float legend = draw_legend(ui, "compare", {area.x, y, area.w, area.h});
  y += legend + (legend > 0 ? kGap2 : 0);
  if (compare.view.ease(ui.elapsed)) ui.animate();
  if (side_by_side(area.w)) {
    const float width = (area.w - kGap3) / 2, height = std::min({width, kHighest, ui.window.h * 0.6f});
    for (std::size_t i = 0; i < 2; ++i)
      draw_map_of(ui, i, {area.x + static_cast<float>(i) * (width + kGap3), y, width, height});
    return y + height - area.y;
  }
  const float height = std::min(area.w * 0.8f, ui.window.h * 0.42f);
  for (std::size_t i = 0; i < 2; ++i) {
    draw_map_of(ui, i, {area.x, y, area.w, height});
    y += height + kGap2;
  }
  return y - kGap2 - area.y;
}

}  // namespace hourglass
