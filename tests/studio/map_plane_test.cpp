#include "studio/latent/code_plane.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace hourglass {
namespace {

TEST(CodePlane, TwoNumbersAreTheirOwnPlace) {
  const CodePlane plane = plane_for(2);
  const std::vector<float> code = {0.25f, -3};
  EXPECT_EQ(to_plane(plane, code), (PlanePoint{0.25f, -3}));
  EXPECT_EQ(to_code(plane, {0.25f, -3}), code);
}

TEST(CodePlane, ChosenAxesKeepTheOtherNumbersWhereTheSlidersStand) {
  CodePlane plane = plane_for(4);
  plane.axis_x = 3;
  plane.axis_y = 1;
  plane.rest = {5, 6, 7, 8};
  EXPECT_EQ(to_code(plane, {10, 20}), (std::vector<float>{5, 20, 7, 10}));
  EXPECT_EQ(to_plane(plane, std::vector<float>{1, 2, 3, 4}), (PlanePoint{4, 2}));
}

TEST(CodePlane, ASpreadLiesInThePlaneAsItsCodesDo) {
  CodePlane plane = plane_for(3);
  plane.axis_x = 2;
  plane.axis_y = 0;
  const std::vector<float> deviations = {1, 2, 3};
  const PlaneSpread axes = to_plane_spread(plane, deviations);
  EXPECT_EQ(axes.xx, 9);
  EXPECT_EQ(axes.xy, 0);
  EXPECT_EQ(axes.yy, 1);
  // Turned by 45 degrees in the first two numbers: half of each variance, and their difference between them.
  plane.kind = CodePlane::Kind::principal;
  const float half = std::sqrt(0.5f);
  plane.mean = {0, 0, 0}, plane.along_x = {half, half, 0}, plane.along_y = {-half, half, 0};
  const PlaneSpread turned = to_plane_spread(plane, deviations);
  EXPECT_NEAR(turned.xx, 2.5f, 1e-6f);
  EXPECT_NEAR(turned.xy, 1.5f, 1e-6f);
  EXPECT_NEAR(turned.yy, 2.5f, 1e-6f);
  EXPECT_EQ(to_plane_spread(plane_for(1), std::vector<float>{0.5f}).xx, 0.25f);
}

TEST(CodePlane, OneNumberIsALineWithALaneForEachClass) {
  const CodePlane plane = plane_for(1);
  std::vector<float> codes(1000);
  std::vector<std::uint8_t> labels(1000);
  for (std::size_t i = 0; i < 1000; ++i) {
    codes[i] = static_cast<float>(i) / 100;
    labels[i] = static_cast<std::uint8_t>(i % 10);
  }
  const auto xy = to_plane(plane, codes, labels);
  for (std::size_t i = 0; i < 1000; ++i) {
    EXPECT_EQ(xy[2 * i], codes[i]);
    EXPECT_GT(xy[2 * i + 1], 1 - 0.2f * static_cast<float>(labels[i] + 1));
    EXPECT_LT(xy[2 * i + 1], 1 - 0.2f * static_cast<float>(labels[i]));
  }
  EXPECT_NE(xy[1], xy[21]) << "points of a class are spread, not stacked";
  EXPECT_EQ(to_code(plane, {4, 0.3f}), std::vector<float>{4});
}

/// Points on a flat ellipse in 5 dimensions: long along (1,1,0,0,0), short along (0,0,0,1,0).
std::vector<float> ellipse() {
  std::vector<float> codes;
  for (int i = 0; i < 200; ++i) {
    const float a = 0.0314159f * static_cast<float>(i), u = 5 * std::cos(a), v = 2 * std::sin(a);
    codes.insert(codes.end(), {1 + u * 0.70711f, 2 + u * 0.70711f, 3, 4 + v, 5});
  }
  return codes;
}

TEST(CodePlane, PrincipalAxesFindTheLongestTwoDirections) {
  CodePlane plane = plane_for(5);
  ASSERT_TRUE(find_principal(plane, ellipse()));
  EXPECT_NEAR(std::abs(plane.along_x[0]), 0.7071, 1e-3);
  EXPECT_NEAR(plane.along_x[0], plane.along_x[1], 1e-3);
  EXPECT_NEAR(std::abs(plane.along_y[3]), 1, 1e-3);
  EXPECT_NEAR(plane.mean[3], 4, 1e-3);
}

TEST(CodePlane, PrincipalPlacesBecomeCodesAndComeBack) {
  CodePlane plane = plane_for(5);
  ASSERT_TRUE(find_principal(plane, ellipse()));
  const PlanePoint back = to_plane(plane, to_code(plane, {1.5f, -0.5f}));
  EXPECT_NEAR(back.x, 1.5, 1e-4);
  EXPECT_NEAR(back.y, -0.5, 1e-4);
}

TEST(CodePlane, PrincipalAxesKeepTheirDirectionFromOneSnapshotToTheNext) {
  CodePlane before = plane_for(5);
  ASSERT_TRUE(find_principal(before, ellipse()));
  for (float& v : before.along_x) v = -v;
  CodePlane now = before;
  ASSERT_TRUE(find_principal(now, ellipse()));
  EXPECT_NEAR(now.along_x[0], before.along_x[0], 1e-3);
}

TEST(CodePlane, APlaneCanBeMovedThroughACode) {
  for (bool principal : {false, true}) {
    CodePlane plane = plane_for(5);
    if (principal) {
      ASSERT_TRUE(find_principal(plane, ellipse()));
    }
    const std::vector<float> code = {9, -8, 7, -6, 5};
    pass_through(plane, code);
    const auto back = to_code(plane, to_plane(plane, code));
    for (std::size_t i = 0; i < code.size(); ++i) EXPECT_NEAR(back[i], code[i], 1e-4);
  }
}

TEST(CodePlane, NoCodesHaveNoPrincipalAxes) {
  CodePlane plane = plane_for(5);
  EXPECT_FALSE(find_principal(plane, {}));
  EXPECT_EQ(plane.kind, CodePlane::Kind::axes);
}

}  // namespace
}  // namespace hourglass
