#include "explore/particle_mesh.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>
#include "math/random.h"
#include "math/thread_pool.h"

namespace hourglass {
namespace {

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

TEST(ParticleMesh, RowsOfBinsDoNotReachIntoEachOther) {
  // Upright lines of points: each row of bins holds few, and the next row's lie near them in memory and on the map.
  for (const float apart : {0.0f, 1.0f, 3.0f}) {
    Map map(1000, 50);
    for (std::size_t i = 0; i < map.x.size(); ++i) map.x[i] = 4 + apart * static_cast<float>(i % 2);
    std::vector<float> wx(1000), wy(1000);
    const double wanted = repel_reference(map.x, map.y, wx, wy);
    ParticleMesh mesh(1000);
    EXPECT_NEAR(mesh.repel(map.x, map.y, map.fx, map.fy) / wanted, 1, 2e-3) << apart;
    double error = 0, size = 0;
    for (std::size_t i = 0; i < wx.size(); ++i) {
      error += std::pow(map.fx[i] - wx[i], 2) + std::pow(map.fy[i] - wy[i], 2);
      size += std::pow(wx[i], 2) + std::pow(wy[i], 2);
    }
    EXPECT_LT(std::sqrt(error / size), 0.04) << apart;
  }
}

}  // namespace
}  // namespace hourglass
