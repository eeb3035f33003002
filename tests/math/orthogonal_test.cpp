#include "math/orthogonal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "math/random_matrix.h"
#include "math/thread_pool.h"

namespace hourglass {
namespace {

using DoubleMatrix = Eigen::MatrixXd;

/// The steps as the paper writes them, on the matrix itself and in double.
DoubleMatrix newton_schulz_reference(const Matrix& given) {
  const bool tall = given.rows() > given.cols();
  DoubleMatrix x = tall ? DoubleMatrix(given.transpose().cast<double>()) : DoubleMatrix(given.cast<double>());
  x /= x.norm();
  for (int step = 0; step < 5; ++step) {
    const DoubleMatrix gram = x * x.transpose();
    const DoubleMatrix cubic = gram * x;
    x = (3.4445 * x - 4.7750 * cubic + 2.0315 * gram * cubic).eval();
  }
  return tall ? DoubleMatrix(x.transpose()) : x;
}

Matrix made_orthogonal(Matrix x, ThreadPool* pool = nullptr) {
  OrthogonalScratch scratch;
  orthogonalise(view(x), scratch, pool);
  return x;
}

TEST(Orthogonal, FollowsThePapersStepsOnEitherSide) {
  Random random(5);
  OrthogonalScratch scratch;
  constexpr MatrixShape kShapes[] = {{1, 1},  {1, 7},    {7, 1},   {2, 2},    {2, 3},     {3, 2},
                                     {17, 5}, {64, 128}, {65, 65}, {130, 70}, {200, 130}, {784, 10}};
  for (const MatrixShape& shape : kShapes) {
    Matrix x = random_matrix(shape.rows, shape.cols, random);
    const DoubleMatrix expected = newton_schulz_reference(x);
    orthogonalise(view(x), scratch);  // one scratch for all: what a larger matrix left must not show
    EXPECT_LT((x.cast<double>() - expected).cwiseAbs().maxCoeff(), 1e-4) << shape.rows << 'x' << shape.cols;
  }
}

TEST(Orthogonal, BringsAllSingularValuesNearOne) {
  Random random(7);
  for (const MatrixShape& shape : {MatrixShape{96, 32}, {32, 96}, {784, 128}}) {
    const Matrix x = made_orthogonal(random_matrix(shape.rows, shape.cols, random));
    const bool wide = shape.rows < shape.cols;
    const DoubleMatrix d = x.cast<double>();
    const DoubleMatrix gram = wide ? DoubleMatrix(d * d.transpose()) : DoubleMatrix(d.transpose() * d);
    EXPECT_GT(gram.diagonal().minCoeff(), 0.68 * 0.68) << shape.rows;
    EXPECT_LT(gram.diagonal().maxCoeff(), 1.14 * 1.14) << shape.rows;
    Random directions(9);
    for (int i = 0; i < 20; ++i) {
      const Eigen::VectorXd v = random_matrix(gram.rows(), 1, directions).cast<double>().col(0).normalized();
      const double stretched = std::sqrt(v.dot(gram * v));
      EXPECT_GT(stretched, 0.68);
      EXPECT_LT(stretched, 1.14);
    }
  }
}

TEST(Orthogonal, TurnsADiagonalIntoTheStepsOfItsEntries) {
  // 3 and 4 over their norm 5, through five steps of 3.4445 s - 4.7750 s^3 + 2.0315 s^5, worked apart.
  Matrix x(2, 2);
  x << 3, 0, 0, -4;
  const Matrix y = made_orthogonal(x);
  EXPECT_NEAR(y(0, 0), 0.722876, 1e-5);
  EXPECT_NEAR(y(1, 1), -1.119204, 1e-5);
  EXPECT_NEAR(y(0, 1), 0, 1e-6);
  EXPECT_NEAR(y(1, 0), 0, 1e-6);
}

TEST(Orthogonal, DoesNotCareHowLargeTheMatrixIs) {
  Random random(3);
  const Matrix x = random_matrix(40, 12, random);
  const Matrix plain = made_orthogonal(x);
  for (const float scale : {1e-36f, 1e-12f, 1e30f}) {
    EXPECT_LT((made_orthogonal(x * scale) - plain).cwiseAbs().maxCoeff(), 1e-3f) << scale;
  }
}

TEST(Orthogonal, KeepsZerosAndShowsWhatIsNotFinite) {
  EXPECT_EQ(made_orthogonal(Matrix::Zero(5, 3)), Matrix::Zero(5, 3));
  made_orthogonal(Matrix(0, 3));
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    Matrix x = Matrix::Zero(5, 3);
    x(1, 2) = bad;
    EXPECT_FALSE(made_orthogonal(x).allFinite());
    x.setOnes();
    x(4, 0) = bad;
    EXPECT_FALSE(made_orthogonal(x).allFinite());
  }
}

TEST(Orthogonal, GivesTheSameBitsOnAnyNumberOfThreads) {
  Random random(1);
  for (const MatrixShape& shape : {MatrixShape{784, 130}, {70, 300}}) {
    const Matrix x = random_matrix(shape.rows, shape.cols, random);
    ThreadPool two(2), three(3);
    const Matrix one = made_orthogonal(x);
    EXPECT_EQ(one, made_orthogonal(x, &two));
    EXPECT_EQ(one, made_orthogonal(x, &three));
  }
}

}  // namespace
}  // namespace hourglass
