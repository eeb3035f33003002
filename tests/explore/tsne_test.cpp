#include "explore/tsne.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

#include "explore/fft.h"
#include "explore/leading_axes.h"
#include "explore/map_quality.h"
#include "math/random.h"
#include "math/thread_pool.h"

namespace hourglass {
namespace {

const auto kNever = [] { return false; };
const auto kAlways = [] { return true; };

TEST(Fft, IsTheTransformOfItsDefinition) {
  for (const int length : {1, 2, 3, 4, 6, 8, 12, 16, 48, 64, 96, 128, 192}) {
    constexpr int kColumns = Fft::kColumns;
    const auto size = static_cast<std::size_t>(length) * kColumns;
    std::vector<float> re(size), im(size), work(2 * size);
    Random random(3);
    for (std::size_t i = 0; i < size; ++i) re[i] = random.uniform(-1, 1), im[i] = random.uniform(-1, 1);
    const auto before_re = re, before_im = im;
    Fft fft(length);
    fft.transform(re.data(), im.data(), work.data());
    for (int column = 0; column < kColumns; column += 5) {
      for (int k = 0; k < length; ++k) {
        std::complex<double> sum = 0;
        for (int n = 0; n < length; ++n) {
          const auto at = static_cast<std::size_t>(n * kColumns + column);
          sum += std::complex<double>(before_re[at], before_im[at]) *
                 std::polar(1.0, -2 * std::numbers::pi * k * n / length);
        }
        const auto at = static_cast<std::size_t>(k * kColumns + column);
        ASSERT_NEAR(re[at], sum.real(), 1e-4) << length << " " << k;
        ASSERT_NEAR(im[at], sum.imag(), 1e-4) << length << " " << k;
      }
    }
    fft.transform(im.data(), re.data(), work.data());
    for (std::size_t i = 0; i < size; ++i) ASSERT_NEAR(re[i], static_cast<float>(length) * before_re[i], 1e-3);
  }
}

/// Points in three heaps of different density.
struct Map {
  std::vector<float> x, y, fx, fy;
  Map(std::size_t n, float extent, std::uint64_t seed = 1) : fx(n), fy(n) {
    Random random(seed);
    for (std::size_t i = 0; i < n; ++i) {
      const float wide = i % 3 == 0 ? 0.5f : i % 3 == 1 ? 0.15f : 0.04f;
      x.push_back(7 + extent * (0.3f * static_cast<float>(i % 3) + wide * random.uniform(-1, 1)));
      y.push_back(-3 + extent * (0.2f * static_cast<float>(i % 2) + wide * random.uniform(-1, 1)));
    }
  }
};

TEST(ParticleMesh, PushesAsAllPairsDo) {
  for (const std::size_t n : {201u, 500u, 3000u}) {
    for (const float extent : {1e-4f, 0.3f, 3.0f, 20.0f, 100.0f, 400.0f}) {
      Map map(n, extent);
      std::vector<float> wx(n), wy(n);
      ParticleMesh mesh(n);
      const double wanted = repel_reference(map.x, map.y, wx, wy), z = mesh.repel(map.x, map.y, map.fx, map.fy);
      EXPECT_NEAR(z / wanted, 1, 2e-3) << n << " " << extent;
      double error = 0, size = 0;
      for (std::size_t i = 0; i < n; ++i) {
        error += std::pow(map.fx[i] - wx[i], 2) + std::pow(map.fy[i] - wy[i], 2);
        size += std::pow(wx[i], 2) + std::pow(wy[i], 2);
      }
      // Of a map that is a point, as at the start, what is left of a push is lost among the digits of a float.
      EXPECT_LT(std::sqrt(error / size), extent < 1e-3f ? 0.1 : 0.04) << n << " " << extent;
    }
  }
}

TEST(ParticleMesh, ThreadsDoNotShowInTheResult) {
  Map one(5000, 60), two(5000, 60);
  ThreadPool pool(3);
  EXPECT_EQ(ParticleMesh(5000).repel(one.x, one.y, one.fx, one.fy),
            ParticleMesh(5000, &pool).repel(two.x, two.y, two.fx, two.fy));
  EXPECT_EQ(one.fx, two.fx);
  EXPECT_EQ(one.fy, two.fy);
}

TEST(ParticleMesh, ALineAndOnePlaceAreMapsToo) {
  Map line(1000, 50);
  std::ranges::fill(line.y, 2.0f);
  std::vector<float> wx(1000), wy(1000);
  ParticleMesh mesh(1000);
  const double wanted = repel_reference(line.x, line.y, wx, wy);
  EXPECT_NEAR(mesh.repel(line.x, line.y, line.fx, line.fy) / wanted, 1, 2e-3);
  std::ranges::fill(line.x, 2.0f);
  EXPECT_NEAR(mesh.repel(line.x, line.y, line.fx, line.fy), 999000, 1000);
  for (const float force : line.fx) EXPECT_NEAR(force, 0, 1e-2);
}

/// (n, d): `heaps` heaps, far apart.
Matrix heaps(Index n, Index d, int count, float apart = 8, std::uint64_t seed = 4) {
  Random random(seed);
  Matrix middles(count, d), points(n, d);
  for (Index i = 0; i < middles.size(); ++i) middles.data()[i] = apart * random.normal();
  for (Index i = 0; i < n; ++i)
    for (Index c = 0; c < d; ++c) points(i, c) = middles(i % count, c) + random.normal();
  return points;
}

NeighbourGraph graph_of(const Matrix& points, int k, NeighbourSearch::Way way, ThreadPool* pool = nullptr) {
  NeighbourSearch search(view(points), k, pool, way);
  EXPECT_TRUE(search.work(kNever));
  return search.take();
}

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

std::vector<std::uint8_t> labels_of(Index n, int count) {
  std::vector<std::uint8_t> labels;
  for (Index i = 0; i < n; ++i) labels.push_back(static_cast<std::uint8_t>(i % count));
  return labels;
}

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
  // Five images on a line; on the map the last has moved beside the first.
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

TEST(LeadingAxes, AreThePrincipalAxes) {
  ImageSet set;
  Random random(6);
  for (int i = 0; i < 400; ++i) {
    const float a = random.normal(), b = random.normal();
    for (int p = 0; p < kImagePixels; ++p) {
      const float wave =
          40 * a * std::sin(0.05f * static_cast<float>(p)) + 15 * b * std::cos(0.11f * static_cast<float>(p));
      set.pixels.push_back(static_cast<std::uint8_t>(std::clamp(128 + wave + random.uniform(-3, 3), 0.0f, 255.0f)));
    }
  }
  std::vector<std::uint32_t> indices(400);
  std::iota(indices.begin(), indices.end(), 0u);
  ThreadPool pool(2);
  LeadingAxes axes(set, indices, &pool);
  while (!axes.work(kAlways)) continue;
  Matrix rows(400, kImagePixels);
  for (Index i = 0; i < rows.size(); ++i)
    rows.data()[i] = static_cast<float>(set.pixels[static_cast<std::size_t>(i)]) / 255;
  const Pca exact = fit_pca(view(std::as_const(rows)), 2);
  for (std::size_t c = 0; c < 2; ++c) EXPECT_NEAR(axes.axes().variances[c] / exact.variances[c], 1, 1e-3);
  const Matrix there = axes.take();
  EXPECT_NEAR(there.col(0).squaredNorm() / 400, exact.variances[0], 1e-2 * exact.variances[0]);
  EXPECT_LT((axes.axes().axes.topRows(2) - exact.axes).cwiseAbs().maxCoeff(), 0.01f);
}

}  // namespace
}  // namespace hourglass
