#include "studio/map/map_surface.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "studio/map/map_probe.h"
#include "studio/map/map_update.h"
#include "studio/pad/pad_update.h"
#include "studio/state/map_memory.h"
#include "studio/tiles/code_view.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr float kTilePixels = 40;  // about the side of a manifold tile
constexpr float kTilesAtATime = 600;
constexpr float kFarAway = 0.14f;  // opacity of tiles far from all codes
constexpr float kLineStrip = 52;   // height of the strip under a line
constexpr float kFingertip = 20;
constexpr double kPulse = 2.4;  // seconds that the painting's dot pulses after a change

void draw_points_now(const ImDrawList*, const ImDrawCmd* command) {
  const auto& d = *static_cast<const PointDrawing*>(command->UserCallbackData);
  d.graphics->draw_points(d.style, d.framebuffer_width, d.framebuffer_height);
}

ImVec2 on_screen(const MapMemory& map, PlanePoint p) {
  const PlanePoint s = map.view.to_screen(p);
  return {s.x, s.y};
}

void draw_grid(Context& ui, const Rect& area) {
  const MapMemory& map = ui.state.explore.map;
  const Theme& t = ui.theme;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const PlaneBox seen = map.view.visible();
  const bool line = map.plane.kind == CodePlane::Kind::line;
  // As many decimals as the step has.
  const auto number = [](float v, float step) {
    const int decimals = std::clamp(-static_cast<int>(std::floor(std::log10(step) + 1e-4f)), 0, 6);
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", decimals, static_cast<double>(std::abs(v) < step * 0.01f ? 0.0f : v));
    return true_minus(text);
  };
  // Upon a ground of their own: tiles and points may lie under them.
  const auto mark = [&](float x, float y, const std::string& text) {
    const float width = text_width(ui.fonts.small, text);
    fill(ui, {x - 2, y + 1, width + 4, 14}, faded(t.sunken, 0.8f), 3);
    draw_text(ui, {x, y, width + 1, 16}, text, ui.fonts.small, t.muted);
  };
  const float step_x = grid_step(90 * map.view.unit().x), step_y = grid_step(90 * map.view.unit().y);
  for (float x = std::ceil(seen.x0 / step_x) * step_x; x <= seen.x1; x += step_x) {
    const float sx = std::round(on_screen(map, {x, 0}).x);
    const bool zero = std::abs(x) < step_x * 0.01f;
    list.AddLine({sx, area.y}, {sx, area.bottom()}, zero ? t.field_border : t.grid, 1);
    const std::string text = number(x, step_x);
    if (sx + 6 + text_width(ui.fonts.small, text) < area.right()) mark(sx + 4, area.bottom() - 18, text);
  }
  if (line) return;
  for (float y = std::ceil(seen.y0 / step_y) * step_y; y <= seen.y1; y += step_y) {
    const float sy = std::round(on_screen(map, {0, y}).y);
    const bool zero = std::abs(y) < step_y * 0.01f;
    list.AddLine({area.x, sy}, {area.right(), sy}, zero ? t.field_border : t.grid, 1);
    if (sy < area.bottom() - 36) mark(area.x + 5, sy + 2, number(y, step_y));
  }
}

/// Found anew only when points or cells have changed: there are up to 60,000 points.
std::span<const float> presence_of(MapMemory& map, const ManifoldCells& cells) {
  if (map.presence_of_points != map.points.version() || !(cells == map.presence_cells)) {
    map.presence = manifold_presence(cells, map.points.later(), kFarAway);
    map.presence_cells = cells;
    map.presence_of_points = map.points.version();
  }
  return map.presence;
}

/// Decodes some of the cells that are seen and returns the texture of what there is.
TextureId manifold_texture(Context& ui, const ManifoldCells& cells, float side) {
  MapMemory& map = ui.state.explore.map;
  const auto& network = ui.state.weights.network;
  if (!network || cells.columns == 0) return 0;
  if (!(cells == map.cells) || !(map.plane == map.cells_plane)) {
    map.cells = cells;
    map.cells_plane = map.plane;
    const bool line = map.plane.kind == CodePlane::Kind::line;
    map.tiles.set_codes(
        cells.columns, line ? 1 : cells.rows, map.plane.width,
        line ? line_codes(cells.box.x0, cells.box.x1, cells.columns) : manifold_codes(cells, map.plane));
  }
  map.tiles.set_weights(ui.state.weights.version);
  if (map.tiles.busy()) {
    const double start = ui.host.seconds();
    FrameBudget& budget = ui.state.explore.budget;
    if (map.tiles.work(*network, ui.host.seconds, budget.left(ui.time, ui.state.training(), 0.003))) {
      budget.spent(ui.host.seconds() - start);
    }
    ui.animate();
  }
  return map.tiles_texture.update(ui.graphics, map.tiles, wants_smooth(ui, side));
}

