// The one matrix product of the house. Apart from its kernels: callers see shapes, kernels see registers.
#pragma once

#include <vector>

#include "math/activation.h"
#include "math/matrix.h"

namespace hourglass {

class ThreadPool;

enum class Transpose { no, yes };

/// What happens to c besides the product.
struct GemmEpilogue {
  bool accumulate = false;                     ///< add to what c holds; bias and activation then apply to the sum
  const float* bias = nullptr;                 ///< (n) added to every row, or none
  Activation activation = Activation::linear;  ///< applied last
};

/// Packing buffers, grown at first use and then reused, so that a training step allocates nothing. One for each caller.
struct GemmScratch {
  std::vector<float> a, b;
};

/// c (m, n) = f( op(a) (m, k) * op(b) (k, n) [+ c] [+ bias] ). Shapes must agree (asserted); m, n, k of 0 are allowed.
/// Each element of c is summed by one thread in one order: the result does not depend on `pool` (nullptr: this thread).
void gemm(ConstMatrixView a, Transpose transpose_a, ConstMatrixView b, Transpose transpose_b, MatrixView c,
          const GemmEpilogue& epilogue, GemmScratch& scratch, ThreadPool* pool = nullptr);

/// The same by three plain loops in double: what the fast one is tested against.
void gemm_reference(ConstMatrixView a, Transpose transpose_a, ConstMatrixView b, Transpose transpose_b, MatrixView c,
                    const GemmEpilogue& epilogue);

}  // namespace hourglass
