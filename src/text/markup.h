// Text and numbers in HTML and SVG: what comes out of a file's names must never be read as markup.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hourglass {

/// Text as it may stand between tags and in quoted attributes. Control characters, marks that turn the direction of
/// reading, and bytes that are no UTF-8 become U+FFFD.
std::string escaped_markup(std::string_view text);

/// A number of pixels to a hundredth, without the zeros that say nothing; "0" where it is none.
std::string markup_number(double value);

}  // namespace hourglass
