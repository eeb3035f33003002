// The date where the person is, for what is handed in with a date on it. A header alone, so that the command line,
// which has no window, has it too.
#pragma once

#include <ctime>
#include <string>

namespace hourglass {

/// "2026-03-31"; empty where the machine does not know.
inline std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm parts = {};
  char text[16] = "";
  if (localtime_r(&now, &parts) != nullptr) std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

}  // namespace hourglass
