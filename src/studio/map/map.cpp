// The code map's panel: its tools, the legend, the surface, the path's row, and the row that says which images these
// are and winds the training back. The sweep is its second view.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "studio/map/map.h"
#include "studio/map/map_probe.h"
#include "studio/map/map_surface.h"
#include "studio/map/map_update.h"
#include "studio/map/sweep.h"
#include "studio/pad/pad_update.h"
#include "studio/state/map_memory.h"
#include "studio/ui/capture.h"
#include "studio/ui/format.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

constexpr std::array<std::string_view, 2> kMapViews = {"Map", "Sweep"};
constexpr int kMostLegendRows = 3;
constexpr float kNarrowChip = 48;
constexpr float kShortMap = 400;  // height of the panel

void draw_map_tools(Context& ui, Rect tools) {
  MapMemory& map = ui.state.explore.map;
  const float side = tools.h;
  const float buttons = (map.plane.width > 2 ? 4 : 3) * (side + kGap1) + kGap1;
  const Rect views = cut_left(tools, std::clamp(tools.w - buttons, 84.0f, 128.0f), kGap1);
  if (segmented(ui, "map/view", "View", kMapViews, map.view_shown, views)) ui.animate();
  if (map.view_shown == MapMemory::sweep) return;
  if (icon_button(ui, "map/fit", "Fit the map", Icon::fit, cut_right(tools, side, kGap1), {.help = "Key F"})) {
    fit_map(ui.state);
    ui.animate();
  }
  if (map.plane.width > 1 && icon_button(ui, "map/manifold", "Manifold", Icon::grid, cut_right(tools, side, kGap1),
                                         {.help = "Decoded images under the points"}, map.manifold)) {
    map.manifold = !map.manifold;
  }
  if (icon_button(ui, "map/path", "Path from A to B", Icon::path, cut_right(tools, side, kGap1),
                  {.help = "Or click two places on the map"}, map.path.open)) {
    map.path.open = !map.path.open;
    if (!map.path.open) map.path.clear();
  }
  if (map.plane.width > 2 && icon_button(ui, "map/numbers", "Axes and numbers", Icon::sliders,
                                         cut_right(tools, side, kGap1), {}, map.numbers_open)) {
    map.numbers_open = !map.numbers_open;
  }
}

int legend_entries(const State& state) {
  return map_has_labels(state) ? static_cast<int>(state.dataset.classes.size()) : 0;
}

float legend_height(const Context& ui) { return ui.touch ? 40.0f : 28.0f; }

/// Width of a legend that stands beside the map.
float legend_column(const Context& ui, float height) {
  const int rows = std::max(1, static_cast<int>(height / (legend_height(ui) + 2)));
  return static_cast<float>((legend_entries(ui.state) + rows - 1) / rows) * (kNarrowChip + kGap1);
}

void hide_classes(Context& ui, std::uint64_t hidden) {
  MapMemory& map = ui.state.explore.map;
  if (hidden == map.hidden) return;
  map.hidden = hidden;
  map.points.hide_classes(hidden);
  ui.animate();
}

/// Of more classes than chips have room for: all of them, or one.
void draw_short_legend(Context& ui, const Rect& area) {
  const DatasetState& data = ui.state.dataset;
  const std::uint64_t all = class_bits(data.classes), shown = all & ~ui.state.explore.map.hidden;
  std::vector<std::string> names = {"All classes"};
  int chosen = 0;
  for (const unsigned c : data.classes) {
    if (shown == class_bit(c)) chosen = static_cast<int>(names.size());
    names.push_back("Class " + data.class_name(c));
  }
  const std::vector<std::string_view> options(names.begin(), names.end());
  if (!combo(ui, "map/classes", "Classes on the map", options, chosen, area)) return;
  hide_classes(ui, chosen == 0 ? 0 : all & ~class_bit(data.classes[static_cast<std::size_t>(chosen - 1)]));
}

