// The date where the person is, for what is handed in with a date on it.
#pragma once

#include <string>

namespace hourglass {

/// "2026-03-31"; empty where the machine does not know.
std::string today();

}  // namespace hourglass
