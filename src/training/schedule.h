// The learning rate of each step.
#pragma once

#include <cstdint>

#include "training/experiment.h"

namespace hourglass {

/// Rate of step `step` (0 is the first) of a run of `total_steps`, `steps_per_epoch` of them an epoch.
/// constant: the learning rate. step: times step_factor after each step_every epochs. cosine: rises linearly over
/// warm_up steps, then falls along half a cosine to 0 at total_steps (Loshchilov & Hutter 2017, without restarts).
double learning_rate_at(const TrainingSettings& settings, std::int64_t step, double steps_per_epoch,
                        std::int64_t total_steps);

}  // namespace hourglass
