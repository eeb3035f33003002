#include "explore/map_quality.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include "heaps.h"

namespace hourglass {
namespace {

TEST(MapQuality, APerfectMapIsPerfectAndAShuffledOneIsNot) {
  const Matrix points = heaps(300, 2, 3);
  const auto labels = labels_of(300, 3);
  MapQualityJob same(view(points), view(points), labels);
  same.work(kNever);
  EXPECT_EQ(same.result().trustworthiness, 1);
  EXPECT_EQ(same.result().continuity, 1);
  Matrix other = points;
  Random random(8);
  for (Index i = 299; i > 0; --i) other.row(i).swap(other.row(random.below(static_cast<std::uint32_t>(i + 1))));
  MapQualityJob shuffled(view(points), view(std::as_const(other)), labels);
  while (!shuffled.work(kAlways)) continue;
  EXPECT_LT(shuffled.result().trustworthiness, 0.6);
  EXPECT_LT(shuffled.result().continuity, 0.6);
  EXPECT_LT(shuffled.result().neighbour_accuracy, 0.6);
}

TEST(MapQuality, IsWhatTheDefinitionSays) {
  // Images on a line; on the map the last has moved beside the first.
  Matrix images(30, 1), map(30, 1);
  for (Index i = 0; i < 30; ++i)
    images(i, 0) = static_cast<float>(i * i), map(i, 0) = static_cast<float>(i == 29 ? -1 : i * i);
  const Index n = 30, k = 12;
  const auto ranks = [&](const Matrix& m, Index i) {
    std::vector<std::pair<float, Index>> all;
    for (Index j = 0; j < n; ++j)
      if (j != i) all.emplace_back(std::abs(m(i, 0) - m(j, 0)), j);
    std::ranges::sort(all);
    std::vector<Index> rank(static_cast<std::size_t>(n));
    for (std::size_t r = 0; r < all.size(); ++r)
      rank[static_cast<std::size_t>(all[r].second)] = static_cast<Index>(r) + 1;
    return rank;
  };
  double strangers = 0, missed = 0;
  for (Index i = 0; i < n; ++i) {
    const auto a = ranks(images, i), b = ranks(map, i);
    for (Index j = 0; j < n; ++j) {
      if (j == i) continue;
      const Index in = a[static_cast<std::size_t>(j)], on = b[static_cast<std::size_t>(j)];
      if (on <= k && in > k) strangers += static_cast<double>(in - k);
      if (in <= k && on > k) missed += static_cast<double>(on - k);
    }
  }
  const double most = static_cast<double>(n * k * (2 * n - 3 * k - 1)) / 2;
  MapQualityJob job(view(std::as_const(images)), view(std::as_const(map)), {});
  job.work(kNever);
  EXPECT_NEAR(job.result().trustworthiness, 1 - strangers / most, 1e-9);
  EXPECT_NEAR(job.result().continuity, 1 - missed / most, 1e-9);
  EXPECT_EQ(job.result().neighbour_accuracy, 0) << "without labels";
}

TEST(MapQuality, FewImagesAreMeasuredToo) {
  for (const Index n : {0, 1, 2, 3, 5}) {
    const Matrix points = heaps(n, 2, 1);
    MapQualityJob job(view(points), view(points), {});
    EXPECT_TRUE(job.work(kNever));
    EXPECT_EQ(job.result().trustworthiness, 1);
  }
}

}  // namespace
}  // namespace hourglass