void draw_manifold(Context& ui) {
  MapMemory& map = ui.state.explore.map;
  const PlanePoint unit = map.view.unit();
  // On a large map larger tiles: so many as can be decoded while the weights change.
  const float least = std::max(kTilePixels, std::sqrt(map.view.width() * map.view.height() / kTilesAtATime));
  const ManifoldCells cells = manifold_cells(map.view.visible(), unit, least);
  const float side = cells.columns > 0 ? cells.box.width() / static_cast<float>(cells.columns) / unit.x : kTilePixels;
  const TextureId texture = manifold_texture(ui, cells, side);
  if (texture == 0) return;
  const ImVec2 a = on_screen(map, {cells.box.x0, cells.box.y1}), b = on_screen(map, {cells.box.x1, cells.box.y0});
  const std::span<const float> presence = map.points.size() > 0 ? presence_of(map, cells) : std::span<const float>();
  const auto columns = static_cast<float>(cells.columns), rows = static_cast<float>(cells.rows);
  const float opacity = ui.theme.dark ? 0.4f : 0.34f;
  const auto corner = [&](int c, int r) {
    return ImVec2{static_cast<float>(c) / columns, static_cast<float>(r) / rows};
  };
  const auto place = [&](ImVec2 uv) { return ImVec2{a.x + (b.x - a.x) * uv.x, a.y + (b.y - a.y) * uv.y}; };
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (int r = 0; r < cells.rows; ++r) {
    // Neighbours of the same opacity are drawn as one.
    for (int c = 0, end = 0; c < cells.columns; c = end) {
      const auto at = [&](int column) { return static_cast<std::size_t>(r * cells.columns + column); };
      const float shown = presence.empty() ? 1 : presence[at(c)];
      for (end = c + 1; end < cells.columns && (presence.empty() || presence[at(end)] == shown);) ++end;
      const ImVec2 uv0 = corner(c, r), uv1 = corner(end, r + 1);
      list.AddImage(reinterpret_cast<ImTextureID>(texture), place(uv0), place(uv1), uv0, uv1,
                    faded(ui.theme.text, opacity * shown));
    }
  }
}

/// Of a one-number code: what is decoded along the line, under the points.
void draw_strip(Context& ui, const Rect& area) {
  MapMemory& map = ui.state.explore.map;
  const PlanePoint unit = map.view.unit();
  PlaneBox seen = map.view.visible();
  seen.y0 = 0;
  seen.y1 = unit.x * 0.5f;
  ManifoldCells row = manifold_cells(seen, {unit.x, unit.x}, 44);
  if (row.columns == 0) return;
  row.rows = 1;
  const float side = row.box.width() / static_cast<float>(row.columns) / unit.x;
  const TextureId texture = manifold_texture(ui, row, side);
  if (texture == 0) return;
  const float height = std::min(side, area.h - 4);
  const float x0 = on_screen(map, {row.box.x0, 0}).x, x1 = on_screen(map, {row.box.x1, 0}).x;
  draw_tiles(ui, texture, {x0, area.y + (area.h - height) / 2, x1 - x0, height});
}

