#include "explore/pca.h"

#include <gtest/gtest.h>

#include <cmath>

#include "math/random.h"

namespace hourglass {
namespace {

/// 500 points on a plane in five dimensions with a little noise; deviations 3, 1 and 0.01.
Matrix tilted_plane() {
  Random random(2);
  Matrix rows(500, 5);
  const Eigen::RowVectorXf u = (Eigen::RowVectorXf(5) << 1, 2, 0, -2, 0).finished() / 3.0f;
  const Eigen::RowVectorXf v = (Eigen::RowVectorXf(5) << 0, 0, 3, 0, -4).finished() / 5.0f;
  const Eigen::RowVectorXf mean = (Eigen::RowVectorXf(5) << 10, -5, 0, 2, 1).finished();
  for (Index r = 0; r < rows.rows(); ++r) {
    rows.row(r) = mean + 3.0f * random.normal() * u + random.normal() * v;
    for (Index i = 0; i < 5; ++i) rows(r, i) += 0.01f * random.normal();
  }
  return rows;
}

TEST(Pca, FindsTheDirectionsOfMostVariance) {
  const Matrix rows = tilted_plane();
  const Pca pca = fit_pca(view(rows), 3);
  ASSERT_EQ(pca.axes.rows(), 3);
  EXPECT_NEAR(pca.variances[0], 9.0, 1.0);
  EXPECT_NEAR(pca.variances[1], 1.0, 0.15);
  EXPECT_LT(pca.variances[2], 0.001);
  EXPECT_NEAR(std::abs(pca.axes(0, 1)), 2.0 / 3, 0.05);
  EXPECT_NEAR(pca.axes(1, 4), 0.8, 0.05) << "the largest entry is positive";
  const Matrix unit = pca.axes * pca.axes.transpose();
  EXPECT_LT((unit - Matrix::Identity(3, 3)).cwiseAbs().maxCoeff(), 1e-5f);
}

TEST(Pca, ProjectingAndComingBackLosesOnlyWhatWasLeftOut) {
  const Matrix rows = tilted_plane();
  const Pca pca = fit_pca(view(rows), 2);
  const Matrix there = project(pca, view(rows));
  EXPECT_EQ(there.cols(), 2);
  EXPECT_NEAR(there.col(0).mean(), 0.0, 1e-3);
  const Matrix back = unproject(pca, view(there));
  EXPECT_LT((back - rows).cwiseAbs().maxCoeff(), 0.06f);
  double total = 0;
  for (Index c = 0; c < 2; ++c) total += there.col(c).squaredNorm() / static_cast<double>(rows.rows());
  EXPECT_NEAR(total, pca.variances[0] + pca.variances[1], 1e-2);
}

TEST(Pca, AskedForMoreAxesThanThereAreGivesAll) {
  const Matrix rows = tilted_plane();
  EXPECT_EQ(fit_pca(view(rows), 99).axes.rows(), 5);
}

}  // namespace
}  // namespace hourglass
