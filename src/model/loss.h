// The losses: what training makes small, and its gradient at the network's output. Apart from backpropagation, which
// knows layers and no losses.
#pragma once

#include <span>
#include <vector>

#include "math/matrix.h"

namespace hourglass {

class ThreadPool;

/// sse: sum of squared errors of an image, averaged over the batch. rmse: one root of the mean squared error over all
/// pixels of the batch (the first post trains it). bce: binary cross-entropy of an image, summed over its pixels,
/// averaged over the batch; wants pixels in 0..1 and a sigmoid output.
enum class Loss { sse, rmse, bce };

struct LossSettings {
  Loss kind = Loss::sse;
  float code_penalty = 0.0f;  ///< times the sum of squared codes of an image, averaged over the batch
  float kl_weight = 1.0f;     ///< times the divergence of an image's variational code, averaged over the batch
  /// "Averaged over the batch" divides by this, so that in an epoch's last, smaller batch each image still counts as
  /// much as any other: the gradient of a sum over the batch times a constant. 0: the number of rows.
  int batch = 0;
};

/// Of one batch, before the step that it leads to.
struct BatchLoss {
  double loss = 0;  ///< as trained: per image of this batch (sse, bce), or the batch's RMSE; with what the code adds
  double sse = 0;   ///< sum over the batch's images of squared error, in the network's pixel range
  double kl = 0;    ///< sum over the batch's images of a variational code's divergence, in nats
  int images = 0;
};

/// outputs, targets (n, pixels) -> gradients (n, pixels) of the loss by the outputs. For bce the gradient is by the
/// argument of the output sigmoid (y - t): the quotient y(1-y) would cancel. `row_sums` is scratch.
BatchLoss loss_gradient(const LossSettings& settings, ConstMatrixView outputs, ConstMatrixView targets,
                        MatrixView gradients, std::vector<double>& row_sums, ThreadPool* pool = nullptr);

/// outputs, targets (n, pixels) -> errors[n], each row's sum of squared errors.
void squared_errors(ConstMatrixView outputs, ConstMatrixView targets, std::span<float> errors,
                    ThreadPool* pool = nullptr);

}  // namespace hourglass
