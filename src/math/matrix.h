// The matrix vocabulary of the house: single-precision, row-major, one image a row.
// Apart from the kernels so that a header can name a matrix without seeing how one is multiplied.
#pragma once

#include <Eigen/Core>
#include <span>

namespace hourglass {

using Index = Eigen::Index;
using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::VectorXf;

/// Views do not own; rows may be `outerStride()` floats apart.
using MatrixView = Eigen::Map<Matrix, Eigen::Unaligned, Eigen::OuterStride<>>;
using ConstMatrixView = Eigen::Map<const Matrix, Eigen::Unaligned, Eigen::OuterStride<>>;

inline MatrixView view(float* data, Index rows, Index cols) { return {data, rows, cols, Eigen::OuterStride<>(cols)}; }
inline ConstMatrixView view(const float* data, Index rows, Index cols) {
  return {data, rows, cols, Eigen::OuterStride<>(cols)};
}
inline MatrixView view(Matrix& m) { return view(m.data(), m.rows(), m.cols()); }
inline ConstMatrixView view(const Matrix& m) { return view(m.data(), m.rows(), m.cols()); }

}  // namespace hourglass
