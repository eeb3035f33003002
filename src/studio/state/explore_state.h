// ExploreState: what the exploring panels (map, pad, sweep, samples, weights) and the sheet of two runs remember from
// frame to frame, and the part of it that a refresh keeps. Each panel's struct stands in the panel's own header.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "studio/latent/frame_budget.h"
#include "studio/state/compare_memory.h"
#include "studio/state/map_memory.h"
#include "studio/state/pad_memory.h"
#include "studio/state/samples_memory.h"
#include "studio/state/sweep_memory.h"

namespace hourglass {

struct ExploreState {
  MapMemory map;
  PadMemory pad;
  SweepMemory sweep;
  SamplesMemory samples;
  CompareMemory compare;
  FrameBudget budget;  ///< of slow inference, shared by all
};

/// What of it is the person's choice and shall survive a refresh.
nlohmann::ordered_json to_json(const ExploreState& state);
/// Takes what it understands and leaves the rest as it is.
void from_json(ExploreState& state, const nlohmann::ordered_json& saved);

}  // namespace hourglass
