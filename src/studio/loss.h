// What keys do on the loss chart while it has the keyboard: they walk its points, as the pointer does.
#pragma once

#include <string_view>

#include "studio/state.h"

namespace hourglass {

/// Left and right step from point to point (with shift: ten), Home and End go to the ends, Escape lets go.
bool loss_key(State& state, std::string_view key, bool shift);

}  // namespace hourglass
