#include "text/number.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>

namespace hourglass {
namespace {

constexpr std::string_view kMinusSign = "\u2212";

std::string_view without_spaces_around(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Where an exponent would make people count: 10^-5 to 10^15.
constexpr int kFirstPlace = -5, kLastPlace = 14;

/// `digits` with the point after the first one that stands at the place of `exponent`, a power of ten.
std::string laid_out(std::string_view digits, int exponent) {
  const auto count = static_cast<int>(digits.size());
  if (exponent < kFirstPlace || exponent > kLastPlace) {
    std::string text(digits.substr(0, 1));
    if (count > 1) text.append(".").append(digits.substr(1));
    const std::string power = std::to_string(std::abs(exponent));
    return text + (exponent < 0 ? "e-" : "e+") + (power.size() < 2 ? "0" : "") + power;
  }
  if (exponent < 0) return "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + std::string(digits);
  std::string text(digits);
  if (count <= exponent + 1) return text.append(static_cast<std::size_t>(exponent + 1 - count), '0');
  return text.insert(static_cast<std::size_t>(exponent + 1), ".");
}

struct Digits {
  std::string digits;  // the first is not 0
  int exponent = 0;    // the power of ten of the first
};

/// Of a value above 0, by the JSON library's own writer. std::to_chars would be at hand, but in libc++ its tables are a
/// tenth of what a visitor of the page waits for.
template <class Number>
Digits digits_of(Number value) {
  std::array<char, 32> digits;
  int count = 0, places = 0;
  nlohmann::detail::dtoa_impl::grisu2(digits.data(), count, places, value);
  return {{digits.data(), static_cast<std::size_t>(count)}, count + places - 1};
}

/// 0.01207 from 0.012070000000000001: every decimal of so many digits stands for a double of its own, but once in two
/// thousand times Grisu2 does not find it.
constexpr std::size_t kSafeDigits = std::numeric_limits<double>::digits10;

Digits short_if_it_reads_back(const Digits& found, double value) {
  const std::size_t last = found.digits.find_last_not_of("09", kSafeDigits - 1);
  const bool many_zeros_or_nines = found.digits.size() > kSafeDigits && last + 1 < kSafeDigits;
  if (!many_zeros_or_nines) return found;
  char text[40];
  std::snprintf(text, sizeof text, "%.*e", static_cast<int>(kSafeDigits) - 1, value);
  if (std::strtod(text, nullptr) != value) return found;
  const std::string_view written = text;
  const std::size_t power = written.find('e');
  std::string digits(written.substr(0, power));
  digits.erase(1, 1);
  digits.erase(digits.find_last_not_of('0') + 1);
  return {digits, std::atoi(text + power + 1)};
}

template <class Number>
std::string text_of(Number value) {
  if (std::isnan(value)) return "nan";
  const std::string sign = std::signbit(value) ? "-" : "";
  if (std::isinf(value)) return sign + "inf";
  if (value == 0) return sign + "0";
  const Digits found = digits_of(std::abs(value));
  const auto& [digits, exponent] =
      std::is_same_v<Number, double> ? short_if_it_reads_back(found, std::abs(value)) : found;
  return sign + laid_out(digits, exponent);
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

std::string number_text(double value) { return text_of(value); }

std::string number_text(float value) { return text_of(value); }

}  // namespace hourglass
