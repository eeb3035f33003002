// The reducer: one event of the engine folded into the state. The only place that changes what the engine has told.
#pragma once

#include "studio/state/state.h"

namespace hourglass {

/// `now` is the clock's, for notices.
void apply(State& state, Event event, double now);

}  // namespace hourglass
