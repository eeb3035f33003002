#include "math/sparse.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "math/random_matrix.h"
#include "math/thread_pool.h"

namespace hourglass {
namespace {

/// Mostly `background`, at most a third else, with whole columns of nothing else, as images have at their borders.
Matrix sparse_matrix(Index rows, Index cols, float background, Random& random) {
  Matrix m = Matrix::Constant(rows, cols, background);
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < cols; ++j) {
      if (j % 5 != 0 && (2 * i + 3 * j) % 4 == 1 && random.uniform() < 0.9f) m(i, j) = random.uniform(-1.0f, 1.0f);
    }
  }
  return m;
}

ConstMatrixView part(const Matrix& m, Index cols) { return {m.data(), m.rows(), cols, Eigen::OuterStride<>(m.cols())}; }
MatrixView part(Matrix& m, Index cols) { return {m.data(), m.rows(), cols, Eigen::OuterStride<>(m.cols())}; }

struct SparseCase {
  Index rows, columns, n;
  float background;
};

void expect_both_products_agree(const SparseCase& shape, Random& random) {
  const auto& [rows, columns, n, background] = shape;
  const Matrix x = sparse_matrix(rows, columns + 2, background, random);
  const ConstMatrixView x_view = part(x, columns);
  SparseBatch sparse;
  sparse.assign(x_view, background);
  ASSERT_TRUE(sparse.pays());
  GemmScratch scratch;
  const float tolerance = 1e-6f * (4.0f + 2.0f * std::sqrt(static_cast<float>(std::max(rows, columns))));

  const Matrix w = random_matrix(columns, n + 3, random);
  const std::vector<float> bias(static_cast<std::size_t>(n), 0.25f);
  for (const Activation f : {Activation::linear, Activation::relu, Activation::tanh}) {
    const GemmEpilogue epilogue{.bias = f == Activation::linear ? nullptr : bias.data(), .activation = f};
    Matrix fast = random_matrix(rows, n + 1, random), plain = fast;
    sparse_times_dense(sparse, part(w, n), part(fast, n), epilogue, scratch);
    gemm_reference(x_view, Transpose::no, part(w, n), Transpose::no, part(plain, n), epilogue);
    ASSERT_LT((fast - plain).cwiseAbs().maxCoeff(), tolerance)
        << rows << " " << columns << " " << n << " " << background;
  }

  const Matrix d = random_matrix(rows, n + 1, random);
  for (const bool accumulate : {false, true}) {
    Matrix fast = random_matrix(columns, n + 2, random), plain = fast;
    sparse_transposed_times_dense(sparse, part(d, n), part(fast, n), accumulate, scratch);
    gemm_reference(x_view, Transpose::yes, part(d, n), Transpose::no, part(plain, n), {.accumulate = accumulate});
    ASSERT_LT((fast - plain).cwiseAbs().maxCoeff(), tolerance)
        << rows << " " << columns << " " << n << " " << background;
  }
}

TEST(Sparse, ProductsAgreeWithPlainLoopsOverOddSizesAndBackgrounds) {
  Random random(1);
  constexpr Index kSparseSizes[] = {1, 2, 3, 7, 16, 17, 31, 33, 64, 100, 128};
  const auto size = [&] { return kSparseSizes[random.below(std::size(kSparseSizes))]; };
  for (int i = 0; i < 150; ++i) {
    expect_both_products_agree({size(), size(), size(), random.below(2) == 0 ? 0.0f : -0.5f}, random);
  }
  for (const Index n : {1, 2, 10, 32, 128, 250, 512}) expect_both_products_agree({64, 784, n, -0.5f}, random);
}

TEST(Sparse, ListsExactlyWhatDiffersFromTheBackground) {
  Random random(2);
  const Matrix x = sparse_matrix(37, 91, -0.5f, random);
  SparseBatch sparse;
  sparse.assign(view(x), -0.5f);
  Matrix by_row = Matrix::Constant(37, 91, -0.5f), by_column = by_row;
  for (Index i = 0; i < 37; ++i) {
    for (const auto& [j, value] : sparse.row(i)) by_row(i, j) += value;
  }
  for (Index j = 0; j < 91; ++j) {
    for (const auto& [i, value] : sparse.column(j)) by_column(i, j) += value;
  }
  EXPECT_LT((by_row - x).cwiseAbs().maxCoeff(), 1e-7f);
  EXPECT_TRUE(by_row == by_column);
  EXPECT_NEAR(sparse.density(), (x.array() != -0.5f).cast<double>().mean(), 1e-12);
}

TEST(Sparse, GivesTheSameBitsOnOneTwoAndThreeThreads) {
  Random random(3);
  const Matrix x = sparse_matrix(128, 784, -0.5f, random), w = random_matrix(784, 130, random);
  const auto both = [&](ThreadPool* pool) {
    SparseBatch sparse;
    GemmScratch scratch;
    sparse.assign(view(x), -0.5f, pool);
    Matrix y(128, 130), c = Matrix::Ones(784, 130);
    sparse_times_dense(sparse, view(w), view(y), {.activation = Activation::elu}, scratch, pool);
    sparse_transposed_times_dense(sparse, view(std::as_const(y)), view(c), true, scratch, pool);
    return c;
  };
  const Matrix one = both(nullptr);
  for (const int threads : {2, 3}) {
    ThreadPool pool(threads);
    const Matrix many = both(&pool);
    EXPECT_EQ(std::memcmp(one.data(), many.data(), sizeof(float) * static_cast<std::size_t>(one.size())), 0) << threads;
  }
}

TEST(Sparse, SaysThatDenseBatchesDoNotPay) {
  Random random(4);
  const Matrix dense = random_matrix(20, 50, random);
  SparseBatch sparse;
  sparse.assign(view(dense), 0.0f);
  EXPECT_FALSE(sparse.pays());
  // Sparse at first, dense later: all rows count, not only those looked at first.
  Matrix x = Matrix::Ones(100, 50);
  x.topRows(10).setZero();
  sparse.assign(view(std::as_const(x)), 0.0f);
  EXPECT_FALSE(sparse.pays());
  x.setZero();
  sparse.assign(view(std::as_const(x)), 0.0f);
  EXPECT_TRUE(sparse.pays());
}

}  // namespace
}  // namespace hourglass
