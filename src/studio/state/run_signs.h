// What is remembered of watching a run (watch.h).
#pragma once

#include <cstdint>
#include <optional>

#include "studio/state/signs.h"

namespace hourglass {

struct RunSigns {
  std::uint32_t of_weights = 0;   ///< WeightsState::version that was looked at
  std::uint32_t of_dataset = 0;   ///< DatasetState::version likewise
  double looked_at = -1e9;        ///< the frame's clock
  std::optional<double> variety;  ///< of the reconstructions
  std::optional<DeadUnits> dead;

  std::uint32_t mean_of_dataset = 0;  ///< DatasetState::version
  double mean_image = 0;              ///< what the mean image loses, per held-out image
};

}  // namespace hourglass
