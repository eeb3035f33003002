#include "model/loss.h"

#include <cassert>
#include <cmath>

#include "math/parallel_rows.h"
#include "math/vector_ops.h"

namespace hourglass {
namespace {

/// The sum of squared errors; `each(i, error)` hears each. Sixteen running sums, because one alone would forbid the
/// compiler to use vectors: it may not reorder a float sum.
template <class Each>
double sse_row(const float* __restrict y, const float* __restrict t, Index n, const Each& each) {
  constexpr Index kLanes = 16;
  float sums[kLanes] = {};
  Index i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (Index lane = 0; lane < kLanes; ++lane) {
      const float e = y[i + lane] - t[i + lane];
      each(i + lane, e);
      sums[lane] += e * e;
    }
  }
  double sum = 0.0;
  for (const float s : sums) sum += s;
  for (; i < n; ++i) {
    const float e = y[i] - t[i];
    each(i, e);
    sum += static_cast<double>(e) * e;
  }
  return sum;
}

}  // namespace

BatchLoss loss_gradient(const LossSettings& settings, ConstMatrixView outputs, ConstMatrixView targets,
                        MatrixView gradients, std::vector<double>& row_sums, ThreadPool* pool) {
  const Index n = outputs.rows(), pixels = outputs.cols();
  assert(targets.rows() == n && targets.cols() == pixels && gradients.rows() == n && gradients.cols() == pixels);
  const Index divisor = settings.batch > 0 ? settings.batch : n;
  // The gradient of an rmse is (y - t) / (N * rmse) for N pixels in the batch, and the rmse is known only when all rows
  // are summed. So the rows first get y - t alone, and are multiplied by the common factor at the end.
  const float scale = settings.kind == Loss::rmse  ? 1.0f
                      : settings.kind == Loss::sse ? 2.0f / static_cast<float>(divisor)
                                                   : 1.0f / static_cast<float>(divisor);
  row_sums.resize(static_cast<std::size_t>(2 * n));
  double* squares = row_sums.data();
  double* entropies = squares + n;
  parallel_rows(pool, n, kRowsWorthAThread, [&](Index begin, Index end) {
    for (Index r = begin; r < end; ++r) {
      const float* y = outputs.data() + r * outputs.outerStride();
      const float* t = targets.data() + r * targets.outerStride();
      float* __restrict d = gradients.data() + r * gradients.outerStride();
      squares[r] = sse_row(y, t, pixels, [d, scale](Index i, float error) { d[i] = scale * error; });
      if (settings.kind == Loss::bce)
        entropies[r] = cross_entropy({y, static_cast<std::size_t>(pixels)}, {t, static_cast<std::size_t>(pixels)});
    }
  });

  BatchLoss result;
  result.images = static_cast<int>(n);
  for (Index r = 0; r < n; ++r) result.sse += squares[r];
  const auto images = static_cast<double>(n);
  switch (settings.kind) {
    case Loss::sse: result.loss = result.sse / images; break;
    case Loss::bce:
      for (Index r = 0; r < n; ++r) result.loss += entropies[r];
      result.loss /= images;
      break;
    case Loss::rmse: {
      const double count = images * static_cast<double>(pixels);
      result.loss = std::sqrt(result.sse / count);
      // d sqrt(S/N) / dy = e / (N sqrt(S/N)); a perfect reconstruction has no slope.
      const float slope = result.loss > 0.0 ? static_cast<float>(1.0 / (count * result.loss)) : 0.0f;
      parallel_rows(pool, n, kRowsWorthAThread, [&](Index begin, Index end) {
        for (Index r = begin; r < end; ++r) {
          float* d = gradients.data() + r * gradients.outerStride();
          for (Index i = 0; i < pixels; ++i) d[i] *= slope;
        }
      });
      break;
    }
  }
  return result;
}

void squared_errors(ConstMatrixView outputs, ConstMatrixView targets, std::span<float> errors, ThreadPool* pool) {
  assert(static_cast<Index>(errors.size()) == outputs.rows());
  parallel_rows(pool, outputs.rows(), kRowsWorthAThread, [&](Index begin, Index end) {
    for (Index r = begin; r < end; ++r) {
      const float* y = outputs.data() + r * outputs.outerStride();
      const float* t = targets.data() + r * targets.outerStride();
      errors[static_cast<std::size_t>(r)] = static_cast<float>(sse_row(y, t, outputs.cols(), [](Index, float) {}));
    }
  });
}

}  // namespace hourglass
