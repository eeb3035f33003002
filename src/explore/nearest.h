// Neighbours: the rows nearest to a point, among codes or among images, and how often neighbours share a class, which
// says how good a code map is.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "math/matrix.h"

namespace hourglass {

struct Neighbour {
  std::uint32_t row = 0;
  float distance = 0;  ///< Euclidean
};

/// The `count` rows of (n, d) nearest to point (d), nearest first; of equally near rows the earlier first. Fewer when
/// there are fewer rows.
std::vector<Neighbour> nearest_rows(ConstMatrixView rows, std::span<const float> point, int count);

/// The same among the images (m, d) of bytes at the rows `among`; Neighbour::row is a place in `among`, distances are
/// in bytes.
std::vector<Neighbour> nearest_images(std::span<const std::uint8_t> images, std::span<const std::uint32_t> among,
                                      std::span<const std::uint8_t> image, int count);

/// Share of `points` whose class is the most frequent among its k nearest `known` rows (a tie goes to the class of the
/// nearest of them). Labels belong to rows; with `same_set`, points are the known rows and nobody votes for itself.
double neighbour_accuracy(ConstMatrixView known, std::span<const std::uint8_t> known_labels, ConstMatrixView points,
                          std::span<const std::uint8_t> point_labels, int k, bool same_set = false);

}  // namespace hourglass
