#include "model/layer_biases.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace hourglass {
namespace {

std::unexpected<Error> no_layer_for(const Tensor& bias) {
  return fail("The array {0} fits no layer of the network.", array_in_quotes(bias.name));
}

/// Gives biases to layers, each to one.
class BiasFinder {
 public:
  explicit BiasFinder(std::span<const LayerCandidate> all) {
    for (const LayerCandidate& one : all) {
      in_order_.push_back(&one);
      if (one.bias) left_.push_back(&one);
    }
    std::ranges::stable_sort(in_order_, {},
                             [](const LayerCandidate* one) { return std::pair(one->name.role, one->name.parts); });
  }

  /// An array that is named as the weights are, but has another length, is refused.
  std::expected<const LayerCandidate*, Error> by_name(const LayerCandidate& weights, int out) {
    for (const LayerCandidate* bias : left_) {
      if (bias->name.layer != weights.name.layer) continue;
      if (bias->cols != out) {
        return fail("The array {0} has {1} numbers, but its layer {2} gives {3}.", array_in_quotes(bias->tensor->name),
                    bias->cols, array_in_quotes(weights.tensor->name), out);
      }
      return take(bias);
    }
    return nullptr;
  }
  /// The array behind the weights, as in Keras's list of weights: arr_0, arr_1...
  const LayerCandidate* behind(const LayerCandidate& weights, int out) {
    const auto at = std::ranges::find(in_order_, &weights);
    if (at == in_order_.end() || at + 1 == in_order_.end()) return nullptr;
    const LayerCandidate* next = *(at + 1);
    return next->bias && next->cols == out && is_left(next) ? take(next) : nullptr;
  }
  /// The only one of that length and side that is left.
  const LayerCandidate* by_length(int out, NamedRole role) {
    const LayerCandidate* found = nullptr;
    for (const LayerCandidate* bias : left_) {
      const NamedRole named = bias->name.role;
      const bool other_side = role != NamedRole::none && named != NamedRole::none && named != role;
      if (bias->cols != out || other_side) continue;
      if (found != nullptr) return nullptr;
      found = bias;
    }
    return found == nullptr ? nullptr : take(found);
  }
  const LayerOrder& left() const { return left_; }

 private:
  bool is_left(const LayerCandidate* bias) const { return std::ranges::find(left_, bias) != left_.end(); }
  const LayerCandidate* take(const LayerCandidate* bias) {
    std::erase(left_, bias);
    return bias;
  }

  LayerOrder in_order_, left_;
};

const Tensor* tensor_of(const LayerCandidate* bias) { return bias == nullptr ? nullptr : bias->tensor; }

}  // namespace

std::expected<void, Error> find_biases(const LayerChain& chain, std::span<const LayerCandidate> all,
                                       FoundLayers& found) {
  BiasFinder finder(all);
  LayerOrder weights = chain.layers;
  std::vector<DenseLayer*> layers;
  for (DenseLayer& layer : found.encoder) layers.push_back(&layer);
  for (DenseLayer& layer : found.decoder) layers.push_back(&layer);
  if (found.log_variance) {
    layers.push_back(&*found.log_variance);
    weights.push_back(chain.log_variance);
  }
  for (std::size_t l = 0; l < layers.size(); ++l) {
    auto bias = finder.by_name(*weights[l], layers[l]->out);
    if (!bias) return std::unexpected(bias.error());
    layers[l]->bias = tensor_of(*bias);
  }
  for (std::size_t l = 0; l < layers.size(); ++l)
    if (layers[l]->bias == nullptr) layers[l]->bias = tensor_of(finder.behind(*weights[l], layers[l]->out));

  // The half without weights mirrors the other one: its widths are those, backwards.
  const bool no_decoder = found.decoder.empty(), no_encoder = found.encoder.empty();
  const NamedRole missing = no_decoder ? NamedRole::decoder : NamedRole::encoder;
  if (no_decoder || no_encoder) {
    const std::vector<DenseLayer>& half = no_decoder ? found.encoder : found.decoder;
    std::vector<int> outs;
    for (auto layer = half.rbegin(); layer != half.rend(); ++layer) outs.push_back(layer->in);
    LayerOrder named;
    for (const LayerCandidate* one : finder.left())
      if (one->name.role == missing) named.push_back(one);
    std::ranges::stable_sort(named, {}, [](const LayerCandidate* one) { return one->name.parts; });
    const bool in_order = std::ranges::equal(named, outs, {}, &LayerCandidate::cols);
    for (std::size_t l = 0; l < outs.size(); ++l) {
      const LayerCandidate* bias = finder.by_length(in_order ? -1 : outs[l], missing);
      found.other_biases.push_back(in_order ? named[l]->tensor : tensor_of(bias));
    }
    if (in_order) {
      for (const LayerCandidate* one : finder.left())
        if (one->name.role != missing) return no_layer_for(*one->tensor);
      return {};
    }
  } else {
    for (std::size_t l = 0; l < layers.size(); ++l)
      if (layers[l]->bias == nullptr)
        layers[l]->bias = tensor_of(finder.by_length(layers[l]->out, weights[l]->name.role));
  }
  for (const LayerCandidate* one : finder.left()) return no_layer_for(*one->tensor);
  return {};
}

}  // namespace hourglass
