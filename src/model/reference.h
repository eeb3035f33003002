// The plain network: forward, loss and backward by loops that say what is meant, in any number type. Training's fast
// version is tested against it, and it against finite differences in double. Nothing else uses it.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "model/loss.h"
#include "model/network.h"

namespace hourglass::reference {

template <class T>
T activate(Activation f, T x) {
  switch (f) {
    case Activation::linear: return x;
    case Activation::sigmoid: return T(1) / (T(1) + std::exp(-x));
    case Activation::tanh: return std::tanh(x);
    case Activation::relu: return x > T(0) ? x : T(0);
    case Activation::elu: return x > T(0) ? x : std::expm1(x);
  }
  return x;
}

/// f'(x) by x itself, where the fast one uses f(x).
template <class T>
T derivative(Activation f, T x) {
  switch (f) {
    case Activation::linear: return T(1);
    case Activation::sigmoid: return activate(f, x) * (T(1) - activate(f, x));
    case Activation::tanh: return T(1) - std::tanh(x) * std::tanh(x);
    case Activation::relu: return x > T(0) ? T(1) : T(0);
    case Activation::elu: return x > T(0) ? T(1) : std::exp(x);
  }
  return T(1);
}

template <class T>
struct Pass {
  std::vector<std::vector<T>> sums;     ///< of each layer before its activation, (n, out)
  std::vector<std::vector<T>> outputs;  ///< outputs[0] the inputs, outputs[l + 1] layer l's, (n, out)
};

template <class T>
const T& weight(const LayerLayout& layer, const std::vector<T>& block, int i, int o) {
  const int at = layer.transposed ? o * layer.in + i : i * layer.out + o;
  return block[layer.weights + static_cast<std::size_t>(at)];
}

inline std::vector<LayerLayout> all_layers(const ParameterLayout& layout) {
  std::vector<LayerLayout> layers = layout.encoder;
  layers.insert(layers.end(), layout.decoder.begin(), layout.decoder.end());
  return layers;
}

/// inputs (n, layers' first in) -> every layer's sums and outputs.
template <class T>
Pass<T> forward(const ParameterLayout& layout, const std::vector<T>& block, const std::vector<T>& inputs, int n) {
  Pass<T> pass;
  pass.outputs.push_back(inputs);
  for (const LayerLayout& layer : all_layers(layout)) {
    std::vector<T> sums, outputs;
    for (int r = 0; r < n; ++r) {
      for (int o = 0; o < layer.out; ++o) {
        T sum = block[layer.bias + static_cast<std::size_t>(o)];
        for (int i = 0; i < layer.in; ++i) {
          sum += weight(layer, block, i, o) * pass.outputs.back()[static_cast<std::size_t>(r * layer.in + i)];
        }
        sums.push_back(sum);
        outputs.push_back(activate(layer.activation, sum));
      }
    }
    pass.sums.push_back(std::move(sums));
    pass.outputs.push_back(std::move(outputs));
  }
  return pass;
}

/// The loss as LossSettings defines it, with sums over the batch divided by settings.batch (or n).
template <class T>
T loss(const LossSettings& settings, const ParameterLayout& layout, const Pass<T>& pass, const std::vector<T>& targets,
       int n) {
  const T divisor = static_cast<T>(settings.batch > 0 ? settings.batch : n);
  const std::vector<T>& y = pass.outputs.back();
  T squares = 0, entropy = 0, codes = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    squares += (y[i] - targets[i]) * (y[i] - targets[i]);
    if (settings.kind == Loss::bce)
      entropy -= targets[i] * std::log(y[i]) + (T(1) - targets[i]) * std::log(T(1) - y[i]);
  }
  for (const T c : pass.outputs[layout.encoder.size()]) codes += c * c;
  const T penalty = T(settings.code_penalty) * codes / divisor;
  switch (settings.kind) {
    case Loss::sse: return squares / divisor + penalty;
    case Loss::rmse: return std::sqrt(squares / static_cast<T>(y.size())) + penalty;
    case Loss::bce: return entropy / divisor + penalty;
  }
  return penalty;
}

/// The gradient of `loss` by every parameter, by the chain rule, layer by layer.
template <class T>
std::vector<T> backward(const LossSettings& settings, const ParameterLayout& layout, const std::vector<T>& block,
                        const Pass<T>& pass, const std::vector<T>& targets, int n) {
  const T divisor = static_cast<T>(settings.batch > 0 ? settings.batch : n);
  const std::vector<LayerLayout> layers = all_layers(layout);
  const std::vector<T>& y = pass.outputs.back();
  std::vector<T> delta(y.size());
  T squares = 0;
  for (std::size_t i = 0; i < y.size(); ++i) squares += (y[i] - targets[i]) * (y[i] - targets[i]);
  const T rmse = std::sqrt(squares / static_cast<T>(y.size()));
  for (std::size_t i = 0; i < y.size(); ++i) {
    const T error = y[i] - targets[i];
    switch (settings.kind) {
      case Loss::sse: delta[i] = T(2) * error / divisor; break;
      case Loss::rmse: delta[i] = error / (static_cast<T>(y.size()) * rmse); break;
      case Loss::bce: delta[i] = error / (y[i] * (T(1) - y[i])) / divisor; break;
    }
  }
  std::vector<T> gradient(layout.size, T(0));
  for (std::size_t l = layers.size(); l-- > 0;) {
    const LayerLayout& layer = layers[l];
    const std::vector<T>& inputs = pass.outputs[l];
    std::vector<T> input_delta(inputs.size(), T(0));
    for (int r = 0; r < n; ++r) {
      for (int o = 0; o < layer.out; ++o) {
        const auto at = static_cast<std::size_t>(r * layer.out + o);
        const T slope = delta[at] * derivative(layer.activation, pass.sums[l][at]);
        gradient[layer.bias + static_cast<std::size_t>(o)] += slope;
        for (int i = 0; i < layer.in; ++i) {
          const auto in = static_cast<std::size_t>(r * layer.in + i);
          const_cast<T&>(weight(layer, gradient, i, o)) += slope * inputs[in];
          input_delta[in] += slope * weight(layer, block, i, o);
        }
      }
    }
    delta = std::move(input_delta);
    if (l == layout.encoder.size()) {
      for (std::size_t i = 0; i < delta.size(); ++i) delta[i] += T(2) * T(settings.code_penalty) * inputs[i] / divisor;
    }
  }
  return gradient;
}

}  // namespace hourglass::reference
