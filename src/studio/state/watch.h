// Watching a run for signs that it went wrong (signs.h): what is looked at once in a while, and what the panels ask.
#pragma once

#include <optional>

#include "studio/state/context.h"
#include "studio/state/signs.h"

namespace hourglass {

/// Once a frame: looks at new weights with some held-out images, every two seconds while training, and at the mean of
/// the images once they have come.
void watch_run(Context& ui);

/// What shows now; a run that diverged, or has not finished an epoch, shows none.
std::optional<Overfitting> overfitting_of(const State& state);
bool collapse_of(const State& state);
std::optional<DeadUnits> dead_units_of(const State& state);

}  // namespace hourglass
