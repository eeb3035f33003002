// The loss panel: training and held-out curve, the published figure, pinned runs, the value under the pointer, and the
// ways out (CSV, PNG).
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "studio/loss/loss.h"

#include "studio/loss/loss_chart.h"
#include "studio/state/actions.h"
#include "studio/state/figures.h"
#include "studio/ui/capture.h"
#include "studio/ui/format.h"
#include "studio/ui/widget_core.h"

namespace hourglass {
namespace {

constexpr std::array<std::string_view, 3> kFigures = {"Per image", "RMSE", "Loss"};
constexpr std::array<std::string_view, 3> kFigureHelp = {"Squared error of an image, summed over its pixels (0 to 1)",
                                                         "Root of the mean squared error of a pixel (0 to 1)",
                                                         "What training makes small, penalties included"};

/// The training figure of a whole epoch is the mean over it, that of a part of the first is newer than the mean: shown
/// side by side the curve would rise where nothing did. Parts are shown until there is a whole.
bool misleads(const HistoryPoint& p, const History& history) {
  return p.epoch < 1 && !history.empty() && history.back().epoch >= 1;
}

ChartLine line_of(const History& history, LossFigure figure, bool held_out, ImU32 color, float width) {
  ChartLine line{{}, color, width, false};
  for (const HistoryPoint& p : history)
    if (held_out || !misleads(p, history))
      line.points.push_back({static_cast<float>(p.epoch),
                             static_cast<float>(held_out ? held_out_value(p, figure) : train_value(p, figure))});
  return line;
}

struct Published {
  std::optional<double> line;
  ChartLine curve;
  std::string text;
};

Published published_of(const State& state, const Theme& t) {
  Published out;
  const Preset* preset = find_preset(state.preset);
  if (!preset || !preset->published) return out;
  const PublishedFigure& f = *preset->published;
  if (curve_fits(f, state.loss.figure)) {
    out.curve = {{}, t.chart_published, 1.5f, true};
    for (const auto& [epoch, value] : f.curve)
      out.curve.points.push_back({static_cast<float>(epoch), static_cast<float>(value)});
  } else {
    out.line = published_line(f, state.loss.figure);
  }
  return out;
}

/// The published curve only as far as the run has come: ahead of it, it would flatten the part being watched.
void cut_curve(ChartLine& curve, double last) {
  const auto beyond = std::find_if(curve.points.begin(), curve.points.end(),
                                   [&](const ImVec2& p) { return static_cast<double>(p.x) > last; });
  if (beyond != curve.points.end() && beyond != curve.points.begin()) {
    const ImVec2 a = *(beyond - 1), b = *beyond;
    const float f = (static_cast<float>(last) - a.x) / (b.x - a.x);
    *beyond = {static_cast<float>(last), a.y + (b.y - a.y) * f};
    curve.points.erase(beyond + 1, curve.points.end());
  } else if (beyond == curve.points.begin()) {
    curve.points.clear();
  }
}

const HistoryPoint* nearest(const History& history, double epoch) {
  const HistoryPoint* best = nullptr;
  for (const HistoryPoint& p : history)
    if (!best || std::abs(p.epoch - epoch) < std::abs(best->epoch - epoch)) best = &p;
  return best;
}

struct LegendEntry {
  std::string text;
  ImU32 color = 0;
  bool dashed = false;
};

void draw_legend(Context& ui, Rect line, const std::vector<LegendEntry>& entries) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (const LegendEntry& entry : entries) {
    const float width = std::ceil(text_width(ui.fonts.small, entry.text)) + 1;
    if (line.w < 24) return;
    const float y = std::round(line.center().y);
    if (entry.dashed) {
      list.AddLine({line.x, y}, {line.x + 6, y}, entry.color, 2);
      list.AddLine({line.x + 9, y}, {line.x + 15, y}, entry.color, 2);
    } else {
      list.AddLine({line.x, y}, {line.x + 15, y}, entry.color, 2);
    }
    cut_left(line, 15, 6);
    draw_text(ui, cut_left(line, width, kGap4), entry.text, ui.fonts.small, ui.theme.muted);
  }
}

/// How the pinned runs' pills stand: each as wide as it wants where all fit into a row, otherwise in equal columns.
struct Pills {
  std::vector<float> widths;
  int columns = 0, rows = 0;
  float high = 24;
  float height() const { return static_cast<float>(rows) * high + static_cast<float>(rows - 1) * kGap1; }
};

Pills pills_of(Context& ui, float room) {
  constexpr float kLeast = 96;
  Pills pills;
  pills.high = ui.touch ? 40.0f : 24.0f;
  const float close = ui.touch ? 40.0f : 18.0f;
  float all = 0;
  for (const Run& run : ui.state.pinned) {
    pills.widths.push_back(std::min(std::ceil(text_width(ui.fonts.small, run.title)) + 30 + close, 240.0f));
    all += pills.widths.back() + kGap2;
  }
  const int n = static_cast<int>(pills.widths.size());
  pills.columns = n, pills.rows = 1;
  if (all - kGap2 <= room) return pills;
  pills.columns = std::clamp(static_cast<int>((room + kGap2) / (kLeast + kGap2)), 1, n);
  pills.rows = (n + pills.columns - 1) / pills.columns;
  pills.columns = (n + pills.rows - 1) / pills.rows;
  const float width = (room - kGap2 * static_cast<float>(pills.columns - 1)) / static_cast<float>(pills.columns);
  pills.widths.assign(pills.widths.size(), width);
  return pills;
}

/// `epoch`: the one under the pointer, whose value stands for the title; negative: none.
void draw_pinned(Context& ui, const Rect& area, const Pills& pills, double epoch) {
  State& state = ui.state;
  const Theme& t = ui.theme;
  const bool trained = state.loss.figure == LossFigure::trained;
  Rect line{area.x, area.y, area.w, pills.high};
  for (std::size_t i = 0; i < state.pinned.size(); ++i) {
    const Run& run = state.pinned[i];
    if (i > 0 && static_cast<int>(i) % pills.columns == 0)
      line = {area.x, line.y + pills.high + kGap1, area.w, pills.high};
    const Rect pill = cut_left(line, pills.widths[i], kGap2);
    outline(ui, pill, t.border, 12);
    Rect inner = pill.inset(9, 0);
    inner.w += ui.touch ? 9 : 6;
    ImGui::GetWindowDrawList()->AddCircleFilled({inner.x + 3, inner.center().y}, 4, class_color(run.color));
    cut_left(inner, 12);
    const Rect close = cut_right(inner, ui.touch ? 40.0f : 18.0f, 2);
    const HistoryPoint* at =
        epoch >= 0 && !run.history.empty() && epoch <= run.history.back().epoch ? nearest(run.history, epoch) : nullptr;
    const double value =
        at ? trained ? train_value(*at, state.loss.figure) : held_out_value(*at, state.loss.figure) : 0;
    draw_text(ui, inner, at ? figure(value) : run.title, ui.fonts.small, at ? t.text : t.muted);
    MirrorItem item = mirror_item(ui, "loss/pinned/" + std::to_string(i), Role::text, run.title, inner);
    if (at) item.value = figure(value);
    ui.mirror.add(std::move(item));
    if (!at && inner.contains(ImGui::GetIO().MousePos) && text_width(ui.fonts.small, run.title) > inner.w)
      tip(ui, pill, run.title);
    if (icon_button(ui, "loss/unpin/" + std::to_string(i), "Take away " + run.title, Icon::close, close)) {
      state.pinned.erase(state.pinned.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  }
}

void draw_tools(Context& ui, Rect tools, const Rect& area) {
  State& state = ui.state;
  const float side = ui.touch ? 40.0f : 28.0f;
  const std::string none = state.run.history.empty() ? "There is no curve yet." : "";
  if (icon_button(ui, "loss/png", "Save the chart as PNG", Icon::image, centered(cut_right(tools, side, 2), side, side),
                  {.disabled = none}))
    save_picture(ui, area, "hourglass-loss.png");
  if (icon_button(ui, "loss/csv", "Save the history as CSV", Icon::download,
                  centered(cut_right(tools, side, 2), side, side), {.disabled = none}))
    save_history_csv(ui);
  if (icon_button(ui, "loss/pin", "Pin this run for comparison", Icon::pin,
                  centered(cut_right(tools, side, 4), side, side), {.disabled = none}))
    pin_run(ui);
  chip(ui, "loss/log", "Log scale", state.loss.logarithmic, centered(cut_right(tools, 70, 6), 70, side), 0,
       {.help = "Height as powers of ten (L)"});
  int chosen = static_cast<int>(state.loss.figure);
  const Note note{.help = kFigureHelp[static_cast<std::size_t>(chosen)]};
  bool changed = false;
  if (tools.w >= 190) {
    const Rect place = cut_right(tools, 204);
    changed = segmented(ui, "loss/figure", "Figure", kFigures, chosen, centered(place, place.w, side), note);
  } else if (tools.w >= 60) {
    const Rect place = cut_right(tools, 104);
    changed = combo(ui, "loss/figure", "Figure", kFigures, chosen, centered(place, place.w, side), note);
  }
  if (changed) state.loss.figure = static_cast<LossFigure>(chosen);
}

std::string said_of(const HistoryPoint* point, LossFigure shown) {
  if (!point) return "No points yet";
  std::string said = "Epoch " + epochs_text(point->epoch) + ": training " + figure(train_value(*point, shown));
  if (shown != LossFigure::trained) said += ", held-out " + figure(held_out_value(*point, shown));
  return said + ". Left and right arrows walk the points.";
}

/// Where the curve broke off, why, and the way on.
void draw_diverged(Context& ui, const Rect& plot, const ChartRange& range, double epoch) {
  const Theme& t = ui.theme;
  const float x = std::round(chart_x(plot, range, epoch)) + 0.5f;
  ImGui::GetWindowDrawList()->AddLine({x, plot.y}, {x, plot.bottom()}, t.bad, 1.5f);
  const std::string& why = ui.state.diverged->message;
  const std::string_view name = "Lower the rate and start again";
  const float width = std::min(plot.w - 2 * kGap2, 360.0f), pressed = button_width(ui, name);
  const float lines = draw_paragraph(ui, {0, 0, width - 2 * kGap3, 0}, why, ui.fonts.small, t.text, true);
  const Rect box = centered(plot, width, lines + t.control + 3 * kGap3);
  fill(ui, box, t.card, kRadius);
  outline(ui, box, mixed(t.border, t.bad, 0.5f), kRadius);
  Rect rest = box.inset(kGap3);
  const Rect text = cut_top(rest, lines, kGap3);
  draw_paragraph(ui, text, why, ui.fonts.small, t.text);
  MirrorItem item = mirror_item(ui, "loss/diverged", Role::text, why, text);
  ui.mirror.add(std::move(item));
  if (button(ui, "loss/lower-rate", name, {rest.x, rest.y, std::min(pressed, rest.w), t.control}, Look::primary,
             Icon::none, {.help = "A third of the learning rate, the same seed"}))
    lower_rate_and_restart(ui);
}

}  // namespace

void draw_loss(Context& ui, const Rect& area) {
  State& state = ui.state;
  const Theme& t = ui.theme;
  Rect tools;
  Rect inside = card(ui, "loss", "Loss", area, &tools);
  if (ui.touch && tools.w < 330) {
    // On a phone the buttons get a row of their own.
    tools = cut_top(inside, 40, kGap1);
  }
  draw_tools(ui, tools, area);

  const History& history = state.run.history;
  const LossFigure figure_shown = state.loss.figure;
  std::vector<ChartLine> lines;
  for (const Run& run : state.pinned)
    lines.push_back(
        line_of(run.history, figure_shown, figure_shown != LossFigure::trained, class_color(run.color), 1.25f));
  lines.push_back(line_of(history, figure_shown, false, t.chart_train, 1.75f));
  if (figure_shown != LossFigure::trained) lines.push_back(line_of(history, figure_shown, true, t.chart_heldout, 2));
  Published published = published_of(state, t);
  double last = 1;
  for (const ChartLine& line : lines)
    if (!line.points.empty()) last = std::max(last, static_cast<double>(line.points.back().x));
  cut_curve(published.curve, last);
  if (!published.curve.points.empty()) lines.push_back(published.curve);
  if (published.line)
    lines.push_back(
        {{{0, static_cast<float>(*published.line)}, {static_cast<float>(last), static_cast<float>(*published.line)}},
         t.chart_published,
         1.5f,
         true});

  const Rect legend = cut_top(inside, 20, kGap1);
  const Pills pills = pills_of(ui, inside.w);
  const Rect pinned_area = state.pinned.empty() ? Rect{} : cut_top(inside, pills.height(), kGap1);
  const ChartRange range = chart_range(lines, state.loss.logarithmic);
  const bool blank = history.empty() && state.pinned.empty();
  const Rect plot = blank ? inside : draw_chart(ui, inside, range, lines);

  const bool by_key = ui.mirror.focused("loss/chart") && state.loss_point && !history.empty();
  const HistoryPoint* at = history.empty() ? nullptr : &history.back();
  if (by_key) at = &history[std::min(*state.loss_point, history.size() - 1)];
  const Pointer pointer = surface(ui, "loss/chart", "Loss chart", plot, said_of(at, figure_shown), {}, true);
  const bool reads = at && (by_key || pointer.hovered);
  if (at && pointer.hovered) at = nearest(history, chart_epoch(plot, range, pointer.at.x));
  if (reads) {
    const float x = std::round(chart_x(plot, range, at->epoch)) + 0.5f;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddLine({x, plot.y}, {x, plot.bottom()}, t.field_border);
    const auto dot = [&](double value, ImU32 color) {
      if (!std::isfinite(value) || (range.logarithmic && value <= 0)) return;
      const float y = chart_y(plot, range, value);
      list.AddCircleFilled({x, y}, 4.5f, t.card);
      list.AddCircleFilled({x, y}, 3.5f, color);
    };
    dot(train_value(*at, figure_shown), t.chart_train);
    dot(held_out_value(*at, figure_shown), t.chart_heldout);
  }
  if (!state.pinned.empty()) draw_pinned(ui, pinned_area, pills, reads ? at->epoch : -1);
  std::vector<LegendEntry> entries;
  if (reads) entries.push_back({"Epoch " + epochs_text(at->epoch), faded(t.card, 0), false});
  entries.push_back(
      {"Training" + (at ? " " + figure(train_value(*at, figure_shown)) : std::string()), t.chart_train, false});
  if (figure_shown != LossFigure::trained)
    entries.push_back(
        {"Held-out" + (at ? " " + figure(held_out_value(*at, figure_shown)) : std::string()), t.chart_heldout, false});
  if (published.line)
    entries.push_back({"Published " + figure(*published.line), t.chart_published, true});
  else if (!published.curve.points.empty())
    entries.push_back(
        {"Published " + figure(static_cast<double>(published.curve.points.back().y)), t.chart_published, true});
  if (!blank) draw_legend(ui, legend, entries);
  if (blank && !state.diverged)
    draw_text(ui, plot, "Press Train to see the error fall.", ui.fonts.body, t.muted, Align::center);
  if (state.diverged) draw_diverged(ui, plot, range, state.run.diverged_at.value_or(0));
}

bool loss_key(State& state, std::string_view key, bool shift) {
  const std::size_t n = state.run.history.size();
  if (key == "Escape") {
    const bool something = state.loss_point.has_value();
    state.loss_point.reset();
    return something;
  }
  if (n == 0) return false;
  const std::size_t now = std::min(state.loss_point.value_or(n - 1), n - 1), step = shift ? 10 : 1;
  if (key == "ArrowLeft")
    state.loss_point = now - std::min(now, step);
  else if (key == "ArrowRight")
    state.loss_point = std::min(n - 1, now + step);
  else if (key == "Home")
    state.loss_point = 0;
  else if (key == "End")
    state.loss_point = n - 1;
  else
    return false;
  return true;
}

}  // namespace hourglass
