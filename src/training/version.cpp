#include "training/version.h"

namespace hourglass {

std::string_view version() { return HOURGLASS_VERSION; }

}  // namespace hourglass