void draw_cloud(Context& ui, const Rect& area) {
  MapMemory& map = ui.state.explore.map;
  if (map.points.size() == 0) return;
  if (map.uploaded != map.points.version() || map.uploaded_generation != ui.graphics.generation()) {
    map.uploaded = map.points.version();
    map.uploaded_generation = ui.graphics.generation();
    ui.graphics.set_points(map.points.later(), map.points.earlier(), map.points.classes());
    ui.graphics.set_point_colors(kClassColors);
  }
  // Many points are small and let each other through; coming closer makes them larger again.
  const auto n = static_cast<float>(map.points.size());
  const float crowd = std::clamp(std::log10(n / 1000.0f), 0.0f, 2.0f);
  const float closer = std::clamp(std::sqrt(map.view.closeness()), 0.8f, 2.2f);
  const PlaneBox seen = map.view.visible();
  PointDrawing& d = map.drawing;
  d.graphics = &ui.graphics;
  d.style = {.x0 = seen.x0, .y0 = seen.y0, .x1 = seen.x1, .y1 = seen.y1};
  d.style.px0 = area.x * ui.scale, d.style.py0 = area.y * ui.scale;
  d.style.px1 = area.right() * ui.scale, d.style.py1 = area.bottom() * ui.scale;
  // A large map is looked at from further away.
  const float large = std::clamp(std::sqrt(area.w * area.h) / 700, 1.0f, 2.0f);
  d.style.radius = (2.6f - 0.6f * crowd) * closer * large * ui.scale;
  d.style.opacity = 0.92f - 0.17f * crowd;
  d.style.blend = map.points.blend(ui.time);
  d.framebuffer_width = static_cast<int>(std::lround(ui.window.w * ui.scale));
  d.framebuffer_height = static_cast<int>(std::lround(ui.window.h * ui.scale));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddCallback(draw_points_now, &d);
  list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  if (map.points.moving(ui.time)) ui.animate();
}

