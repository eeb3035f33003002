#include "studio/latent/sweep_codes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace hourglass {
namespace {

TEST(SweepGrid, TwoNumbersGiveThePostsGrids) {
  const SweepGrid small = sweep_grid(sweep_values({-1, 1, 0.2}), sweep_values({-1, 1, 0.2}), plane_for(2));
  EXPECT_EQ(small.columns * small.rows, 100);
  EXPECT_EQ(small.codes.size(), 200u);
  EXPECT_NEAR(small.codes[0], -1, 1e-6);
  EXPECT_NEAR(small.codes[1], 0.8, 1e-6) << "up is up: the first row has the largest y";
  const SweepGrid large = sweep_grid(sweep_values({-2, 2, 0.2}), sweep_values({-2, 2, 0.2}), plane_for(2));
  EXPECT_EQ(large.columns * large.rows, 400);
}

TEST(SweepGrid, WiderCodesKeepTheirOtherNumbers) {
  CodePlane plane = plane_for(4);
  plane.axis_x = 2;
  plane.axis_y = 0;
  plane.rest = {9, 8, 7, 6};
  const SweepGrid grid = sweep_grid(sweep_values({0, 2, 1}), sweep_values({10, 11, 1}), plane);
  EXPECT_EQ(grid.codes, (std::vector<float>{10, 8, 0, 6, 10, 8, 1, 6}));
}

TEST(SweepGrid, OneNumberFillsRowsLikeText) {
  const SweepGrid grid = sweep_grid(sweep_values({0, 4, 0.1}), {}, plane_for(1));
  EXPECT_EQ(grid.columns, 10);
  EXPECT_EQ(grid.rows, 4);
  EXPECT_NEAR(grid.codes[20], 2, 1e-5);
  const SweepGrid odd = sweep_grid(sweep_values({0, 2.1, 0.1}), {}, plane_for(1));
  EXPECT_EQ(odd.codes.size(), static_cast<std::size_t>(odd.columns * odd.rows));
  EXPECT_EQ(odd.codes.back(), odd.codes[20]);
}

TEST(SweepFit, CoversTheCloudWithoutItsStrays) {
  std::vector<float> xy;
  for (int i = 0; i < 1000; ++i) {
    xy.push_back(-3 + 0.01f * static_cast<float>(i));
    xy.push_back(0.5f + 0.001f * static_cast<float>(i));
  }
  xy[1] = 500;
  const SweepRanges r = sweep_fit(xy, 20);
  EXPECT_TRUE(validate(r.x));
  EXPECT_TRUE(validate(r.y));
  EXPECT_EQ(sweep_count(r.x), 20);
  EXPECT_EQ(sweep_count(r.y), 20);
  EXPECT_LT(r.x.from, -2.7);
  EXPECT_GT(r.x.to, 6.7);
  EXPECT_LT(r.y.to, 2);
}

TEST(SweepFit, NothingAndOnePlaceGiveValidRanges) {
  EXPECT_TRUE(validate(sweep_fit({}, 20).x));
  const std::vector<float> one = {4, 4, 4, 4};
  EXPECT_TRUE(validate(sweep_fit(one, 20).y));
}

}  // namespace
}  // namespace hourglass
