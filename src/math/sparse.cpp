#include "math/sparse.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <functional>

#include "math/parallel_rows.h"
#include "math/simd.h"
#include "math/thread_pool.h"

namespace hourglass {
namespace {

using simd::broadcast;
using simd::each;
using simd::Floats;
using simd::Ints;
using simd::kLanes;
using simd::load;
using simd::madd;

constexpr double kDensityThatPays = 0.6;
constexpr Index kRowsLookedAtFirst = 8;
/// Accumulators of one row of a block: enough to hide a multiply-add's latency.
constexpr int kVectors = 8;
constexpr Index kBlock = kVectors * kLanes;

/// Calls found(j, x[j] - background) for each of the n floats that differs from the background.
template <class Found>
HOURGLASS_INLINE inline void each_difference(const float* x, Index n, float background, const Found& found) {
  Index j = 0;
  for (; j + kLanes <= n; j += kLanes) {
    const Ints differs = load(x + j) != broadcast(background);
#ifdef __wasm_simd128__
    if (!wasm_v128_any_true(static_cast<v128_t>(differs))) continue;
    for (int lane = 0; lane < kLanes; ++lane) {
      if (x[j + lane] != background) found(j + lane, x[j + lane] - background);
    }
#else
    for (int lane = 0; lane < kLanes; ++lane) {
      if (differs[lane]) found(j + lane, x[j + lane] - background);
    }
#endif
  }
  for (; j < n; ++j) {
    if (x[j] != background) found(j, x[j] - background);
  }
}

/// One block of a dense matrix's columns, copied side by side, its column sums times `times` behind them.
struct Block {
  const float* rows;
  const float* sums;
};

template <int vectors>
HOURGLASS_INLINE inline Floats load_column(const float* from, int v, Index columns) {
  const Index left = columns - v * kLanes;
  return left >= kLanes ? load(from + v * kLanes)
                        : simd::load_part(from + v * kLanes, static_cast<std::size_t>(std::max<Index>(left, 0)));
}

template <int vectors>
Block copy_block(ConstMatrixView dense, Index column, Index columns, float times, float* to) {
  Floats sums[vectors];
  each<vectors>([&](auto v) HOURGLASS_INLINE { sums[v] = Floats{}; });
  const float* from = dense.data() + column;
  float* out = to;
  const bool whole = columns == vectors * kLanes;
  for (Index i = 0; i < dense.rows(); ++i, from += dense.outerStride(), out += vectors * kLanes) {
    each<vectors>([&](auto v) HOURGLASS_INLINE {
      const Floats value = whole ? load(from + v * kLanes) : load_column<vectors>(from, v, columns);
      simd::store(out + v * kLanes, value);
      sums[v] += value;
    });
  }
  each<vectors>([&](auto v) HOURGLASS_INLINE { simd::store(out + v * kLanes, sums[v] * broadcast(times)); });
  return {to, out};
}

/// sums += entries * block.
template <int vectors>
HOURGLASS_INLINE inline void add_entries(std::span<const SparseBatch::Entry> entries, const float* rows,
                                         Floats (&sums)[vectors]) {
  const SparseBatch::Entry* entry = entries.data();
  HOURGLASS_ROLLED
  for (std::size_t left = entries.size(); left > 0; --left, ++entry) {
    const float* row = rows + static_cast<std::size_t>(entry->index) * (vectors * kLanes);
    const Floats value = broadcast(&entry->value);
    each<vectors>([&](auto v) HOURGLASS_INLINE { sums[v] = madd(value, load(row + v * kLanes), sums[v]); });
  }
}

template <int vectors>
HOURGLASS_INLINE inline void put(float* to, const Floats (&sums)[vectors], Index columns) {
  each<vectors>([&](auto v) HOURGLASS_INLINE {
    const Index left = columns - v * kLanes;
    if (left >= kLanes) {
      simd::store(to + v * kLanes, sums[v]);
    } else if (left > 0) {
      simd::store_part(to + v * kLanes, sums[v], static_cast<std::size_t>(left));
    }
  });
}

struct Slice {
  Index first, last;
};

/// What both products share: one block of the result's columns, of all its rows or of a slice of them.
struct Job {
  const SparseBatch& x;
  ConstMatrixView dense;
  float* result;
  Index result_row;
  Index n;  ///< columns of dense and result
  GemmEpilogue epilogue;
  std::vector<float>& scratch;
  Index scratch_floats;  ///< of one part
};

template <int vectors>
__attribute__((noinline)) void forward_block(const Job& job, Index column, Index columns, Slice rows, float* scratch) {
  const Block block = copy_block<vectors>(job.dense, column, columns, job.x.background(), scratch);
  Floats start[vectors];
  each<vectors>([&](auto v) HOURGLASS_INLINE {
    start[v] = load(block.sums + v * kLanes);
    if (job.epilogue.bias) start[v] += load_column<vectors>(job.epilogue.bias + column, v, columns);
  });
  for (Index i = rows.first; i < rows.last; ++i) {
    Floats sums[vectors];
    each<vectors>([&](auto v) HOURGLASS_INLINE { sums[v] = start[v]; });
    add_entries<vectors>(job.x.row(i), block.rows, sums);
    if (job.epilogue.activation == Activation::relu) {
      each<vectors>([&](auto v) HOURGLASS_INLINE { sums[v] = simd::positive_part(sums[v]); });
    }
    float* y = job.result + i * job.result_row + column;
    put<vectors>(y, sums, columns);
    if (job.epilogue.activation != Activation::relu) {
      activate(job.epilogue.activation, {y, static_cast<std::size_t>(columns)});
    }
  }
}

template <int vectors>
__attribute__((noinline)) void gradient_block(const Job& job, Index column, Index columns, Slice rows, float* scratch) {
  const Block block = copy_block<vectors>(job.dense, column, columns, job.x.background(), scratch);
  const bool untouched_without_entries = job.epilogue.accumulate && job.x.background() == 0.0f;
  for (Index j = rows.first; j < rows.last; ++j) {
    const std::span<const SparseBatch::Entry> entries = job.x.column(j);
    if (entries.empty() && untouched_without_entries) continue;
    Floats sums[vectors];
    each<vectors>([&](auto v) HOURGLASS_INLINE { sums[v] = load(block.sums + v * kLanes); });
    add_entries<vectors>(entries, block.rows, sums);
    float* c = job.result + j * job.result_row + column;
    if (job.epilogue.accumulate) {
      each<vectors>([&](auto v) HOURGLASS_INLINE { sums[v] += load_column<vectors>(c, v, columns); });
    }
    put<vectors>(c, sums, columns);
  }
}

template <bool forward>
void multiply_block(const Job& job, Index column, Slice rows, float* scratch) {
  const Index columns = std::min<Index>(kBlock, job.n - column);
  const auto with = [&](auto vectors) {
    if constexpr (forward) {
      forward_block<vectors>(job, column, columns, rows, scratch);
    } else {
      gradient_block<vectors>(job, column, columns, rows, scratch);
    }
  };
  if (columns > 4 * kLanes) return with(std::integral_constant<int, 8>{});
  if (columns > 2 * kLanes) return with(std::integral_constant<int, 4>{});
  if (columns > kLanes) return with(std::integral_constant<int, 2>{});
  with(std::integral_constant<int, 1>{});
}

/// The gradient's rows, which belong to pixels, are cut first: the thread that computes a weight's gradient then also
/// updates the weight (take_step), and finds both in its cache.
template <bool forward>
void multiply(Job& job, ThreadPool* pool) {
  const Index blocks = (job.n + kBlock - 1) / kBlock, rows = forward ? job.x.rows() : job.x.columns();
  const Index slices = forward || !pool ? 1 : std::clamp<Index>(pool->threads(), 1, std::max<Index>(rows / 64, 1));
  job.scratch_floats = (job.dense.rows() + 1) * kBlock;
  const auto needed = static_cast<std::size_t>(slices * blocks * job.scratch_floats);
  if (job.scratch.size() < needed) job.scratch.resize(needed);
  const auto run_part = [&](int part) {
    const Index slice = part / blocks;
    multiply_block<forward>(job, part % blocks * kBlock, {rows * slice / slices, rows * (slice + 1) / slices},
                            job.scratch.data() + part * job.scratch_floats);
  };
  const int parts = static_cast<int>(slices * blocks);
  if (pool) {
    pool->run(parts, std::cref(run_part));  // a reference: std::function would allocate for a closure
  } else {
    for (int part = 0; part < parts; ++part) run_part(part);
  }
}

}  // namespace

void SparseBatch::list_rows(ConstMatrixView x, Index begin, Index end) {
  for (Index i = begin; i < end; ++i) {
    Entry* const first = by_row_.data() + i * columns_;
    Entry* next = first;
    each_difference(x.data() + i * x.outerStride(), columns_, background_, [&](Index j, float value) HOURGLASS_INLINE {
      *next++ = {static_cast<std::uint32_t>(j), value};
    });
    row_counts_[static_cast<std::size_t>(i)] = static_cast<std::uint32_t>(next - first);
  }
}

void SparseBatch::list_columns(ConstMatrixView x, Index begin, Index end) {
  std::uint32_t* counts = column_counts_.data();
  std::fill(counts + begin, counts + end, 0u);
  for (Index i = 0; i < rows_; ++i) {
    each_difference(
        x.data() + i * x.outerStride() + begin, end - begin, background_, [&](Index j, float value) HOURGLASS_INLINE {
          j += begin;
          by_column_[static_cast<std::size_t>(j * rows_ + counts[j]++)] = {static_cast<std::uint32_t>(i), value};
        });
  }
}

void SparseBatch::assign(ConstMatrixView x, float background, ThreadPool* pool) {
  assign_rows(x, background, pool);
  if (!pays_) return;
  by_column_.resize(std::max(by_column_.size(), static_cast<std::size_t>(rows_ * columns_)));
  column_counts_.resize(static_cast<std::size_t>(columns_));
  parallel_rows(pool, columns_, 64, [&](Index begin, Index end) { list_columns(x, begin, end); });
}

void SparseBatch::assign_rows(ConstMatrixView x, float background, ThreadPool* pool) {
  rows_ = x.rows();
  columns_ = x.cols();
  background_ = background;
  pays_ = false;
  by_row_.resize(std::max(by_row_.size(), static_cast<std::size_t>(rows_ * columns_)));
  row_counts_.resize(static_cast<std::size_t>(rows_));
  const auto measure = [&](Index rows) {
    double entries = 0;
    for (Index i = 0; i < rows; ++i) entries += row_counts_[static_cast<std::size_t>(i)];
    density_ = rows * columns_ == 0 ? 0.0 : entries / static_cast<double>(rows * columns_);
    return density_ <= kDensityThatPays;
  };
  const Index first = std::min(rows_, kRowsLookedAtFirst);
  list_rows(x, 0, first);
  if (!measure(first)) return;
  parallel_rows(pool, rows_ - first, 16, [&](Index begin, Index end) { list_rows(x, first + begin, first + end); });
  pays_ = measure(rows_);
}

void sparse_times_dense(const SparseBatch& x, ConstMatrixView w, MatrixView y, const GemmEpilogue& epilogue,
                        GemmScratch& scratch, ThreadPool* pool) {
  assert(x.pays() && !epilogue.accumulate);
  assert(w.rows() == x.columns() && y.rows() == x.rows() && y.cols() == w.cols());
  Job job{x, w, y.data(), y.outerStride(), y.cols(), epilogue, scratch.b, 0};
  multiply<true>(job, pool);
}

void sparse_transposed_times_dense(const SparseBatch& x, ConstMatrixView d, MatrixView c, bool accumulate,
                                   GemmScratch& scratch, ThreadPool* pool) {
  assert(x.pays());
  assert(d.rows() == x.rows() && c.rows() == x.columns() && c.cols() == d.cols());
  Job job{x, d, c.data(), c.outerStride(), c.cols(), {.accumulate = accumulate}, scratch.b, 0};
  multiply<false>(job, pool);
}

}  // namespace hourglass
