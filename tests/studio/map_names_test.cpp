// Names at their clusters: at the median of the class, and no two upon each other.
#include <gtest/gtest.h>

#include <cmath>

#include "studio/latent/name_places.h"
#include "studio/latent/plane_points.h"

namespace hourglass {
namespace {

TEST(ClassMiddles, AreMediansThatStraysDoNotMove) {
  MapPoints points;
  std::vector<float> xy;
  std::vector<std::uint8_t> labels;
  for (int i = 0; i < 9; ++i) xy.insert(xy.end(), {1.0f + 0.1f * static_cast<float>(i), 5}), labels.push_back(3);
  xy.insert(xy.end(), {1000, 1000}), labels.push_back(3);
  xy.insert(xy.end(), {-4, -4}), labels.push_back(7);
  points.show(xy, labels, 0);
  ASSERT_EQ(points.middles().size(), 2u);
  EXPECT_EQ(points.middles()[0].label, 3u);
  EXPECT_EQ(points.middles()[0].count, 10u);
  EXPECT_NEAR(points.middles()[0].later.x, 1.5, 0.11);
  EXPECT_FLOAT_EQ(points.middles()[0].later.y, 5);
  EXPECT_EQ(points.middles()[1].later, (PlanePoint{-4, -4}));
  points.hide_classes(class_bit(3));
  ASSERT_EQ(points.middles().size(), 1u) << "what is hidden has no name";
  points.show(xy, {}, 0);
  EXPECT_TRUE(points.middles().empty()) << "nor has what has no label";
}

TEST(MapPoints, ThoseOutsideABoxAreCounted) {
  MapPoints points;
  points.show({0, 0, 5, 0, 0, -5, 1, 1}, std::vector<std::uint8_t>{0, 1, 1, 1}, 0);
  EXPECT_EQ(points.count_outside({-2, -2, 2, 2}), 2u);
  points.hide_classes(class_bit(1));
  EXPECT_EQ(points.count_outside({-2, -2, 2, 2}), 0u) << "hidden ones are not missed";
}

TEST(NamePlaces, NoTwoNamesOverlapAndAllAreInside) {
  std::vector<NameWish> wishes;
  for (int i = 0; i < 10; ++i)
    wishes.push_back({{200 + 9.0f * static_cast<float>(i % 4), 100 + 7.0f * static_cast<float>(i / 4)}, 40, 20});
  wishes.push_back({{2, 2}, 40, 20});
  const PlaneBox area{0, 0, 400, 300};
  const auto places = place_names(wishes, area);
  int placed = 0;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    if (!places[i]) continue;
    ++placed;
    EXPECT_GE(places[i]->x, 20) << i;
    EXPECT_GE(places[i]->y, 10) << i;
    for (std::size_t j = 0; j < i; ++j) {
      if (!places[j]) continue;
      EXPECT_TRUE(std::abs(places[i]->x - places[j]->x) >= 40 || std::abs(places[i]->y - places[j]->y) >= 20)
          << i << " and " << j;
    }
  }
  EXPECT_GE(placed, 10);
  EXPECT_EQ(*places[0], wishes[0].at) << "where there is room it stands where it wishes";
}

TEST(NamePlaces, WhatIsOutOfSightHasNoName) {
  const std::vector<NameWish> wishes = {{{-50, 10}, 40, 20}, {{100, 100}, 900, 20}};
  for (const auto& place : place_names(wishes, {0, 0, 400, 300})) EXPECT_FALSE(place);
}

}  // namespace
}  // namespace hourglass
