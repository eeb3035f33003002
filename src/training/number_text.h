// Numbers as settings write them: the shortest text that reads back as the same number, with a point, in any locale.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace hourglass {

template <class Number>
std::string number_text(Number value) {
  char text[64];
  // 0.0005 rather than 5e-04 where people read it without counting zeros.
  const double size = std::abs(static_cast<double>(value));
  if constexpr (std::is_floating_point_v<Number>) {
    if (size >= 1e-5 && size < 1e15) {
      const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr;
      return {text, end};
    }
  }
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

/// The whole of `text` as a finite decimal number, or nothing.
inline std::optional<double> parse_number(std::string_view text) {
  if (text.empty() || text.find_first_not_of("+-.0123456789eE") != std::string_view::npos) return std::nullopt;
  const std::string whole(text);
  char* end = nullptr;
  const double value = std::strtod(whole.c_str(), &end);
  if (end != whole.c_str() + whole.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace hourglass
