// Text by characters: steps through UTF-8 that never end within a character, nor between a letter and its accent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hourglass {

/// The code point at `at` and the bytes it takes. A byte that is no UTF-8 counts as one character, U+FFFD.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;
};
CodePoint code_point_at(std::string_view text, std::size_t at);

/// Adds one in UTF-8.
void append_utf8(std::string& out, char32_t letter);

/// Where the character that begins at `at` ends: with the marks, joiners and selectors that belong to it.
std::size_t next_character(std::string_view text, std::size_t at);
std::size_t count_characters(std::string_view text);

/// Safe to show, without quotes, at most `longest` bytes (more than 3); for names from files. Never empty.
std::string printable(std::string_view text, std::size_t longest = 80);

/// The first so many characters, with an ellipsis where there are more.
std::string shortened(std::string_view text, std::size_t characters);

/// Chinese, Japanese and Korean letters: a line may break between any two of them.
bool is_ideograph(char32_t letter);
/// May not begin a line: closing brackets, full stops and commas of any script.
bool never_begins_line(char32_t letter);
/// May not end a line: opening brackets.
bool never_ends_line(char32_t letter);

}  // namespace hourglass
