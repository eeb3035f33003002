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

/// How far lines beside the run's own may widen the range: to so many times its epochs, and above and below by so much
/// of its height each. A curve that is flat still counts as so high.
constexpr double kTimesAsLong = 3, kReach = 0.75;
constexpr double kLeastSpan = 0.25, kLeastRatio = 1.3;

bool shows(float value, bool logarithmic) { return std::isfinite(value) && (!logarithmic || value > 0); }

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

/// What finite points span, heights as they are or as logarithms.
struct Extent {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  bool empty() const { return low > high; }
  double span() const { return high - low; }
  void add(double value) { low = std::min(low, value), high = std::max(high, value); }
};

double last_epoch(const std::vector<ChartLine>& lines, bool logarithmic) {
  double last = 0;
  for (const ChartLine& line : lines)
    for (const ImVec2& p : line.points)
      if (shows(p.y, logarithmic)) last = std::max(last, static_cast<double>(p.x));
  return last;
}

int most_points(const std::vector<ChartLine>& lines) {
  std::size_t most = 0;
  for (const ChartLine& line : lines) most = std::max(most, line.points.size());
  return static_cast<int>(most);
}

/// Calls add(height) for each point over the range's epochs that is worth its place.
template <class Add>
void each_height(const std::vector<ChartLine>& lines, const ChartRange& range, Add&& add) {
  const double from = !range.logarithmic && range.x1 >= kLongRun ? range.x1 * kFirstFall : 0;
  for (const ChartLine& line : lines)
    for (const ImVec2& p : line.points) {
      const auto x = static_cast<double>(p.x), y = static_cast<double>(p.y);
      if (shows(p.y, range.logarithmic) && x >= from && x <= range.x1) add(range.logarithmic ? std::log(y) : y);
    }
}

/// Of a range that holds `own`: what lies beside it and near enough to be shown too.
Extent widened(const Extent& own, const std::vector<ChartLine>& beside, const ChartRange& range) {
  const double least = range.logarithmic ? std::log(kLeastRatio) : own.high * kLeastSpan;
  const double reach = kReach * std::max(own.span(), least);
  Extent all = own;
  each_height(beside, range, [&](double y) {
    if (y >= own.low - reach && y <= own.high + reach) all.add(y);
  });
  return all;
}

}  // namespace

ChartRange chart_range(const std::vector<ChartLine>& lines, const std::vector<ChartLine>& beside, bool logarithmic) {
  // A run that has not begun has nothing that could be squeezed.
  if (most_points(lines) < 2 && most_points(beside) > 0) {
    std::vector<ChartLine> all = lines;
    all.insert(all.end(), beside.begin(), beside.end());
    return chart_range(all, {}, logarithmic);
  }
  ChartRange range{.logarithmic = logarithmic};
  const double own_last = std::max(1.0, last_epoch(lines, logarithmic));
  range.x1 = std::max(own_last, std::min(last_epoch(beside, logarithmic), kTimesAsLong * own_last));
  Extent own;
  each_height(lines, range, [&](double y) { own.add(y); });
  if (own.empty()) {
    range.y0 = logarithmic ? 0.1 : 0, range.y1 = 1;
    return range;
  }
  const Extent all = widened(own, beside, range);
  if (logarithmic) {
    const double low = std::exp(all.low), high = std::exp(all.high);
    const double air = std::pow(std::max(high / low, 1.2), 0.06);
    range.y0 = low / air, range.y1 = high * air;
  } else {
    const double air = std::max(all.span() * 0.08, all.high * 0.01);
    range.y0 = std::max(0.0, all.low - air), range.y1 = all.high + air;
    if (range.y0 < 0.25 * range.y1) range.y0 = 0;
  }
  return range;
}

