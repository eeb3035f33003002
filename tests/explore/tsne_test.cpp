#include "explore/tsne.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
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

/// The same by plain loops in double over all pairs, step by step as van der Maaten & Hinton 2008 write it.
struct PlainTsne {
  std::vector<double> x, y, step_x, step_y, gain_x, gain_y;
  Matrix p;

  PlainTsne(const Matrix& points, const Affinities& affinities) : p(Matrix::Zero(points.rows(), points.rows())) {
    const auto n = static_cast<std::size_t>(points.rows());
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t e = affinities.begins[i]; e < affinities.begins[i + 1]; ++e)
        p(static_cast<Index>(i), affinities.columns[e]) = affinities.values[e];
    const double mean = points.col(0).mean();
    const double deviation = std::sqrt(points.col(0).array().square().mean() - mean * mean);
    for (std::size_t i = 0; i < n; ++i) {
      x.push_back(points(static_cast<Index>(i), 0) * 1e-4 / deviation);
      y.push_back(points(static_cast<Index>(i), 1) * 1e-4 / deviation);
    }
    step_x = step_y = std::vector<double>(n, 0.0);
    gain_x = gain_y = std::vector<double>(n, 1.0);
  }

  void iterate(double exaggeration, double momentum, double rate) {
    const std::size_t n = x.size();
    const auto kernel = [&](std::size_t i, std::size_t j) {
      return 1 / (1 + (x[i] - x[j]) * (x[i] - x[j]) + (y[i] - y[j]) * (y[i] - y[j]));
    };
    double z = 0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) z += i == j ? 0 : kernel(i, j);
    std::vector<double> gx(n, 0.0), gy(n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        if (i == j) continue;
        const double k = kernel(i, j), q = k / z;
        const double force = 4 * (exaggeration * p(static_cast<Index>(i), static_cast<Index>(j)) - q) * k;
        gx[i] += force * (x[i] - x[j]), gy[i] += force * (y[i] - y[j]);
      }
    }
    const auto move = [&](std::vector<double>& at, std::vector<double>& step, std::vector<double>& gain,
                          const std::vector<double>& gradient) {
      for (std::size_t i = 0; i < n; ++i) {
        gain[i] = std::max(0.01, (gradient[i] > 0) == (step[i] > 0) ? gain[i] * 0.8 : gain[i] + 0.2);
        step[i] = momentum * step[i] - rate * gain[i] * gradient[i];
        at[i] += step[i];
      }
      const double middle = std::accumulate(at.begin(), at.end(), 0.0) / static_cast<double>(n);
      for (double& one : at) one -= middle;
    };
    move(x, step_x, gain_x, gx);
    move(y, step_y, gain_y, gy);
  }
};

TEST(Tsne, BeginsTheWayOfThePlainOne) {
  constexpr Index kPoints = 90;
  const Matrix points = heaps(kPoints, 6, 3);
  constexpr double kPerplexity = 10;
  const NeighbourGraph graph = graph_of(points, static_cast<int>(3 * kPerplexity), NeighbourSearch::Way::exact);
  PlainTsne plain(points, make_affinities(graph, kPerplexity));
  // Signs of forces that are nearly nothing soon fall otherwise in floats than in doubles.
  for (int iterations = 1; iterations <= 10; ++iterations) {
    plain.iterate(12, 0.5, 50);
    Tsne map(points, {.perplexity = kPerplexity, .iterations = iterations});
    map.work(kNever);
    const double extent = *std::ranges::max_element(plain.x) - *std::ranges::min_element(plain.x);
    for (std::size_t i = 0; i < static_cast<std::size_t>(kPoints); ++i) {
      ASSERT_NEAR(map.x()[i], plain.x[i], 0.01 * extent) << iterations;
      ASSERT_NEAR(map.y()[i], plain.y[i], 0.01 * extent) << iterations;
    }
  }
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
