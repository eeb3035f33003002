#include "model/network.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <span>
#include <string>
#include <utility>

namespace hourglass {
namespace {

constexpr int kMaxLayers = 8;
constexpr int kMaxUnits = 2048;
constexpr int kMaxCode = 256;

/// From so many images on, listing their bright pixels is worth it (math/sparse.h).
constexpr Index kImagesWorthListing = 16;

/// One layer over a batch: outputs = f(inputs * weights + bias). `listed`: the inputs once more, where that pays.
void apply_layer(const LayerLayout& layer, const float* parameters, ConstMatrixView inputs, const SparseBatch* listed,
                 MatrixView outputs, GemmScratch& scratch, ThreadPool* pool) {
  const GemmEpilogue epilogue{.bias = parameters + layer.bias, .activation = layer.activation};
  const float* weights = parameters + layer.weights;
  if (listed) {
    sparse_times_dense(*listed, view(weights, layer.in, layer.out), outputs, epilogue, scratch, pool);
  } else if (layer.transposed) {
    gemm(inputs, Transpose::no, view(weights, layer.out, layer.in), Transpose::yes, outputs, epilogue, scratch, pool);
  } else {
    gemm(inputs, Transpose::no, view(weights, layer.in, layer.out), Transpose::no, outputs, epilogue, scratch, pool);
  }
}

/// `listed`: of the first layer's inputs.
void run_layers(std::span<const LayerLayout> layers, const std::vector<float>& parameters, ConstMatrixView inputs,
                const SparseBatch* listed, MatrixView outputs, InferenceScratch& scratch, ThreadPool* pool) {
  const Index n = inputs.rows();
  assert(outputs.rows() == n && inputs.cols() == layers.front().in && outputs.cols() == layers.back().out);
  int widest = 0;
  for (std::size_t l = 0; l + 1 < layers.size(); ++l) widest = std::max(widest, layers[l].out);
  const auto room = static_cast<std::size_t>(n) * static_cast<std::size_t>(widest);
  if (scratch.ping.size() < room) scratch.ping.resize(room);
  if (scratch.pong.size() < room) scratch.pong.resize(room);

  const float* from = inputs.data();
  Index from_stride = inputs.outerStride();
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const LayerLayout& layer = layers[l];
    const ConstMatrixView x(from, n, layer.in, Eigen::OuterStride<>(from_stride));
    const bool last = l + 1 == layers.size();
    float* to = l % 2 == 0 ? scratch.ping.data() : scratch.pong.data();
    apply_layer(layer, parameters.data(), x, l == 0 ? listed : nullptr, last ? outputs : view(to, n, layer.out),
                scratch.gemm, pool);
    from = to;
    from_stride = layer.out;
  }
}

/// Of many images the bright pixels; nullptr where the plain product is as quick.
const SparseBatch* list_pixels(const Network& network, ConstMatrixView pixels, InferenceScratch& scratch,
                               ThreadPool* pool) {
  if (pixels.rows() < kImagesWorthListing) return nullptr;
  scratch.sparse.assign_rows(pixels, network.spec.pixels.low, pool);
  return scratch.sparse.pays() ? &scratch.sparse : nullptr;
}

void fill_uniform(std::span<float> values, double limit, Random& random) {
  const auto bound = static_cast<float>(limit);
  for (float& value : values) value = random.uniform(-bound, bound);
}

void fill_weights(std::span<float> weights, const LayerLayout& layer, Initialisation how, Random& random) {
  switch (how) {
    case Initialisation::glorot_uniform:
    case Initialisation::glorot_biases: fill_uniform(weights, std::sqrt(6.0 / (layer.in + layer.out)), random); return;
    case Initialisation::he_normal: {
      const auto sigma = static_cast<float>(std::sqrt(2.0 / layer.in));
      random.fill_normal(weights);
      for (float& weight : weights) weight *= sigma;
      return;
    }
    case Initialisation::truncated_normal:
      for (float& weight : weights) weight = random.truncated_normal(0.1f);
      return;
  }
}

}  // namespace

std::expected<void, Error> validate(const NetworkSpec& spec) {
  const auto& widths = spec.encoder;
  if (widths.size() < 2) return fail("An encoder needs at least two widths: the 784 pixels and the code, as in 784,2.");
  if (spec.layers() > kMaxLayers) {
    return fail("The encoder has {0} layers; at most {1} are possible.", spec.layers(), kMaxLayers);
  }
  if (widths.front() != 784) {
    return fail("The first width is {0}; it must be 784, the pixels of a 28 x 28 image.", in_number(widths.front()));
  }
  if (spec.code_width() < 1 || spec.code_width() > kMaxCode) {
    return fail("The code is {0} wide; it must be 1 to {1}.", in_number(spec.code_width()), in_number(kMaxCode));
  }
  for (std::size_t i = 1; i + 1 < widths.size(); ++i) {
    if (widths[i] < 1 || widths[i] > kMaxUnits) {
      return fail("Hidden layer {0} is {1} wide; it must be 1 to {2}.", i, in_number(widths[i]), in_number(kMaxUnits));
    }
  }
  if (spec.hidden == Activation::linear && widths.size() > 2) {
    return fail("Hidden layers must not be linear; choose sigmoid, tanh, ReLU or ELU.");
  }
  const auto bounded = [](Activation f) {
    return f == Activation::linear || f == Activation::sigmoid || f == Activation::tanh;
  };
  if (!bounded(spec.code)) return fail("The code must be linear, sigmoid or tanh.");
  if (!bounded(spec.output)) return fail("The output must be linear, sigmoid or tanh.");
  const auto [low, high] = spec.pixels;
  if (!(std::isfinite(low) && std::isfinite(high) && low < high && low >= -10.0f && high <= 10.0f)) {
    return fail("The pixel range must rise from its first number to its second, within -10 to 10.");
  }
  return {};
}

