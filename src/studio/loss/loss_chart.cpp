#include "studio/loss/loss_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "studio/ui/format.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

/// The first fall of a long run would squeeze all that follows into a line: on a linear scale it leaves the chart
/// above.
constexpr double kLongRun = 5;       // epochs
constexpr double kFirstFall = 0.03;  // of the run

bool shows(float value, bool logarithmic) { return std::isfinite(value) && (!logarithmic || value > 0); }

std::string tick_text(double value, double step) {
  if (value == 0) return "0";
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(std::max(step, 1e-9)) - 1e-9)), 0, 6);
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return true_minus(text);
}

void dashed_line(ImDrawList& list, const std::vector<ImVec2>& points, ImU32 color, float width) {
  constexpr float kDash = 5, kGap = 4;
  float at = 0;  // along the line
  for (std::size_t i = 1; i < points.size(); ++i) {
    const ImVec2 a = points[i - 1], b = points[i];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    if (length <= 0) continue;
    for (float s = 0; s < length;) {
      const float phase = std::fmod(at + s, kDash + kGap);
      const float next = std::min(length, s + (phase < kDash ? kDash - phase : kDash + kGap - phase));
      if (phase < kDash) {
        const float f = s / length, g = next / length;
        list.AddLine({a.x + (b.x - a.x) * f, a.y + (b.y - a.y) * f}, {a.x + (b.x - a.x) * g, a.y + (b.y - a.y) * g},
                     color, width);
      }
      s = next + 1e-3f;
    }
    at += length;
  }
}

}  // namespace

ChartRange chart_range(const std::vector<ChartLine>& lines, bool logarithmic) {
  ChartRange range{.logarithmic = logarithmic};
  double low = std::numeric_limits<double>::infinity(), high = -low, last = 0;
  for (const ChartLine& line : lines)
    for (const ImVec2& p : line.points)
      if (shows(p.y, logarithmic)) last = std::max(last, static_cast<double>(p.x));
  const double from = !logarithmic && last >= kLongRun ? last * kFirstFall : 0;
  for (const ChartLine& line : lines)
    for (const ImVec2& p : line.points)
      if (shows(p.y, logarithmic) && static_cast<double>(p.x) >= from) {
        low = std::min(low, static_cast<double>(p.y)), high = std::max(high, static_cast<double>(p.y));
      }
  range.x1 = std::max(1.0, last);
  if (low > high) {
    range.y0 = logarithmic ? 0.1 : 0, range.y1 = 1;
    return range;
  }
  if (logarithmic) {
    const double air = std::pow(std::max(high / low, 1.2), 0.06);
    range.y0 = low / air, range.y1 = high * air;
  } else {
    const double air = std::max((high - low) * 0.08, high * 0.01);
    range.y0 = std::max(0.0, low - air), range.y1 = high + air;
    if (range.y0 < 0.25 * range.y1) range.y0 = 0;
  }
  return range;
}

std::vector<double> chart_ticks(double low, double high, int wanted, bool logarithmic) {
  std::vector<double> ticks;
  if (!(high > low) || wanted < 1) return ticks;
  if (logarithmic && high / low > 6) {
    const int decades = static_cast<int>(std::floor(std::log10(high / low))) + 1;
    const int each = decades * 3 <= wanted + 2 ? 3 : 1;
    constexpr double kMultiples[] = {1, 2, 5};
    for (int power = static_cast<int>(std::floor(std::log10(low))); power <= std::ceil(std::log10(high)); ++power)
      for (int m = 0; m < each; ++m) {
        const double value = kMultiples[m] * std::pow(10.0, power);
        if (value >= low && value <= high) ticks.push_back(value);
      }
    return ticks;
  }
  const double rough = (high - low) / wanted, power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = power * 10;
  for (const double m : {1.0, 2.0, 5.0})
    if (power * m >= rough) {
      step = power * m;
      break;
    }
  for (double value = std::ceil(low / step - 1e-9) * step; value <= high + step * 1e-6; value += step)
    ticks.push_back(std::abs(value) < step * 1e-6 ? 0 : value);
  return ticks;
}

float chart_x(const Rect& plot, const ChartRange& r, double epoch) {
  return plot.x + plot.w * static_cast<float>((epoch - r.x0) / (r.x1 - r.x0));
}

