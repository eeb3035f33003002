// MapQuality: how good a map of images is, in figures that need no decoder, so that maps of different making can be set
// beside each other.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "math/gemm.h"
#include "math/matrix.h"

namespace hourglass {

class ThreadPool;

struct MapQuality {
  /// Share of the images whose class is the most frequent among their 5 nearest others on the map; 0 without labels.
  double neighbour_accuracy = 0;
  /// Whether what is near on the map is near among the images: 1 minus the ranks by which strangers came among the k
  /// nearest (Venna & Kaski 2001, M1). 1 is perfect, near 0.5 is chance.
  double trustworthiness = 1;
  /// Whether what is near among the images is near on the map: the same with the two exchanged (M2).
  double continuity = 1;
};

/// Measures in slices; every image is ranked against every other, so the work grows with their square.
class MapQualityJob {
 public:
  static constexpr int kNeighbours = 12;  ///< k of trustworthiness and continuity
  static constexpr int kVoters = 5;

  /// images (n, d) and map (n, m), which must stay; labels (n), or none. What comes out does not depend on `pool`.
  MapQualityJob(ConstMatrixView images, ConstMatrixView map, std::span<const std::uint8_t> labels,
                ThreadPool* pool = nullptr);

  /// Works until `pause` returns true (asked every few milliseconds) or all is measured. True when done.
  bool work(const std::function<bool()>& pause);
  double progress() const;
  MapQuality result() const;

 private:
  struct Sums {
    double strangers = 0;  ///< ranks beyond k, among the images, of those near on the map
    double missed = 0;     ///< and on the map, of those near among the images
    int right = 0;
  };
  Sums measure(Index row, const float* image_squares, const float* map_squares) const;

  ConstMatrixView images_, map_;
  std::span<const std::uint8_t> labels_;
  ThreadPool* pool_;
  Index neighbours_;  ///< k, or fewer where there are not so many images
  Index next_ = 0;
  Sums sums_;
  GemmScratch scratch_;
  Matrix image_products_;
  std::vector<float> norms_;
};

}  // namespace hourglass
