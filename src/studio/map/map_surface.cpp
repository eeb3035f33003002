#include "studio/map/map_surface.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include "studio/map/axis_names.h"
#include "studio/map/map_actions.h"
#include "studio/map/map_kinds.h"
#include "studio/map/map_manifold.h"
#include "studio/map/map_marks.h"
#include "studio/map/map_mosaic.h"
#include "studio/map/map_pointer.h"
#include "studio/map/map_probe.h"
#include "studio/map/map_trail.h"
#include "studio/state/map_memory.h"
#include "studio/state/watch.h"
#include "studio/tiles/code_view.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr float kLineStrip = 52;  // height of the strip under a line

float words_side(const Context& ui) { return ui.touch ? kTouch : 26.0f; }

void draw_grid(Context& ui, const Rect& area) {
  const MapMemory& map = ui.state.explore.map;
  const Theme& t = ui.theme;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const PlaneBox seen = map.view.visible();
  const bool line = map.plane.kind == CodePlane::Kind::line;
  // Upon a ground of their own: tiles and points may lie under them.
  const auto mark = [&](float x, float y, const std::string& text) {
    const float width = text_width(ui.fonts.small, text);
    fill(ui, {x - 2, y + 1, width + 4, 14}, faded(t.sunken, 0.8f), 3);
    draw_text(ui, {x, y, width + 1, 16}, Words::as_is(text), ui.fonts.small, t.muted);
  };
  const float step_x = grid_step(90 * map.view.unit().x), step_y = grid_step(90 * map.view.unit().y);
  for (const double at : grid_values(seen.x0, seen.x1, step_x)) {
    const auto x = static_cast<float>(at);
    const float sx = std::round(place_on_screen(map, {x, 0}).x);
    const bool zero = std::abs(x) < step_x * 0.01f;
    list.AddLine({sx, area.y}, {sx, area.bottom()}, zero ? t.field_border : t.grid, 1);
    const std::string text = grid_number(x, step_x);
    if (sx + 6 + text_width(ui.fonts.small, text) < area.right()) mark(sx + 4, area.bottom() - 18, text);
  }
  if (line) return;
  for (const double at : grid_values(seen.y0, seen.y1, step_y)) {
    const auto y = static_cast<float>(at);
    const float sy = std::round(place_on_screen(map, {0, y}).y);
    const bool zero = std::abs(y) < step_y * 0.01f;
    list.AddLine({area.x, sy}, {area.right(), sy}, zero ? t.field_border : t.grid, 1);
    if (sy < area.bottom() - 36) mark(area.x + 5, sy + 2, grid_number(y, step_y));
  }
}

struct AxisName {
  std::string_view id;
  Sentence name;
  Rect box;
};

/// What the axes are, at their far ends. Returns where, so that they can explain themselves above the surface.
std::vector<AxisName> draw_axis_names(Context& ui, const Rect& area) {
  std::vector<AxisName> drawn;
  const MapMemory& map = ui.state.explore.map;
  const CodePlane& plane = map.plane;
  const Theme& t = ui.theme;
  if (!laid_out(map) || axis_name(map.kind, plane, true).empty()) return drawn;
  const auto draw = [&](std::string_view id, const Sentence& name, float x, float y) {
    const float width = std::min(text_width(ui, ui.fonts.small, name), area.w - 16);
    if (x < 0) x = area.right() - 6 - width;
    fill(ui, {x - 3, y, width + 6, 16}, faded(t.sunken, 0.85f), 3);
    draw_text(ui, {x, y, width + 1, 16}, name, ui.fonts.small, t.muted);
    drawn.push_back({id, name, {x - 3, y, width + 6, 16}});
  };
  draw("map/axis/across", say("{0} \u2192", axis_name(map.kind, plane, true)), -1, area.bottom() - 36);
  if (plane.kind != CodePlane::Kind::line)
    draw("map/axis/up", say("\u2191 {0}", axis_name(map.kind, plane, false)), area.x + 6, area.y + 4);
  return drawn;
}

