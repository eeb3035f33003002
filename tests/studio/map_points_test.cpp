#include "studio/latent/plane_points.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <vector>

#include "studio/latent/code_trail.h"

namespace hourglass {
namespace {

using Labels = std::vector<std::uint8_t>;

TEST(MapPoints, GlideFromWhereTheyWereToWhereTheyAreNow) {
  MapPoints points;
  points.show({0, 0, 1, 1}, {}, 10);
  EXPECT_FALSE(points.moving(10)) << "the first picture has nothing to come from";
  points.show({2, 0, 1, 3}, {}, 20);
  EXPECT_TRUE(points.moving(20));
  EXPECT_EQ(points.place(0, 20), (PlanePoint{0, 0}));
  EXPECT_GT(points.place(0, 20.1).x, 0.1f);
  EXPECT_LT(points.place(0, 20.1).x, 1.9f);
  EXPECT_EQ(points.place(1, 21), (PlanePoint{1, 3}));
  EXPECT_FALSE(points.moving(21));
}

TEST(MapPoints, AMotionUnderWayBendsAndDoesNotJump) {
  MapPoints points;
  points.show({0, 0}, {}, 10);
  points.show({2, 0}, {}, 20);
  const PlanePoint midway = points.place(0, 20.1);
  points.show({-4, 0}, {}, 20.1);
  EXPECT_NEAR(points.place(0, 20.1).x, midway.x, 1e-5);
}

TEST(MapPoints, CarriedIntoAnotherPlaneTheyStandWhereTheyWereSeen) {
  MapPoints points;
  points.show({0, 0, 1, 1}, {}, 10);
  points.carry({0, 0, 1, 1}, {-10, 5, 10, 15}, 20);
  EXPECT_FALSE(points.moving(20));
  EXPECT_EQ(points.place(0, 20), (PlanePoint{-10, 5}));
  EXPECT_EQ(points.place(1, 20), (PlanePoint{10, 15}));
  points.show({0, 10, 0, 10}, {}, 20, true, 2);
  EXPECT_EQ(points.place(0, 20), (PlanePoint{-10, 5}));
  EXPECT_TRUE(points.moving(21.5)) << "as long as was said";
  EXPECT_TRUE(points.crossing(21.5));
  points.bend({1, 10, 1, 10});
  EXPECT_EQ(points.place(1, 22), (PlanePoint{1, 10})) << "news on the way ends at the same time";
  EXPECT_FALSE(points.moving(22));
}

TEST(MapPoints, AnotherNumberOfPointsAppearsAtOnce) {
  MapPoints points;
  points.show({0, 0}, {}, 10);
  points.show({5, 5, 6, 6}, {}, 20);
  EXPECT_FALSE(points.moving(20));
  EXPECT_EQ(points.place(1, 20), (PlanePoint{6, 6}));
}

TEST(MapPoints, HiddenClassesAreNeitherDrawnNorFound) {
  MapPoints points;
  const Labels labels = {3, 5};
  points.show({0, 0, 1, 0}, labels, 10);
  EXPECT_EQ(points.nearest({0.1f, 0}, {2, 2}, 10), 0);
  const auto version = points.version();
  points.hide_classes(1u << 3);
  EXPECT_NE(points.version(), version);
  EXPECT_EQ(points.classes()[0], 0xff);
  EXPECT_EQ(points.classes()[1], 5);
  EXPECT_EQ(points.nearest({0.1f, 0}, {2, 2}, 10), 1);
  EXPECT_EQ(points.count(3), 0u);
}

TEST(MapPoints, OnlyAPointWithinReachIsFound) {
  MapPoints points;
  points.show({0, 0, 1, 0}, {}, 10);
  EXPECT_EQ(points.nearest({0.5f, 0}, {0.1f, 0.1f}, 10), -1);
  EXPECT_EQ(points.nearest({0.95f, 0}, {0.1f, 0.1f}, 10), 1);
  points.clear();
  EXPECT_EQ(points.nearest({0, 0}, {1, 1}, 10), -1);
}

TEST(MapPoints, ImagesWithoutLabelsAreGreyAndNeverHidden) {
  MapPoints points;
  points.hide_classes(0x3ff);
  points.show({0, 0}, {}, 10);
  EXPECT_NE(points.classes()[0], 0xff);
}

std::vector<float> codes_at(double epoch, std::size_t n = 1000) {
  std::vector<float> codes(2 * n);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    codes[i] = static_cast<float>(std::sin(static_cast<double>(i)) * (1 + epoch));
  }
  return codes;
}

TEST(CodeTrail, GivesBackTheCodesOfAnEpoch) {
  CodeTrail trail;
  for (double epoch : {0.0, 1.0, 2.0}) trail.add(epoch, 2, codes_at(epoch));
  ASSERT_EQ(trail.size(), 3u);
  const auto wanted = codes_at(1), kept = trail.codes(trail.find(1.2));
  ASSERT_EQ(kept.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) ASSERT_NEAR(kept[i], wanted[i], 1e-4);
}

TEST(CodeTrail, StaysWithinItsMemoryAndKeepsFirstAndLast) {
  CodeTrail trail(100'000);  // some 48 entries of 2 KB
  for (int e = 0; e <= 500; ++e) {
    trail.add(e, 2, codes_at(e, 500));
    ASSERT_LE(trail.bytes(), 100'000u);
  }
  EXPECT_GE(trail.size(), 8u);
  EXPECT_EQ(trail.epoch(0), 0);
  EXPECT_EQ(trail.epoch(trail.size() - 1), 500);
  double widest = 0;
  for (std::size_t i = 1; i < trail.size(); ++i) widest = std::max(widest, trail.epoch(i) - trail.epoch(i - 1));
  EXPECT_LT(widest, 130) << "what is left is spread over the run";
}

TEST(CodeTrail, OfManyImagesThereIsRoomForAFewEpochsMore) {
  CodeTrail trail(100'000);  // entries of 6 KB
  std::size_t most = 0;
  for (int e = 0; e <= 500; ++e) {
    trail.add(e, 2, codes_at(e, 1500));
    ASSERT_LE(trail.bytes(), 200'000u);
    most = std::max(most, trail.size());
  }
  EXPECT_GE(most, 30u);
}

TEST(CodeTrail, ALimitTooSmallForTwoStillKeepsTheNewest) {
  CodeTrail trail(10);
  for (int e = 0; e <= 5; ++e) trail.add(e, 2, codes_at(e));
  EXPECT_LE(trail.size(), 2u);
  EXPECT_EQ(trail.epoch(trail.size() - 1), 5);
}

TEST(CodeTrail, ANewRunOrOtherDataStartsAnew) {
  CodeTrail trail;
  trail.add(4, 2, codes_at(4));
  trail.add(0, 2, codes_at(0));
  EXPECT_EQ(trail.size(), 1u);
  trail.add(1, 2, codes_at(1, 500));
  EXPECT_EQ(trail.size(), 1u);
  EXPECT_EQ(trail.codes(0).size(), 1000u);
}

TEST(CodeTrail, IsKeptAndComesBackAsItWas) {
  CodeTrail trail;
  for (int e = 0; e <= 20; ++e) trail.add(e, 2, codes_at(e));
  const auto back = CodeTrail::unpacked(trail.packed(1u << 20));
  ASSERT_TRUE(back);
  ASSERT_EQ(back->size(), 21u);
  for (std::size_t i = 0; i < back->size(); ++i) {
    EXPECT_EQ(back->epoch(i), trail.epoch(i));
    EXPECT_EQ(back->codes(i), trail.codes(i));
  }
  CodeTrail on = *back;
  on.cut(12.5);
  on.add(13.5, 2, codes_at(13.5));
  EXPECT_EQ(on.size(), 14u) << "it goes on where it was cut";
}

TEST(CodeTrail, OfALongOneAsMuchIsKeptAsFits) {
  CodeTrail trail;
  for (int e = 0; e <= 100; ++e) trail.add(e, 2, codes_at(e));  // 4 KB each
  const auto bytes = trail.packed(50'000);
  EXPECT_LE(bytes.size(), 55'000u);
  EXPECT_LE(bytes.capacity(), 55'000u) << "no second copy was made of it";
  const auto back = CodeTrail::unpacked(bytes);
  ASSERT_TRUE(back);
  EXPECT_GE(back->size(), 10u);
  EXPECT_EQ(back->epoch(0), 0);
  EXPECT_EQ(back->epoch(back->size() - 1), 100);
  EXPECT_TRUE(trail.packed(5'000).empty()) << "one epoch is no trail";
  EXPECT_TRUE(CodeTrail().packed(5'000).empty());
}

TEST(CodeTrail, WhatIsNoKeptTrailIsNone) {
  CodeTrail trail;
  for (int e = 0; e <= 3; ++e) trail.add(e, 2, codes_at(e, 20));
  const auto bytes = trail.packed(1u << 20);
  EXPECT_FALSE(CodeTrail::unpacked({}));
  for (std::size_t cut = 0; cut < bytes.size(); ++cut)
    EXPECT_FALSE(CodeTrail::unpacked(std::span(bytes).first(cut))) << cut;
  // Whatever byte is changed: nothing, or a trail that can be shown.
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int flip : {1, 0x40, 0x80, 0xff}) {
      auto spoilt = bytes;
      spoilt[at] = static_cast<std::uint8_t>(spoilt[at] ^ flip);
      const auto back = CodeTrail::unpacked(spoilt);
      if (!back) continue;
      for (std::size_t i = 0; i < back->size(); ++i) {
        EXPECT_EQ(back->codes(i).size() % static_cast<std::size_t>(back->width()), 0u);
        EXPECT_TRUE(std::isfinite(back->epoch(i)));
      }
    }
  }
}

TEST(CodeTrail, ConstantAndBrokenNumbersDoNoHarm) {
  CodeTrail trail;
  trail.add(0, 1, std::vector<float>{3, 3, 3});
  EXPECT_EQ(trail.codes(0), (std::vector<float>{3, 3, 3}));
  trail.add(1, 1, std::vector<float>{1, NAN, INFINITY});
  for (float v : trail.codes(1)) EXPECT_TRUE(std::isfinite(v));
}

}  // namespace
}  // namespace hourglass
