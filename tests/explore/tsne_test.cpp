#include "explore/tsne.h"

#include <gtest/gtest.h>

#include <cmath>
#include "explore/map_quality.h"
#include "heaps.h"
#include "math/thread_pool.h"

namespace hourglass {
namespace {

MapQuality quality_of(const Matrix& images, const Tsne& map, std::span<const std::uint8_t> labels) {
  Matrix xy(images.rows(), 2);
  for (Index i = 0; i < xy.rows(); ++i)
    xy(i, 0) = map.x()[static_cast<std::size_t>(i)], xy(i, 1) = map.y()[static_cast<std::size_t>(i)];
  MapQualityJob job(view(images), view(std::as_const(xy)), labels);
  EXPECT_TRUE(job.work(kNever));
  return job.result();
}

TEST(Tsne, KeepsHeapsTogetherAndMakesTheDivergenceSmall) {
  const Matrix points = heaps(900, 10, 6);
  Tsne map(points, {.perplexity = 20, .iterations = 500});
  while (map.iteration() < 300) map.work(kAlways);
  const double before = map.divergence();
  EXPECT_TRUE(map.work(kNever));
  EXPECT_LT(map.divergence(), before);
  const MapQuality quality = quality_of(points, map, labels_of(900, 6));
  EXPECT_GT(quality.neighbour_accuracy, 0.99);
  EXPECT_GT(quality.trustworthiness, 0.85);
  EXPECT_GT(quality.continuity, 0.85);
}

TEST(Tsne, SlicesThreadsAndTimeDoNotShow) {
  const Matrix points = heaps(600, 8, 4);
  Tsne whole(points, {.iterations = 80});
  whole.work(kNever);
  ThreadPool pool(3);
  Tsne sliced(points, {.iterations = 80}, &pool);
  while (!sliced.work(kAlways)) continue;
  EXPECT_TRUE(std::ranges::equal(whole.x(), sliced.x()));
  EXPECT_TRUE(std::ranges::equal(whole.y(), sliced.y()));
}

TEST(Tsne, FewPointsEqualPointsAndNoVarianceEndAndAreNumbers) {
  for (const Index n : {0, 1, 2, 3, 4, 5, 10, 100}) {
    for (const int kind : {0, 1, 2}) {
      Matrix points = heaps(n, 5, 2);
      if (kind == 1) points.setConstant(3);
      if (kind == 2)
        for (Index i = 0; i < n; ++i) points.row(i) = points.row(i % 2);
      Tsne map(points, {.iterations = 300});
      EXPECT_TRUE(map.work(kNever));
      EXPECT_EQ(map.iteration(), 300);
      ASSERT_EQ(map.x().size(), static_cast<std::size_t>(n));
      for (Index i = 0; i < n; ++i) {
        ASSERT_TRUE(std::isfinite(map.x()[static_cast<std::size_t>(i)])) << n << " " << kind;
        ASSERT_TRUE(std::isfinite(map.y()[static_cast<std::size_t>(i)])) << n << " " << kind;
      }
      EXPECT_TRUE(std::isfinite(map.divergence()));
    }
  }
  Tsne none(Matrix(40, 0), {.iterations = 60});
  EXPECT_TRUE(none.work(kNever));
}

}  // namespace
}  // namespace hourglass
