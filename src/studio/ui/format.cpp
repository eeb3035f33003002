#include "studio/ui/format.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace hourglass {
namespace {

std::string printed(const char* format, double value, int digits = 0) {
  char text[64];
  std::snprintf(text, sizeof text, format, digits, value);
  return text;
}

}  // namespace

Sentence duration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return {};
  const auto total = static_cast<std::int64_t>(std::ceil(seconds)), minutes = total / 60, rest = total % 60;
  if (minutes == 0) return say("{0} s", total);
  if (minutes >= 60) return say("{0} h {1} min", minutes / 60, minutes % 60);
  if (minutes >= 10) return say("{0} min", (total + 30) / 60);
  return rest == 0 ? say("{0} min", minutes) : say("{0} min {1} s", minutes, rest);
}

std::string figure(double value, int digits) {
  if (!std::isfinite(value)) return "\u2013";
  const double size = std::abs(value);
  if (size != 0 && (size < 1e-4 || size >= 1e6)) return true_minus(printed("%.*g", value, digits));
  const int before = size < 1 ? 1 : static_cast<int>(std::floor(std::log10(size))) + 1;
  // Below 1 the leading zeros do not count: 0.1273 has four digits.
  const int leading = size > 0 && size < 1 ? -static_cast<int>(std::floor(std::log10(size))) - 1 : 0;
  const int decimals = size < 1 ? digits + leading : std::max(0, digits - before);
  return true_minus(printed("%.*f", value, std::min(decimals, 6)));
}

Argument in_epochs(double epoch) {
  if (std::abs(epoch - std::round(epoch)) < 1e-6) return std::llround(epoch);
  return in_decimals(epoch, epoch < 1 ? 2 : 1);
}

std::string true_minus(std::string_view number) {
  return number.starts_with('-') ? "\u2212" + std::string(number.substr(1)) : std::string(number);
}

float grid_step(float least) {
  if (!(least > 0) || !std::isfinite(least)) return 1;
  const float power = std::pow(10.0f, std::floor(std::log10(least)));
  for (float m : {1.0f, 2.0f, 5.0f}) {
    if (m * power >= least * 0.9999f) return m * power;
  }
  return 10 * power;
}

std::vector<double> grid_values(double from, double to, double step) {
  constexpr double kMost = 500, kSlack = 1e-6;
  std::vector<double> values;
  const double first = std::ceil(from / step - kSlack), last = std::floor(to / step + kSlack);
  const bool apart = static_cast<float>(first * step) != static_cast<float>((first + 1) * step);
  if (!(step > 0) || !(last - first < kMost) || !apart) return values;
  for (double i = 0; i <= last - first; ++i) values.push_back((first + i) * step);
  return values;
}

std::string grid_number(float value, float step) {
  const int decimals = std::clamp(-static_cast<int>(std::floor(std::log10(step) + 1e-4f)), 0, 6);
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", decimals,
                static_cast<double>(std::abs(value) < step * 0.01f ? 0.0f : value));
  return true_minus(text);
}

}  // namespace hourglass
