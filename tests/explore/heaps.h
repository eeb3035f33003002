// Points in heaps, and what tests of maps of them share.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "explore/neighbour_graph.h"
#include "math/random.h"

namespace hourglass {

inline const auto kNever = [] { return false; };
inline const auto kAlways = [] { return true; };

/// (n, d): `heaps` heaps, far apart.
inline Matrix heaps(Index n, Index d, int count, float apart = 8, std::uint64_t seed = 4) {
  Random random(seed);
  Matrix middles(count, d), points(n, d);
  for (Index i = 0; i < middles.size(); ++i) middles.data()[i] = apart * random.normal();
  for (Index i = 0; i < n; ++i)
    for (Index c = 0; c < d; ++c) points(i, c) = middles(i % count, c) + random.normal();
  return points;
}

inline NeighbourGraph graph_of(const Matrix& points, int k, NeighbourSearch::Way way, ThreadPool* pool = nullptr) {
  NeighbourSearch search(view(points), k, pool, way);
  EXPECT_TRUE(search.work(kNever));
  return search.take();
}

inline std::vector<std::uint8_t> labels_of(Index n, int count) {
  std::vector<std::uint8_t> labels;
  for (Index i = 0; i < n; ++i) labels.push_back(static_cast<std::uint8_t>(i % count));
  return labels;
}

}  // namespace hourglass