Beyond ends_beyond(const ChartLine& line, const ChartRange& range) {
  const ImVec2* last = nullptr;
  for (const ImVec2& p : line.points)
    if (shows(p.y, range.logarithmic) && (!last || static_cast<double>(p.x) <= range.x1)) last = &p;
  if (!last) return Beyond::no;
  const auto y = static_cast<double>(last->y);
  return y > range.y1 ? Beyond::above : y < range.y0 ? Beyond::below : Beyond::no;
}

std::string tick_text(double value, double step) {
  if (value == 0) return "0";
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(std::max(step, 1e-9)) - 1e-9)), 0, 6);
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return true_minus(text);
}

double tick_step(const std::vector<double>& ticks) {
  return ticks.size() > 1 ? ticks[1] - ticks[0] : ticks.empty() ? 1 : ticks[0];
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
  return grid_values(low, high, step);
}

/// What lies far outside the plot lies so many times its size away: a line to it is as steep, and can still be drawn.
constexpr double kFarthest = 50;

float chart_x(const Rect& plot, const ChartRange& r, double epoch) {
  const double share = (epoch - r.x0) / (r.x1 - r.x0);
  return plot.x + plot.w * static_cast<float>(std::clamp(share, -kFarthest, kFarthest));
}

float chart_y(const Rect& plot, const ChartRange& r, double value) {
  const double share =
      r.logarithmic ? std::log(std::max(value, 1e-12) / r.y0) / std::log(r.y1 / r.y0) : (value - r.y0) / (r.y1 - r.y0);
  return plot.bottom() - plot.h * static_cast<float>(std::clamp(share, -kFarthest, kFarthest));
}

double chart_epoch(const Rect& plot, const ChartRange& r, float x) {
  return r.x0 + (r.x1 - r.x0) * static_cast<double>((x - plot.x) / std::max(1.0f, plot.w));
}

namespace {

void draw_value_axis(Ui& ui, const Rect& area, const Rect& plot, const ChartRange& range,
                     const std::vector<double>& ticks) {
  const Theme& t = ui.theme;
  for (const double tick : ticks) {
    const float y = std::round(chart_y(plot, range, tick)) + 0.5f;
    ImGui::GetWindowDrawList()->AddLine({plot.x, y}, {plot.right(), y}, t.grid);
    draw_text(ui, {area.x, y - 8, plot.x - kGap2 - area.x, 16}, verbatim(tick_text(tick, tick_step(ticks))),
              ui.fonts.small, t.muted, Align::right);
  }
}

void draw_epoch_axis(Ui& ui, const Rect& plot, const ChartRange& range) {
  const Theme& t = ui.theme;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto epochs = chart_ticks(range.x0, range.x1, std::max(2, static_cast<int>(plot.w / 80)), false);
  for (const double& tick : epochs) {
    const float x = std::round(chart_x(plot, range, tick)) + 0.5f;
    list.AddLine({x, plot.bottom()}, {x, plot.bottom() + 4}, t.field_border);
    const bool last = &tick == &epochs.back();
    const std::string number = tick_text(tick, tick_step(epochs));
    const Said text = ui.say(last ? say("{0} epochs", number) : verbatim(number));
    // The last label ends at the plot's edge rather than being cut there.
    const float half = text_width(ui.fonts.small, text) / 2 + 1;
    const float middle =
        std::clamp(x, plot.x + (tick == 0 ? 4.0f : half), std::max(plot.x + half, plot.right() + 6 - half));
    draw_text(ui, {middle - half, plot.bottom() + 4, 2 * half, 16}, text, ui.fonts.small, t.muted, Align::center);
  }
  list.AddLine({plot.x, plot.bottom() + 0.5f}, {plot.right(), plot.bottom() + 0.5f}, t.field_border);
}

void draw_line(const Rect& plot, const ChartRange& range, const ChartLine& line) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (const std::vector<ImVec2>& part : chart_strokes(plot, range, line)) {
    if (part.size() == 1 && !line.dashed) list.AddCircleFilled(part[0], line.width + 1, line.color);
    if (part.size() < 2) continue;
    if (line.dashed)
      dashed_line(list, part, line.color, line.width);
    else
      list.AddPolyline(part.data(), static_cast<int>(part.size()), line.color, 0, line.width);
  }
}

}  // namespace

