#include "platform/today.h"

#include <ctime>

namespace hourglass {

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm parts = {};
  char text[16] = "";
  if (localtime_r(&now, &parts) != nullptr) std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

}  // namespace hourglass
