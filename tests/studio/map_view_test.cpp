#include "studio/latent/plane_view.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "studio/ui/format.h"

namespace hourglass {
namespace {

void settle(MapView& view) {
  for (int i = 0; i < 400 && view.ease(1 / 60.0f); ++i) {
  }
}

MapView fitted_view(PlaneBox box = {-2, -1, 2, 1}) {
  MapView view;
  view.set_screen(100, 50, 800, 400);
  view.fit(box, true);
  return view;
}

TEST(MapView, ScreenAndPlaneAreInverseOfEachOther) {
  const MapView view = fitted_view();
  for (float x : {100.0f, 333.0f, 900.0f}) {
    for (float y : {50.0f, 171.0f, 450.0f}) {
      const PlanePoint back = view.to_screen(view.to_plane(x, y));
      EXPECT_NEAR(back.x, x, 0.01);
      EXPECT_NEAR(back.y, y, 0.01);
    }
  }
}

TEST(MapView, UpOnTheScreenIsUpInThePlane) {
  const MapView view = fitted_view();
  EXPECT_GT(view.to_plane(500, 60).y, view.to_plane(500, 440).y);
}

TEST(MapView, AFitShowsTheWholeBoxWithAMargin) {
  const MapView view = fitted_view();
  const PlaneBox seen = view.visible();
  EXPECT_LT(seen.x0, -2.05f);
  EXPECT_GT(seen.x1, 2.05f);
  EXPECT_LT(seen.y0, -1.02f);
  EXPECT_GT(seen.y1, 1.02f);
}

TEST(MapView, AxesAreAlikeForRoundCloudsAndEachFillsItsSideForVeryLongOnes) {
  EXPECT_FLOAT_EQ(fitted_view({-1, -1, 1, 1}).unit().x, fitted_view({-1, -1, 1, 1}).unit().y);
  const MapView lengthy = fitted_view({-100, -1, 100, 1});
  EXPECT_GT(lengthy.unit().x, 10 * lengthy.unit().y);
}

TEST(MapView, FreeAxesFillTheirSidesForAnyBox) {
  MapView view;
  view.set_free_axes(true);
  view.set_screen(0, 0, 800, 400);
  view.fit({0, 0, 10, 10}, true);
  EXPECT_NEAR(view.unit().y / view.unit().x, 2, 1e-4);
}

TEST(MapView, ZoomingKeepsThePlaceUnderThePointer) {
  MapView view = fitted_view();
  const PlanePoint before = view.to_plane(700, 100);
  view.zoom(1.25f, 700, 100);
  view.zoom(1.25f, 700, 100);
  settle(view);
  const PlanePoint after = view.to_plane(700, 100);
  EXPECT_NEAR(after.x, before.x, 1e-4);
  EXPECT_NEAR(after.y, before.y, 1e-4);
  EXPECT_NEAR(fitted_view().unit().x / view.unit().x, 1.25 * 1.25, 1e-3);
}

TEST(MapView, ZoomStopsBeforeNumbersRunOut) {
  MapView view = fitted_view();
  for (int i = 0; i < 1000; ++i) view.zoom(1.5f, 300, 300);
  settle(view);
  EXPECT_GT(view.visible().width(), 1e-3f);
  for (int i = 0; i < 1000; ++i) view.zoom(0.5f, 300, 300);
  settle(view);
  EXPECT_LT(view.visible().width(), 1e3f);
  view.zoom(std::numeric_limits<float>::quiet_NaN(), 300, 300);
  view.zoom(0, 300, 300);
  EXPECT_TRUE(std::isfinite(view.visible().x0));
}

TEST(MapView, ADraggedMapSticksToTheFinger) {
  MapView view = fitted_view();
  const PlanePoint grabbed = view.to_plane(500, 200);
  view.pan(37, -21);
  const PlanePoint now = view.to_plane(537, 179);
  EXPECT_NEAR(now.x, grabbed.x, 1e-4);
  EXPECT_NEAR(now.y, grabbed.y, 1e-4);
  EXPECT_TRUE(view.moved_by_hand());
}

TEST(MapView, EasingEndsExactlyWhereItWasGoing) {
  MapView view = fitted_view();
  view.fit({3, 3, 5, 5});
  EXPECT_LT(view.visible().x1, 4.9f) << "it does not jump";
  settle(view);
  MapView direct;
  direct.set_screen(100, 50, 800, 400);
  direct.fit({3, 3, 5, 5}, true);
  EXPECT_EQ(view.visible(), direct.visible());
  EXPECT_FALSE(view.ease(1 / 60.0f)) << "and then asks for no more frames";
}

TEST(MapView, AResizedPanelShowsTheSameBoxUnlessThePersonMovedIt) {
  MapView view = fitted_view();
  view.set_screen(0, 0, 300, 700);
  EXPECT_LT(view.visible().x0, -2.0f);
  EXPECT_GT(view.visible().x1, 2.0f);
  view.zoom(2, 150, 350);
  settle(view);
  const float unit = view.unit().x;
  view.set_screen(0, 0, 800, 400);
  EXPECT_FLOAT_EQ(view.unit().x, unit);
}

TEST(MapBox, HoldsAllPointsWhenNoneIsFarAway) {
  const std::vector<float> xy = {-1, 4, 3, 9, 2, 5};
  EXPECT_EQ(box_of(xy), (PlaneBox{-1, 4, 3, 9}));
}

TEST(MapBox, AFewStraysDoNotSqueezeTheRest) {
  std::vector<float> xy;
  for (int i = 0; i < 5000; ++i) {
    xy.push_back(static_cast<float>(i % 71) / 70);
    xy.push_back(static_cast<float>(i % 53) / 52);
  }
  xy.insert(xy.end(), {900, 900, -900, 0});
  const PlaneBox box = box_of(xy);
  EXPECT_LT(box.x1, 1.1f);
  EXPECT_GT(box.x0, -0.1f);
}

TEST(MapBox, HoldsNineteenOfTwentyPointsAndNoMoreGroundThanTheyNeed) {
  // A dense square and a thin halo of 4% that reaches ten times as far.
  std::vector<float> xy;
  for (int i = 0; i < 2000; ++i) {
    const float u = static_cast<float>(i * 37 % 2000) / 1000 - 1, v = static_cast<float>(i * 53 % 2000) / 1000 - 1;
    const float far = i % 25 == 0 ? 10.0f : 1.0f;
    xy.insert(xy.end(), {far * u, far * v});
  }
  const PlaneBox box = box_of(xy);
  int inside = 0;
  for (std::size_t i = 0; i < xy.size(); i += 2) inside += box.contains({xy[i], xy[i + 1]}) ? 1 : 0;
  EXPECT_GE(inside, 1900);
  EXPECT_LT(box.width(), 4) << "the crowd fills at least half of the map";
  EXPECT_LT(box.height(), 4);
  EXPECT_GT(box_of_all(xy).width(), 15);
}

TEST(MapBox, NothingOnePlaceAndNotANumberStillGiveABox) {
  EXPECT_GT(box_of({}).width(), 0.5f);
  const std::vector<float> same = {7, -3, 7, -3, 7, -3};
  EXPECT_TRUE(box_of(same).contains({7, -3}));
  EXPECT_GE(box_of(same).width(), 0.5f);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> bad = {nan, 0, 1, 1, 2, 2};
  EXPECT_EQ(box_of(bad), (PlaneBox{1, 1, 2, 2}));
}

TEST(MapGrid, StepsAreOneTwoOrFive) {
  EXPECT_FLOAT_EQ(grid_step(0.013f), 0.02f);
  EXPECT_FLOAT_EQ(grid_step(3), 5);
  EXPECT_FLOAT_EQ(grid_step(1), 1);
  EXPECT_FLOAT_EQ(grid_step(60), 100);
}

}  // namespace
}  // namespace hourglass
