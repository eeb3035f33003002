// Names of marks that lie near each other on a line.
#include "studio/loss/scale_names.h"

#include <gtest/gtest.h>

namespace hourglass {
namespace {

TEST(ScaleNames, StandUnderTheirMarksWhereTheyHaveRoom) {
  const LineName names[] = {{50, 40}, {150, 60}};
  EXPECT_EQ(names_apart(names, 0, 200, 8), (std::vector<float>{30, 120}));
}

TEST(ScaleNames, MoveApartWhereTheirMarksAreNear) {
  const LineName names[] = {{100, 40}, {104, 60}};
  EXPECT_EQ(names_apart(names, 0, 300, 8), (std::vector<float>{80, 128}));
}

TEST(ScaleNames, AtTheEndOfTheLineTheOthersMakeRoom) {
  const LineName names[] = {{100, 40}, {186, 40}, {190, 60}};
  EXPECT_EQ(names_apart(names, 0, 200, 8), (std::vector<float>{44, 92, 140}));
}

TEST(ScaleNames, WithoutRoomForAllThereAreNone) {
  const LineName names[] = {{10, 90}, {20, 90}, {30, 90}};
  EXPECT_TRUE(names_apart(names, 0, 285, 8).empty());
  EXPECT_EQ(names_apart(names, 0, 286, 8), (std::vector<float>{0, 98, 196}));
  EXPECT_TRUE(names_apart({}, 0, 100, 8).empty());
}

}  // namespace
}  // namespace hourglass
