#include "data/text.h"

#include <algorithm>
#include <cctype>

namespace hourglass {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower_of(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

Argument in_quotes(std::string_view name) { return quote(printable(name)); }

Sentence images_text(std::size_t number) {
  return plural(static_cast<std::int64_t>(number), "{0} image", "{0} images");
}
Sentence labels_text(std::size_t number) {
  return plural(static_cast<std::int64_t>(number), "{0} label", "{0} labels");
}
Sentence files_text(std::size_t number) { return plural(static_cast<std::int64_t>(number), "{0} file", "{0} files"); }

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower_of);
  return result;
}

bool contains_word(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower_of(a) == b; }) != text.end();
}

std::string_view last_part(std::string_view path) {
  while (!path.empty() && (path.back() == '/' || path.back() == '\\')) path.remove_suffix(1);
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string stem(std::string_view path) {
  const std::string_view name = last_part(path);
  const std::size_t dot = name.find('.', 1);
  return std::string(name.substr(0, dot));
}

bool natural_less(std::string_view a, std::string_view b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const auto end_of_digits = [](std::string_view text, std::size_t at) {
        while (at < text.size() && is_digit(text[at])) ++at;
        return at;
      };
      const std::size_t end_a = end_of_digits(a, i), end_b = end_of_digits(b, j);
      std::string_view number_a = a.substr(i, end_a - i), number_b = b.substr(j, end_b - j);
      number_a.remove_prefix(std::min(number_a.find_first_not_of('0'), number_a.size()));
      number_b.remove_prefix(std::min(number_b.find_first_not_of('0'), number_b.size()));
      if (number_a.size() != number_b.size()) return number_a.size() < number_b.size();
      if (number_a != number_b) return number_a < number_b;
      i = end_a;
      j = end_b;
    } else {
      if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
      ++i;
      ++j;
    }
  }
  if (a.size() - i != b.size() - j) return a.size() - i < b.size() - j;
  return a < b;  // "01" and "1" are different names still
}

}  // namespace hourglass
