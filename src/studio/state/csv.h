// One field of a table for a spreadsheet (RFC 4180).
#pragma once

#include <string>
#include <string_view>

namespace hourglass {

/// The text, in quotation marks where it holds a comma, a quotation mark or the end of a line.
std::string csv_field(std::string_view text);

}  // namespace hourglass
