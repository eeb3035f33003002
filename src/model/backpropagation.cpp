#include "model/backpropagation.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "math/parallel_rows.h"
#include "model/gaussian_code.h"

namespace hourglass {
namespace {

constexpr Index kColumnsWorthAThread = 128;

void grow(std::vector<float>& buffer, Index rows, Index columns) {
  const auto needed = static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
  if (buffer.size() < needed) buffer.resize(needed);
}

/// delta (n, width) *= f'(outputs), rows shared out.
void through_activation(Activation f, const float* outputs, float* delta, Index n, Index width, ThreadPool* pool) {
  if (f == Activation::linear) return;
  parallel_rows(pool, n, kRowsWorthAThread, [&](Index begin, Index end) {
    const auto at = static_cast<std::size_t>(begin * width);
    const auto count = static_cast<std::size_t>((end - begin) * width);
    multiply_by_derivative(f, {outputs + at, count}, {delta + at, count});
  });
}

/// sums (width) = column sums of delta (n, width), added to what is there when `accumulate`. Columns are shared out, so
/// each is summed in one order.
void bias_gradient(const float* delta, Index n, Index width, float* sums, bool accumulate, ThreadPool* pool) {
  parallel_rows(pool, width, kColumnsWorthAThread, [&](Index begin, Index end) {
    if (!accumulate) std::fill(sums + begin, sums + end, 0.0f);
    for (Index r = 0; r < n; ++r) {
      const float* row = delta + r * width;
      for (Index c = begin; c < end; ++c) sums[c] += row[c];
    }
  });
}

/// Adds the code penalty's gradient to delta (n, k); returns the penalty per image.
double penalise_codes(const float* codes, float* delta, Index n, Index k, const LossSettings& loss) {
  const auto divisor = static_cast<float>(loss.batch > 0 ? loss.batch : n);
  const float slope = 2.0f * loss.code_penalty / divisor;
  double sum = 0.0;
  for (Index i = 0; i < n * k; ++i) {
    delta[i] += slope * codes[i];
    sum += static_cast<double>(codes[i]) * codes[i];
  }
  return loss.code_penalty * sum / static_cast<double>(n);
}

/// The first n rows of k floats.
std::span<float> rows(std::vector<float>& buffer, Index n, Index k) {
  return std::span(buffer).first(static_cast<std::size_t>(n) * static_cast<std::size_t>(k));
}

/// From the gradient by a variational code's samples, in workspace.delta (n, k), to those by its means, in the same
/// place, and by its log-variances; returns the divergence of the batch's images.
double diverge_codes(const std::vector<float>& means, Index n, Index k, const LossSettings& loss,
                     Workspace& workspace) {
  const auto divisor = static_cast<float>(loss.batch > 0 ? loss.batch : n);
  const auto count = static_cast<std::size_t>(n) * static_cast<std::size_t>(k);
  grow(workspace.variance_delta, n, k);
  const std::span mean(std::as_const(means).data(), count);
  const std::span<const float> log_variance = rows(workspace.log_variances, n, k);
  code_gradients(mean, log_variance, rows(workspace.noise, n, k), loss.kl_weight / divisor, rows(workspace.delta, n, k),
                 rows(workspace.variance_delta, n, k));
  return divergence_from_unit_normal(mean, log_variance);
}

/// The layers of encoder and decoder as one row: layer l reads the outputs of layer l - 1, layer 0 the inputs.
struct Layers {
  explicit Layers(const ParameterLayout& of) : layout(of), half(of.encoder.size()), count(2 * half) {}
  const LayerLayout& operator[](std::size_t l) const { return l < half ? layout.encoder[l] : layout.decoder[l - half]; }

