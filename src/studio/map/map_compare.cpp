#include "studio/map/map_compare.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "studio/map/map_actions.h"
#include "studio/map/map_figures.h"
#include "studio/map/map_images.h"
#include "studio/map/map_kinds.h"
#include "studio/map/map_marks.h"
#include "studio/map/map_trail.h"
#include "studio/state/map_memory.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr float kColumn = 196, kWideEnough = 560, kTableLine = 18;
constexpr std::size_t kMostDots = 1500;
constexpr std::array<MapKind, kMapKinds> kKinds = {MapKind::autoencoder, MapKind::pca, MapKind::tsne};

bool beside(float width) { return width >= kWideEnough; }

std::string id_of(MapKind kind) { return std::string(kMapKindKeys[static_cast<std::size_t>(kind)]); }

ImVec2 place_in(const SmallMap& small, const Rect& area, std::size_t i) {
  const float scale = std::min(area.w / small.box.width(), area.h / small.box.height());
  const ImVec2 middle = area.center();
  return {middle.x + (small.places[2 * i] - (small.box.x0 + small.box.x1) / 2) * scale,
          middle.y - (small.places[2 * i + 1] - (small.box.y0 + small.box.y1) / 2) * scale};
}

/// Its places as they are now; asked of the codes only when they have changed.
SmallMap& small_map(Context& ui, MapKind kind) {
  MapMemory& map = ui.state.explore.map;
  SmallMap& small = map.small[static_cast<std::size_t>(kind)];
  const std::uint64_t version =
      (static_cast<std::uint64_t>(ui.state.dataset.version) << 34) + (static_cast<std::uint64_t>(map.subset) << 32) +
      (kind == MapKind::autoencoder ? present_codes(ui.state).version : image_map(map, kind).version) + 1;
  if (small.version != version) {
    small.version = version;
    small.places = places_on(ui.state, kind);
    small.box = box_of(small.places);
  }
  return small;
}

/// The image whose dot is nearest to the pointer, within a few pixels; -1: none.
int image_at(const SmallMap& small, const Rect& area, ImVec2 at) {
  int found = -1;
  float best = 100;  // the square of ten pixels
  for (std::size_t i = 0; 2 * i + 1 < small.places.size(); ++i) {
    const ImVec2 p = place_in(small, area, i);
    const float away = (p.x - at.x) * (p.x - at.x) + (p.y - at.y) * (p.y - at.y);
    if (away < best) best = away, found = static_cast<int>(i);
  }
  return found;
}

void draw_ring(Context& ui, ImVec2 at) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddCircle(at, 5, ui.theme.card, 0, 4);
  list.AddCircle(at, 5, ui.theme.text, 0, 2);
}

void draw_dots(Context& ui, MapKind kind, const Rect& area) {
  MapMemory& map = ui.state.explore.map;
  const Theme& t = ui.theme;
  fill(ui, area, t.sunken, kRadius);
  const SmallMap& small = small_map(ui, kind);
  const std::size_t n = small.places.size() / 2;
  const Sentence name = say("{0}, small", map_kind_name(kind));
  const Pointer p =
      surface(ui, "map/small/" + id_of(kind), name, area,
              plural(static_cast<std::int64_t>(n), "{0} image.", "{0} images."), {.help = "Shows this map"});
  const Rect inside = area.inset(6);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect(area.min(), area.max(), true);
  for (std::size_t i = 0; i < n; i += n / kMostDots + 1) {
    const unsigned label = map_label(ui.state, static_cast<int>(i));
    if (label < 255u && (map.hidden & class_bit(label)) != 0) continue;
    const ImVec2 at = place_in(small, inside, i);
    list.AddRectFilled({at.x - 1, at.y - 1}, {at.x + 1, at.y + 1},
                       label == 255u ? t.muted : class_marker(t, label, false).fill);
  }
  if (p.hovered && n > 0) map.linked = image_at(small, inside, p.at), map.linked_at = ui.time;
  if (map.linked >= 0 && static_cast<std::size_t>(map.linked) < n)
    draw_ring(ui, place_in(small, inside, static_cast<std::size_t>(map.linked)));
  list.PopClipRect();
  if (n == 0) {
    const bool stopped = kind == MapKind::tsne && !image_map(map, kind).under_way();
    draw_text(ui, inside, stopped ? say("Press to draw it") : say("It is being drawn"), ui.fonts.small, t.muted,
              Align::center);
  }
  outline(ui, area, kind == map.kind ? t.accent : t.border, kRadius, kind == map.kind ? 2.0f : 1.0f);
  if (p.clicked) show_map(ui, kind);
}