std::vector<std::vector<ImVec2>> chart_strokes(const Rect& plot, const ChartRange& range, const ChartLine& line) {
  std::vector<std::vector<ImVec2>> strokes(1);
  for (const ImVec2& p : line.points) {
    if (!shows(p.y, range.logarithmic)) {
      if (!strokes.back().empty()) strokes.emplace_back();
      continue;
    }
    const ImVec2 at{chart_x(plot, range, static_cast<double>(p.x)), chart_y(plot, range, static_cast<double>(p.y))};
    // Points closer than half a pixel add nothing but vertices.
    std::vector<ImVec2>& stroke = strokes.back();
    if (stroke.empty() || std::abs(at.x - stroke.back().x) + std::abs(at.y - stroke.back().y) > 0.5f)
      stroke.push_back(at);
  }
  return strokes;
}

bool line_meets(const std::vector<std::vector<ImVec2>>& strokes, const Rect& place) {
  // A piece meets it where their boxes overlap and not all four corners lie on one side of the piece.
  const auto piece_meets = [&](ImVec2 a, ImVec2 b) {
    if (std::max(a.x, b.x) < place.x || std::min(a.x, b.x) > place.right()) return false;
    if (std::max(a.y, b.y) < place.y || std::min(a.y, b.y) > place.bottom()) return false;
    int left = 0, right = 0;
    for (const float x : {place.x, place.right()})
      for (const float y : {place.y, place.bottom()}) {
        const float side = (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
        left += side >= 0, right += side <= 0;
      }
    return left > 0 && right > 0;
  };
  for (const std::vector<ImVec2>& stroke : strokes)
    for (std::size_t i = 0; i < stroke.size(); ++i)
      if (piece_meets(stroke[i > 0 ? i - 1 : 0], stroke[i])) return true;
  return false;
}

std::array<ImVec2, 3> exit_arrow(const Rect& plot, Beyond beyond, int place, float size) {
  const float x = plot.right() - size * (1.5f + 3.0f * static_cast<float>(place));
  const bool up = beyond == Beyond::above;
  const float tip = up ? plot.y + 2 : plot.bottom() - 2, base = up ? tip + 1.6f * size : tip - 1.6f * size;
  return {ImVec2{x - size, base}, {x + size, base}, {x, tip}};
}

Rect draw_chart(Ui& ui, const Rect& area, const ChartRange& range, const std::vector<ChartLine>& lines) {
  const auto ticks = chart_ticks(range.y0, range.y1, std::max(2, static_cast<int>(area.h / 36)), range.logarithmic);
  float widest = 0;
  for (const double tick : ticks)
    widest = std::max(widest, text_width(ui.fonts.small, tick_text(tick, tick_step(ticks))));
  Rect plot = area;
  cut_left(plot, std::ceil(widest) + 2, kGap2);
  cut_bottom(plot, 18, 2);
  cut_top(plot, 4);
  cut_right(plot, 6);
  if (plot.w < 20 || plot.h < 20) return plot;
  draw_value_axis(ui, area, plot, range, ticks);
  draw_epoch_axis(ui, plot, range);

  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect({plot.x - 2, plot.y - 2}, {plot.right() + 2, plot.bottom() + 2}, true);
  int arrows = 0;
  for (const ChartLine& line : lines) {
    draw_line(plot, range, line);
    if (const Beyond beyond = ends_beyond(line, range); beyond != Beyond::no) {
      const auto arrow = exit_arrow(plot, beyond, arrows++, 5);
      list.AddTriangleFilled(arrow[0], arrow[1], arrow[2], line.color);
    }
  }
  list.PopClipRect();
  return plot;
}

}  // namespace hourglass