/// A window of its own over the map, so that the map under it is not pressed. Closed by ImGui::EndChild.
void begin_over(const Rect& box, const char* name) {
  ImGui::SetCursorScreenPos(box.min());
  ImGui::BeginChild(name, {box.w, box.h}, ImGuiChildFlags_None,
                    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoNav);
}

/// Over the map, below its head: every place decodes to the same picture.
void draw_collapse(Context& ui, const Rect& area) {
  if (ui.state.explore.map.kind != MapKind::autoencoder || !collapse_of(ui.state)) return;
  const float width = std::min(area.w - 2 * kGap3, 420.0f);
  const Rect place{std::round(area.center().x - width / 2), area.y + 36, width, 0};
  const float height = remark(ui, "map/collapse", place, said_of_collapse(), "collapse", true);
  if (height + 100 > area.h || width < 160) return;
  begin_over({place.x, place.y, width, height}, "##collapse");
  remark(ui, "map/collapse", place, said_of_collapse(), "collapse");
  ImGui::EndChild();
}

/// What dots, ring, colours and axes are, behind one small sign in the corner.
void draw_words(Context& ui, const Rect& area, const Rect& card) {
  static constexpr std::array<std::string_view, 3> kCodes = {"dot", "ring", "axes"}, kPca = {"dot", "ring", "pca"},
                                                   kTsne = {"dot", "ring", "tsne"};
  const MapKind kind = ui.state.explore.map.kind;
  const float side = words_side(ui);
  const Rect box{area.right() - 6 - side, area.y + 6, side, side};
  if (box.meets(card) || small_surface(area)) return;
  fill(ui, box, faded(ui.theme.card, 0.9f), kRadius);
  draw_icon(*ImGui::GetWindowDrawList(), Icon::info, box, ui.theme.muted, 16);
  explained(ui, "map/words", box, "What is on the map",
            {.terms = kind == MapKind::pca    ? kPca
                      : kind == MapKind::tsne ? kTsne
                                              : kCodes});
}

/// A t-SNE that is drawn, whose points have arrived.
bool at_rest(const Context& ui) {
  const MapMemory& map = ui.state.explore.map;
  return laid_out(map) && image_map(map, MapKind::tsne).done && !map.points.moving(ui.time);
}

/// After the first click: what it did, and the way back. A window of its own, so that the map under it is not pressed.
void draw_path_hint(Context& ui, const Rect& area) {
  const MapPath& path = ui.state.explore.map.path;
  if (path.open || path.a.empty() || path.complete()) return;
  const Theme& t = ui.theme;
  const Sentence words = "A is set. Press another place for the path from A to B.";
  const float side = ui.touch ? kTouch : 28.0f;
  const float width = std::min(area.w - 2 * kGap2, text_width(ui, ui.fonts.small, words) + 2 * kGap3 + side);
  const Rect box{std::round(area.x + (area.w - width) / 2), area.bottom() - side - 4 - 46, width, side + 4};
  begin_over(box, "##path-hint");
  fill(ui, box, t.card, kRadius);
  outline(ui, box, t.border, kRadius);
  Rect line = box.inset(2);
  if (icon_button(ui, "map/forget-a", "Forget A", Icon::close, cut_right(line, side))) forget_path(ui.state);
  label(ui, "map/path-begun", line.inset(kGap2, 0), words, ui.fonts.small, t.text);
  ImGui::EndChild();
}

