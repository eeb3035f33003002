#include "math/orthogonal.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "math/parallel_rows.h"

namespace hourglass {
namespace {

constexpr int kNewtonSchulzSteps = 5;
constexpr float kLinear = 3.4445f, kCubic = -4.7750f, kQuintic = 2.0315f;
/// Rows of a symmetric product that are computed together, from the diagonal on.
constexpr Index kSymmetricRows = 64;

MatrixView square_of(std::vector<float>& buffer, Index n) {
  const auto floats = static_cast<std::size_t>(n) * static_cast<std::size_t>(n);
  if (buffer.size() < floats) buffer.resize(floats);
  return view(buffer.data(), n, n);
}

ConstMatrixView read_only(const MatrixView& m) {
  return {m.data(), m.rows(), m.cols(), Eigen::OuterStride<>(m.outerStride())};
}

/// c (n, n) = op(a) op(b), which is known to be symmetric: the upper half is computed and mirrored.
void symmetric_product(ConstMatrixView a, Transpose transpose_a, ConstMatrixView b, Transpose transpose_b, MatrixView c,
                       GemmScratch& scratch, ThreadPool* pool) {
  const Index n = c.rows();
  const auto stripe = [](const ConstMatrixView& m, bool columns, Index from, Index count) {
    return columns ? ConstMatrixView(m.data() + from, m.rows(), count, Eigen::OuterStride<>(m.outerStride()))
                   : ConstMatrixView(m.data() + from * m.outerStride(), count, m.cols(),
                                     Eigen::OuterStride<>(m.outerStride()));
  };
  for (Index row = 0; row < n; row += kSymmetricRows) {
    const Index rows = std::min(kSymmetricRows, n - row);
    gemm(stripe(a, transpose_a == Transpose::yes, row, rows), transpose_a,
         stripe(b, transpose_b == Transpose::no, row, n - row), transpose_b,
         MatrixView(c.data() + row * n + row, rows, n - row, Eigen::OuterStride<>(n)), {}, scratch, pool);
  }
  for (Index row = 1; row < n; ++row) {
    for (Index column = 0; column < row; ++column) c(row, column) = c(column, row);
  }
}

/// The largest magnitude of x.
float largest_of(const MatrixView& x, std::vector<float>& of_rows, ThreadPool* pool) {
  of_rows.resize(static_cast<std::size_t>(x.rows()));
  parallel_rows(pool, x.rows(), kRowsWorthAThread, [&](Index begin, Index end) {
    for (Index row = begin; row < end; ++row) {
      of_rows[static_cast<std::size_t>(row)] = x.row(row).cwiseAbs().maxCoeff();
    }
  });
  return *std::ranges::max_element(of_rows);
}

/// p = a + b g + c g^2
void newton_schulz_polynomial(const MatrixView& g, const MatrixView& square, MatrixView p) {
  p = kCubic * g + kQuintic * square;
  p.diagonal().array() += kLinear;
}

}  // namespace

void orthogonalise(MatrixView x, OrthogonalScratch& scratch, ThreadPool* pool) {
  if (x.size() == 0) return;
  const float largest = largest_of(x, scratch.row_largest, pool);
  if (largest == 0.0f) return;
  // Of numbers up to 1 no square is lost that matters, however small the gradients have become.
  if (scratch.scaled.size() < static_cast<std::size_t>(x.size())) {
    scratch.scaled.resize(static_cast<std::size_t>(x.size()));
  }
  MatrixView scaled = view(scratch.scaled.data(), x.rows(), x.cols());
  parallel_rows(pool, x.rows(), kRowsWorthAThread, [&](Index begin, Index end) {
    scaled.middleRows(begin, end - begin) = x.middleRows(begin, end - begin) / largest;
  });

  // X_k = X_0 F_k with F_k a polynomial of the Gram matrix, so all of these commute and are symmetric.
  const bool wide = x.rows() < x.cols();
  const Index n = std::min(x.rows(), x.cols());
  MatrixView gram = square_of(scratch.gram, n), square = square_of(scratch.square, n);
  MatrixView polynomial = square_of(scratch.polynomial, n), factor = square_of(scratch.factor, n);
  const auto multiply = [&](const MatrixView& a, const MatrixView& b, MatrixView& c) {
    symmetric_product(read_only(a), Transpose::no, read_only(b), Transpose::no, c, scratch.gemm, pool);
  };
  symmetric_product(read_only(scaled), wide ? Transpose::no : Transpose::yes, read_only(scaled),
                    wide ? Transpose::yes : Transpose::no, gram, scratch.gemm, pool);
  const double squared_norm = gram.diagonal().cast<double>().sum();
  gram *= static_cast<float>(1.0 / squared_norm);
  for (int step = 0; step < kNewtonSchulzSteps; ++step) {
    multiply(gram, gram, square);
    newton_schulz_polynomial(gram, square, polynomial);
    if (step == 0) {
      factor = polynomial * static_cast<float>(1.0 / std::sqrt(squared_norm));
    } else {
      multiply(factor, polynomial, square);
      factor = square;
    }
    if (step + 1 == kNewtonSchulzSteps) break;
    multiply(gram, polynomial, square);
    multiply(square, polynomial, gram);
  }
  if (wide) {
    gemm(read_only(factor), Transpose::no, read_only(scaled), Transpose::no, x, {}, scratch.gemm, pool);
  } else {
    gemm(read_only(scaled), Transpose::no, read_only(factor), Transpose::no, x, {}, scratch.gemm, pool);
  }
}

}  // namespace hourglass
