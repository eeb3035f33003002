// Arrays of a file of another program that may be the weights or biases of a dense layer, and those that belong to no
// network here.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <vector>

#include "math/error.h"
#include "model/array_names.h"
#include "model/safetensors.h"

namespace hourglass {

/// One array among those that may be layers.
struct LayerCandidate {
  const Tensor* tensor = nullptr;
  ArrayName name;
  std::size_t place = 0;   ///< among the file's arrays
  int rows = 0, cols = 0;  ///< of weights; of a bias `cols` numbers
  bool bias = false;

  int in(bool out_first) const { return out_first ? cols : rows; }
  int out(bool out_first) const { return out_first ? rows : cols; }
};
/// Weights one after the other, each taking what the one before gives.
using LayerOrder = std::vector<const LayerCandidate*>;

/// The array at this place of its file; none for an optimizer's memory and counters. Errors, with the array's name:
/// what belongs to no dense layer (convolution, batch normalisation, recurrent layers), sizes that no layer has.
std::expected<std::optional<LayerCandidate>, Error> layer_candidate(const Tensor& tensor, std::size_t place);

}  // namespace hourglass
