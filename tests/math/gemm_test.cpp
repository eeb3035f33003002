#include "math/gemm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "math/random_matrix.h"
#include "math/thread_pool.h"

namespace hourglass {
namespace {

struct Case {
  Index m, n, k;
  bool ta = false, tb = false, accumulate = false, bias = false;
  Activation activation = Activation::linear;

  std::string name() const {
    return std::to_string(m) + "x" + std::to_string(n) + "x" + std::to_string(k) + (ta ? " aT" : "") +
           (tb ? " bT" : "") + (accumulate ? " +c" : "") + (bias ? " +bias" : "") + " f" +
           std::to_string(static_cast<int>(activation));
  }
};

/// Operands of a case; every view is part of a wider matrix, so that a wrong row distance cannot go unseen.
struct Operands {
  Matrix a, b, c;
  std::vector<float> bias;
  Case shape;

  Operands(const Case& s, Random& random)
      : a(random_matrix(s.ta ? s.k : s.m, (s.ta ? s.m : s.k) + 3, random)),
        b(random_matrix(s.tb ? s.n : s.k, (s.tb ? s.k : s.n) + 5, random)),
        c(random_matrix(s.m, s.n + 1, random)),
        shape(s) {
    for (Index j = 0; j < s.n; ++j) bias.push_back(random.uniform(-1.0f, 1.0f));
  }

  static ConstMatrixView part(const Matrix& m, Index cols) {
    return {m.data(), m.rows(), cols, Eigen::OuterStride<>(m.cols())};
  }
  ConstMatrixView a_view() const { return part(a, shape.ta ? shape.m : shape.k); }
  ConstMatrixView b_view() const { return part(b, shape.tb ? shape.k : shape.n); }
  MatrixView c_view(Matrix& m) const { return {m.data(), m.rows(), shape.n, Eigen::OuterStride<>(m.cols())}; }
  GemmEpilogue epilogue() const { return {shape.accumulate, shape.bias ? bias.data() : nullptr, shape.activation}; }

