// The pseudo-language's two tricks: letters that are plainly not English ones yet readable, and a filling that makes a
// text a third longer, as translations are.
#pragma once

#include <string>
#include <string_view>

namespace hourglass {

std::string pseudo_accents(std::string_view text);
/// What to put after `text` so that it is a third longer; blanks in it let long ones wrap.
std::string pseudo_filling(std::string_view text);

}  // namespace hourglass
