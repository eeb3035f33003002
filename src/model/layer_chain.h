// The way through a file's weights, from 784 pixels to a code and back: told by names, and by sizes where names do not
// say it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "model/layer_candidates.h"

namespace hourglass {

/// A way through all weights of an order.
struct LayerChain {
  LayerOrder layers;        ///< pixels to pixels, or of one half
  std::size_t encoder = 0;  ///< so many of them are the encoder's
  const LayerCandidate* log_variance = nullptr;
  bool guessed_log_variance = false;
  bool out_first = false;
};

/// Nothing where the weights make no such way, or more than one.
std::optional<LayerChain> find_chain(const LayerOrder& weights);

/// The weights, in the order of their names, in words: "784 x 128, 128 x 2".
std::string shapes_text(const LayerOrder& weights);

}  // namespace hourglass
