// The map of a report: a dot for the code of each held-out image, in the colour of its class.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "data/class_colors.h"
#include "exchange/report_parts.h"
#include "explore/pca.h"
#include "text/markup.h"

namespace hourglass {
namespace {

constexpr double kMapSide = 380;
constexpr unsigned kNoLabel = 255;
/// A legend of more entries would be longer than the map.
constexpr std::size_t kMostInLegend = 40;

struct Dots {
  std::vector<double> x, y;
  std::vector<unsigned> labels;
};

/// Evenly spread by multiples of the golden ratio, -0.5 to 0.5: what is near in the list lies apart.
double spread_of(std::size_t i) {
  const double turns = static_cast<double>(i) * 0.61803398874989485;
  return turns - std::floor(turns) - 0.5;
}

/// A code of one number lies in a lane for its class, of two numbers as it is, of more on the two axes along which the
/// codes vary most. Codes that are not finite are left out.
Dots lay_out(const ReportPage& page) {
  const auto width = static_cast<std::size_t>(page.network().spec.code_width());
  const std::vector<float>& codes = page.material.codes;
  Dots dots;
  std::vector<float> whole;
  for (std::size_t i = 0; (i + 1) * width <= codes.size(); ++i) {
    const std::span<const float> code(codes.data() + i * width, width);
    if (!std::ranges::all_of(code, [](float v) { return std::isfinite(v) && std::abs(v) < 1e15f; })) continue;
    whole.insert(whole.end(), code.begin(), code.end());
    dots.labels.push_back(i < page.material.labels.size() ? page.material.labels[i] : kNoLabel);
  }
  const std::size_t n = dots.labels.size();
  if (n == 0) return dots;
  if (width > 2) {
    const ConstMatrixView rows =
        view(static_cast<const float*>(whole.data()), static_cast<Index>(n), static_cast<Index>(width));
    const Matrix places = project(fit_pca(rows, 2), rows);
    for (Index i = 0; i < places.rows(); ++i) {
      dots.x.push_back(places(i, 0));
      dots.y.push_back(places(i, 1));
    }
    return dots;
  }
  for (std::size_t i = 0; i < n; ++i) {
    dots.x.push_back(whole[i * width]);
    const double lane = dots.labels[i] == kNoLabel ? 0 : -static_cast<double>(dots.labels[i]);
    dots.y.push_back(width == 2 ? whole[2 * i + 1] : lane + 0.7 * spread_of(i));
  }
  return dots;
}

/// As much across as up, unless the map is a line.
ReportPlot map_plot(const Dots& dots, bool line) {
  ReportPlot plot{.left = 40, .top = 6, .width = kMapSide - 48, .height = line ? 200 : kMapSide - 48};
  const auto [left, right] = std::ranges::minmax(dots.x);
  const auto [low, high] = std::ranges::minmax(dots.y);
  double across = std::max(right - left, 1e-6), up = std::max(high - low, 1e-6);
  if (!line) across = up = std::max(across, up);
  constexpr double kMargin = 0.53;  // half of it, and a little
  plot.x0 = (left + right) / 2 - kMargin * across, plot.x1 = (left + right) / 2 + kMargin * across;
  plot.y0 = (low + high) / 2 - kMargin * up, plot.y1 = (low + high) / 2 + kMargin * up;
  return plot;
}

std::string color_text(unsigned label) {
  char text[8];
  std::snprintf(text, sizeof text, "#%06x", static_cast<unsigned>(class_rgb(label)));
  return text;
}

/// Lines of no length with round ends, a path for each colour of a layer. Layers are taken in turn, so that no class
/// covers all others.
std::string dots_svg(const ReportPlot& plot, const Dots& dots) {
  constexpr std::size_t kLayers = 12;
  const std::size_t n = dots.x.size();
  std::string out;
  for (std::size_t layer = 0; layer < kLayers; ++layer) {
    std::array<std::string, 256> paths;
    for (std::size_t i = layer * n / kLayers; i < (layer + 1) * n / kLayers; ++i)
      paths[dots.labels[i] & 255u] +=
          "M" + markup_number(plot.x(dots.x[i])) + " " + markup_number(plot.y(dots.y[i])) + "h0";
    for (unsigned label = 0; label < paths.size(); ++label)
      if (!paths[label].empty()) out += "<path stroke=\"" + color_text(label) + "\" d=\"" + paths[label] + "\"/>";
    out += "\n";
  }
  return "<g class=\"dots\">" + out + "</g>";
}

std::string class_legend(const ReportPage& page, const Dots& dots) {
  std::array<bool, 256> seen = {};
  for (const unsigned label : dots.labels) seen[label & 255u] = true;
  std::string entries;
  std::size_t count = 0;
  for (unsigned label = 0; label < kNoLabel && count < kMostInLegend; ++label) {
    if (!seen[label]) continue;
    ++count;
    entries +=
        "<li><svg class=\"key dot\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><circle cx=\"5\" cy=\"5\" "
        "r=\"4\" fill=\"" +
        color_text(label) + "\"/></svg>" + page.say(page.class_name(label)) + "</li>";
  }
  return entries.empty() ? std::string() : "<ul class=\"legend\">" + entries + "</ul>\n";
}

}  // namespace

std::string report_map(const ReportPage& page) {
  const Dots dots = lay_out(page);
  if (dots.x.empty()) return {};
  const int width = page.network().spec.code_width();
  const ReportPlot plot = map_plot(dots, width == 1);
  const double height = plot.top + plot.height + 22;
  const std::string svg = "<svg viewBox=\"0 0 " + markup_number(kMapSide) + " " + markup_number(height) +
                          "\" role=\"img\" aria-label=\"" + page.say("The map of the codes") + "\">\n" +
                          report_axes(plot, page.language) + dots_svg(plot, dots) + "</svg>\n";
  const auto n = static_cast<std::int64_t>(dots.x.size());
  const Sentence caption =
      width > 2
          ? plural(n, "The code of {0} held-out image, on the two axes along which the codes of {1} numbers vary most.",
                   "The codes of {0} held-out images, on the two axes along which the codes of {1} numbers vary most.",
                   width)
      : width == 2 ? plural(n, "The code of {0} held-out image: its first number across, its second up.",
                            "The codes of {0} held-out images: the first number across, the second up.")
                   : plural(n, "The code of {0} held-out image; up it is only spread by class.",
                            "The codes of {0} held-out images; up they are only spread by class.");
  return report_figure(svg + class_legend(page, dots), page.say(caption));
}

}  // namespace hourglass
