// The arrays of a network as other programs name and turn them: what PyTorch's state_dict() and Keras's weights hold.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/network.h"
#include "model/safetensors.h"

namespace hourglass::made {

/// pytorch: encoder.0.weight (out, in), encoder.2.weight...; keras: dense/kernel:0 (in, out), dense_1/kernel:0...;
/// numpy: arr_0, arr_1... as numpy.savez(*model.get_weights()) makes them.
enum class Naming { pytorch, keras, numpy };

inline Network random_network(NetworkSpec spec, std::uint64_t seed = 3) {
  Random random(seed);
  Network network = make_network(spec, random);
  for (float& parameter : network.parameters) parameter += 0.02f * random.normal();
  return network;
}

inline Tensor weights_of(const Network& network, const LayerLayout& layer, bool out_first) {
  Tensor tensor{.name = {}, .shape = {layer.in, layer.out}, .values = {}};
  if (out_first) std::swap(tensor.shape[0], tensor.shape[1]);
  for (std::int64_t r = 0; r < tensor.shape[0]; ++r) {
    for (std::int64_t c = 0; c < tensor.shape[1]; ++c) {
      const auto i = out_first ? c : r, o = out_first ? r : c;
      const auto at = layer.transposed ? o * layer.in + i : i * layer.out + o;
      tensor.values.push_back(network.parameters[layer.weights + static_cast<std::size_t>(at)]);
    }
  }
  return tensor;
}

inline Tensor bias_of(const Network& network, const LayerLayout& layer) {
  const auto begin = network.parameters.begin() + static_cast<std::ptrdiff_t>(layer.bias);
  return {.name = {}, .shape = {layer.out}, .values = {begin, begin + layer.out}};
}

/// Encoder, the second head of a variational code, decoder; each layer's weights, then its biases.
inline std::vector<Tensor> arrays_of(const Network& network, Naming naming) {
  std::vector<Tensor> arrays;
  int dense = 0;
  const auto add = [&](const LayerLayout& layer, const std::string& in_pytorch, const std::string& in_keras) {
    Tensor weights = weights_of(network, layer, naming == Naming::pytorch), bias = bias_of(network, layer);
    switch (naming) {
      case Naming::pytorch: weights.name = in_pytorch + ".weight", bias.name = in_pytorch + ".bias"; break;
      case Naming::keras: weights.name = in_keras + "/kernel:0", bias.name = in_keras + "/bias:0"; break;
      case Naming::numpy:
        weights.name = "arr_" + std::to_string(arrays.size());
        bias.name = "arr_" + std::to_string(arrays.size() + 1);
        break;
    }
    arrays.push_back(std::move(weights));
    arrays.push_back(std::move(bias));
  };
  const auto next_dense = [&] { return dense++ == 0 ? std::string("dense") : "dense_" + std::to_string(dense - 1); };
  const ParameterLayout& layout = network.layout;
  for (std::size_t l = 0; l < layout.encoder.size(); ++l) {
    const bool mean = layout.log_variance && l + 1 == layout.encoder.size();
    add(layout.encoder[l], mean ? "fc_mu" : "encoder." + std::to_string(2 * l), mean ? "dense_mean" : next_dense());
  }
  if (layout.log_variance) add(*layout.log_variance, "fc_logvar", "dense_log_var");
  for (std::size_t l = 0; l < layout.decoder.size(); ++l)
    add(layout.decoder[l], "decoder." + std::to_string(2 * l), next_dense());
  return arrays;
}

inline void put_number(std::vector<std::uint8_t>& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

}  // namespace hourglass::made
