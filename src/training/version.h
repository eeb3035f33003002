// The version of Hourglass, as CMakeLists.txt states it: for the command line, saved models and the page.
#pragma once

#include <string_view>

namespace hourglass {

/// "1.0.0"
std::string_view version();

}  // namespace hourglass
