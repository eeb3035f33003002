#include "text/pseudo.h"

#include "text/characters.h"

namespace hourglass {
namespace {

// All within U+00C0 to U+017F, which the interface's font has.
constexpr std::string_view kSmall[26] = {"å", "b", "ç", "ð", "é", "f", "ğ", "ĥ", "í", "ĵ", "ķ", "ł", "m",
                                         "ñ", "ö", "þ", "q", "ŕ", "š", "ţ", "û", "v", "ŵ", "x", "ý", "ž"};
constexpr std::string_view kLarge[26] = {"Å", "B", "Ç", "Ð", "É", "F", "Ğ", "Ĥ", "Í", "Ĵ", "Ķ", "Ł", "M",
                                         "Ñ", "Ö", "Þ", "Q", "Ŕ", "Š", "Ţ", "Û", "V", "Ŵ", "X", "Ý", "Ž"};

}  // namespace

std::string pseudo_accents(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z')
      out += kSmall[c - 'a'];
    else if (c >= 'A' && c <= 'Z')
      out += kLarge[c - 'A'];
    else
      out += c;
  }
  return out;
}

std::string pseudo_filling(std::string_view text) {
  const std::size_t wanted = count_characters(text) / 3;
  std::string out;
  for (std::size_t i = 0; i < wanted; ++i) out += i % 8 == 7 ? " " : "·";
  return out;
}

}  // namespace hourglass