  Matrix fast(GemmScratch& scratch, ThreadPool* pool = nullptr) const {
    Matrix result = c;
    gemm(a_view(), shape.ta ? Transpose::yes : Transpose::no, b_view(), shape.tb ? Transpose::yes : Transpose::no,
         c_view(result), epilogue(), scratch, pool);
    return result;
  }
  Matrix plain() const {
    Matrix result = c;
    gemm_reference(a_view(), shape.ta ? Transpose::yes : Transpose::no, b_view(),
                   shape.tb ? Transpose::yes : Transpose::no, c_view(result), epilogue());
    return result;
  }
};

void expect_agreement(const Case& shape, Random& random, GemmScratch& scratch) {
  const Operands operands(shape, random);
  const Matrix fast = operands.fast(scratch);
  const Matrix plain = operands.plain();
  // Terms are below 1 in size: k roundings of a sum that wanders like sqrt(k), and some for bias and activation.
  const float tolerance = 1e-6f * (4.0f + std::sqrt(static_cast<float>(shape.k)) * 2.0f);
  for (Index i = 0; i < fast.rows(); ++i) {
    for (Index j = 0; j < shape.n; ++j) {
      ASSERT_NEAR(fast(i, j), plain(i, j), tolerance) << shape.name() << " at " << i << "," << j;
    }
    ASSERT_EQ(fast(i, shape.n), operands.c(i, shape.n)) << shape.name() << ": wrote beyond row " << i;
  }
}

constexpr Index kSizes[] = {1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 30, 31, 32, 33, 47, 49, 64, 100, 128, 250};

TEST(Gemm, AgreesWithThreePlainLoopsForEverySmallShapeAndTranspose) {
  Random random(1);
  GemmScratch scratch;
  for (Index m = 1; m <= 18; ++m) {
    for (Index n = 1; n <= 18; ++n) {
      for (Index k : {1, 2, 3, 4, 5, 8, 13}) {
        for (int transposes = 0; transposes < 4; ++transposes) {
          expect_agreement({m, n, k, (transposes & 1) != 0, (transposes & 2) != 0, (m & 1) != 0, (n & 1) != 0}, random,
                           scratch);
        }
      }
    }
  }
}

TEST(Gemm, AgreesWithThreePlainLoopsOverOddSizesTransposesEpiloguesAndActivations) {
  Random random(2);
  GemmScratch scratch;
  const auto size = [&] { return kSizes[random.below(std::size(kSizes))]; };
  for (int i = 0; i < 600; ++i) {
    Case shape{size(), size(), size()};
    shape.ta = random.below(2) != 0;
    shape.tb = random.below(2) != 0;
    shape.accumulate = random.below(2) != 0;
    shape.bias = random.below(2) != 0;
    shape.activation = static_cast<Activation>(random.below(5));
    expect_agreement(shape, random, scratch);
  }
}

TEST(Gemm, AgreesWithThreePlainLoopsOnTheShapesOfTheNetworks) {
  Random random(3);
  GemmScratch scratch;
  const int widths[][2] = {{784, 512}, {784, 128}, {128, 32}, {32, 2}, {784, 1000}, {250, 30}, {10, 1}};
  for (const auto& [in, out] : widths) {
    for (Index batch : {1, 3, 64, 100, 128, 257}) {
      if (in == 784 && out == 1000 && batch > 100) continue;
      expect_agreement({batch, out, in, false, false, false, true, Activation::relu}, random, scratch);
      expect_agreement({batch, in, out, false, true, false, true, Activation::sigmoid}, random, scratch);
      expect_agreement({in, out, batch, true, false, true, false}, random, scratch);
    }
  }
}

TEST(Gemm, WithNoDepthLeavesBiasAndActivationOfWhatWasThere) {
  Random random(4);
  GemmScratch scratch;
  for (bool accumulate : {false, true}) {
    expect_agreement({5, 9, 0, false, false, accumulate, true, Activation::tanh}, random, scratch);
    expect_agreement({5, 9, 0, true, true, accumulate, false}, random, scratch);
  }
}

TEST(Gemm, TakesEmptyMatrices) {
  GemmScratch scratch;
  Matrix a(0, 7), b(7, 4), c(0, 4);
  gemm(view(std::as_const(a)), Transpose::no, view(std::as_const(b)), Transpose::no, view(c), {}, scratch);
  Matrix d(3, 7), e(7, 0), f(3, 0);
  gemm(view(std::as_const(d)), Transpose::no, view(std::as_const(e)), Transpose::no, view(f), {}, scratch);
}

TEST(Gemm, GivesTheSameBitsOnOneTwoAndThreeThreads) {
  Random random(5);
  ThreadPool two(2), three(3);
  const Case shapes[] = {
      {128, 512, 784, false, false, false, true, Activation::relu},
      {128, 784, 512, false, true, false, true, Activation::sigmoid},
      {784, 128, 128, true, false, true, false},
      {101, 33, 259, false, false, true, true, Activation::elu},
      {333, 10, 128, true, true, false, true},
  };
  for (const Case& shape : shapes) {
    const Operands operands(shape, random);
    GemmScratch scratch;
    const Matrix one = operands.fast(scratch);
    for (ThreadPool* pool : {&two, &three}) {
      const Matrix many = operands.fast(scratch, pool);
      EXPECT_EQ(std::memcmp(one.data(), many.data(), sizeof(float) * static_cast<std::size_t>(one.size())), 0)
          << shape.name() << " on " << pool->threads() << " threads";
    }
  }
}

TEST(Gemm, KeepsItsScratchOnceWarm) {
  Random random(6);
  GemmScratch scratch;
  const Operands operands({128, 100, 300, true}, random);
  operands.fast(scratch);
  const float* const a = scratch.a.data();
  const float* const b = scratch.b.data();
  operands.fast(scratch);
  EXPECT_EQ(scratch.a.data(), a);
  EXPECT_EQ(scratch.b.data(), b);
}

TEST(Gemm, LetsWhatIsNotANumberThroughRelu) {
  GemmScratch scratch;
  Matrix a = Matrix::Constant(4, 8, std::nanf("")), b = Matrix::Constant(8, 9, 1.0f), c(4, 9);
  gemm(view(std::as_const(a)), Transpose::no, view(std::as_const(b)), Transpose::no, view(c),
       {.activation = Activation::relu}, scratch);
  for (Index j = 0; j < 9; ++j) EXPECT_TRUE(std::isnan(c(0, j))) << j;
}

}  // namespace
}  // namespace hourglass
