// What the code map does whether it is seen or not: has the engine follow the codes, and takes up what it tells.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// Once a frame; more often does nothing.
void update_map(Context& ui);

}  // namespace hourglass
