// Numbers as text. One reader of what a person typed, for every field, link and flag, so that a decimal comma is
// understood everywhere or nowhere; and one writer for settings and files.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace hourglass {

/// The whole of `text`, but for spaces around it, as a finite decimal number, or nothing. A comma is read as a point
/// ("0,01"), and the minus sign that the page itself writes (U+2212) as a hyphen. Separators of thousands are not
/// guessed: a text with two separators is no number, and "1,000" is one.
std::optional<double> parse_number(std::string_view text);

/// The same for a whole number, where "1,000" and "1.000" would be a thousand to some and one to others: only digits
/// and a sign, or an exponent ("1e3"), are read.
std::optional<double> parse_whole_number(std::string_view text);

/// A text that reads back as the same number, with a point, in any locale: of the fewest digits where people typed it,
/// and for all but one in a thousand of other numbers (Grisu2; Loitsch 2010, "Printing floating-point numbers quickly
/// and accurately with integers"). With an exponent only below 0.00001 and from 1e15 on, so that 0.0005 is read without
/// counting zeros; "inf" and "nan" as printf says them.
std::string number_text(double value);
std::string number_text(float value);
std::string number_text(std::integral auto value) { return std::to_string(value); }

}  // namespace hourglass