ParameterLayout make_layout(const NetworkSpec& spec) {
  assert(spec.layers() >= 1);
  ParameterLayout layout;
  const int count = spec.layers();
  std::size_t end = 0;
  const auto take = [&end](std::size_t floats) {
    const std::size_t begin = end;
    end += floats;
    return begin;
  };
  for (int l = 0; l < count; ++l) {
    LayerLayout layer;
    layer.in = spec.encoder[static_cast<std::size_t>(l)];
    layer.out = spec.encoder[static_cast<std::size_t>(l) + 1];
    layer.weights = take(static_cast<std::size_t>(layer.in) * static_cast<std::size_t>(layer.out));
    layer.activation = l + 1 == count ? spec.code : spec.hidden;
    layout.encoder.push_back(layer);
  }
  for (int l = count - 1; l >= 0; --l) {
    const LayerLayout& mirrored = layout.encoder[static_cast<std::size_t>(l)];
    LayerLayout layer;
    layer.in = mirrored.out;
    layer.out = mirrored.in;
    layer.transposed = spec.tied;
    layer.weights =
        spec.tied ? mirrored.weights : take(static_cast<std::size_t>(layer.in) * static_cast<std::size_t>(layer.out));
    layer.activation = l == 0 ? spec.output : spec.hidden;
    layout.decoder.push_back(layer);
  }
  if (spec.variational) {
    LayerLayout layer = layout.encoder.back();
    layer.weights = take(static_cast<std::size_t>(layer.in) * static_cast<std::size_t>(layer.out));
    layer.activation = Activation::linear;
    layout.log_variance = layer;
  }
  layout.weights = end;
  for (LayerLayout& layer : layout.encoder) layer.bias = take(static_cast<std::size_t>(layer.out));
  for (int l = count - 1; l >= 0; --l) {
    LayerLayout& layer = layout.decoder[static_cast<std::size_t>(count - 1 - l)];
    // The decoder layer that mirrors encoder layer l gives what encoder layer l - 1 gave.
    layer.bias = l > 0 && spec.shared_biases ? layout.encoder[static_cast<std::size_t>(l) - 1].bias
                                             : take(static_cast<std::size_t>(layer.out));
  }
  if (layout.log_variance) layout.log_variance->bias = take(static_cast<std::size_t>(layout.log_variance->out));
  layout.size = end;
  return layout;
}

Network make_network(const NetworkSpec& spec, Random& random) {
  Network network{spec, make_layout(spec), {}};
  network.parameters.assign(network.layout.size, 0.0f);
  const std::span<float> all(network.parameters);
  const auto fill = [&](const LayerLayout& layer) {
    const auto count = static_cast<std::size_t>(layer.in) * static_cast<std::size_t>(layer.out);
    fill_weights(all.subspan(layer.weights, count), layer, spec.initialisation, random);
  };
  for (const LayerLayout& layer : network.layout.encoder) fill(layer);
  if (!spec.tied) {
    for (const LayerLayout& layer : network.layout.decoder) fill(layer);
  }
  if (network.layout.log_variance) fill(*network.layout.log_variance);
  if (spec.initialisation == Initialisation::glorot_biases) {
    const auto fill_bias = [&](const LayerLayout& layer) {
      fill_uniform(all.subspan(layer.bias, static_cast<std::size_t>(layer.out)), std::sqrt(3.0 / layer.out), random);
    };
    for (const LayerLayout& layer : network.layout.encoder) fill_bias(layer);
    for (const LayerLayout& layer : network.layout.decoder) fill_bias(layer);
    if (network.layout.log_variance) fill_bias(*network.layout.log_variance);
  }
  return network;
}

void encode(const Network& network, ConstMatrixView pixels, MatrixView codes, InferenceScratch& scratch,
            ThreadPool* pool) {
  run_layers(network.layout.encoder, network.parameters, pixels, list_pixels(network, pixels, scratch, pool), codes,
             scratch, pool);
}

void encode_spread(const Network& network, ConstMatrixView pixels, MatrixView means, MatrixView log_variances,
                   InferenceScratch& scratch, ThreadPool* pool) {
  assert(network.layout.log_variance);
  const std::span<const LayerLayout> layers(network.layout.encoder);
  const LayerLayout& last = layers.back();
  const Index n = pixels.rows();
  const SparseBatch* listed = list_pixels(network, pixels, scratch, pool);
  const auto give = [&](ConstMatrixView from, const SparseBatch* from_listed) {
    const float* parameters = network.parameters.data();
    apply_layer(last, parameters, from, from_listed, means, scratch.gemm, pool);
    apply_layer(*network.layout.log_variance, parameters, from, from_listed, log_variances, scratch.gemm, pool);
  };
  if (layers.size() == 1) return give(pixels, listed);
  const auto room = static_cast<std::size_t>(n) * static_cast<std::size_t>(last.in);
  if (scratch.hidden.size() < room) scratch.hidden.resize(room);
  run_layers(layers.first(layers.size() - 1), network.parameters, pixels, listed,
             view(scratch.hidden.data(), n, last.in), scratch, pool);
  give(view(std::as_const(scratch.hidden).data(), n, last.in), nullptr);
}

void decode(const Network& network, ConstMatrixView codes, MatrixView pixels, InferenceScratch& scratch,
            ThreadPool* pool) {
  run_layers(network.layout.decoder, network.parameters, codes, nullptr, pixels, scratch, pool);
}

}  // namespace hourglass
