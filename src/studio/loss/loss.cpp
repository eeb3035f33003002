// The loss panel: training and held-out curve, the published figure, pinned runs, the value under the pointer, and the
// ways out (CSV, PNG, SVG).
#include "studio/loss/loss.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "studio/loss/loss_chart.h"
#include "studio/loss/loss_curves.h"
#include "studio/loss/loss_pins.h"
#include "studio/loss/loss_slide.h"
#include "studio/loss/scale_names.h"
#include "studio/slide/slide_png.h"
#include "studio/slide/slide_svg.h"
#include "studio/state/actions.h"
#include "studio/state/error_scale.h"
#include "studio/state/published.h"
#include "studio/state/run_control.h"
#include "studio/state/watch.h"
#include "studio/ui/format.h"
#include "studio/ui/widget_core.h"

namespace hourglass {
namespace {

constexpr std::array<Key, 4> kFigures = {"Per image", "RMSE", "Loss", "KL"};
constexpr std::array<std::string_view, 4> kFigureTerms = {"per-image", "rmse", "trained-loss", "kl"};
constexpr Key kLogScale = "Log scale";

float log_chip_width(Context& ui) { return std::ceil(text_width(ui, ui.fonts.small_strong, kLogScale)) + 20; }

void draw_log_chip(Context& ui, const Rect& area) {
  bool logarithmic = ui.state.loss.logarithmic;
  if (chip(ui, "loss/log", kLogScale, logarithmic, area, std::nullopt, {.help = "Height as powers of ten (L)"}))
    show_log_scale(ui.state, logarithmic);
}

void save_slide(Context& ui, bool svg) {
  const Slide slide = loss_slide(ui.state, ui);
  if (svg) {
    const std::string text = to_svg(slide);
    ui.host.save_file("hourglass-loss.svg", "image/svg+xml",
                      {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  } else {
    ui.host.save_file("hourglass-loss.png", "image/png", to_png(slide));
  }
}

/// The ways out, the pin, and what the height means.
void draw_tools(Context& ui, Rect tools, LossFigure shown) {
  const State& state = ui.state;
  const float side = ui.touch ? kTouch : 28.0f;
  const Note note{.disabled = state.run.history.empty() ? say("There is no curve yet.") : Sentence()};
  const auto place = [&](float gap) { return centered(cut_right(tools, side, gap), side, side); };
  if (icon_button(ui, "loss/png", "Save the chart as PNG", Icon::image, place(2), note)) save_slide(ui, false);
  if (icon_button(ui, "loss/svg", "Save the chart as SVG", Icon::path, place(2), note)) save_slide(ui, true);
  if (icon_button(ui, "loss/csv", "Save the history as CSV", Icon::download, place(2), note)) save_history_csv(ui);
  if (icon_button(ui, "loss/shelf", "The shelf", Icon::data, place(2),
                  {.help = "Every run that has learnt something (B)"}))
    open_sheet(ui.state, Sheet::shelf);
  if (icon_button(ui, "loss/pin", "Pin this run for comparison", Icon::pin, place(4), note)) pin_run(ui);
  int chosen = static_cast<int>(shown);
  const Note help{.terms = kFigureTerms};
  bool changed = false;
  const bool diverges = state.run.experiment.network.variational;
  const std::span figures = std::span(kFigures).first(diverges ? 4 : 3);
  const float all = diverges ? 244 : 204;
  if (tools.w >= all - 14) {
    const Rect wide = cut_right(tools, all);
    changed = segmented(ui, "loss/figure", "Figure", figures, chosen, centered(wide, wide.w, side), help);
  } else if (tools.w >= 60) {
    const Rect narrow = cut_right(tools, std::min(tools.w, 160.0f));
    changed = combo(ui, "loss/figure", "Figure", figures, chosen, centered(narrow, narrow.w, side), help);
  }
  if (changed) show_loss_figure(ui.state, static_cast<LossFigure>(chosen));
}

struct LegendEntry {
  Sentence text;
  ImU32 color = 0;
  bool dashed = false;
  std::string_view term = {};  ///< of the glossary; its place in the mirror, too
};

constexpr float kLegendSign = 15, kLegendGap = 6, kLegendRow = 18;

float legend_text_width(Ui& ui, const LegendEntry& entry) {
  return std::ceil(text_width(ui, ui.fonts.small, entry.text)) + 1;
}

float legend_width(Ui& ui, const std::vector<LegendEntry>& entries, float gap) {
  float width = entries.empty() ? 0 : -gap;
  for (const LegendEntry& entry : entries) width += kLegendSign + kLegendGap + legend_text_width(ui, entry) + gap;
  return width;
}

/// Where the legend stands: beside the buttons, and in a row below where that is not enough.
struct LegendPlace {
  Rect beside, below;

  Rect all() const {
    return {beside.x, beside.y, std::max(beside.w, below.w), std::max(beside.bottom(), below.bottom()) - beside.y};
  }
};

/// Whether every entry is read whole there: none is divided between the two rows.
bool fits(Ui& ui, const LegendPlace& place, const std::vector<LegendEntry>& entries) {
  float left = place.beside.w, next = place.below.w;
  for (const LegendEntry& entry : entries) {
    const float needed = kLegendSign + kLegendGap + legend_text_width(ui, entry);
    if (needed > left) left = std::exchange(next, 0.0f);
    if (needed > left) return false;
    left -= needed + kGap2;
  }
  return true;
}

void draw_legend(Context& ui, const LegendPlace& place, const std::vector<LegendEntry>& entries) {
  const Group group(ui, "loss/legend", "Curves of the chart", place.all());
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float gap = legend_width(ui, entries, kGap4) <= place.beside.w ? kGap4 : kGap2;
  Rect line = place.beside, next = place.below;
  for (const LegendEntry& entry : entries) {
    const float width = legend_text_width(ui, entry);
    if (kLegendSign + kLegendGap + width > line.w && next.h > 0) line = std::exchange(next, {});
    if (line.w < 24) return;
    const float y = std::round(line.center().y);
    if (entry.dashed) {
      list.AddLine({line.x, y}, {line.x + 6, y}, entry.color, 2);
      list.AddLine({line.x + 9, y}, {line.x + 15, y}, entry.color, 2);
    } else {
      list.AddLine({line.x, y}, {line.x + kLegendSign, y}, entry.color, 2);
    }
    cut_left(line, kLegendSign, kLegendGap);
    const Rect words = cut_left(line, width, gap);
    if (entry.term.empty())
      draw_text(ui, words, entry.text, ui.fonts.small, ui.theme.muted);
    else
      label(ui, "loss/legend/" + std::string(entry.term), words, entry.text, ui.fonts.small, ui.theme.muted,
            Align::left, {.term = entry.term});
  }
}

/// `at`: the point whose values are told; none where nothing was measured yet. `brief`: what the arrow at the chart's
/// edge says, too, is left out.
std::vector<LegendEntry> legend_of(const LossCurves& curves, const HistoryPoint* at, bool reads, bool brief) {
  std::vector<LegendEntry> entries;
  const LossFigure f = curves.figure;
  if (reads) entries.push_back({say("Epoch {0}", in_epochs(at->epoch)), 0, false});
  entries.push_back({at ? say("Training {0}", figure(train_value(*at, f))) : say("Training"),
                     curves.training.line.color, false, "training-error"});
  if (!curves.held_out.why_none.empty())
    entries.push_back({curves.held_out.why_none, 0, false, "held-out"});
  else
    entries.push_back({at ? say("Held-out {0}", figure(held_out_value(*at, f))) : say("Held-out"),
                       curves.held_out.line.color, false, "held-out"});
  if (const auto& published = curves.published) {
    const std::string value = figure(published->value.value_or(0));
    if (!published->why_none.empty())
      entries.push_back({published->why_none, 0, false, "published"});
    else
      entries.push_back({published->beyond == Beyond::no || brief ? say("Published {0}", value)
                         : published->beyond == Beyond::above     ? say("Published {0}, above", value)
                                                                  : say("Published {0}, below", value),
                         published->line.color, true, "published"});
  }
  return entries;
}

Sentence said_of(const HistoryPoint* point, LossFigure shown) {
  if (!point) return "No points yet";
  const Argument epoch = in_epochs(point->epoch);
  const std::string training = figure(train_value(*point, shown));
  if (shown == LossFigure::trained)
    return say("Epoch {0}: training {1}. Left and right arrows walk the points.", epoch, training);
  return say("Epoch {0}: training {1}, held-out {2}. Left and right arrows walk the points.", epoch, training,
             figure(held_out_value(*point, shown)));
}

/// The line and the dots where the chart is read.
void draw_reading(Context& ui, const Rect& plot, const LossCurves& curves, const HistoryPoint& at) {
  const Theme& t = ui.theme;
  const float x = std::round(chart_x(plot, curves.range, at.epoch)) + 0.5f;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine({x, plot.y}, {x, plot.bottom()}, t.field_border);
  const auto dot = [&](double value, ImU32 color) {
    if (!std::isfinite(value) || (curves.range.logarithmic && value <= 0)) return;
    const float y = chart_y(plot, curves.range, value);
    if (y < plot.y - 2 || y > plot.bottom() + 2) return;
    list.AddCircleFilled({x, y}, 4.5f, t.card);
    list.AddCircleFilled({x, y}, 3.5f, color);
  };
  dot(train_value(at, curves.figure), t.chart_train);
  dot(held_out_value(at, curves.figure), t.chart_heldout);
}

/// Where the name of a level line at height `y` covers no curve: above it or below, at its right end or its left; above
/// the right end where every place is taken.
Rect place_beside(const Rect& plot, const LossCurves& curves, float y, float width) {
  constexpr float kHigh = 15;
  const bool fits_above = y - 17 >= plot.y, fits_below = y + 2 + kHigh <= plot.bottom();
  std::vector<Rect> places;
  for (const float x : {plot.right() - width - 2, plot.x + 2}) {
    if (fits_above) places.push_back({x, y - 17, width, kHigh});
    if (fits_below || !fits_above) places.push_back({x, y + 2, width, kHigh});
  }
  std::vector<ChartLine> lines = {curves.training.line, curves.held_out.line};
  for (const LossCurve& pinned : curves.pinned) lines.push_back(pinned.line);
  if (curves.published) lines.push_back(curves.published->line);
  const auto is_free = [&](const Rect& place) {
    return std::ranges::none_of(
        lines, [&](const ChartLine& line) { return line_meets(chart_strokes(plot, curves.range, line), place); });
  };
  const auto free = std::ranges::find_if(places, is_free);
  return free != places.end() ? *free : places.front();
}

/// "PCA 42.7" beside PCA's line, with what it means.
void draw_pca_name(Context& ui, const Rect& plot, const LossCurves& curves) {
  if (!curves.pca || curves.pca->beyond != Beyond::no) return;
  const double value = curves.pca->value.value_or(0);
  const Sentence name = say("PCA {0}", figure(value));
  const float y = chart_y(plot, curves.range, value), width = text_width(ui, ui.fonts.small, name) + 8;
  const Rect box = place_beside(plot, curves, y, width);
  fill(ui, box, faded(ui.theme.card, 0.85f), 3);
  draw_text(ui, box.inset(4, 0), name, ui.fonts.small, ui.theme.muted);
  explained(ui, "loss/pca", box, name,
            {.help = "What PCA with as many numbers loses of the held-out images", .term = "pca"});
}

/// Where the curve broke off, why, and the way on.
void draw_diverged(Context& ui, const Rect& plot, const ChartRange& range, double epoch) {
  const Theme& t = ui.theme;
  const float x = std::round(chart_x(plot, range, epoch)) + 0.5f;
  ImGui::GetWindowDrawList()->AddLine({x, plot.y}, {x, plot.bottom()}, t.bad, 1.5f);
  const Sentence& why = ui.state.diverged->message;
  const Key name = "Lower the rate and start again";
  const float width = std::min(plot.w - 2 * kGap2, 360.0f), pressed = button_width(ui, name);
  const float lines = draw_paragraph(ui, {0, 0, width - 2 * kGap3, 0}, why, ui.fonts.small, t.text, true);
  const Rect box = centered(plot, width, lines + t.control + 3 * kGap3);
  fill(ui, box, t.card, kRadius);
  outline(ui, box, mixed(t.border, t.bad, 0.5f), kRadius);
  Rect rest = box.inset(kGap3);
  const Rect text = cut_top(rest, lines, kGap3);
  draw_paragraph(ui, text, why, ui.fonts.small, t.text);
  explained(ui, "loss/diverged", text, why, {.term = "divergence"});
  if (button(ui, "loss/lower-rate", name, {rest.x, rest.y, std::min(pressed, rest.w), t.control}, Look::primary,
             Icon::none, {.help = "A third of the learning rate, the same seed"}))
    lower_rate_and_restart(ui);
}

/// The head of the panel; returns what is left of `inside`, and in `legend` the line for the legend.
Rect draw_head(Context& ui, Rect inside, Rect tools, LossFigure shown, Rect& legend) {
  const bool phone = ui.touch && tools.w < 330;
  // On a phone the buttons get a row of their own.
  if (phone) tools = cut_top(inside, kTouch, kGap1);
  const float high = ui.touch ? kTouch : 24.0f, chip = log_chip_width(ui);
  if (tools.w >= 360) {
    draw_log_chip(ui, centered(cut_right(tools, chip, 6), chip, ui.touch ? kTouch : 28.0f));
    legend = cut_top(inside, 20, kGap1);
  } else {
    legend = cut_top(inside, high, kGap1);
    draw_log_chip(ui, cut_right(legend, chip, kGap2));
  }
  draw_tools(ui, tools, shown);
  return inside;
}

constexpr float kScaleHeight = 26, kLeastChart = 120;

/// What the held-out error is worth: a bar up to it, with marks for what others reach.
void draw_scale(Context& ui, const Rect& area, const ErrorScale& scale) {
  const Theme& t = ui.theme;
  const Rect bar{area.x, area.y + 2, area.w, 5};
  const auto x_of = [&](double value) {
    return bar.x + bar.w * static_cast<float>(std::clamp(value / scale.end, 0.0, 1.0));
  };
  fill(ui, bar, t.field_active, 2.5f);
  fill(ui, {bar.x, bar.y, std::max(4.0f, x_of(scale.now) - bar.x), bar.h}, t.chart_heldout, 2.5f);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto color_of = [&](const ErrorMark& mark) {
    return mark.of == ErrorMark::Of::published ? t.chart_published : t.muted;
  };
  // Every mark is named: without its figure, which the tip has, where there is little room.
  for (const auto name_in : {name_of, short_name_of}) {
    std::vector<LineName> names;
    for (const ErrorMark& mark : scale.marks)
      names.push_back({x_of(mark.value), text_width(ui, ui.fonts.small, name_in(mark)) + 1});
    const std::vector<float> lefts = names_apart(names, area.x, area.right(), kGap2);
    if (lefts.empty()) continue;
    for (std::size_t i = 0; i < lefts.size(); ++i)
      draw_text(ui, {lefts[i], bar.bottom() + 2, names[i].width, 16}, name_in(scale.marks[i]), ui.fonts.small,
                color_of(scale.marks[i]));
    break;
  }
  for (const ErrorMark& mark : scale.marks) {
    const float x = std::round(x_of(mark.value)) + 0.5f;
    list.AddLine({x, bar.y - 2}, {x, bar.bottom() + 3}, color_of(mark), 2);
  }
  static constexpr std::array<std::string_view, 3> kTerms = {"error-scale", "mean-image", "pca"};
  explained(ui, "loss/scale", area, said_of(scale), {.terms = kTerms});
}

/// Between head and chart, as far as the chart keeps room: what went wrong, and what the error is worth.
void draw_worth(Context& ui, Rect& inside, LossFigure shown) {
  if (const auto sign = overfitting_of(ui.state)) {
    const Sentence words = said_of(*sign);
    const float whole = remark(ui, "loss/overfitting", inside, words, "overfitting", true);
    // Where there is no room for what to try, the term says it.
    if (inside.h - whole >= kLeastChart)
      remark(ui, "loss/overfitting", cut_top(inside, whole, kGap2), words, "overfitting");
    else
      label(ui, "loss/overfitting", cut_top(inside, 18, kGap1),
            say("Overfitting since epoch {0}", in_epochs(sign->since)), ui.fonts.small_strong, ui.theme.warning,
            Align::left, {.help = words, .term = "overfitting"});
  }
  const auto scale = error_scale(ui.state, shown);
  if (scale && inside.h - kScaleHeight >= kLeastChart) draw_scale(ui, cut_top(inside, kScaleHeight, kGap1), *scale);
}

}  // namespace

void draw_loss(Context& ui, const Rect& area) {
  const State& state = ui.state;
  Rect tools, legend;
  Rect inside = card(ui, "loss", "Loss", area, &tools);
  inside = draw_head(ui, inside, tools, shown_figure(state), legend);
  // After the head, whose buttons pin runs and choose the figure.
  const LossCurves curves = loss_curves(state, ui.theme);
  const bool blank = curves.blank();
  const History& history = state.run.history;
  LegendPlace legend_place{legend, {}};
  if (!blank) {
    // As wide as it gets where the chart is read, so that nothing below moves then.
    const auto read = legend_of(curves, history.empty() ? nullptr : &history.back(), !history.empty(), true);
    if (!fits(ui, legend_place, read)) legend_place.below = cut_top(inside, kLegendRow, kGap1);
  }
  const Pills pills = pills_of(ui, curves, inside.w);
  const Rect pins = pills.rows > 0 ? cut_top(inside, pills.height(), kGap1) : Rect{};
  if (!state.diverged) draw_worth(ui, inside, curves.figure);
  const Rect plot = blank ? inside : draw_chart(ui, inside, curves.range, curves.lines());

  const bool by_key = ui.mirror.focused("loss/chart") && state.loss_point && !history.empty();
  const HistoryPoint* at = history.empty() ? nullptr : &history.back();
  if (by_key) at = &history[std::min(*state.loss_point, history.size() - 1)];
  const Pointer pointer = surface(ui, "loss/chart", "Loss chart", plot, said_of(at, curves.figure), {}, true);
  const bool reads = at && (by_key || pointer.hovered);
  if (at && pointer.hovered) at = nearest_point(history, chart_epoch(plot, curves.range, pointer.at.x));
  draw_pca_name(ui, plot, curves);
  if (reads) draw_reading(ui, plot, curves, *at);
  if (pills.rows > 0) draw_pins(ui, pins, pills, curves, reads ? at->epoch : -1);
  if (!blank) {
    const auto whole = legend_of(curves, at, reads, false);
    draw_legend(ui, legend_place, fits(ui, legend_place, whole) ? whole : legend_of(curves, at, reads, true));
  }
  if (blank && !state.diverged)
    draw_text(ui, plot, "Press Train to see the error fall.", ui.fonts.body, ui.theme.muted, Align::center);
  if (state.diverged) draw_diverged(ui, plot, curves.range, state.run.diverged_at.value_or(0));
}

}  // namespace hourglass
