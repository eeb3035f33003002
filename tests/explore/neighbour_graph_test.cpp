#include "explore/neighbour_graph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include "heaps.h"
#include "math/thread_pool.h"

namespace hourglass {
namespace {

TEST(NeighbourGraph, HoldsTheNearestOfAllRows) {
  const Matrix points = heaps(700, 7, 5);
  const NeighbourGraph graph = graph_of(points, 9, NeighbourSearch::Way::exact);
  for (Index i = 0; i < 700; i += 13) {
    std::vector<std::pair<float, std::uint32_t>> all;
    for (Index j = 0; j < 700; ++j)
      if (j != i) all.emplace_back((points.row(i) - points.row(j)).squaredNorm(), static_cast<std::uint32_t>(j));
    std::ranges::sort(all);
    for (std::size_t k = 0; k < 9; ++k) {
      EXPECT_EQ(graph.of(static_cast<std::size_t>(i))[k], all[k].second);
      EXPECT_NEAR(graph.squares_of(static_cast<std::size_t>(i))[k], all[k].first, 1e-2);
    }
  }
}

TEST(NeighbourGraph, ALookAtSomeThatMisleadsIsMadeGood) {
  // Every fifth row, which is what the look at some sees of 2,600, lies in one small heap: there the neighbours seem
  // nearer than they are.
  Matrix points = heaps(2600, 6, 4);
  Random random(9);
  for (Index i = 0; i < points.rows(); i += 5)
    for (Index c = 0; c < points.cols(); ++c) points(i, c) = 0.01f * random.normal();
  const NeighbourGraph graph = graph_of(points, 40, NeighbourSearch::Way::exact);
  for (Index i = 0; i < points.rows(); i += 65) {
    std::vector<float> all;
    for (Index j = 0; j < points.rows(); ++j)
      if (j != i) all.push_back((points.row(i) - points.row(j)).squaredNorm());
    std::ranges::sort(all);
    for (std::size_t k = 0; k < 40; ++k)
      ASSERT_NEAR(graph.squares_of(static_cast<std::size_t>(i))[k], all[k], 1e-3f * (1 + all[k])) << i << " " << k;
  }
}

TEST(NeighbourGraph, ByClustersFindsNearlyAll) {
  const Matrix points = heaps(6000, 12, 8, 2);
  const NeighbourGraph exact = graph_of(points, 30, NeighbourSearch::Way::exact);
  const NeighbourGraph near = graph_of(points, 30, NeighbourSearch::Way::by_clusters);
  std::size_t found = 0;
  for (std::size_t i = 0; i < exact.size(); ++i)
    for (const std::uint32_t j : near.of(i)) found += std::ranges::count(exact.of(i), j) > 0;
  EXPECT_GT(static_cast<double>(found) / static_cast<double>(exact.rows.size()), 0.95);
}

TEST(NeighbourGraph, SlicesAndThreadsDoNotShow) {
  const Matrix points = heaps(1500, 10, 4);
  ThreadPool pool(3);
  for (const auto way : {NeighbourSearch::Way::exact, NeighbourSearch::Way::by_clusters}) {
    NeighbourSearch slices(view(points), 12, &pool, way);
    int count = 0;
    while (!slices.work(kAlways)) ++count;
    EXPECT_GT(count, 2);
    EXPECT_EQ(slices.take().rows, graph_of(points, 12, way).rows);
  }
}

}  // namespace
}  // namespace hourglass
