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
  std::vector<T> log_variances, noise;  ///< of a variational code, (n, k)
  std::vector<T> samples;               ///< which its decoder reads, (n, k)
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

/// inputs (n, in) -> the layer's sums (n, out).
template <class T>
std::vector<T> sums_of(const LayerLayout& layer, const std::vector<T>& block, const std::vector<T>& inputs, int n) {
  std::vector<T> sums;
  for (int r = 0; r < n; ++r) {
    for (int o = 0; o < layer.out; ++o) {
      T sum = block[layer.bias + static_cast<std::size_t>(o)];
      for (int i = 0; i < layer.in; ++i) {
        sum += weight(layer, block, i, o) * inputs[static_cast<std::size_t>(r * layer.in + i)];
      }
      sums.push_back(sum);
    }
  }
  return sums;
}

/// inputs (n, layers' first in) -> every layer's sums and outputs. noise (n, k): of a variational code; without it the
/// decoder reads the means.
template <class T>
Pass<T> forward(const ParameterLayout& layout, const std::vector<T>& block, const std::vector<T>& inputs, int n,
                const std::vector<T>& noise = {}) {
  Pass<T> pass;
  pass.outputs.push_back(inputs);
  pass.noise = noise;
  const std::vector<LayerLayout> layers = all_layers(layout);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const bool draws = layout.log_variance && l == layout.encoder.size();
    if (draws) {
      pass.log_variances = sums_of(*layout.log_variance, block, pass.outputs[l - 1], n);
      pass.noise.resize(pass.outputs[l].size(), T(0));
      for (std::size_t i = 0; i < pass.noise.size(); ++i) {
        pass.samples.push_back(pass.outputs[l][i] + std::exp(pass.log_variances[i] / T(2)) * pass.noise[i]);
      }
    }
    std::vector<T> sums = sums_of(layers[l], block, draws ? pass.samples : pass.outputs.back(), n), outputs;
    for (const T sum : sums) outputs.push_back(activate(layers[l].activation, sum));
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
  const std::vector<T>& means = pass.outputs[layout.encoder.size()];
  for (const T c : means) codes += c * c;
  T penalty = T(settings.code_penalty) * codes / divisor;
  if (layout.log_variance) {
    T divergence = 0;
    for (std::size_t i = 0; i < means.size(); ++i) {
      const T s = pass.log_variances[i];
      divergence -= (T(1) + s - means[i] * means[i] - std::exp(s)) / T(2);
    }
    penalty = T(settings.kl_weight) * divergence / divisor;
  }
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
  std::vector<T> gradient(layout.size, T(0)), variance_delta;
  // From the gradient by a layer's sums to those by its weights and biases, and, added, by its inputs.
  const auto through = [&](const LayerLayout& layer, const std::vector<T>& slopes, const std::vector<T>& inputs,
                           std::vector<T>& input_delta) {
    for (int r = 0; r < n; ++r) {
      for (int o = 0; o < layer.out; ++o) {
        const T slope = slopes[static_cast<std::size_t>(r * layer.out + o)];
        gradient[layer.bias + static_cast<std::size_t>(o)] += slope;
        for (int i = 0; i < layer.in; ++i) {
          const auto in = static_cast<std::size_t>(r * layer.in + i);
          const_cast<T&>(weight(layer, gradient, i, o)) += slope * inputs[in];
          input_delta[in] += slope * weight(layer, block, i, o);
        }
      }
    }
  };
  for (std::size_t l = layers.size(); l-- > 0;) {
    const LayerLayout& layer = layers[l];
    const bool draws = layout.log_variance && l == layout.encoder.size();
    const std::vector<T>& inputs = draws ? pass.samples : pass.outputs[l];
    std::vector<T> input_delta(inputs.size(), T(0));
    for (std::size_t i = 0; i < delta.size(); ++i) delta[i] *= derivative(layer.activation, pass.sums[l][i]);
    through(layer, delta, inputs, input_delta);
    if (layout.log_variance && l + 1 == layout.encoder.size()) {
      through(*layout.log_variance, variance_delta, inputs, input_delta);
    }
    delta = std::move(input_delta);
    if (draws) {
      const T weight = T(settings.kl_weight) / divisor;
      for (std::size_t i = 0; i < delta.size(); ++i) {
        const T deviation = std::exp(pass.log_variances[i] / T(2));
        variance_delta.push_back(delta[i] * pass.noise[i] * deviation / T(2) +
                                 weight * (deviation * deviation - T(1)) / T(2));
        delta[i] += weight * pass.outputs[l][i];
      }
    } else if (l == layout.encoder.size()) {
      for (std::size_t i = 0; i < delta.size(); ++i) delta[i] += T(2) * T(settings.code_penalty) * inputs[i] / divisor;
    }
  }
  return gradient;
}

}  // namespace hourglass::reference