/// A chip for each class; wrapped where they do not fit, a list where height is scarce. Returns the height used.
float draw_legend(Context& ui, const Rect& area) {
  const DatasetState& data = ui.state.dataset;
  const int n = legend_entries(ui.state);
  if (n == 0) return 0;
  const float height = legend_height(ui);
  float wanted = 0;
  for (const unsigned c : data.classes)
    wanted = std::max(wanted, text_width(ui.fonts.small_strong, data.class_name(c)) + 30);
  // Long names are cut before five no longer fit into a row; beside a low map there are as many rows as there is
  // height.
  const float least = area.w < 200 ? kNarrowChip : std::min(wanted, area.w / 5 - kGap1);
  const int fitting = std::clamp(static_cast<int>((area.w + kGap1) / (least + kGap1)), 1, n);
  // Rows of equal length: 5 and 5 rather than 8 and 2.
  const int rows = (n + fitting - 1) / fitting, columns = (n + rows - 1) / rows;
  const int most_rows = ui.touch && area.h < kShortMap ? 1 : kMostLegendRows;
  if (rows > most_rows && area.w >= 200) {
    draw_short_legend(ui, {area.x, area.y, std::min(area.w, 200.0f), ui.theme.control});
    return ui.theme.control;
  }
  const float share = (area.w - kGap1 * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  const float width = rows > 1 ? share : std::min(share, std::max(wanted, 44.0f));
  const std::uint64_t before = ui.state.explore.map.hidden, all = class_bits(data.classes);
  std::uint64_t hidden = before;
  for (int i = 0; i < n; ++i) {
    const unsigned c = data.classes[static_cast<std::size_t>(i)];
    const Rect place{area.x + static_cast<float>(i % columns) * (width + kGap1),
                     area.y + static_cast<float>(i / columns) * (height + 2), width, height};
    bool shown = (before & class_bit(c)) == 0;
    const std::string read_as = "Class " + data.class_name(c) + " on the map";
    if (chip(ui, "map/class/" + std::to_string(c), data.class_name(c), shown, place, class_color(c),
             {.help = "Shows and hides the class; with all shown, hides the others", .read_as = read_as})) {
      // The first press on a full legend asks for that class alone: what a person looking for one wants.
      hidden = before == 0 ? all & ~class_bit(c) : before ^ class_bit(c);
      if (hidden == all) hidden = 0;
    }
  }
  hide_classes(ui, hidden);
  return static_cast<float>(rows) * (height + 2) - 2;
}

/// Axes of a wide code and where its other numbers stand.
void draw_numbers(Context& ui, const Rect& area) {
  MapMemory& map = ui.state.explore.map;
  const Theme& t = ui.theme;
  const float control = t.control;
  const Scroll scroll = begin_scroll(ui, "map/numbers-scroll", area);
  Rect rest{scroll.content.x, scroll.content.y, scroll.content.w, 1e6f};
  constexpr std::array<std::string_view, 2> kKinds = {"Principal", "Two numbers"};
  int kind = map.principal ? 0 : 1;
  if (segmented(ui, "map/axes", "Axes", kKinds, kind, cut_top(rest, control, kGap2))) {
    map.principal = kind == 0;
    lay_out(ui);
    fit_map(ui.state);
  }
  if (map.principal) {
    const float height =
        draw_paragraph(ui, rest, "The two directions in which the codes spread most, found anew as they move.",
                       ui.fonts.small, t.muted);
    end_scroll(ui, scroll, rest.y + height - scroll.content.y);
    return;
  }
  std::vector<std::string> names;
  for (int i = 1; i <= map.plane.width; ++i) names.push_back("Number " + std::to_string(i));
  const std::vector<std::string_view> options(names.begin(), names.end());
  int x = map.plane.axis_x, y = map.plane.axis_y;
  draw_text(ui, cut_top(rest, 18), "Across", ui.fonts.small, t.muted);
  const bool x_set = combo(ui, "map/axis-x", "Across", options, x, cut_top(rest, control, kGap2));
  draw_text(ui, cut_top(rest, 18), "Up", ui.fonts.small, t.muted);
  const bool y_set = combo(ui, "map/axis-y", "Up", options, y, cut_top(rest, control, kGap3));
  if (x_set || y_set) {
    if (x == y) (x_set ? y : x) = x_set ? map.plane.axis_x : map.plane.axis_y;
    map.plane.axis_x = x;
    map.plane.axis_y = y;
    lay_out(ui);
    fit_map(ui.state);
  }
  draw_text(ui, cut_top(rest, 18), "The other numbers", ui.fonts.small, t.muted);
  for (int i = 0; i < map.plane.width; ++i) {
    if (i == map.plane.axis_x || i == map.plane.axis_y) continue;
    const auto at = static_cast<std::size_t>(i);
    double value = map.plane.rest[at];
    const double low = at < map.low.size() ? map.low[at] : -1.0, high = at < map.high.size() ? map.high[at] : 1.0;
    Rect line = cut_top(rest, ui.touch ? 40.0f : 26.0f);
    draw_text(ui, cut_left(line, 22), std::to_string(i + 1), ui.fonts.small, t.muted);
    if (slider(ui, "map/number/" + std::to_string(i + 1), "Number " + std::to_string(i + 1), value,
               {std::min(low, value), std::max({high, value, low + 1e-3}), 0}, line, figure(value, 2))) {
      map.plane.rest[at] = static_cast<float>(value);
      ui.animate();
    }
  }
  end_scroll(ui, scroll, rest.y - scroll.content.y);
}

void save_codes(Context& ui) {
  const MapMemory& map = ui.state.explore.map;
  const auto codes = map_codes(ui.state);
  const auto labels = map_labels(ui.state);
  const std::string csv = codes_csv(codes, map.plane.width, 1, labels, ui.state.dataset.class_names);
  ui.host.save_file("codes.csv", "text/csv", {reinterpret_cast<const std::uint8_t*>(csv.data()), csv.size()});
}

/// Which images, their epoch, the trail, and the ways out.
void draw_foot(Context& ui, Rect area, const Rect& whole) {
  MapMemory& map = ui.state.explore.map;
  const Theme& t = ui.theme;
  const DatasetState& data = ui.state.dataset;
  const float control = area.h;
  if (icon_button(ui, "map/save-csv", "Save the codes as CSV", Icon::data, cut_right(area, control, kGap1),
                  {.disabled = map.points.size() > 0 ? "" : "There are no codes yet."})) {
    save_codes(ui);
  }
  if (icon_button(ui, "map/save-png", "Save the map as PNG", Icon::image, cut_right(area, control, kGap2))) {
    save_picture(ui, whole, "code-map.png");
  }
  const float combo_width = std::min(158.0f, area.w * 0.5f);
  const bool counts = combo_width > 150;
  constexpr std::array<std::string_view, 3> kPartNames = {"Held-out", "Training", "All"};
  std::array<std::string, 3> names;
  std::array<std::string_view, 3> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    names[i] = kPartNames[i];
    if (counts) names[i] += " " + with_thousands(data.size(static_cast<command::Subset>(i)));
    parts[i] = names[i];
  }
  int part = static_cast<int>(map.subset);
  if (combo(ui, "map/part", "Images on the map", parts, part, cut_left(area, combo_width, kGap3),
            {.disabled = data.loaded() ? "" : "No images yet."})) {
    map.subset = static_cast<command::Subset>(part);
    ui.animate();
  }
  const int n = static_cast<int>(map.trail.size());
  if (n < 2) {
    if (map.points.size() > 0) {
      label(ui, "map/epoch", area, "Epoch " + epochs_text(map_epoch(ui.state)), ui.fonts.small, t.muted);
    }
    return;
  }
  const bool playing = map.replay_from >= 0;
  if (icon_button(ui, "map/replay", playing ? "Stop the replay" : "Replay the training",
                  playing ? Icon::pause : Icon::play, cut_left(area, control, kGap1),
                  {.disabled = ui.state.training() ? "Training is still going on." : ""})) {
    map.replay_from = playing ? -1 : ui.time;
    ui.animate();
  }
  const int shown = map.wound_back < 0 ? n - 1 : map.wound_back;
  double entry = shown;
  const std::string epoch = "Epoch " + epochs_text(map.trail.epoch(static_cast<std::size_t>(shown)));
  const Rect words = cut_right(area, std::max(64.0f, text_width(ui.fonts.small, epoch) + 4), kGap2);
  draw_text(ui, words, epoch, ui.fonts.small, t.muted, Align::right);
  if (area.w > 40 && slider(ui, "map/trail", "Epochs so far", entry, {0, static_cast<double>(n - 1), 1}, area, {},
                            {.help = "Winds the points back to an earlier epoch"})) {
    map.replay_from = -1;
    wind_back(ui, static_cast<int>(std::lround(entry)));
  }
}

}  // namespace

