// Principal components: the plane in which wide codes vary most, and the linear autoencoder that every other must beat.
#pragma once

#include <span>
#include <vector>

#include "math/matrix.h"

namespace hourglass {

struct Pca {
  Vector mean;  ///< (d)
  Matrix axes;  ///< (components, d), orthonormal rows, most variance first; each one's largest entry positive
  std::vector<double> variances;  ///< of each component, most first
};

/// Of rows (n, d) by the covariance's eigenvectors; components is cut to d. n of 0 gives zeros for variances.
Pca fit_pca(ConstMatrixView rows, int components);

/// rows (n, d) -> (n, components).
Matrix project(const Pca& pca, ConstMatrixView rows);

/// coordinates (n, components) -> (n, d).
Matrix unproject(const Pca& pca, ConstMatrixView coordinates);

}  // namespace hourglass
