// LeadingAxes: images as their coordinates along the principal axes of most variance, for sets of which all components
// would take too long: t-SNE finds its neighbours among 50 numbers instead of 784.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "data/image_set.h"
#include "explore/pca.h"
#include "math/gemm.h"

namespace hourglass {

class ThreadPool;

/// Finds the axes by subspace iteration from random ones (Halko, Martinsson & Tropp 2011, algorithm 4.4), on some
/// thousands of the images, and projects all of them. In slices; the same whatever `pool` is (nullptr: this thread).
class LeadingAxes {
 public:
  static constexpr int kComponents = 50;

  /// The images at `indices` of `set`, which must stay.
  LeadingAxes(const ImageSet& set, std::vector<std::uint32_t> indices, ThreadPool* pool = nullptr);

  /// Works until `pause` returns true (asked every few milliseconds) or all is done. True when done.
  bool work(const std::function<bool()>& pause);
  /// 0 to 1.
  double progress() const;
  /// (n, kComponents), most variance first; pixels in [0,1].
  Matrix take() { return std::move(coordinates_); }
  /// Mean and axes, once they are found.
  const Pca& axes() const { return pca_; }

 private:
  void load(std::size_t begin, std::size_t end, std::size_t stride);
  void finish_round();

  const ImageSet& set_;
  std::vector<std::uint32_t> indices_;
  ThreadPool* pool_;
  std::size_t stride_ = 1;  ///< every so many-th image tells of the axes
  int round_ = 0;
  std::size_t next_ = 0;  ///< image of the present round
  Pca pca_;
  Matrix coordinates_;
  Matrix basis_;     ///< (784, l)
  Matrix gathered_;  ///< (784, l): the covariance times the basis, times n
  Matrix block_, products_;
  Eigen::VectorXd sum_;
  std::size_t seen_ = 0;
  GemmScratch scratch_;
};

}  // namespace hourglass
