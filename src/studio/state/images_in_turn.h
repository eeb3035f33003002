// Which held-out images are shown where there is room for a few.
#pragma once

#include <cstdint>
#include <vector>

#include "studio/state/state.h"

namespace hourglass {

/// Places of at most `count` images, every class in turn, so that a row shows them all; without labels in order.
/// `first`: how many have been leafed through before.
std::vector<std::uint32_t> held_out_in_turn(const DatasetState& data, int count, std::uint64_t first);

}  // namespace hourglass