/// How many points are out of sight, and the way to see them.
void draw_outside(Context& ui, const Rect& area, const Rect& card) {
  MapMemory& map = ui.state.explore.map;
  const PlaneBox seen = map.view.heading_for();
  if (map.outside_points != map.points.version() || !(map.outside_box == seen)) {
    map.outside_points = map.points.version();
    map.outside_box = seen;
    map.outside = map.points.count_outside(seen);
  }
  if (map.outside == 0 || map.points.size() == 0) return;
  const Sentence words = plural(static_cast<std::int64_t>(map.outside), "{0} point outside", "{0} points outside");
  const float height = ui.touch ? kTouch : 26.0f, width = button_width(ui, words);
  if (width > area.w - 16 - words_side(ui) - kGap1) return;
  const Rect box{area.right() - 6 - words_side(ui) - kGap1 - width, area.y + 6, width, height};
  if (box.meets(card) || small_surface(area)) return;
  begin_over(box, "##outside");
  fill(ui, box, faded(ui.theme.card, 0.9f), kRadius);
  if (button(ui, "map/outside", words, box, Look::quiet, Icon::none, {.help = "Shows all points"})) {
    show_all_points(ui.state);
    ui.animate();
  }
  ImGui::EndChild();
}

}  // namespace

void draw_map_surface(Context& ui, const Rect& whole) {
  MapMemory& map = ui.state.explore.map;
  const Theme& t = ui.theme;
  fill(ui, whole, t.sunken, kRadius);
  Rect area = whole;
  const bool line = map.plane.kind == CodePlane::Kind::line;
  const Rect strip = line ? cut_bottom(area, kLineStrip) : Rect{};
  map.view.set_screen(area.x, area.y, area.w, area.h);
  if (ui.state.fit_map) {
    ui.state.fit_map = false;
    fit_map(ui.state);
  }
  if (map.view.ease(ui.elapsed)) ui.animate();

  const auto n = static_cast<std::int64_t>(map.points.size());
  const MapDecoder decoder = map_decoder(ui.state);
  const Sentence about =
      map.kind == MapKind::tsne
          ? followed_by(plural(n, "{0} image.", "{0} images."), say("Arrow keys move a probe, plus and minus zoom."))
          : followed_by(map.probe.on ? plural(n, "{0} code, probe at {1}.", "{0} codes, probe at {1}.",
                                              code_text(map.probe.code))
                                     : plural(n, "{0} code.", "{0} codes."),
                        say("Arrow keys move a probe, Enter chooses A and B, plus and minus zoom."));
  const Pointer p = surface(ui, "map/surface", "Code map", whole, about, {}, true);
  hear_map_pointer(ui, p, area);

  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect(whole.min(), whole.max(), true);
  // Codes of an earlier epoch do not belong to what the present weights decode.
  const bool present = map.kind != MapKind::autoencoder || map.wound_back < 0;
  if (map.manifold && !line && decoder && present) draw_manifold(ui);
  if (map.manifold && map.kind == MapKind::tsne && at_rest(ui)) draw_mosaic(ui);
  draw_grid(ui, area);
  draw_points(ui, area);
  if (line && decoder && present) draw_manifold_strip(ui, strip);
  const std::vector<AxisName> axes = map.points.size() > 0 ? draw_axis_names(ui, area) : std::vector<AxisName>();
  draw_class_names(ui, area);
  if (present) {
    draw_path_line(ui);
    draw_taken_tile(ui);
    draw_painting(ui, area);
  }
  draw_linked(ui, area);
  const Rect card = draw_probe(ui, area);
  list.PopClipRect();
  outline(ui, whole, t.border, kRadius);
  draw_path_hint(ui, area);
  draw_outside(ui, area, card);
  // Not while something is held: what is dragged across the map goes on under them.
  if (map.points.size() > 0 && !p.down) {
    const Group group(ui, "map/terms", "Axes and marks", whole);
    for (const AxisName& axis : axes)
      explained(ui, axis.id, axis.box, axis.name, {.term = map.kind == MapKind::pca ? "pca" : "axes"});
    draw_words(ui, area, card);
  }
  draw_collapse(ui, area);

  if (map.kind == MapKind::autoencoder && !decoder) {
    label(ui, "map/empty", whole,
          ui.state.dataset.loaded() ? say("Press Train: the codes of the images appear here.")
                                    : say("The codes of the images appear here when the data has come."),
          ui.fonts.body, t.muted, Align::center);
  }
}

}  // namespace hourglass