float chart_y(const Rect& plot, const ChartRange& r, double value) {
  const double share =
      r.logarithmic ? std::log(std::max(value, 1e-12) / r.y0) / std::log(r.y1 / r.y0) : (value - r.y0) / (r.y1 - r.y0);
  return plot.bottom() - plot.h * static_cast<float>(share);
}

double chart_epoch(const Rect& plot, const ChartRange& r, float x) {
  return r.x0 + (r.x1 - r.x0) * static_cast<double>((x - plot.x) / std::max(1.0f, plot.w));
}

Rect draw_chart(Context& ui, const Rect& area, const ChartRange& range, const std::vector<ChartLine>& lines) {
  const Theme& t = ui.theme;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto ticks = chart_ticks(range.y0, range.y1, std::max(2, static_cast<int>(area.h / 36)), range.logarithmic);
  const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : ticks.empty() ? 1 : ticks[0];
  float widest = 0;
  for (const double tick : ticks) widest = std::max(widest, text_width(ui.fonts.small, tick_text(tick, step)));
  Rect plot = area;
  cut_left(plot, std::ceil(widest) + 2, kGap2);
  cut_bottom(plot, 18, 2);
  cut_top(plot, 4);
  cut_right(plot, 6);
  if (plot.w < 20 || plot.h < 20) return plot;

  for (const double tick : ticks) {
    const float y = std::round(chart_y(plot, range, tick)) + 0.5f;
    list.AddLine({plot.x, y}, {plot.right(), y}, t.grid);
    draw_text(ui, {area.x, y - 8, plot.x - kGap2 - area.x, 16}, tick_text(tick, step), ui.fonts.small, t.muted,
              Align::right);
  }
  const auto epochs = chart_ticks(range.x0, range.x1, std::max(2, static_cast<int>(plot.w / 80)), false);
  const double epoch_step = epochs.size() > 1 ? epochs[1] - epochs[0] : 1;
  for (const double& tick : epochs) {
    const float x = std::round(chart_x(plot, range, tick)) + 0.5f;
    list.AddLine({x, plot.bottom()}, {x, plot.bottom() + 4}, t.field_border);
    const bool last = &tick == &epochs.back();
    const std::string text = tick_text(tick, epoch_step) + (last ? " epochs" : "");
    // The last label ends at the plot's edge rather than being cut there.
    const float half = text_width(ui.fonts.small, text) / 2 + 1;
    const float middle =
        std::clamp(x, plot.x + (tick == 0 ? 4.0f : half), std::max(plot.x + half, plot.right() + 6 - half));
    draw_text(ui, {middle - half, plot.bottom() + 4, 2 * half, 16}, text, ui.fonts.small, t.muted, Align::center);
  }
  list.AddLine({plot.x, plot.bottom() + 0.5f}, {plot.right(), plot.bottom() + 0.5f}, t.field_border);

  list.PushClipRect({plot.x - 2, plot.y - 2}, {plot.right() + 2, plot.bottom() + 2}, true);
  std::vector<ImVec2> screen;
  const auto stroke = [&](const ChartLine& line) {
    if (screen.size() == 1 && !line.dashed) list.AddCircleFilled(screen[0], line.width + 1, line.color);
    if (screen.size() > 1) {
      if (line.dashed)
        dashed_line(list, screen, line.color, line.width);
      else
        list.AddPolyline(screen.data(), static_cast<int>(screen.size()), line.color, 0, line.width);
    }
    screen.clear();
  };
  for (const ChartLine& line : lines) {
    for (const ImVec2& p : line.points) {
      if (!shows(p.y, range.logarithmic)) {
        stroke(line);
        continue;
      }
      const ImVec2 at{chart_x(plot, range, static_cast<double>(p.x)), chart_y(plot, range, static_cast<double>(p.y))};
      // Points closer than half a pixel add nothing but vertices.
      if (screen.empty() || std::abs(at.x - screen.back().x) + std::abs(at.y - screen.back().y) > 0.5f)
        screen.push_back(at);
    }
    stroke(line);
  }
  list.PopClipRect();
  return plot;
}

}  // namespace hourglass
