#include "training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hourglass {

double learning_rate_at(const TrainingSettings& settings, std::int64_t step, double steps_per_epoch,
                        std::int64_t total_steps) {
  const double rate = settings.learning_rate;
  switch (settings.schedule) {
    case ScheduleKind::constant: return rate;
    case ScheduleKind::step: {
      const double drops = std::floor(static_cast<double>(step) / (steps_per_epoch * settings.step_every));
      return rate * std::pow(static_cast<double>(settings.step_factor), drops);
    }
    case ScheduleKind::cosine: {
      if (step < settings.warm_up) return rate * static_cast<double>(step + 1) / settings.warm_up;
      const double falling = std::max<double>(1.0, static_cast<double>(total_steps - settings.warm_up));
      const double done = std::min(1.0, static_cast<double>(step - settings.warm_up) / falling);
      return rate * std::max(kFinalRateShare, 0.5 * (1.0 + std::cos(std::numbers::pi * done)));
    }
  }
  return rate;
}

TrainingSettings extended(TrainingSettings settings, int epochs) {
  if (settings.schedule_epochs == 0) settings.schedule_epochs = settings.epochs;
  settings.epochs = epochs;
  return settings;
}

}  // namespace hourglass
