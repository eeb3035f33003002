// The curve of a report: squared error of an image by epoch.
#include <algorithm>
#include <cmath>

#include "exchange/report_parts.h"
#include "text/markup.h"

namespace hourglass {
namespace {

constexpr double kCurveWidth = 380, kCurveHeight = 210;
/// More points than the picture has columns say nothing.
constexpr std::size_t kMostCurvePoints = 400;

/// Of a long history so many points, the last among them.
History thinned_history(const History& history) {
  if (history.size() <= kMostCurvePoints) return history;
  History some;
  for (std::size_t i = 0; i < kMostCurvePoints; ++i)
    some.push_back(history[(i + 1) * history.size() / kMostCurvePoints - 1]);
  return some;
}

std::string curve_line(const ReportPlot& plot, const History& history, double HistoryPoint::*figure,
                       const char* style) {
  std::string path;
  bool begun = false;
  for (const HistoryPoint& point : history) {
    if (!std::isfinite(point.*figure) || !std::isfinite(point.epoch)) {
      begun = false;
      continue;
    }
    // What lies far above the plot is cut off by its frame, and needs no exact place.
    const double y = std::max(plot.y(point.*figure), plot.top - 10 * plot.height);
    path += (begun ? "L" : "M") + markup_number(plot.x(point.epoch)) + " " + markup_number(y);
    begun = true;
  }
  return "<path class=\"line " + std::string(style) + "\" d=\"" + path + "\"/>";
}

/// Sides that hold every point from the first whole epoch on; those before it may be many times as high.
ReportPlot curve_plot(const History& history, const double* published) {
  ReportPlot plot{.left = 44, .top = 8, .width = kCurveWidth - 52, .height = kCurveHeight - 44};
  double low = INFINITY, high = -INFINITY, last = 0;
  const bool whole = history.back().epoch >= 1;
  const auto hold = [&](double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  };
  for (const HistoryPoint& point : history) {
    if (std::isfinite(point.epoch)) last = std::max(last, point.epoch);
    if (whole && point.epoch < 1) continue;
    hold(point.train_sse);
    if (point.heldout_sse > 0) hold(point.heldout_sse);
  }
  if (published) hold(*published);
  if (!(high >= low)) low = 0, high = 1;
  const double margin = std::max((high - low) * 0.06, 1e-6 * std::max(1.0, std::abs(high)));
  plot.y0 = low - margin < 0 || low < high / 3 ? 0 : low - margin;
  plot.y1 = high + margin;
  plot.x0 = 0;
  plot.x1 = last > 0 ? last : 1;
  return plot;
}

std::string legend_entry(const char* style, const std::string& words) {
  return "<li><svg class=\"key\" viewBox=\"0 0 24 8\" aria-hidden=\"true\"><path class=\"line " + std::string(style) +
         "\" d=\"M0 4H24\"/></svg>" + words + "</li>";
}

}  // namespace

std::string report_curve(const ReportPage& page) {
  const History history = thinned_history(page.history());
  if (history.size() < 2) return {};
  const Preset* preset = report_preset(page.experiment());
  const bool same_unit = preset && preset->published && measured_as(*preset->published) == &HistoryPoint::heldout_sse;
  const double* published = same_unit ? &preset->published->value : nullptr;
  const ReportPlot plot = curve_plot(history, published);
  const bool measured = std::ranges::any_of(history, [](const HistoryPoint& p) { return p.heldout_sse > 0; });

  std::string legend = legend_entry("training", page.say("Training"));
  if (measured) legend += legend_entry("held-out", page.say("Held-out"));
  if (published) legend += legend_entry("published", page.say("Published"));
  std::string svg = "<svg viewBox=\"0 0 " + markup_number(kCurveWidth) + " " + markup_number(kCurveHeight) +
                    "\" role=\"img\" aria-label=\"" + page.say("The squared error of an image by epoch") + "\">\n" +
                    report_axes(plot, page.language);
  // A view of its own cuts off what is drawn beyond it.
  svg += "<svg x=\"" + markup_number(plot.left) + "\" y=\"" + markup_number(plot.top) + "\" width=\"" +
         markup_number(plot.width) + "\" height=\"" + markup_number(plot.height) + "\" viewBox=\"" +
         markup_number(plot.left) + " " + markup_number(plot.top) + " " + markup_number(plot.width) + " " +
         markup_number(plot.height) + "\">";
  if (published)
    svg += "<path class=\"line published\" d=\"M" + markup_number(plot.left) + " " + markup_number(plot.y(*published)) +
           "H" + markup_number(plot.left + plot.width) + "\"/>";
  svg += curve_line(plot, history, &HistoryPoint::train_sse, "training");
  if (measured) svg += curve_line(plot, history, &HistoryPoint::heldout_sse, "held-out");
  svg += "</svg>\n<text x=\"" + markup_number(plot.left + plot.width / 2) + "\" y=\"" +
         markup_number(kCurveHeight - 4) + "\" text-anchor=\"middle\">" + page.say("Epochs") + "</text></svg>\n";
  return report_figure(svg + "<ul class=\"legend\">" + legend + "</ul>\n",
                       page.say("The squared error of an image, pixels from 0 to 1."));
}

}  // namespace hourglass
