#include "explore/nearest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <vector>

#include "math/random.h"

namespace hourglass {
namespace {

TEST(Nearest, RowsComeNearestFirstWithTheirDistances) {
  const std::vector<float> rows = {0, 0, 3, 4, 1, 0, 0, 1};
  const auto found = nearest_rows(view(rows.data(), 4, 2), std::vector<float>{0, 0}, 3);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].row, 0u);
  EXPECT_EQ(found[1].row, 2u);
  EXPECT_EQ(found[2].row, 3u) << "of equally near rows the earlier first";
  EXPECT_FLOAT_EQ(found[2].distance, 1.0f);
  EXPECT_EQ(nearest_rows(view(rows.data(), 4, 2), std::vector<float>{3, 4}, 9).size(), 4u);
  EXPECT_TRUE(nearest_rows(view(rows.data(), 4, 2), std::vector<float>{3, 4}, 0).empty());
}

TEST(Nearest, AgreesWithSortingAllDistances) {
  Random random(1);
  std::vector<float> rows(200 * 3), point(3);
  for (float& x : rows) x = random.uniform();
  for (float& x : point) x = random.uniform();
  std::vector<std::pair<float, std::uint32_t>> all;
  for (std::uint32_t r = 0; r < 200; ++r) {
    float sum = 0;
    for (std::uint32_t i = 0; i < 3; ++i) sum += (rows[3 * r + i] - point[i]) * (rows[3 * r + i] - point[i]);
    all.emplace_back(sum, r);
  }
  std::sort(all.begin(), all.end());
  const auto found = nearest_rows(view(std::as_const(rows).data(), 200, 3), point, 10);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(found[i].row, all[i].second);
}

TEST(Nearest, ImagesAreComparedPixelByPixel) {
  const std::vector<std::uint8_t> images = {0, 0, 255, 255, 10, 12, 8, 8}, image = {8, 8};
  const std::vector<std::uint32_t> among = {1, 2, 0};  // the last image is not among them
  const auto found = nearest_images(images, among, image, 2);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].row, 1u) << "places of `among`";
  EXPECT_FLOAT_EQ(found[0].distance, std::sqrt(20.0f));
  EXPECT_EQ(found[1].row, 2u);
}

TEST(Nearest, AccuracyIsTheShareOfPointsThatTheirNeighboursNameRightly) {
  const std::vector<float> known = {0, 1, 2, 10, 11, 12};
  const std::vector<std::uint8_t> labels = {0, 0, 0, 1, 1, 1};
  const std::vector<float> points = {0.5f, 11.5f, 2.5f};
  EXPECT_DOUBLE_EQ(neighbour_accuracy(view(known.data(), 6, 1), labels, view(points.data(), 3, 1),
                                      std::vector<std::uint8_t>{0, 1, 1}, 3),
                   2.0 / 3);
}

TEST(Nearest, NobodyVotesForHimselfWithinOneSet) {
  // Alternating classes on a line: each point's own label is never its neighbour's.
  const std::vector<float> rows = {0, 1, 2, 3};
  const std::vector<std::uint8_t> labels = {0, 1, 0, 1};
  const auto all = view(rows.data(), 4, 1);
  EXPECT_DOUBLE_EQ(neighbour_accuracy(all, labels, all, labels, 1, true), 0.0);
  EXPECT_DOUBLE_EQ(neighbour_accuracy(all, labels, all, labels, 1, false), 1.0);
}

TEST(Nearest, ATieGoesToTheNearest) {
  const std::vector<float> known = {1, 2};
  const std::vector<float> point = {0};
  EXPECT_DOUBLE_EQ(neighbour_accuracy(view(known.data(), 2, 1), std::vector<std::uint8_t>{7, 3},
                                      view(point.data(), 1, 1), std::vector<std::uint8_t>{7}, 2),
                   1.0);
}

}  // namespace
}  // namespace hourglass
