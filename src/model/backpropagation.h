// Training's forward and backward pass over one batch. Activations of all layers stay in a workspace that grows at
// first use and is then reused: a training step allocates nothing.
#pragma once

#include <span>
#include <vector>

#include "math/gemm.h"
#include "math/matrix.h"
#include "math/sparse.h"
#include "model/loss.h"
#include "model/network.h"

namespace hourglass {

struct Workspace {
  std::vector<std::vector<float>> outputs;  ///< of layer l, encoder then decoder: (n, out)
  std::vector<float> delta, next_delta;     ///< gradient of the loss by a layer's outputs, then by its inputs
  /// Of a variational code, (n, k): the unit normal's numbers that forward() is to draw with, which the caller puts
  /// here; log-variances, and what was drawn for the decoder; the gradient by the log-variances.
  std::vector<float> noise, log_variances, samples, variance_delta;
  std::vector<double> row_sums;
  SparseBatch sparse;  ///< the inputs, where they differ from a black pixel
  GemmScratch gemm;
};

/// The batch through every layer: inputs (n, pixels) to workspace.outputs, of layer l (n, out). The decoder of a
/// variational network reads what was drawn by its code's means, variances and workspace.noise.
void forward(const Network& network, ConstMatrixView inputs, Workspace& workspace, ThreadPool* pool = nullptr);

/// From workspace.delta (n, pixels), the gradient of the loss by the network's outputs as loss_gradient() leaves it, to
/// the gradient by every parameter: layer by layer, the last first, with the outputs that forward() left. Adds to
/// `result` what loss_gradient() has not counted: the code penalty, or a variational code's divergence.
void backward(const Network& network, ConstMatrixView inputs, const LossSettings& loss, std::span<float> gradient,
              BatchLoss& result, Workspace& workspace, ThreadPool* pool = nullptr);

/// Both, and the loss between them. inputs (n, pixels), perhaps corrupted; targets (n, pixels), clean. Writes the
/// gradient of the loss by every parameter into `gradient` (layout.size floats, whatever they held). Weight decay is
/// the optimizer's.
BatchLoss backpropagate(const Network& network, ConstMatrixView inputs, ConstMatrixView targets,
                        const LossSettings& loss, std::span<float> gradient, Workspace& workspace,
                        ThreadPool* pool = nullptr);

}  // namespace hourglass
