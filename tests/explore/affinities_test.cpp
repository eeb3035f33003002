#include "explore/affinities.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include "heaps.h"

namespace hourglass {
namespace {

TEST(Affinities, HaveThePerplexityThatWasAskedFor) {
  const NeighbourGraph graph = graph_of(heaps(400, 6, 3), 90, NeighbourSearch::Way::exact);
  for (const double perplexity : {5.0, 12.5, 30.0}) {
    for (std::size_t i = 0; i < 400; i += 11) {
      std::vector<float> p(90);
      neighbour_probabilities(graph.squares_of(i), perplexity, p);
      double entropy = 0, sum = 0;
      for (const float value : p) sum += value, entropy -= value > 0 ? value * std::log(value) : 0;
      EXPECT_NEAR(sum, 1, 1e-5);
      EXPECT_NEAR(std::exp(entropy), perplexity, 0.01 * perplexity);
      EXPECT_TRUE(std::ranges::is_sorted(p, std::greater<>()));
    }
  }
  std::vector<float> same(10, 4.0f), p(10);
  neighbour_probabilities(same, 3, p);
  for (const float value : p) EXPECT_NEAR(value, 0.1, 1e-6) << "equally far, equally near";
}

TEST(Affinities, AreSymmetricAndSumToOne) {
  const Matrix points = heaps(400, 6, 3);
  const NeighbourGraph graph = graph_of(points, 60, NeighbourSearch::Way::exact);
  const Affinities p = make_affinities(graph, 20);
  EXPECT_NEAR(std::accumulate(p.values.begin(), p.values.end(), 0.0), 1, 1e-5);
  for (std::size_t i = 0; i < 400; i += 7)
    for (std::size_t e = p.begins[i]; e < p.begins[i + 1]; ++e) {
      const std::size_t j = p.columns[e];
      EXPECT_NE(i, j);
      const auto row = std::span(p.columns).subspan(p.begins[j], p.begins[j + 1] - p.begins[j]);
      const auto at = std::ranges::lower_bound(row, static_cast<std::uint32_t>(i));
      ASSERT_TRUE(at != row.end() && *at == i) << "symmetric";
      EXPECT_EQ(p.values[p.begins[j] + static_cast<std::size_t>(at - row.begin())], p.values[e]);
    }
}

}  // namespace
}  // namespace hourglass
