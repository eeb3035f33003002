#include "explore/pca.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cassert>

namespace hourglass {

Pca fit_pca(ConstMatrixView rows, int components) {
  const Index n = rows.rows(), d = rows.cols();
  const Index kept = std::min<Index>(components, d);
  // Sums of 55,000 squares in float would lose the small variances: blocks are summed in float, blocks' sums in double.
  constexpr Index kBlock = 512;
  Eigen::VectorXd sum = Eigen::VectorXd::Zero(d);
  for (Index r = 0; r < n; r += kBlock) {
    sum += rows.middleRows(r, std::min(kBlock, n - r)).colwise().sum().transpose().cast<double>();
  }
  Pca pca;
  pca.mean = (sum / static_cast<double>(std::max<Index>(n, 1))).cast<float>();
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(d, d);
  for (Index r = 0; r < n; r += kBlock) {
    const Matrix centred = rows.middleRows(r, std::min(kBlock, n - r)).rowwise() - pca.mean.transpose();
    covariance += (centred.transpose() * centred).cast<double>();
  }
  covariance /= static_cast<double>(std::max<Index>(n, 1));
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  pca.axes.resize(kept, d);
  for (Index c = 0; c < kept; ++c) {
    Eigen::VectorXd axis = solver.eigenvectors().col(d - 1 - c);
    Index largest = 0;
    axis.cwiseAbs().maxCoeff(&largest);
    if (axis[largest] < 0) axis = -axis;  // an axis and its opposite are equally right; maps should not flip
    pca.axes.row(c) = axis.transpose().cast<float>();
    pca.variances.push_back(std::max(0.0, solver.eigenvalues()[d - 1 - c]));
  }
  return pca;
}

Matrix project(const Pca& pca, ConstMatrixView rows) {
  assert(rows.cols() == pca.mean.size());
  return (rows.rowwise() - pca.mean.transpose()) * pca.axes.transpose();
}

Matrix unproject(const Pca& pca, ConstMatrixView coordinates) {
  assert(coordinates.cols() == pca.axes.rows());
  return (coordinates * pca.axes).rowwise() + pca.mean.transpose();
}

}  // namespace hourglass
