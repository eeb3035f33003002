// Reading a number that a person typed. One reader for every field, link and flag, so that a decimal comma is
// understood everywhere or nowhere.
#pragma once

#include <optional>
#include <string_view>

namespace hourglass {

/// The whole of `text`, but for spaces around it, as a finite decimal number, or nothing. A comma is read as a point
/// ("0,01"), and the minus sign that the page itself writes (U+2212) as a hyphen. Separators of thousands are not
/// guessed: a text with two separators is no number, and "1,000" is one.
std::optional<double> parse_number(std::string_view text);

/// The same for a whole number, where "1,000" and "1.000" would be a thousand to some and one to others: only digits
/// and a sign, or an exponent ("1e3"), are read.
std::optional<double> parse_whole_number(std::string_view text);

}  // namespace hourglass
