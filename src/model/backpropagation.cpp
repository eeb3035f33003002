#include "model/backpropagation.h"

#include <algorithm>
#include <cassert>

#include "math/parallel_rows.h"

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

}  // namespace

BatchLoss backpropagate(const Network& network, ConstMatrixView inputs, ConstMatrixView targets,
                        const LossSettings& loss, std::span<float> gradient, Workspace& workspace, ThreadPool* pool) {
  const ParameterLayout& layout = network.layout;
  const float* parameters = network.parameters.data();
  assert(gradient.size() == layout.size);
  assert(loss.kind != Loss::bce || network.spec.output == Activation::sigmoid);
  const Index n = inputs.rows();
  const std::size_t half = layout.encoder.size(), count = 2 * half;
  const auto layer_at = [&](std::size_t l) -> const LayerLayout& {
    return l < half ? layout.encoder[l] : layout.decoder[l - half];
  };

  workspace.outputs.resize(count);
  Index widest = 0;
  for (std::size_t l = 0; l < count; ++l) {
    grow(workspace.outputs[l], n, layer_at(l).out);
    widest = std::max<Index>(widest, layer_at(l).out);
  }
  grow(workspace.delta, n, widest);
  grow(workspace.next_delta, n, widest);

  const auto input_of = [&](std::size_t l) {
    return l == 0 ? inputs : view(static_cast<const float*>(workspace.outputs[l - 1].data()), n, layer_at(l).in);
  };

  // Most pixels of a digit are black: the first layer's products skip them unless corruption left too few.
  workspace.sparse.assign(inputs, network.spec.pixels.low, pool);

  for (std::size_t l = 0; l < count; ++l) {
    const LayerLayout& layer = layer_at(l);
    const GemmEpilogue epilogue{.bias = parameters + layer.bias, .activation = layer.activation};
    const float* weights = parameters + layer.weights;
    const Transpose transpose = layer.transposed ? Transpose::yes : Transpose::no;
    const MatrixView output = view(workspace.outputs[l].data(), n, layer.out);
    if (l == 0 && workspace.sparse.pays()) {
      sparse_times_dense(workspace.sparse, view(weights, layer.in, layer.out), output, epilogue, workspace.gemm, pool);
      continue;
    }
    gemm(input_of(l), Transpose::no,
         layer.transposed ? view(weights, layer.out, layer.in) : view(weights, layer.in, layer.out), transpose, output,
         epilogue, workspace.gemm, pool);
  }

  const Index pixels = layer_at(count - 1).out;
  BatchLoss result = loss_gradient(loss, view(static_cast<const float*>(workspace.outputs.back().data()), n, pixels),
                                   targets, view(workspace.delta.data(), n, pixels), workspace.row_sums, pool);
  if (loss.kind != Loss::bce) {
    through_activation(network.spec.output, workspace.outputs.back().data(), workspace.delta.data(), n, pixels, pool);
  }

  for (std::size_t l = count; l-- > 0;) {
    // Here workspace.delta is the gradient by this layer's sums, before its activation.
    const LayerLayout& layer = layer_at(l);
    const ConstMatrixView delta = view(static_cast<const float*>(workspace.delta.data()), n, layer.out);
    const float* weights = parameters + layer.weights;
    float* weight_gradient = gradient.data() + layer.weights;
    // A tied decoder comes first and writes; the encoder adds. Likewise shared biases.
    const GemmEpilogue epilogue{.accumulate = l < half && network.spec.tied};
    if (layer.transposed) {
      gemm(delta, Transpose::yes, input_of(l), Transpose::no, view(weight_gradient, layer.out, layer.in), epilogue,
           workspace.gemm, pool);
    } else if (l == 0 && workspace.sparse.pays()) {
      sparse_transposed_times_dense(workspace.sparse, delta, view(weight_gradient, layer.in, layer.out),
                                    epilogue.accumulate, workspace.gemm, pool);
    } else {
      gemm(input_of(l), Transpose::yes, delta, Transpose::no, view(weight_gradient, layer.in, layer.out), epilogue,
           workspace.gemm, pool);
    }
    const bool bias_is_shared = network.spec.shared_biases && l + 1 < half;
    bias_gradient(delta.data(), n, layer.out, gradient.data() + layer.bias, bias_is_shared, pool);
    if (l == 0) break;

    gemm(delta, Transpose::no,
         layer.transposed ? view(weights, layer.out, layer.in) : view(weights, layer.in, layer.out),
         layer.transposed ? Transpose::no : Transpose::yes, view(workspace.next_delta.data(), n, layer.in), {},
         workspace.gemm, pool);
    std::swap(workspace.delta, workspace.next_delta);
    if (l == half && loss.code_penalty != 0.0f) {
      result.loss += penalise_codes(workspace.outputs[half - 1].data(), workspace.delta.data(), n, layer.in, loss);
    }
    through_activation(layer_at(l - 1).activation, workspace.outputs[l - 1].data(), workspace.delta.data(), n, layer.in,
                       pool);
  }
  return result;
}

}  // namespace hourglass
