// Both curves, in which settings the recipes differ, and the figures of both.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "studio/compare/compare_parts.h"
#include "studio/loss/loss_chart.h"
#include "studio/loss/loss_curves.h"
#include "studio/state/compare_memory.h"
#include "studio/ui/format.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

constexpr float kChartHeight = 200, kRow = 24;

/// A row of a table: what it is, and its two values.
struct Row {
  std::string id;
  Sentence name, a, b;
};

float draw_table(Context& ui, const Rect& area, const std::vector<Row>& rows) {
  const Theme& t = ui.theme;
  float y = area.y;
  const float first = std::min(area.w * 0.4f, 280.0f), each = (area.w - first) / 2;
  const auto cell = [&](int i) {
    return Rect{area.x + (i == 0 ? 0 : first + static_cast<float>(i - 1) * each), y, (i == 0 ? first : each) - kGap2,
                kRow};
  };
  for (std::size_t i = 0; i < 2; ++i)
    draw_text(ui, cell(static_cast<int>(i) + 1), compare_name(i), ui.fonts.small_strong, compare_color(t, i));
  y += kRow;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (const Row& row : rows) {
    list.AddLine({area.x, y}, {area.right(), y}, t.border, 1);
    const Group group(ui, "compare/row/" + row.id, row.name, {area.x, y, area.w, kRow});
    draw_text(ui, cell(0), row.name, ui.fonts.small, t.muted);
    label(ui, "compare/row/" + row.id + "/a", cell(1), row.a.empty() ? say("\u2013") : row.a, ui.fonts.small, t.text);
    label(ui, "compare/row/" + row.id + "/b", cell(2), row.b.empty() ? say("\u2013") : row.b, ui.fonts.small, t.text);
    y += kRow;
  }
  return y - area.y;
}

const HistoryPoint* last_of(const RunSeen& run) { return run.history->empty() ? nullptr : &run.history->back(); }

Sentence number(double value, int digits = 4) { return verbatim(figure(value, digits)); }

/// A figure of both, where at least one of them has it.
template <class Value>
void add(std::vector<Row>& rows, std::string id, Sentence name, const std::array<RunSeen, 2>& runs, Value&& value) {
  Row row{.id = std::move(id), .name = std::move(name), .a = value(runs[0], 0), .b = value(runs[1], 1)};
  if (!row.a.empty() || !row.b.empty()) rows.push_back(std::move(row));
}

std::vector<Row> figures_of(const State& state, const std::array<RunSeen, 2>& runs) {
  const auto& compared = state.explore.compare.runs;
  std::vector<Row> rows;
  const bool same_loss = runs[0].experiment->training.loss == runs[1].experiment->training.loss;
  const auto at_end = [](const RunSeen& run, auto&& of) {
    const HistoryPoint* last = last_of(run);
    return last ? of(*last) : Sentence();
  };
  add(rows, "parameters", "Weights and biases", runs,
      [](const RunSeen& run, int) { return say("{0}", make_layout(run.experiment->network).size); });
  add(rows, "epochs", "Epochs", runs, [&](const RunSeen& run, int) {
    return at_end(run, [](const HistoryPoint& p) { return say("{0}", in_epochs(p.epoch)); });
  });
  add(rows, "seconds", "Time of training", runs,
      [&](const RunSeen& run, int) { return at_end(run, [](const HistoryPoint& p) { return duration(p.seconds); }); });
  add(rows, "held-out", "Held-out error per image", runs, [&](const RunSeen& run, int) {
    return at_end(run, [](const HistoryPoint& p) { return number(p.heldout_sse); });
  });
  add(rows, "rmse", "Held-out RMSE of a pixel", runs, [&](const RunSeen& run, int) {
    return at_end(run, [](const HistoryPoint& p) { return number(p.heldout_rmse); });
  });
  if (same_loss)
    add(rows, "trained", "Loss as trained", runs, [&](const RunSeen& run, int) {
      return at_end(run, [](const HistoryPoint& p) { return number(p.train_loss); });
    });
  add(rows, "divergence", "Divergence of a code, in nats", runs, [&](const RunSeen& run, int) {
    if (!run.experiment->network.variational) return Sentence();
    return at_end(run, [](const HistoryPoint& p) { return number(p.heldout_kl, 3); });
  });
  add(rows, "images", "Error per image of the maps", runs, [&](const RunSeen&, int which) {
    const ImagesSeen& images = compared[static_cast<std::size_t>(which)].images;
    return images.errors.empty() ? Sentence() : number(images.error);
  });
  return rows;
}

}  // namespace

