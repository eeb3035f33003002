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

std::string with_thousands(double whole) {
  std::string digits = printed("%.*f", std::abs(std::round(whole)));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), ",");
  return std::round(whole) < 0 ? "\u2212" + digits : digits;
}

std::string duration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return {};
  const auto total = static_cast<long long>(std::ceil(seconds));
  if (total < 60) return std::to_string(total) + " s";
  const long long minutes = total / 60, rest = total % 60;
  if (minutes < 10) return std::to_string(minutes) + " min" + (rest ? " " + std::to_string(rest) + " s" : "");
  if (minutes < 60) return std::to_string((total + 30) / 60) + " min";
  return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

std::string size_of_bytes(double bytes) {
  if (bytes < 1000) return printed("%.*f", bytes) + " B";
  if (bytes < 1e6) return printed("%.*f", bytes / 1e3) + " kB";
  if (bytes < 1e9) return printed("%.*f", bytes / 1e6, bytes < 1e7 ? 1 : 0) + " MB";
  return printed("%.*f", bytes / 1e9, 1) + " GB";
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

std::string epochs_text(double epoch) {
  if (std::abs(epoch - std::round(epoch)) < 1e-6) return with_thousands(epoch);
  return printed("%.*f", epoch, epoch < 1 ? 2 : 1);
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

std::string grid_number(float value, float step) {
  const int decimals = std::clamp(-static_cast<int>(std::floor(std::log10(step) + 1e-4f)), 0, 6);
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", decimals,
                static_cast<double>(std::abs(value) < step * 0.01f ? 0.0f : value));
  return true_minus(text);
}

}  // namespace hourglass
