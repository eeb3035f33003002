// A desktop window as Host: files are saved in the current folder, the saved state in the user's configuration folder.
#pragma once

#include "platform/host.h"

namespace hourglass {

Host make_desktop_host();

/// What Host::keep was last given, or an empty string.
std::string kept_state();

}  // namespace hourglass
