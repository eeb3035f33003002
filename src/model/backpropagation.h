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
  std::vector<float> delta, next_delta;     ///< gradient by a layer's output, then by its input
  std::vector<double> row_sums;
  SparseBatch sparse;  ///< the inputs, where they differ from a black pixel
  GemmScratch gemm;
};

/// inputs (n, pixels), perhaps corrupted; targets (n, pixels), clean. Writes the gradient of the loss by every
/// parameter into `gradient` (layout.size floats, whatever they held). Weight decay is the optimizer's.
BatchLoss backpropagate(const Network& network, ConstMatrixView inputs, ConstMatrixView targets,
                        const LossSettings& loss, std::span<float> gradient, Workspace& workspace,
                        ThreadPool* pool = nullptr);

}  // namespace hourglass
