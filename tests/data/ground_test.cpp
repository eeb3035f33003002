#include "data/ground.h"

#include <gtest/gtest.h>

#include <vector>

namespace hourglass {
namespace {

TEST(Ground, FillsWhatIsNarrowAndKeepsSlopesAndEdges) {
  const int width = 60, height = 50;
  std::vector<float> grey(static_cast<std::size_t>(width * height));
  const auto at = [&](int x, int y) { return static_cast<std::size_t>(y * width + x); };
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) grey[at(x, y)] = x < 20 ? 40.0f : 100.0f + static_cast<float>(y);
  const std::vector<float> bare = grey;
  for (int y = 20; y < 25; ++y)
    for (int x = 30; x < 50; ++x) grey[at(x, y)] = 5;
  EXPECT_EQ(ground_of(bare, width, height, 9), bare);
  const std::vector<float> ground = ground_of(grey, width, height, 9);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) EXPECT_NEAR(ground[at(x, y)], bare[at(x, y)], 9) << x << ", " << y;
  EXPECT_EQ(ground_of(grey, width, height, 3)[at(40, 22)], 5) << "a window that is narrower than the stroke";
}

}  // namespace
}  // namespace hourglass
