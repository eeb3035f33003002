#include "model/array_names.h"

#include <algorithm>
#include <array>

#include "text/characters.h"

namespace hourglass {
namespace {

constexpr long kLargestNumber = 1'000'000;

constexpr std::array<std::string_view, 4> kWeightWords = {"weight", "weights", "kernel", "w"};
constexpr std::array<std::string_view, 3> kBiasWords = {"bias", "biases", "b"};

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_number(char c) { return c >= '0' && c <= '9'; }
/// Letters beyond ASCII, too: bytes of UTF-8.
bool is_letter(char c) { return is_small(c) || is_capital(c) || static_cast<unsigned char>(c) >= 0x80; }

bool is_one_of(const std::string& word, const auto& words) { return std::ranges::find(words, word) != words.end(); }

}  // namespace

std::vector<ArrayNamePart> parts_of_array_name(std::string_view name) {
  std::vector<ArrayNamePart> parts;
  char before = 0;
  for (const char c : name) {
    if (is_letter(c)) {
      const bool begins = !is_letter(before) || (is_capital(c) && is_small(before));
      if (begins) parts.emplace_back();
      parts.back().word += is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (is_number(c)) {
      if (parts.empty() || (!is_number(before) && parts.back().number >= 0)) parts.emplace_back();
      long& number = parts.back().number;
      number = std::min(std::max(number, 0L) * 10 + (c - '0'), kLargestNumber);
    }
    before = c;
  }
  return parts;
}

ArrayName::ArrayName(std::string_view name) : parts(parts_of_array_name(name)) {
  std::string all;
  for (const ArrayNamePart& part : parts) {
    words.push_back(part.word);
    all += part.word;
    const bool of_bias = is_one_of(part.word, kBiasWords);
    bias = bias || of_bias;
    if (part.word.find("dec") != std::string::npos) {
      role = NamedRole::decoder;
    } else if (part.word.find("enc") != std::string::npos) {
      role = NamedRole::encoder;
    }
    if (!of_bias && !is_one_of(part.word, kWeightWords)) {
      layer.push_back(part);
    } else if (part.number >= 0) {
      layer.push_back({"", part.number});
    }
  }
  const std::size_t log = all.find("log");
  log_variance = log != std::string::npos && all.find("var", log) != std::string::npos;
}

Argument array_in_quotes(std::string_view name) { return quote(printable(name)); }

bool ArrayName::has(std::string_view word) const { return std::ranges::find(words, word) != words.end(); }

}  // namespace hourglass