void draw_map(Context& ui, const Rect& area) {
  MapMemory& map = ui.state.explore.map;
  update_map(ui);
  update_pad(ui);
  Rect tools;
  Rect inside = card(ui, "map", ui.narrow && area.w < 400 ? "Map" : "Code map", area, &tools);
  draw_map_tools(ui, tools);
  if (map.view_shown == MapMemory::sweep) return draw_sweep(ui, inside);

  if (ui.low && inside.w > 480) {
    if (legend_entries(ui.state) > 0) draw_legend(ui, cut_left(inside, legend_column(ui, inside.h), kGap2));
  } else {
    const float legend = draw_legend(ui, inside);
    cut_top(inside, legend, legend > 0 ? kGap2 : 0);
  }
  const Rect foot = cut_bottom(inside, ui.theme.control, kGap2);
  if (const float row = path_row_height(ui, inside.w); row > 0) {
    draw_path_row(ui, cut_bottom(inside, row, kGap2));
  }
  if (map.numbers_open && map.plane.width > 2) {
    const float width = std::min(200.0f, inside.w * 0.45f);
    draw_numbers(ui, cut_right(inside, width, kGap3));
  }
  draw_map_surface(ui, inside);
  draw_foot(ui, foot, inside);
}

}  // namespace hourglass
