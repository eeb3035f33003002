// The nearest matrix with orthogonal columns (or rows), by matrix products alone. Apart from the optimizer that wants
// it, because it is arithmetic that knows nothing of training.
#pragma once

#include <vector>

#include "math/gemm.h"
#include "math/matrix.h"

namespace hourglass {

class ThreadPool;

/// Grown at first use and then reused. One for each caller.
struct OrthogonalScratch {
  std::vector<float> scaled, row_largest;               ///< (rows, cols) and (rows)
  std::vector<float> gram, square, polynomial, factor;  ///< (n, n) with n the smaller side
  GemmScratch gemm;
};

/// x (rows, cols) = U S V^T becomes about U V^T, in place: five Newton-Schulz steps
///   X <- a X + b (X X^T) X + c (X X^T)^2 X   with a = 3.4445, b = -4.7750, c = 2.0315
/// from x over its Frobenius norm (Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks"). They
/// bring each singular value that was above a hundredth of the norm to between 0.68 and 1.14, and multiply a vanishing
/// one by 485. The steps are taken on the Gram matrix of the smaller side n, which costs 4 products of (n, n) a step
/// and two with x in all. Zeros stay zeros; what is not finite gives what is not finite. The result does not depend on
/// `pool`.
void orthogonalise(MatrixView x, OrthogonalScratch& scratch, ThreadPool* pool = nullptr);

}  // namespace hourglass
