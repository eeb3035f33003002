#include "text/markup.h"

#include <cmath>
#include <cstdio>

#include "text/characters.h"

namespace hourglass {
namespace {

bool cannot_be_shown(char32_t letter) {
  const bool control = (letter < 0x20 && letter != '\t' && letter != '\n') || (letter >= 0x7f && letter < 0xa0);
  const bool turns = (letter >= 0x202a && letter <= 0x202e) || (letter >= 0x2066 && letter <= 0x2069);
  const bool none = (letter >= 0xd800 && letter < 0xe000) || letter > 0x10ffff || (letter & 0xfffe) == 0xfffe;
  return control || turns || none || letter == 0xfffd;
}

}  // namespace

std::string escaped_markup(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint letter = code_point_at(text, at);
    at += letter.bytes;
    switch (letter.value) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: append_utf8(out, cannot_be_shown(letter.value) ? 0xfffd : letter.value);
    }
  }
  return out;
}

std::string markup_number(double value) {
  if (!std::isfinite(value) || std::abs(value) > 1e6) return "0";
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  std::string out = text;
  out.erase(out.find_last_not_of('0') + 1);
  if (out.back() == '.') out.pop_back();
  return out == "-0" ? "0" : out;
}

}  // namespace hourglass
