#include "studio/latent/plane_motion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace hourglass {
namespace {

/// Points that no turn and no mirror brings onto themselves.
const std::vector<float> kPlaces = {0, 0, 3, 1, -2, 4, 5, -1, 1, 1};

void expect_moves(const PlaneMotion& motion, const std::vector<float>& from, const std::vector<float>& to) {
  const std::vector<float> at = moved(motion, from);
  ASSERT_EQ(at.size(), to.size());
  for (std::size_t i = 0; i < to.size(); ++i) EXPECT_NEAR(at[i], to[i], 1e-4f) << i;
}

PlaneMotion turn(float angle, float scale, bool mirrored) {
  const float c = scale * std::cos(angle), s = scale * std::sin(angle);
  return {.xx = c, .xy = mirrored ? s : -s, .yx = s, .yy = mirrored ? -c : c, .x0 = 7, .y0 = -3};
}

TEST(PlaneMotion, AMapThatIsTurnedScaledAndShiftedIsLaidUponTheOther) {
  for (const bool mirrored : {false, true})
    for (const float angle : {0.0f, 0.7f, 2.5f, -1.9f})
      for (const float scale : {0.01f, 1.0f, 40.0f})
        expect_moves(aligned(moved(turn(angle, scale, mirrored), kPlaces), kPlaces),
                     moved(turn(angle, scale, mirrored), kPlaces), kPlaces);
}

TEST(PlaneMotion, WhatDiffersIsLaidAsNearAsCanBe) {
  std::vector<float> other = moved(turn(1, 2, true), kPlaces);
  other[0] += 0.3f, other[5] -= 0.4f;
  const auto distance = [&](const PlaneMotion& motion) {
    const std::vector<float> at = moved(motion, other);
    double sum = 0;
    for (std::size_t i = 0; i < at.size(); ++i) sum += (at[i] - kPlaces[i]) * (at[i] - kPlaces[i]);
    return sum;
  };
  const PlaneMotion best = aligned(other, kPlaces);
  for (const float d : {-0.01f, 0.01f}) {
    PlaneMotion shifted = best, scaled = best;
    shifted.x0 += d;
    for (float* part : {&scaled.xx, &scaled.xy, &scaled.yx, &scaled.yy}) *part *= 1 + d;
    const PlaneMotion turned =
        then(best, {.xx = std::cos(d), .xy = -std::sin(d), .yx = std::sin(d), .yy = std::cos(d)});
    for (const PlaneMotion& near : {shifted, scaled, turned}) EXPECT_GT(distance(near), distance(best));
  }
}

TEST(PlaneMotion, PointsInOnePlaceOrNowhereStayWhereTheyAre) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(aligned({}, {}), PlaneMotion());
  EXPECT_EQ(aligned(std::vector<float>{2, 2, 2, 2}, std::vector<float>{0, 0, 1, 1}), PlaneMotion());
  EXPECT_EQ(aligned(std::vector<float>{0, nan, 1, 1}, std::vector<float>{0, 0, 1, 1}), PlaneMotion());
}

TEST(PlaneMotion, BackIsTheOtherWay) {
  const PlaneMotion there = turn(0.7f, 3, true);
  expect_moves(then(there, inverse(there)), kPlaces, kPlaces);
  expect_moves(then(inverse(there), there), kPlaces, kPlaces);
  EXPECT_EQ(inverse({.xx = 1, .xy = 1, .yx = 1, .yy = 1}), PlaneMotion());
}

TEST(PlaneMotion, ABoxComesOntoTheUnitSquare) {
  const PlaneBox box{2, 10, 6, 12};
  expect_moves(onto_unit(box, false), {2, 10, 6, 12}, {-1, -0.5f, 1, 0.5f});
  expect_moves(onto_unit(box, true), {2, 10, 6, 12}, {-1, -1, 1, 1});
}

}  // namespace
}  // namespace hourglass
