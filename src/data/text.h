// Words for sentences: numbers with thousands separators, sizes, quoted file names; and the comparisons of names that
// several codecs need. Apart so that every sentence about a file is written alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hourglass {

/// 18726 -> "18,726".
std::string with_commas(std::uint64_t number);
/// 240'123'456 -> "240 MB"; under 1 MB in kB, under 1 kB in bytes.
std::string readable_size(std::uint64_t bytes);
/// 1, "image" -> "1 image"; 2 -> "2 images"; 2, "class", "classes".
std::string counted(std::uint64_t number, std::string_view one, std::string_view many = {});
/// The name in double quotes, made safe to show: printable UTF-8, at most 80 bytes, the end kept when it is longer.
std::string in_quotes(std::string_view name);
/// Safe to show, without quotes, at most `longest` bytes (more than 3); for class names from folders and labels. Never
/// empty.
std::string printable(std::string_view text, std::size_t longest = 80);

std::string lower(std::string_view text);
/// `part` is in lower case.
bool contains_word(std::string_view text, std::string_view part);
/// "a/b/c.png" -> "c.png". Both kinds of slash.
std::string_view last_part(std::string_view path);
/// "a/b.tar.gz" -> "b".
std::string stem(std::string_view path);
/// "9" before "10", then letters: the order in which class names are numbered.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace hourglass
