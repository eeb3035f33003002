// What the studio asks of the place it runs in (a browser page, a desktop window, a test): plain callbacks, so that the
// studio knows neither. Which there are, and what each promises, stands in platform/bridge.def; platform/host_web.cpp
// and platform/host_desktop.cpp fill them. One that is empty cannot be had there, and the studio offers nothing that
// would need it.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace hourglass {

struct Host {
  std::function<double()> seconds;     ///< monotonic clock
  std::function<std::string()> today;  ///< the date where the person is: "2026-03-31"
#define HOST_CALL(name, parameters) std::function<void parameters> name;
#include "platform/bridge.def"
};

}  // namespace hourglass
