// Which of a file's arrays are the biases of which of its layers.
#pragma once

#include <expected>
#include <span>

#include "model/foreign.h"
#include "model/layer_chain.h"

namespace hourglass {

/// Of the layers that have weights, then, into `other_biases`, of those that have none. By name, else the array behind
/// the weights, else the only one of that length. Errors: an array named for a layer of another size, or that fits
/// none.
std::expected<void, Error> find_biases(const LayerChain& chain, std::span<const LayerCandidate> all,
                                       FoundLayers& found);

}  // namespace hourglass
