// The learning rate of each step, and of a run that goes on after its end.
#pragma once

#include <cstdint>

#include "training/experiment.h"

namespace hourglass {

/// What a cosine schedule ends at, as a share of the learning rate: low enough to come to rest, and not 0, so that a
/// run that goes on still learns.
inline constexpr double kFinalRateShare = 0.01;

/// Rate of step `step` (0 is the first) of a schedule of `total_steps`, `steps_per_epoch` of them an epoch.
/// constant: the learning rate. step: times step_factor after each step_every epochs. cosine: rises linearly over
/// warm_up steps, then falls along half a cosine that would reach 0 at total_steps (Loshchilov & Hutter 2017, without
/// restarts), but not below kFinalRateShare of the learning rate, where it stays, also after total_steps.
double learning_rate_at(const TrainingSettings& settings, std::int64_t step, double steps_per_epoch,
                        std::int64_t total_steps);

/// `settings` for a run that goes on until `epochs` are done. The rule: what was trained is not undone by a rate that
/// rises, so a schedule that has run its length keeps that length, and the rate stays where it ended (cosine, constant)
/// or goes on falling (steps).
TrainingSettings extended(TrainingSettings settings, int epochs);

}  // namespace hourglass
