#include "studio/map/map_legend.h"

#include <algorithm>
#include <string>
#include <vector>

#include "studio/map/map_actions.h"
#include "studio/map/map_trail.h"
#include "studio/state/map_memory.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

constexpr int kMostLegendRows = 3;
constexpr float kNarrowChip = 48;
constexpr float kShortArea = 400;  // height of what the legend is cut from

float legend_height(const Context& ui) { return ui.touch ? kTouch : 28.0f; }

/// Of more classes than chips have room for: all of them, or one.
void draw_short_legend(Context& ui, std::string_view where, const Rect& area) {
  const DatasetState& data = ui.state.dataset;
  const std::uint64_t all = class_bits(data.classes), shown = all & ~ui.state.explore.map.hidden;
  std::vector<Sentence> options = {"All classes"};
  int chosen = 0;
  for (const unsigned c : data.classes) {
    if (shown == class_bit(c)) chosen = static_cast<int>(options.size());
    options.push_back(say("Class {0}", data.class_name(c)));
  }
  if (!combo(ui, std::string(where) + "/classes", "Classes on the map", options, chosen, area)) return;
  hide_classes(ui, chosen == 0 ? 0 : all & ~class_bit(data.classes[static_cast<std::size_t>(chosen - 1)]));
}

}  // namespace

int legend_entries(const State& state) {
  return map_has_labels(state) ? static_cast<int>(state.dataset.classes.size()) : 0;
}

float legend_column(const Context& ui, float height) {
  const int rows = std::max(1, static_cast<int>(height / (legend_height(ui) + 2)));
  return static_cast<float>((legend_entries(ui.state) + rows - 1) / rows) * (kNarrowChip + kGap1);
}

float draw_legend(Context& ui, std::string_view where, const Rect& area) {
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
  const int most_rows = ui.touch && area.h < kShortArea ? 1 : kMostLegendRows;
  if (rows > most_rows && area.w >= 200) {
    draw_short_legend(ui, where, {area.x, area.y, std::min(area.w, 200.0f), ui.theme.control});
    return ui.theme.control;
  }
  const float share = (area.w - kGap1 * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  const float width = rows > 1 ? share : std::min(share, std::max(wanted, 44.0f));
  const std::uint64_t before = ui.state.explore.map.hidden, all = class_bits(data.classes);
  std::uint64_t hidden = before;
  const Group group(ui, std::string(where) + "/legend", "Classes on the map",
                    {area.x, area.y, area.w, static_cast<float>(rows) * (height + 2)});
  for (int i = 0; i < n; ++i) {
    const unsigned c = data.classes[static_cast<std::size_t>(i)];
    const Rect place{area.x + static_cast<float>(i % columns) * (width + kGap1),
                     area.y + static_cast<float>(i / columns) * (height + 2), width, height};
    bool shown = (before & class_bit(c)) == 0;
    if (chip(ui, std::string(where) + "/class/" + std::to_string(c), Words::as_is(data.class_name(c)), shown, place,
             class_marker(ui.theme, c, ui.state.explore.map.shapes),
             {.help = "Shows and hides the class; with all shown, hides the others",
              .read_as = say("Class {0} on the map", data.class_name(c)),
              .term = "classes-legend"})) {
      // The first press on a full legend asks for that class alone: what a person looking for one wants.
      hidden = before == 0 ? all & ~class_bit(c) : before ^ class_bit(c);
      if (hidden == all) hidden = 0;
    }
  }
  hide_classes(ui, hidden);
  return static_cast<float>(rows) * (height + 2) - 2;
}

}  // namespace hourglass
