#include <cassert>
#include <cmath>

#include "math/gemm.h"

namespace hourglass {
namespace {

double apply(Activation f, double x) {
  switch (f) {
    case Activation::linear: return x;
    case Activation::sigmoid: return 1.0 / (1.0 + std::exp(-x));
    case Activation::tanh: return std::tanh(x);
    case Activation::relu: return x < 0.0 ? 0.0 : x;
    case Activation::elu: return x > 0.0 ? x : std::expm1(x);
  }
  return x;
}

}  // namespace

void gemm_reference(ConstMatrixView a, Transpose transpose_a, ConstMatrixView b, Transpose transpose_b, MatrixView c,
                    const GemmEpilogue& epilogue) {
  const bool ta = transpose_a == Transpose::yes;
  const bool tb = transpose_b == Transpose::yes;
  const Index m = c.rows(), n = c.cols(), k = ta ? a.rows() : a.cols();
  assert((ta ? a.cols() : a.rows()) == m);
  assert((tb ? b.cols() : b.rows()) == k && (tb ? b.rows() : b.cols()) == n);
  for (Index i = 0; i < m; ++i) {
    for (Index j = 0; j < n; ++j) {
      double sum = epilogue.accumulate ? c(i, j) : 0.0;
      for (Index p = 0; p < k; ++p) sum += static_cast<double>(ta ? a(p, i) : a(i, p)) * (tb ? b(j, p) : b(p, j));
      if (epilogue.bias) sum += epilogue.bias[j];
      c(i, j) = static_cast<float>(apply(epilogue.activation, sum));
    }
  }
}

}  // namespace hourglass
