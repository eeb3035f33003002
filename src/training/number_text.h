// Numbers as settings write them: the shortest text that reads back as the same number, with a point, in any locale.
#pragma once

#include <charconv>
#include <cmath>
#include <string>
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

}  // namespace hourglass