void draw_painting(Context& ui, const Rect& area) {
  const MapMemory& map = ui.state.explore.map;
  const auto code = pad_code(ui.state);
  if (static_cast<int>(code.size()) != map.plane.width || code.empty()) return;
  ImVec2 at = on_screen(map, to_plane(map.plane, code));
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

void draw_end(Context& ui, std::span<const float> code, std::string_view name) {
  const MapMemory& map = ui.state.explore.map;
  if (static_cast<int>(code.size()) != map.plane.width) return;
  const ImVec2 at = on_screen(map, to_plane(map.plane, code));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddCircleFilled(at, 10, ui.theme.text);
  draw_text(ui, {at.x - 10, at.y - 10, 20, 20}, name, ui.fonts.small_strong, ui.theme.card, Align::center);
}

/// Where the tile stands that was taken from the sweep.
void draw_taken(Context& ui) {
  const MapMemory& map = ui.state.explore.map;
  const SweepMemory& sweep = ui.state.explore.sweep;
  const auto code = sweep.grid.code(sweep.column, sweep.row);
  if (!sweep.taken || static_cast<int>(code.size()) != map.plane.width) return;
  const ImVec2 at = on_screen(map, to_plane(map.plane, code));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRect({at.x - 8, at.y - 8}, {at.x + 8, at.y + 8}, ui.theme.card, 3, 0, 4);
  list.AddRect({at.x - 8, at.y - 8}, {at.x + 8, at.y + 8}, ui.theme.text, 3, 0, 2);
}

void draw_path(Context& ui) {
  const MapMemory& map = ui.state.explore.map;
  const MapPath& path = map.path;
  if (path.complete() && static_cast<int>(path.a.size()) == map.plane.width && path.b.size() == path.a.size()) {
    const ImVec2 a = on_screen(map, to_plane(map.plane, path.a)), b = on_screen(map, to_plane(map.plane, path.b));
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

/// After the first click: what it did, and the way back. A window of its own, so that the map under it is not pressed.
void draw_path_hint(Context& ui, const Rect& area) {
  MapPath& path = ui.state.explore.map.path;
  if (path.open || path.a.empty() || path.complete()) return;
  const Theme& t = ui.theme;
  const std::string_view words = "A is set. Click another place for the path from A to B.";
  const float side = ui.touch ? 40.0f : 28.0f;
  const float width = std::min(area.w - 2 * kGap2, text_width(ui.fonts.small, words) + 2 * kGap3 + side);
  const Rect box{std::round(area.x + (area.w - width) / 2), area.bottom() - side - 4 - 28, width, side + 4};
  ImGui::SetCursorScreenPos(box.min());
  ImGui::BeginChild("##path-hint", {box.w, box.h}, ImGuiChildFlags_None,
                    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoNav);
  fill(ui, box, t.card, kRadius);
  outline(ui, box, t.border, kRadius);
  Rect line = box.inset(2);
  if (icon_button(ui, "map/forget-a", "Forget A", Icon::close, cut_right(line, side))) path.clear();
  label(ui, "map/path-begun", line.inset(kGap2, 0), words, ui.fonts.small, t.text);
  ImGui::EndChild();
}

void hear_pointer(Context& ui, const Pointer& p, const Rect& area) {
  MapMemory& map = ui.state.explore.map;
  if (ui.pinch && area.contains({ui.pinch->x, ui.pinch->y})) {
    map.view.pan(ui.pinch->dx, ui.pinch->dy);
    if (ui.pinch->scale != 1) map.view.zoom(ui.pinch->scale, ui.pinch->x, ui.pinch->y, true);
    map.probe.on = map.probe.pinned;
    ui.animate();
    return;
  }
  if (p.wheel != 0) {
    map.view.zoom(std::pow(1.18f, p.wheel), p.at.x, p.at.y);
    ui.animate();
  }
  const PlanePoint here = map.view.to_plane(p.at.x, p.at.y);
  const bool inside = area.contains(p.at);
  // A finger shows what it passes over; a mouse shows that anyway, and its drag moves the map.
  if (p.down && !ui.finger && (p.moved.x != 0 || p.moved.y != 0) && !p.pressed) {
    map.view.pan(p.moved.x, p.moved.y);
    ui.animate();
  }
  // A double click comes closer, as on any map. A finger taps to look; it chooses A and B only while the path's row is
  // open.
  if (p.clicked && inside && ImGui::GetIO().MouseClickedLastCount[0] == 2) {
    if (!map.path.open) map.path.clear();
    map.view.zoom(2, p.at.x, p.at.y);
    ui.animate();
  } else if (p.clicked && inside && ui.state.weights.network && (!ui.finger || map.path.open)) {
    choose_path_end(ui.state, to_code(map.plane, here), ui.time);
    ui.animate();
  }
  // A pinned probe gives way to a pointer that moves, not to one that happens to rest here.
  const bool rests = map.probe.pinned && p.moved.x == 0 && p.moved.y == 0 && !p.down;
  const bool looking = inside && !rests && (ui.finger ? p.down : p.hovered);
  if (p.pressed) {
    const ImVec2 old = on_screen(map, map.probe.at);
    map.probe.again = map.probe.pinned && std::hypot(old.x - p.at.x, old.y - p.at.y) < kFingertip;
  }
  if (looking) {
    map.probe.on = true;
    map.probe.pinned = false;
    map.probe.at = here;
    map.probe.code = to_code(map.plane, here);
    const PlanePoint unit = map.view.unit();
    const float reach = ui.finger ? 16.0f : 9.0f;
    map.probe.near = map.points.nearest(here, {reach * unit.x, reach * unit.y}, ui.time);
  } else if (!map.probe.pinned) {
    map.probe.on = false;
  }
  if (ui.finger && p.released && inside) {
    // What a finger found stays when it is lifted; a second tap at the same place puts it away.
    map.probe.pinned = !(p.clicked && map.probe.again);
    map.probe.on = map.probe.pinned;
  }
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

  std::string about = with_thousands(static_cast<double>(map.points.size())) + " codes";
  if (map.probe.on) about += ", probe at " + code_text(map.probe.code);
  about += ". Arrow keys move a probe, Enter chooses A and B, plus and minus zoom.";
  const Pointer p = surface(ui, "map/surface", "Code map", whole, about, {}, true);
  hear_pointer(ui, p, area);

  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect(whole.min(), whole.max(), true);
  const bool trained = ui.state.weights.network.has_value();
  // Codes of an earlier epoch do not belong to what the present weights decode.
  const bool present = map.wound_back < 0;
  if (map.manifold && !line && trained && present) draw_manifold(ui);
  draw_grid(ui, area);
  draw_cloud(ui, area);
  if (line && trained && present) draw_strip(ui, strip);
  if (present) {
    draw_path(ui);
    draw_taken(ui);
    draw_painting(ui, area);
  }
  draw_probe(ui, area);
  list.PopClipRect();
  outline(ui, whole, t.border, kRadius);
  draw_path_hint(ui, area);

  if (!trained) {
    label(ui, "map/empty", whole,
          ui.state.dataset.loaded() ? "Press Train: the codes of the images appear here."
                                    : "The codes of the images appear here when the data has come.",
          ui.fonts.body, t.muted, Align::center);
  }
}

}  // namespace hourglass