  const ParameterLayout& layout;
  std::size_t half;   ///< layers of the encoder; layer half - 1 gives the codes
  std::size_t count;  ///< of both
};

ConstMatrixView outputs_of(const Workspace& workspace, std::size_t l, Index n, Index width) {
  return view(workspace.outputs[l].data(), n, width);
}

/// What layer l reads: (n, in).
ConstMatrixView inputs_of(const Layers& layers, std::size_t l, ConstMatrixView inputs, const Workspace& workspace) {
  if (l == 0) return inputs;
  const Index n = inputs.rows();
  if (l == layers.half && layers.layout.log_variance) return view(workspace.samples.data(), n, layers[l].in);
  return outputs_of(workspace, l - 1, n, layers[l].in);
}

/// The weights as they lie: (in, out), or (out, in) where a decoder layer uses its encoder layer's.
ConstMatrixView weights_of(const LayerLayout& layer, const float* parameters) {
  const float* weights = parameters + layer.weights;
  return layer.transposed ? view(weights, layer.out, layer.in) : view(weights, layer.in, layer.out);
}

/// gradient of layer l's weights = inputs^T (in, n) * delta (n, out), or its transpose where the weights lie so.
void weight_gradient(const LayerLayout& layer, bool sparse, ConstMatrixView inputs, ConstMatrixView delta,
                     bool accumulate, float* gradient, Workspace& workspace, ThreadPool* pool) {
  const GemmEpilogue epilogue{.accumulate = accumulate};
  if (layer.transposed) {
    gemm(delta, Transpose::yes, inputs, Transpose::no, view(gradient, layer.out, layer.in), epilogue, workspace.gemm,
         pool);
  } else if (sparse) {
    sparse_transposed_times_dense(workspace.sparse, delta, view(gradient, layer.in, layer.out), accumulate,
                                  workspace.gemm, pool);
  } else {
    gemm(inputs, Transpose::yes, delta, Transpose::no, view(gradient, layer.in, layer.out), epilogue, workspace.gemm,
         pool);
  }
}

}  // namespace

void forward(const Network& network, ConstMatrixView inputs, Workspace& workspace, ThreadPool* pool) {
  const Layers layers(network.layout);
  const Index n = inputs.rows();
  workspace.outputs.resize(layers.count);
  // Most pixels of a digit are black: the first layer's products skip them unless corruption left too few.
  workspace.sparse.assign(inputs, network.spec.pixels.low, pool);
  const auto apply = [&](const LayerLayout& layer, std::size_t l, std::vector<float>& outputs) {
    grow(outputs, n, layer.out);
    const GemmEpilogue epilogue{.bias = network.parameters.data() + layer.bias, .activation = layer.activation};
    const ConstMatrixView weights = weights_of(layer, network.parameters.data());
    const MatrixView output = view(outputs.data(), n, layer.out);
    if (l == 0 && workspace.sparse.pays()) {
      sparse_times_dense(workspace.sparse, weights, output, epilogue, workspace.gemm, pool);
    } else {
      gemm(inputs_of(layers, l, inputs, workspace), Transpose::no, weights,
           layer.transposed ? Transpose::yes : Transpose::no, output, epilogue, workspace.gemm, pool);
    }
  };
  for (std::size_t l = 0; l < layers.count; ++l) {
    apply(layers[l], l, workspace.outputs[l]);
    if (l + 1 != layers.half || !network.layout.log_variance) continue;
    const LayerLayout& spread = *network.layout.log_variance;
    apply(spread, l, workspace.log_variances);
    grow(workspace.samples, n, spread.out);
    sample_codes(rows(workspace.outputs[l], n, spread.out), rows(workspace.log_variances, n, spread.out),
                 rows(workspace.noise, n, spread.out), rows(workspace.samples, n, spread.out));
  }
}

void backward(const Network& network, ConstMatrixView inputs, const LossSettings& loss, std::span<float> gradient,
              BatchLoss& result, Workspace& workspace, ThreadPool* pool) {
  const Layers layers(network.layout);
  const Index n = inputs.rows();
  for (std::size_t l = layers.count; l-- > 0;) {
    const LayerLayout& layer = layers[l];
    // The cross-entropy's gradient is by the sums already: its slope and the sigmoid's cancel.
    if (l + 1 < layers.count || loss.kind != Loss::bce) {
      through_activation(layer.activation, workspace.outputs[l].data(), workspace.delta.data(), n, layer.out, pool);
    }
    const ConstMatrixView delta = view(std::as_const(workspace.delta).data(), n, layer.out);
    const ConstMatrixView from = inputs_of(layers, l, inputs, workspace);
    // A tied decoder layer comes first and writes its gradient; its encoder layer adds to it. Likewise shared biases.
    const bool tied = l < layers.half && network.spec.tied;
    weight_gradient(layer, l == 0 && workspace.sparse.pays(), from, delta, tied, gradient.data() + layer.weights,
                    workspace, pool);
    const bool bias_is_shared = network.spec.shared_biases && l + 1 < layers.half;
    bias_gradient(delta.data(), n, layer.out, gradient.data() + layer.bias, bias_is_shared, pool);
    const LayerLayout* spread =
        l + 1 == layers.half && network.layout.log_variance ? &*network.layout.log_variance : nullptr;
    if (spread) {
      const ConstMatrixView by_variance = view(std::as_const(workspace.variance_delta).data(), n, spread->out);
      weight_gradient(*spread, l == 0 && workspace.sparse.pays(), from, by_variance, false,
                      gradient.data() + spread->weights, workspace, pool);
      bias_gradient(by_variance.data(), n, spread->out, gradient.data() + spread->bias, false, pool);
    }
    if (l == 0) break;

    const MatrixView next = view(workspace.next_delta.data(), n, layer.in);
    gemm(delta, Transpose::no, weights_of(layer, network.parameters.data()),
         layer.transposed ? Transpose::no : Transpose::yes, next, {}, workspace.gemm, pool);
    if (spread) {
      gemm(view(std::as_const(workspace.variance_delta).data(), n, spread->out), Transpose::no,
           weights_of(*spread, network.parameters.data()), Transpose::yes, next, {.accumulate = true}, workspace.gemm,
           pool);
    }
    std::swap(workspace.delta, workspace.next_delta);
    if (l != layers.half) continue;
    if (network.layout.log_variance) {
      result.kl = diverge_codes(workspace.outputs[l - 1], n, layer.in, loss, workspace);
      result.loss += loss.kl_weight * result.kl / static_cast<double>(n);
    } else if (loss.code_penalty != 0.0f) {
      result.loss += penalise_codes(workspace.outputs[l - 1].data(), workspace.delta.data(), n, layer.in, loss);
    }
  }
}

BatchLoss backpropagate(const Network& network, ConstMatrixView inputs, ConstMatrixView targets,
                        const LossSettings& loss, std::span<float> gradient, Workspace& workspace, ThreadPool* pool) {
  const Layers layers(network.layout);
  assert(gradient.size() == network.layout.size);
  assert(loss.kind != Loss::bce || network.spec.output == Activation::sigmoid);
  const Index n = inputs.rows(), pixels = targets.cols();
  Index widest = pixels;
  for (std::size_t l = 0; l < layers.count; ++l) widest = std::max<Index>(widest, layers[l].out);
  grow(workspace.delta, n, widest);
  grow(workspace.next_delta, n, widest);
  assert(!network.layout.log_variance ||
         workspace.noise.size() >= static_cast<std::size_t>(n) * static_cast<std::size_t>(network.spec.code_width()));

  forward(network, inputs, workspace, pool);
  BatchLoss result = loss_gradient(loss, outputs_of(workspace, layers.count - 1, n, pixels), targets,
                                   view(workspace.delta.data(), n, pixels), workspace.row_sums, pool);
  backward(network, inputs, loss, gradient, result, workspace, pool);
  return result;
}

}  // namespace hourglass
