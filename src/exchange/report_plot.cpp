// What the pictures of a report share: axes, figures, images.
#include <algorithm>
#include <cmath>

#include "data/base64.h"
#include "data/png.h"
#include "exchange/report_parts.h"
#include "text/markup.h"

namespace hourglass {
namespace {

/// Multiples of a round step, at most so many, and how many decimals tell them apart.
struct RoundNumbers {
  std::vector<double> values;
  int decimals = 0;
};

RoundNumbers round_numbers(double from, double to, int most) {
  RoundNumbers round;
  const double least = (to - from) / most;
  if (!(least > 0) || !std::isfinite(least) || !(least > 1e-7 * std::max(std::abs(from), std::abs(to)))) return round;
  double step = std::pow(10.0, std::floor(std::log10(least)));
  for (const double times : {1.0, 2.0, 5.0, 10.0}) {
    if (step * times < least * (1 - 1e-9)) continue;
    step *= times;
    break;
  }
  round.decimals = std::clamp(static_cast<int>(-std::floor(std::log10(step) + 1e-9)), 0, 12);
  const double first = std::ceil(from / step - 1e-9);
  for (int i = 0; i <= most + 1 && (first + i) * step <= to + 1e-9 * step; ++i) {
    const double value = (first + i) * step;
    round.values.push_back(std::abs(value) < step / 2 ? 0.0 : value);
  }
  return round;
}

std::string axis_number(double x, double y, const char* anchor, const std::string& text) {
  return "<text x=\"" + markup_number(x) + "\" y=\"" + markup_number(y) + "\" text-anchor=\"" + anchor + "\">" +
         escaped_markup(text) + "</text>";
}

}  // namespace

std::string report_axes(const ReportPlot& plot, const Language& language) {
  constexpr double kBetweenColumns = 55, kBetweenRows = 32;
  const double right = plot.left + plot.width, bottom = plot.top + plot.height;
  std::string grid, numbers;
  const RoundNumbers across =
      round_numbers(plot.x0, plot.x1, std::max(2, static_cast<int>(plot.width / kBetweenColumns)));
  for (const double value : across.values) {
    const double x = plot.x(value);
    grid += "M" + markup_number(x) + " " + markup_number(plot.top) + "V" + markup_number(bottom);
    numbers += axis_number(x, bottom + 14, "middle", language.decimals(value, across.decimals));
  }
  const RoundNumbers up = round_numbers(plot.y0, plot.y1, std::max(2, static_cast<int>(plot.height / kBetweenRows)));
  for (const double value : up.values) {
    const double y = plot.y(value);
    grid += "M" + markup_number(plot.left) + " " + markup_number(y) + "H" + markup_number(right);
    numbers += axis_number(plot.left - 5, y + 3.5, "end", language.decimals(value, up.decimals));
  }
  return "<path class=\"grid\" d=\"" + grid + "\"/><g class=\"numbers\">" + numbers + "</g><rect class=\"frame\" x=\"" +
         markup_number(plot.left) + "\" y=\"" + markup_number(plot.top) + "\" width=\"" + markup_number(plot.width) +
         "\" height=\"" + markup_number(plot.height) + "\"/>\n";
}

std::string report_figure(const std::string& picture, const std::string& caption) {
  return "<figure>\n" + picture + "<figcaption>" + caption + "</figcaption>\n</figure>\n";
}

std::string report_image(const Picture& picture, const std::string& alt) {
  const std::vector<std::uint8_t> png = encode_png(picture);
  if (png.empty()) return {};
  return "<img alt=\"" + alt + "\" width=\"" + std::to_string(picture.width) + "\" height=\"" +
         std::to_string(picture.height) + "\" src=\"data:image/png;base64," + to_base64(png) + "\">\n";
}

}  // namespace hourglass
