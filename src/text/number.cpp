#include "text/number.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

namespace hourglass {
namespace {

constexpr std::string_view kMinusSign = "\u2212";

std::string_view without_spaces_around(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  text = without_spaces_around(text);
  std::string plain;
  if (text.starts_with(kMinusSign)) {
    plain = "-";
    text.remove_prefix(kMinusSign.size());
  }
  plain += text;
  if (plain.empty() || plain.find_first_not_of("+-.,0123456789eE") != std::string::npos) return std::nullopt;
  std::ranges::replace(plain, ',', '.');
  // libc++ of the web build has from_chars for whole numbers only; the program never leaves the C locale.
  char* end = nullptr;
  const double value = std::strtod(plain.c_str(), &end);
  if (end != plain.c_str() + plain.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<double> parse_whole_number(std::string_view text) {
  if (text.find_first_of(".,") != std::string_view::npos) return std::nullopt;
  const std::optional<double> value = parse_number(text);
  return value && *value == std::floor(*value) ? value : std::nullopt;
}

}  // namespace hourglass
