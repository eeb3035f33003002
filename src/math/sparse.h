// A batch of images as lists of the pixels that differ from the background, and the two products of a first layer with
// them. About 80% of MNIST's pixels are background: both products then take about a third of the time of gemm's.
// Apart from gemm because here zeros decide the order of work.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "math/gemm.h"
#include "math/matrix.h"

namespace hourglass {

class ThreadPool;

/// x = background + what is listed. Lists are kept by row (for x W) and by column (for x^T d).
class SparseBatch {
 public:
  struct Entry {
    std::uint32_t index;  ///< column in a row's list, row in a column's list
    float value;          ///< x - background
  };

  /// Lists x (rows, columns); grows its memory at first use and keeps it. When the first rows, or all, are denser than
  /// is worth the trouble, only pays() is meaningful afterwards.
  void assign(ConstMatrixView x, float background, ThreadPool* pool = nullptr);
  /// As assign(), the rows alone: for x W, where no gradient follows.
  void assign_rows(ConstMatrixView x, float background, ThreadPool* pool = nullptr);

  /// False: use gemm. Measured: the sparse products win below a density of about 0.6.
  bool pays() const { return pays_; }
  double density() const { return density_; }

  Index rows() const { return rows_; }
  Index columns() const { return columns_; }
  float background() const { return background_; }
  std::span<const Entry> row(Index i) const { return list(by_row_, i * columns_, row_counts_, i); }
  std::span<const Entry> column(Index j) const { return list(by_column_, j * rows_, column_counts_, j); }

 private:
  static std::span<const Entry> list(const std::vector<Entry>& entries, Index begin,
                                     const std::vector<std::uint32_t>& counts, Index i) {
    return std::span(entries).subspan(static_cast<std::size_t>(begin), counts[static_cast<std::size_t>(i)]);
  }
  void list_rows(ConstMatrixView x, Index begin, Index end);
  void list_columns(ConstMatrixView x, Index begin, Index end);

  Index rows_ = 0, columns_ = 0;
  float background_ = 0.0f;
  bool pays_ = false;
  double density_ = 0.0;
  // Every list has room for all that it could hold, so that rows and columns can be listed by several threads.
  std::vector<Entry> by_row_, by_column_;
  std::vector<std::uint32_t> row_counts_, column_counts_;
};

/// y (rows, n) = f( x (rows, columns) * w (columns, n) [+ bias] ); epilogue.accumulate is not supported (asserted).
/// x must pay. The result does not depend on `pool`.
void sparse_times_dense(const SparseBatch& x, ConstMatrixView w, MatrixView y, const GemmEpilogue& epilogue,
                        GemmScratch& scratch, ThreadPool* pool = nullptr);

/// c (columns, n) = [c +] x^T (columns, rows) * d (rows, n). Likewise.
void sparse_transposed_times_dense(const SparseBatch& x, ConstMatrixView d, MatrixView c, bool accumulate,
                                   GemmScratch& scratch, ThreadPool* pool = nullptr);

}  // namespace hourglass
