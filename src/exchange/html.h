// Text in HTML and SVG: what comes out of a file's names must never be read as markup.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hourglass {

/// Text as it may stand between tags and in quoted attributes. Control characters, marks that turn the direction of
/// reading, and bytes that are no UTF-8 become U+FFFD.
std::string to_html(std::string_view text);

/// A number of pixels to a hundredth, without the zeros that say nothing; "0" where it is none.
std::string svg_number(double value);

/// The first so many characters, with an ellipsis where there are more.
std::string shortened(std::string_view text, std::size_t characters);

/// The bytes of a PNG file as the address of a picture within a page.
std::string png_address(std::string_view base64);

}  // namespace hourglass
