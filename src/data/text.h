// Names in sentences: made safe to show, quoted; and the comparisons of names that several codecs need. Apart so that
// every sentence about a file is written alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/characters.h"
#include "text/sentence.h"

namespace hourglass {

/// The name in the language's quotes, made safe to show: printable UTF-8, at most 80 bytes, the end kept when it is
/// longer.
Argument in_quotes(std::string_view name);
/// "1 image", "2,000 images"; "1 label"; "1 file".
Sentence images_text(std::size_t number);
Sentence labels_text(std::size_t number);
Sentence files_text(std::size_t number);
/// As a field of a CSV table: in double quotes, its own doubled, where a comma, quote or line end would be taken for
/// the table's.
std::string csv_field(std::string_view text);

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