float draw_compared_curves(Context& ui, const Rect& area) {
  CompareMemory& compare = ui.state.explore.compare;
  const Theme& t = ui.theme;
  float y = area.y + draw_part_title(ui, "compare/curves", area, "Held-out error per image");
  std::array<ChartLine, 2> lines;
  std::array<RunSeen, 2> runs = {compared_run(ui.state, 0), compared_run(ui.state, 1)};
  for (std::size_t i = 0; i < 2; ++i)
    lines[i] = line_of(*runs[i].history, LossFigure::per_image, true, compare_color(t, i), 2);
  if (lines[0].points.empty() && lines[1].points.empty())
    return y - area.y +
           paragraph(ui, "compare/no-curves", {area.x, y, area.w, 0}, "Neither has a figure yet.", ui.fonts.small,
                     t.muted);
  const ChartRange range = chart_range({lines[0], lines[1]}, {}, ui.state.loss.logarithmic);
  const Rect place{area.x, y + kRow, area.w, kChartHeight};
  const Rect plot = draw_chart(ui, place, range, {lines[0], lines[1]});
  const Pointer p = surface(ui, "compare/chart", "Held-out error of both runs", place);
  const bool reads = ui.finger ? p.down : p.hovered;
  compare.read_epoch = reads ? chart_epoch(plot, range, p.at.x) : -1;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  Rect legend{area.x, y, area.w, kRow};
  if (compare.read_epoch >= 0)
    draw_text(ui, cut_left(legend, 84), say("Epoch {0}", in_epochs(compare.read_epoch)), ui.fonts.small, t.muted);
  for (std::size_t i = 0; i < 2; ++i) {
    const History& history = *runs[i].history;
    const HistoryPoint* at = history.empty() ? nullptr : &history.back();
    if (at && compare.read_epoch >= 0)
      at = compare.read_epoch <= at->epoch ? nearest_point(history, compare.read_epoch) : nullptr;
    const Sentence words =
        at ? say("{0}: {1}", say(compare_name(i)), figure(at->heldout_sse)) : say("{0}: \u2013", say(compare_name(i)));
    const Rect line = cut_left(legend, 110);
    list.AddLine({line.x, line.center().y}, {line.x + 15, line.center().y}, compare_color(t, i), 2);
    label(ui, compare_id(i, "curve"), {line.x + 21, line.y, line.w - 21, line.h}, words, ui.fonts.small, t.text);
    if (at && compare.read_epoch >= 0)
      list.AddCircleFilled({chart_x(plot, range, at->epoch), chart_y(plot, range, at->heldout_sse)}, 4,
                           compare_color(t, i));
  }
  return y + kRow + kChartHeight - area.y;
}

float draw_compared_recipes(Context& ui, const Rect& area) {
  float y = area.y + draw_part_title(ui, "compare/recipes", area, "In what their recipes differ");
  const auto differences =
      recipe_differences(*compared_run(ui.state, 0).experiment, *compared_run(ui.state, 1).experiment);
  if (differences.empty())
    return y - area.y +
           paragraph(ui, "compare/alike", {area.x, y, area.w, 0}, "In nothing: the recipes are the same.",
                     ui.fonts.small, ui.theme.text);
  std::vector<Row> rows;
  for (const RecipeDifference& one : differences)
    rows.push_back({.id = std::string(one.key), .name = one.name, .a = one.a, .b = one.b});
  y += draw_table(ui, {area.x, y, area.w, 0}, rows);
  return y - area.y;
}

float draw_compared_figures(Context& ui, const Rect& area) {
  const std::array<RunSeen, 2> runs = {compared_run(ui.state, 0), compared_run(ui.state, 1)};
  float y = area.y + draw_part_title(ui, "compare/figures", area, "And in their figures");
  y += draw_table(ui, {area.x, y, area.w, 0}, figures_of(ui.state, runs));
  return y - area.y;
}

}  // namespace hourglass
