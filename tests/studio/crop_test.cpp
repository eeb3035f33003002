// A crop follows what is dragged of it, and stays within its picture and above its least size.
#include "studio/ink/crop.h"

#include <gtest/gtest.h>

namespace hourglass {
namespace {

constexpr CropLimits kLimits{200, 100, 20};
constexpr Rectangle kCrop{50, 30, 150, 80};

void expect_crop(const Rectangle& crop, const Rectangle& wanted) {
  EXPECT_DOUBLE_EQ(crop.left, wanted.left);
  EXPECT_DOUBLE_EQ(crop.top, wanted.top);
  EXPECT_DOUBLE_EQ(crop.right, wanted.right);
  EXPECT_DOUBLE_EQ(crop.bottom, wanted.bottom);
}

TEST(Crop, EachHandleMovesItsOwnSidesAndNoOthers) {
  using enum CropPart;
  expect_crop(dragged_crop(kCrop, whole, 7, -5, kLimits), {57, 25, 157, 75});
  expect_crop(dragged_crop(kCrop, left, 7, -5, kLimits), {57, 30, 150, 80});
  expect_crop(dragged_crop(kCrop, right, 7, -5, kLimits), {50, 30, 157, 80});
  expect_crop(dragged_crop(kCrop, top, 7, -5, kLimits), {50, 25, 150, 80});
  expect_crop(dragged_crop(kCrop, bottom, 7, -5, kLimits), {50, 30, 150, 75});
  expect_crop(dragged_crop(kCrop, top_left, 7, -5, kLimits), {57, 25, 150, 80});
  expect_crop(dragged_crop(kCrop, top_right, 7, -5, kLimits), {50, 25, 157, 80});
  expect_crop(dragged_crop(kCrop, bottom_left, 7, -5, kLimits), {57, 30, 150, 75});
  expect_crop(dragged_crop(kCrop, bottom_right, 7, -5, kLimits), {50, 30, 157, 75});
  expect_crop(dragged_crop(kCrop, none, 7, -5, kLimits), kCrop);
}

TEST(Crop, StaysWithinThePicture) {
  using enum CropPart;
  expect_crop(dragged_crop(kCrop, whole, -500, 500, kLimits), {0, 50, 100, 100});
  expect_crop(dragged_crop(kCrop, top_left, -500, -500, kLimits), {0, 0, 150, 80});
  expect_crop(dragged_crop(kCrop, bottom_right, 500, 500, kLimits), {50, 30, 200, 100});
}

TEST(Crop, KeepsItsLeastSizeWhicheverEdgeIsPushed) {
  using enum CropPart;
  expect_crop(dragged_crop(kCrop, top_left, 500, 500, kLimits), {130, 60, 150, 80});
  expect_crop(dragged_crop(kCrop, bottom_right, -500, -500, kLimits), {50, 30, 70, 50});
  // Of a picture that is lower than the least side the whole height is kept.
  expect_crop(dragged_crop({0, 0, 50, 10}, bottom, 0, -9, {50, 10, 20}), {0, 0, 50, 10});
  expect_crop(dragged_crop({0, 0, 50, 10}, top, 0, 9, {50, 10, 20}), {0, 0, 50, 10});
}

TEST(Crop, IsHeldWhereItIsTouched) {
  using enum CropPart;
  const auto held = [](double x, double y) { return crop_part_at(kCrop, x, y, 6); };
  EXPECT_EQ(held(100, 50), whole);
  EXPECT_EQ(held(52, 50), left);
  EXPECT_EQ(held(146, 50), right);
  EXPECT_EQ(held(100, 26), top);
  EXPECT_EQ(held(100, 84), bottom);
  EXPECT_EQ(held(48, 33), top_left);
  EXPECT_EQ(held(155, 28), top_right);
  EXPECT_EQ(held(50, 80), bottom_left);
  EXPECT_EQ(held(151, 79), bottom_right);
  EXPECT_EQ(held(40, 50), none);
  EXPECT_EQ(held(100, 95), none);
  // A crop that is smaller than the reach: the nearer side.
  EXPECT_EQ(crop_part_at({50, 30, 56, 36}, 51, 31, 6), top_left);
  EXPECT_EQ(crop_part_at({50, 30, 56, 36}, 55, 35, 6), bottom_right);
}

TEST(Crop, ThatCoversAllIsTheWholePicture) { expect_crop(whole_picture(kLimits), {0, 0, 200, 100}); }

}  // namespace
}  // namespace hourglass
