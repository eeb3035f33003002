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

/// Finds the axes by subspace iteration from random ones (Halko, Martinsson & Tropp 2011, algorithm 4.4) and projects
/// images upon them. In slices; the same whatever `pool` is (nullptr: this thread).
class LeadingAxes {
 public:
  static constexpr int kComponents = 50;

  /// The axes of some thousands of the images at `projected` of `set`, which must stay.
  LeadingAxes(const ImageSet& set, std::vector<std::uint32_t> projected, ThreadPool* pool = nullptr);
  /// The axes of the images at `fitted`, whichever are projected: the principal components of the ones upon the others.
  LeadingAxes(const ImageSet& set, std::vector<std::uint32_t> fitted, std::vector<std::uint32_t> projected,
              ThreadPool* pool);

  /// Works until `pause` returns true (asked every few milliseconds) or all is done. True when done.
  bool work(const std::function<bool()>& pause);
  /// 0 to 1.
  double progress() const;
  /// (n, kComponents), most variance first; pixels in [0,1].
  Matrix take() { return std::move(coordinates_); }
  /// Mean and axes, once they are found.
  const Pca& axes() const { return pca_; }
  /// What is lost of a projected image when 1, 2, ... kComponents numbers of it are kept: the sum of squared
  /// differences of its 784 pixels in [0,1], as a mean over them. Once all is done.
  std::vector<double> errors() const;

 private:
  /// The images of a round: those that tell of the axes, or, in the last one, those that are projected.
  const std::vector<std::uint32_t>& images() const;
  void load(std::size_t begin, std::size_t end);
  void finish_round();

  const ImageSet& set_;
  std::vector<std::uint32_t> fitted_, projected_;
  ThreadPool* pool_;
  int round_ = 0;
  std::size_t next_ = 0;  ///< image of the present round
  Pca pca_;
  Matrix coordinates_;
  Matrix basis_;     ///< (784, l)
  Matrix gathered_;  ///< (784, l): the covariance times the basis, times n
  Matrix block_, products_;
  Eigen::VectorXd sum_;
  double squares_ = 0;         ///< of the projected images' pixels less the mean
  Eigen::VectorXd explained_;  ///< (kComponents): of their coordinates
  GemmScratch scratch_;
};

}  // namespace hourglass