/// Neighbours, trustworthiness, continuity, error; a dash for what is not known.
std::array<std::string, 4> figure_texts(const Context& ui, MapKind kind) {
  std::array<std::string, 4> texts = {"\u2013", "\u2013", "\u2013", "\u2013"};
  if (const MapFigures* figures = map_figures(ui.state, kind)) {
    if (figures->labelled) texts[0] = figure(100 * figures->neighbour_accuracy, 3) + "%";
    texts[1] = figure(figures->trustworthiness, 3);
    texts[2] = figure(figures->continuity, 3);
  }
  if (const auto error = map_error(ui.state, kind)) texts[3] = figure(*error, 3);
  return texts;
}

constexpr std::array<Key, 4> kFigureNames = {"Neighbours", "Trustworthy", "Continuous", "Error"};
constexpr std::array<std::string_view, 4> kFigureTerms = {"neighbours", "trustworthiness", "continuity", "map-error"};

void draw_figure_column(Context& ui, MapKind kind, Rect area) {
  const auto texts = figure_texts(ui, kind);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Rect line = cut_top(area, kTableLine);
    if (area.h < 0) return;
    name_of_control(ui, "map/compare/name/" + id_of(kind) + "/" + std::to_string(i), line, kFigureNames[i],
                    ui.fonts.small, ui.theme.muted, {.term = kFigureTerms[i]});
    label(ui, "map/compare/" + id_of(kind) + "/" + std::to_string(i), line, Words::as_is(texts[i]),
          ui.fonts.small_strong, ui.theme.text, Align::right);
  }
}

void draw_table(Context& ui, Rect area) {
  const Rect head = cut_top(area, kTableLine);
  for (int i = 0; i < 4; ++i) {
    const auto which = static_cast<std::size_t>(i);
    label(ui, "map/compare/name/" + std::to_string(i), column(head, i + 1, 5, kGap1), kFigureNames[which],
          ui.fonts.small, ui.theme.muted, Align::right, {.term = kFigureTerms[which]});
  }
  for (const MapKind kind : kKinds) {
    const Rect line = cut_top(area, kTableLine);
    draw_text(ui, column(line, 0, 5, kGap1), map_kind_name(kind), ui.fonts.small_strong, ui.theme.text);
    const auto texts = figure_texts(ui, kind);
    for (int i = 0; i < 4; ++i)
      label(ui, "map/compare/" + id_of(kind) + "/" + std::to_string(i), column(line, i + 1, 5, kGap1),
            Words::as_is(texts[static_cast<std::size_t>(i)]), ui.fonts.small, ui.theme.text, Align::right);
  }
}

}  // namespace

float compare_width(const Context& ui, float width) {
  return ui.state.explore.map.compare_open && beside(width) ? kColumn : 0;
}

float compare_height(const Context& ui, float width) {
  return ui.state.explore.map.compare_open && !beside(width) ? 4 * kTableLine : 0;
}

void draw_compare(Context& ui, const Rect& area) {
  MapMemory& map = ui.state.explore.map;
  const Group group(ui, "map/compare", "Three maps of the same images", area);
  // An image that is pointed at on the large map is seen on the small ones, and the other way round.
  if (map.probe.on && map.probe.near >= 0)
    map.linked = map.probe.near;
  else if (ui.time > map.linked_at + 0.05)
    map.linked = -1;
  if (area.w > kColumn + 1) return draw_table(ui, area);
  Rect rest = area;
  const float each = (area.h - 2 * kGap2) / kMapKinds;
  for (const MapKind kind : kKinds) {
    Rect cell = cut_top(rest, each, kGap2);
    draw_text(ui, cut_top(cell, kTableLine), map_kind_name(kind), ui.fonts.small_strong, ui.theme.text);
    const float side = std::min(cell.h, cell.w - 104);
    draw_dots(ui, kind, cut_left(cell, std::max(40.0f, side), kGap2));
    draw_figure_column(ui, kind, cell);
  }
}

}  // namespace hourglass
